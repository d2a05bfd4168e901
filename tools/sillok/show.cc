// sillok show: the record of one person at a point of both axes.
#include <fmt/format.h>

#include "projections/answers/record_json.h"
#include "tools/sillok/context.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string person;
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

Outcome run_show(const Context& context, const Options& options) {
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(point, options.point.resolve(*open.ledger));
  SILLOK_TRY(record, record_json(*open.ledger, *open.views, options.person, point));
  if (context.json) print_json(record);
  else print_record(record);
  return 0;
}

}  // namespace

void add_show(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(
      app, "show", "the record of a person, each field with the act it comes from",
      "sillok show P000001 --as-of 2024-06-30\n  sillok --json show P000001 --known-at 2023-12-01T00:00:00Z");
  command->add_option("PERSON", options->person, "the person's id")->required();
  options->point.add_to(*command);
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_show(context, *options); }; });
}

}  // namespace sillok::cli
