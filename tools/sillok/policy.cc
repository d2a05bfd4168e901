// sillok policy: the law of the ledger, table by table, as of any day.
#include <fmt/format.h>

#include "projections/answers/policy_json.h"
#include "tools/sillok/context.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string table;
  PointOptions point;
};

Outcome run_list(const Context& context, const Options& options) {
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(point, options.point.resolve(*open.ledger));
  SILLOK_TRY(at, stamp(*open.ledger, *open.views, point.known_at));
  SILLOK_TRY(rules, open.views->rules());
  boost::json::array tables = policy_list_json({*rules, at.known_at});
  if (context.json) {
    boost::json::object answer;
    at.write_to(answer);
    answer["tables"] = std::move(tables);
    print_json(answer);
    return 0;
  }
  Table out{{{"TABLE"}, {"ROWS", Table::Holds::kNumber}, {"IN FORCE FROM", Table::Holds::kText}}};
  for (const auto& table : tables)
    out.add({words(table.at("table")), words(table.at("rows")), words(table.at("valid_from"))});
  out.print();
  return 0;
}

void print_rows(const boost::json::array& rows) {
  // Columns that any row fills, in the order of the first row that has them.
  constexpr std::string_view kLast[] = {"valid_from", "valid_to", "legal_reference",
                                        "confidence", "source",   "adopted_by"};
  constexpr std::string_view kLeftOut[] = {"id", "policy", "applies_by", "reach_back"};
  const auto is_one_of = [](const auto& names, std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
  };
  std::vector<std::string> columns{"id"};
  for (const auto& row : rows) {
    for (const auto& [name, value] : row.as_object()) {
      if (!is_one_of(kLast, name) && !is_one_of(kLeftOut, name) && !is_one_of(columns, name))
        columns.emplace_back(name);
    }
  }
  columns.insert(columns.end(), std::begin(kLast), std::end(kLast));
  std::vector<Table::Column> titles;
  for (const std::string& name : columns) {
    std::string title = name;
    for (char& c : title) c = c == '_' ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    titles.push_back({std::move(title), name == "source" ? Table::Holds::kText : Table::Holds::kCode});
  }
  Table out{std::move(titles)};
  for (const auto& row : rows) {
    std::vector<std::string> cells;
    for (const std::string& name : columns) {
      const auto* value = row.as_object().if_contains(name);
      cells.push_back(value == nullptr ? "" : words(*value));
    }
    out.add(std::move(cells));
  }
  out.print();
}

Outcome run_show(const Context& context, const Options& options) {
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(point, options.point.resolve(*open.ledger));
  SILLOK_TRY(at, stamp(*open.ledger, *open.views, point.known_at));
  SILLOK_TRY(rules, open.views->rules());
  SILLOK_TRY(rows, policy_rows_json({*rules, at.known_at}, options.table, point.as_of));
  if (context.json) {
    boost::json::object answer{{"table", options.table}, {"as_of", to_string(point.as_of)}};
    at.write_to(answer);
    answer["rows"] = std::move(rows);
    print_json(answer);
    return 0;
  }
  if (rows.empty()) fmt::print("no row of {} was in force on {}\n", options.table, to_string(point.as_of));
  else print_rows(rows);
  return 0;
}

}  // namespace

void add_policy(CLI::App& app, Context& context) {
  auto* policy = add_command(app, "policy", "the rule tables of the law",
                             "sillok policy list\n  sillok policy show min_time_in_grade --as-of 2023-12-31");
  policy->require_subcommand(1);
  auto listed = std::make_shared<Options>();
  auto* list = add_command(*policy, "list", "every table, and from when its rows are in force", "sillok policy list");
  listed->point.add_to(*list);
  on_chosen(list, context, listed, run_list);
  auto shown = std::make_shared<Options>();
  auto* show = add_command(*policy, "show", "the rows of a table in force on a day",
                           "sillok policy show pay_table --as-of 2024-06-30");
  show->add_option("TABLE", shown->table, "the table's name")->required();
  shown->point.add_to(*show);
  on_chosen(show, context, shown, run_show);
}

}  // namespace sillok::cli
