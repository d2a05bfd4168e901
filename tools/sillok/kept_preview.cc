#include "tools/sillok/kept_preview.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <filesystem>
#include <map>

#include "projections/answers/reorganization_json.h"
#include "tools/sillok/context.h"

namespace sillok::cli {
namespace {

constexpr std::size_t kHashShown = 16;  // hex digits of it in a file's name

std::filesystem::path folder_of(const std::string& directory) { return std::filesystem::path{directory} / "plans"; }

std::filesystem::path file_of(const std::string& directory, const std::string& plan, const std::string& hash) {
  return folder_of(directory) / (plan + "-" + hash.substr(0, kHashShown) + ".json");
}

Result<KeptPreview> read_kept(const std::filesystem::path& path) {
  const auto damaged = [&] {
    return fail(Fault::damaged, "plan.preview_damaged", path.string(),
                "what the preview had shown can't be read; look at the plan again with --preview");
  };
  SILLOK_TRY(text, read_file(path.string()));
  boost::system::error_code error;
  const auto json = boost::json::parse(text, error);
  if (error || !json.is_object()) return damaged();
  try {
    KeptPreview out;
    const auto& object = json.as_object();
    out.plan = boost::json::value_to<std::string>(object.at("plan"));
    out.hash = boost::json::value_to<std::string>(object.at("plan_hash"));
    const auto day = parse_date(boost::json::value_to<std::string>(object.at("effective_on")));
    if (!day) return damaged();
    out.effective_on = *day;
    out.size = object.at("size").to_number<std::uint64_t>();
    out.problems = object.at("problems").to_number<std::size_t>();
    for (const auto& each : object.at("moves").as_array()) {
      const auto& move = each.as_object();
      const auto text_of = [&](const char* name) {
        return move.at(name).is_null() ? std::string{} : boost::json::value_to<std::string>(move.at(name));
      };
      out.moves.push_back({text_of("person"), text_of("from"), text_of("to"), text_of("post")});
    }
    for (const auto& each : object.at("left_behind").as_array())
      out.left_behind.push_back(boost::json::value_to<std::string>(each));
    return out;
  } catch (const std::exception&) {  // Boost.JSON tells what is missing or of another type by exceptions
    return damaged();
  }
}

bool same(const std::optional<PlannedMove>& a, const std::optional<PlannedMove>& b) {
  if (!a || !b) return !a && !b;
  return std::tie(a->from, a->to, a->post) == std::tie(b->from, b->to, b->post);
}

}  // namespace

KeptPreview kept(const ReorganizationPlan& plan, const Reorganization& outcome, std::uint64_t size) {
  return {plan.id,       to_hex(view(plan.hash)), plan.effective_on,      size,
          outcome.moved, outcome.left_behind,     outcome.problems.size()};
}

Result<Ok> keep_preview(const std::string& directory, const KeptPreview& preview) {
  std::error_code error;
  std::filesystem::create_directories(folder_of(directory), error);
  boost::json::object out{{"plan", preview.plan},
                          {"plan_hash", preview.hash},
                          {"effective_on", to_string(preview.effective_on)},
                          {"size", preview.size},
                          {"problems", preview.problems}};
  out["moves"] = moves_json(preview.moves);
  out["left_behind"] = boost::json::array(preview.left_behind.begin(), preview.left_behind.end());
  return write_file(file_of(directory, preview.plan, preview.hash).string(), boost::json::serialize(out) + "\n", 0600);
}

Result<std::optional<KeptPreview>> kept_preview(const std::string& directory, const ReorganizationPlan& plan) {
  const auto path = file_of(directory, plan.id, to_hex(view(plan.hash)));
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::optional<KeptPreview>{};
  SILLOK_TRY(found, read_kept(path));
  return std::optional{std::move(found)};
}

Result<std::vector<KeptPreview>> kept_previews(const std::string& directory) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& each : std::filesystem::directory_iterator(folder_of(directory), error)) {
    if (each.path().extension() == ".json") paths.push_back(each.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<KeptPreview> out;
  for (const auto& path : paths) {
    SILLOK_TRY(found, read_kept(path));
    out.push_back(std::move(found));
  }
  return out;
}

std::vector<PreviewDifference> differences(const KeptPreview& shown, const Reorganization& now) {
  std::map<std::string, PreviewDifference> by_person;
  const auto at = [&](const std::string& person) -> PreviewDifference& {
    PreviewDifference& each = by_person[person];
    each.person = person;
    return each;
  };
  for (const PlannedMove& each : shown.moves) at(each.person).shown = each;
  for (const PlannedMove& each : now.moved) at(each.person).now = each;
  for (const std::string& each : shown.left_behind) at(each).was_left = true;
  for (const std::string& each : now.left_behind) at(each).is_left = true;
  std::vector<PreviewDifference> out;
  for (auto& [person, each] : by_person) {
    if (!same(each.shown, each.now) || each.was_left != each.is_left) out.push_back(std::move(each));
  }
  return out;
}

}  // namespace sillok::cli
