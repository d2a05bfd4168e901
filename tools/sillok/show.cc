// sillok show: the record of one person at a point of both axes.
#include <fmt/format.h>

#include "projections/answers/explanation_json.h"
#include "tools/sillok/context.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string person, explained;
  PointOptions point;
};

void print_record(const boost::json::object& record) {
  const auto& sources = record.at("sources").as_object();
  Table table{{{"FIELD"}, {"VALUE", Table::Holds::kText}, {"SOURCE", Table::Holds::kNumber}}};
  for (const auto& [member, text] : record.at("personal").as_object())
    table.add({std::string{member}, words(text), ""});
  for (const auto& [name, value] : record) {
    if (name == "personal" || name == "sources" || name == "findings" || value.is_null()) continue;
    if (value.is_array()) {
      for (const auto& item : value.as_array()) table.add({std::string{name}, words(item), ""});
      continue;
    }
    const auto* source = sources.if_contains(name);
    table.add({std::string{name}, words(value), source == nullptr ? "" : words(*source)});
  }
  table.print();
}

std::string length_text(const boost::json::value& span) {
  if (span.is_null()) return "-";
  return fmt::format("{} m {} d", words(span.at("months")), words(span.at("days")));
}

void print_explanation(const boost::json::object& explanation) {
  fmt::print("{}: {}\n", words(explanation.at("field")), words(explanation.at("value")));
  if (!explanation.at("note").as_string().empty()) fmt::print("{}\n", words(explanation.at("note")));
  if (!explanation.at("policies").as_array().empty()) fmt::print("by {}\n", words(explanation.at("policies")));
  const auto& periods = explanation.at("periods").as_array();
  if (periods.empty()) return;
  fmt::print("\n");
  Table table{{{"PERIOD", Table::Holds::kText},
               {"FROM"},
               {"TO"},
               {"COUNTED", Table::Holds::kNumber},
               {"ACTS", Table::Holds::kText},
               {"BY", Table::Holds::kText},
               {"NOTE", Table::Holds::kText}}};
  for (const auto& each : periods) {
    const std::string rows = words(each.at("policies")), law = words(each.at("legal_reference"));
    table.add({words(each.at("what")), words(each.at("from")), words(each.at("to")), length_text(each.at("counted")),
               words(each.at("acts")), rows.empty() || law.empty() ? rows + law : rows + ", " + law,
               words(each.at("note"))});
  }
  table.print();
}

Outcome run_show(const Context& context, const Options& options) {
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(point, options.point.resolve(*open.ledger));
  SILLOK_TRY(read, record_at(*open.ledger, *open.views, options.person, point));
  SILLOK_TRY(record, record_json(*open.ledger, *open.views, read, VaultOpener::WithoutKeys::kShowsSealed));
  warn_if_sealed(*open.ledger);
  if (!options.explained.empty()) {
    SILLOK_TRY(explanation, explanation_json(read, record, options.explained));
    if (context.json) record["explanation"] = std::move(explanation);
    else print_explanation(explanation);
  }
  if (context.json) print_json(record);
  else if (options.explained.empty()) print_record(record);
  return 0;
}

}  // namespace

void add_show(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(
      app, "show", "the record of a person, each field with the act it comes from",
      "sillok show P000001 --as-of 2024-06-30\n  sillok --json show P000001 --known-at 2023-12-01T00:00:00Z");
  command->add_option("PERSON", options->person, "the person's id")->required();
  command->add_option("--explain", options->explained, "what a field rests on: periods, acts and rule rows");
  options->point.add_to(*command);
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_show(context, *options); }; });
}

}  // namespace sillok::cli
