// sillok history: every event of a person, with what corrected what.
#include <fmt/format.h>

#include <algorithm>

#include "projections/answers/event_json.h"
#include "tools/sillok/context.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string person, known_at;
};

constexpr std::size_t kHashDigits = 12;  // enough to tell events apart; --json has all 64

std::string corrected(const boost::json::object& event) {
  if (!event.at("annulled_by").is_null()) return "annulled by " + words(event.at("annulled_by"));
  if (!event.at("rectified_by").as_array().empty()) return "rectified by " + words(event.at("rectified_by"));
  if (!event.at("target").is_null()) return "on " + words(event.at("target"));
  return "";
}

Outcome run_history(const Context& context, const Options& options) {
  SILLOK_TRY(open, open_to_read(context.directory));
  std::optional<Instant> known_at;
  if (!options.known_at.empty()) {
    PointOptions point;
    point.known_at = options.known_at;
    SILLOK_TRY(resolved, point.resolve(*open.ledger));
    known_at = resolved.known_at;
  }
  EventJson events{*open.ledger, true};
  SILLOK_TRY(history, events.history(*open.views, options.person, known_at));
  if (history.empty())
    return fail(Fault::not_found, "person.unknown", options.person, "nothing is recorded of that person; check the id");
  warn_if_sealed(*open.ledger);
  SILLOK_TRY(at, stamp(*open.ledger, *open.views, known_at));
  if (context.json) {
    boost::json::object answer{{"person", options.person}};
    at.write_to(answer);
    answer["events"] = std::move(history);
    print_json(answer);
    return 0;
  }
  const bool any_corrected = std::any_of(history.begin(), history.end(),
                                         [](const auto& event) { return !corrected(event.as_object()).empty(); });
  std::vector<Table::Column> columns{
      {"POSITION", Table::Holds::kNumber}, {"EFFECTIVE"}, {"ACT"}, {"DATA", Table::Holds::kText}};
  if (any_corrected) columns.push_back({"CORRECTION", Table::Holds::kText});
  columns.push_back({"ORDER, SIGNED BY", Table::Holds::kText});
  columns.push_back({"LEAF HASH"});
  Table table{std::move(columns)};
  for (const auto& item : history) {
    const auto& event = item.as_object();
    std::vector<std::string> row{words(event.at("position")), words(event.at("effective_on")), words(event.at("act")),
                                 words(event.at("data"))};
    if (any_corrected) row.push_back(corrected(event));
    row.push_back(fmt::format("{}/{}, {}, {}", words(event.at("authority")), words(event.at("order")),
                              words(event.at("drafted_by")), words(event.at("approved_by"))));
    row.push_back(words(event.at("leaf_hash")).substr(0, kHashDigits));
    table.add(std::move(row));
  }
  table.print();
  return 0;
}

}  // namespace

void add_history(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "history", "every event of a person in recorded order", "sillok history P000001");
  command->add_option("PERSON", options->person, "the person's id")->required();
  command->add_option("--known-at", options->known_at, "only what was recorded by then, RFC 3339");
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_history(context, *options); }; });
}

}  // namespace sillok::cli
