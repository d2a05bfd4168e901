// sillok diff: what differs between two points of one record, and the acts it comes from.
#include <fmt/format.h>

#include "projections/answers/diff_json.h"
#include "tools/sillok/context.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string person, from, to;
};

// DATE, @T or DATE@T.
Result<Point> read_point(const Ledger& ledger, const std::string& text, const char* place) {
  const std::size_t at = text.find('@');
  PointOptions options;
  options.as_of = text.substr(0, at);
  if (at != std::string::npos) {
    options.known_at = text.substr(at + 1);
    if (options.known_at.empty())
      return fail(Fault::misuse, "option.point", place, "a point is DATE, @INSTANT or DATE@INSTANT");
  }
  auto point = options.resolve(ledger);
  if (!point) {
    Error error = std::move(point).error();
    error.where = place;
    return tl::unexpected{std::move(error)};
  }
  return point;
}

// Of findings their rules and acts; the sentences stand in `show`.
std::string short_words(std::string_view field, const boost::json::value& value) {
  if (field != "findings" || !value.is_array()) return words(value);
  std::string out;
  for (const auto& finding : value.as_array())
    out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", words(finding.at("rule")), words(finding.at("positions")));
  return out.empty() ? "-" : out;
}

Outcome run_diff(const Context& context, const Options& options) {
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(from, read_point(*open.ledger, options.from, "A"));
  SILLOK_TRY(to, read_point(*open.ledger, options.to, "B"));
  SILLOK_TRY(diff, diff_json(*open.ledger, *open.views, options.person, from, to));
  if (context.json) {
    print_json(diff);
    return 0;
  }
  const auto& differences = diff.at("differences").as_array();
  if (differences.empty()) {
    fmt::print("nothing differs\n");
    return 0;
  }
  Table table{
      {{"FIELD"}, {"BEFORE", Table::Holds::kText}, {"AFTER", Table::Holds::kText}, {"CAUSED BY", Table::Holds::kText}}};
  for (const auto& each : differences)
    table.add({words(each.at("field")), short_words(each.at("field").as_string(), each.at("before")),
               short_words(each.at("field").as_string(), each.at("after")), words(each.at("caused_by"))});
  table.print();
  return 0;
}

}  // namespace

void add_diff(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "diff", "what differs between two points of a record, and why",
                              "sillok diff P000001 2024-01-31 2024-12-31\n  sillok diff P000001 "
                              "2024-06-30@2024-07-01T00:00:00Z 2024-06-30");
  command->add_option("PERSON", options->person, "the person's id")->required();
  command->add_option("A", options->from, "DATE, @INSTANT or DATE@INSTANT")->required();
  command->add_option("B", options->to, "DATE, @INSTANT or DATE@INSTANT")->required();
  on_chosen(command, context, options, run_diff);
}

}  // namespace sillok::cli
