// sillok stats: figures as of any day, as known at any instant.
#include <fmt/format.h>

#include "tools/sillok/context.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  bool list = false;
  std::string measure, format;
  std::vector<std::string> by, where;
  PointOptions point;
};

Outcome print_list(const Context& context) {
  boost::json::array dimensions;
  std::string words;
  for (const std::string_view dimension : present_dimensions()) {
    dimensions.push_back(boost::json::value(dimension));
    words += (words.empty() ? "" : ", ") + std::string{dimension};
  }
  const char* definition = "officials in service on a day; the seconded count at home, concurrent posts once";
  if (context.json)
    print_json(boost::json::object{
        {"measures", boost::json::array{boost::json::object{{"name", "present"},
                                                            {"definition", definition},
                                                            {"unit", "persons"},
                                                            {"dimensions", std::move(dimensions)}}}}});
  else fmt::print("present   {}\n          by {}\n", definition, words);
  return 0;
}

// People read names, programs codes: a table has both where the value is a unit.
bool is_unit(const std::string& dimension) { return dimension == "ministry" || dimension == "unit"; }

void print_figure(const PresentQuery& query, const Figure& figure, const OrganizationState& organization) {
  std::vector<Table::Column> columns;
  for (const std::string& dimension : query.by) {
    columns.push_back({dimension});
    if (is_unit(dimension)) columns.push_back({"NAME", Table::Holds::kText});
  }
  const std::size_t columns_count = columns.size();
  columns.push_back({"PERSONS", Table::Holds::kNumber});
  Table table{std::move(columns)};
  for (const FigureRow& row : figure.rows) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
      cells.push_back(row.values[i].value_or("-"));
      if (is_unit(query.by[i])) cells.push_back(unit_name(organization, row.values[i].value_or(""), query.as_of));
    }
    cells.push_back(std::to_string(row.value));
    table.add(std::move(cells));
  }
  std::vector<std::string> total(columns_count);
  if (!total.empty()) total[0] = "total";
  total.push_back(std::to_string(figure.total));
  table.add(std::move(total));
  table.print();
}

// A cell that a spreadsheet would take for a formula is defused (faults.md T21).
std::string csv_cell(const std::string& text) {
  std::string out = !text.empty() && std::string{"=+-@\t\r"}.find(text[0]) != std::string::npos ? "'" + text : text;
  if (out.find_first_of(",\"\n\r;") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) quoted += c == '"' ? "\"\"" : std::string{c};
  return quoted + "\"";
}

void print_csv(const PresentQuery& query, const Figure& figure) {
  for (const std::string& dimension : query.by) fmt::print("{},", dimension);
  fmt::print("value\n");
  for (const FigureRow& row : figure.rows) {
    for (const auto& value : row.values) fmt::print("{},", csv_cell(value.value_or("")));
    fmt::print("{}\n", row.value);
  }
}

Result<PresentQuery> query_of(const Options& options, const Point& point) {
  PresentQuery query;
  query.by = options.by;
  query.as_of = point.as_of;
  query.known_at = point.known_at;
  for (const std::string& condition : options.where) {
    const std::size_t split = condition.find('=');
    if (split == std::string::npos)
      return fail(Fault::misuse, "option.where", condition, "write --where DIMENSION=VALUE");
    query.where[condition.substr(0, split)] = condition.substr(split + 1);
  }
  return query;
}

Outcome run_stats(const Context& context, const Options& options) {
  if (options.list) return print_list(context);
  if (options.measure.empty())
    return fail(Fault::misuse, "option.missing", "MEASURE", "name a measure; `sillok stats --list` lists them");
  if (options.measure != "present")
    return fail(Fault::misuse, "stats.unknown_measure", options.measure,
                "no such measure; `sillok stats --list` lists them");
  const std::string format = options.format.empty() ? (context.json ? "json" : "table") : options.format;
  if (context.json && format != "json")
    return fail(Fault::misuse, "option.format", "--format", "--json answers in JSON only; leave one of the two out");
  if (format != "json" && format != "table" && format != "csv")
    return fail(Fault::misuse, "option.format", "--format", "a format is table, json or csv");
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(point, options.point.resolve(*open.ledger));
  SILLOK_TRY(query, query_of(options, point));
  SILLOK_TRY(figure, open.views->present(query));
  if (format == "csv") return print_csv(query, figure), 0;
  if (format == "table") return print_figure(query, figure, *open.views->organization()), 0;
  SILLOK_TRY(at, stamp(*open.ledger, *open.views, point.known_at));
  boost::json::array rows, by(query.by.begin(), query.by.end());
  for (const FigureRow& row : figure.rows) {
    boost::json::object line;
    for (std::size_t i = 0; i < query.by.size(); ++i)
      line[query.by[i]] = row.values[i] ? boost::json::value(*row.values[i]) : boost::json::value(nullptr);
    line["value"] = row.value;
    rows.push_back(std::move(line));
  }
  boost::json::object answer{{"measure", "present"}, {"definition", "present@1"}, {"as_of", to_string(point.as_of)}};
  at.write_to(answer);
  answer["structure"] = nullptr;
  answer["by"] = std::move(by);
  answer["rows"] = std::move(rows);
  answer["total"] = figure.total;
  answer["unit"] = "persons";
  answer["suppressed"] = 0;
  print_json(answer);
  return 0;
}

}  // namespace

void add_stats(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "stats", "figures as of any day, as known at any instant",
                              "sillok stats present --by ministry,grade --as-of 2024-12-31\n  sillok stats --list");
  command->add_option("MEASURE", options->measure, "what is counted");
  command->add_flag("--list", options->list, "the measures and their dimensions");
  command->add_option("--by", options->by, "dimensions")->delimiter(',');
  command->add_option("--where", options->where, "DIMENSION=VALUE, several by commas")->delimiter(',');
  command->add_option("--format", options->format, "table, json or csv");
  options->point.add_to(*command);
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_stats(context, *options); }; });
}

}  // namespace sillok::cli
