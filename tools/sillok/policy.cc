// sillok policy: the law of the ledger, table by table, as of any day.
#include <fmt/format.h>

#include "ledger/event/order_line.h"
#include "projections/answers/policy_json.h"
#include "projections/answers/what_if.h"
#include "tools/sillok/context.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string table, file, on;
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

// Short enough that a table stands in a window of eighty columns.
std::string title_of(const std::string& column) {
  if (column == "legal_reference") return "LAW";
  if (column == "confidence") return "SURE";
  if (column == "keeps_procedures") return "OLD CASES";
  if (column == "promulgated_on") return "KNOWN FROM";
  if (column == "adopted_by") return "ACT";
  std::string title = column;
  for (char& c : title) c = c == '_' ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return title;
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
    std::string title = title_of(name);
    const bool is_code = name == "id" || name == "valid_from" || name == "valid_to" || name == "value";
    titles.push_back({std::move(title), is_code ? Table::Holds::kCode : Table::Holds::kText});
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

// The acts of an order line that adopt rows; nothing else is asked for here.
Result<std::vector<PlainAct>> adoptions_of(const std::string& path) {
  SILLOK_TRY(text, read_file(path));
  std::vector<PlainAct> out;
  OrderLineReader reader;
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = std::string_view{text}.substr(at, end - at);
    at = end + 1;
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto read = reader.read(line);
    if (!read) return in_file(fmt::format("{}:{}", path, number), std::move(read).error());
    for (PlainAct& act : read->order.acts) {
      if (act.act != Act::kPolicyAdopted) {
        return fail(
            Fault::malformed, "policy.not_adopted", fmt::format("{}:{}", path, number),
            fmt::format("{} adopts no rule table; name order lines with policy_adopted acts alone", name_of(act.act)));
      }
      out.push_back(std::move(act));
    }
  }
  if (out.empty()) return fail(Fault::malformed, "policy.not_adopted", path, "there is no policy_adopted act in it");
  return out;
}

boost::json::object counts_json(const WhatIfCounts& counts, Date day) {
  const auto both = [](std::int64_t before, std::int64_t after) {
    return boost::json::object{{"before", before}, {"after", after}};
  };
  return {{"on", to_string(day)},
          {"persons", counts.persons},
          {"persons_changed", counts.persons_changed},
          {"promotable", both(counts.promotable_before, counts.promotable_after)},
          {"restricted", both(counts.restricted_before, counts.restricted_after)},
          {"base_pay", both(counts.base_pay_before, counts.base_pay_after)}};
}

Outcome run_what_if(const Context& context, const Options& options) {
  SILLOK_TRY(adoptions, adoptions_of(options.file));
  SILLOK_TRY(open, open_to_read(context.directory));
  const Instant now = now_of(*open.ledger);
  // Asked of the first day on which all of it is in force.
  Date day = korean_day(now);
  for (const PlainAct& act : adoptions) {
    const auto valid_from = act.data.find(Field::kValidFrom);
    const auto* from = valid_from == act.data.end() ? nullptr : std::get_if<std::int64_t>(&valid_from->second);
    day = std::max({day, act.effective_on, from == nullptr ? day : Date{static_cast<std::int32_t>(*from)}});
  }
  if (!options.on.empty()) {
    SILLOK_TRY(on, read_date(options.on, "--on"));
    day = on;
  }
  Table out{{{"PERSON"}, {"UNIT"}, {"FIELD"}, {"BEFORE"}, {"AFTER"}}};
  SILLOK_TRY(counts, what_if(*open.views, adoptions, day, now, [&](const WhatIfDifference& each) {
               const boost::json::value unit =
                   each.unit.empty() ? boost::json::value(nullptr) : boost::json::value(each.unit);
               if (context.json) {
                 print_json(boost::json::object{{"person", each.person},
                                                {"unit", unit},
                                                {"field", each.field},
                                                {"before", each.before},
                                                {"after", each.after}});
               } else {
                 out.add({each.person, each.unit, std::string{each.field}, words(each.before), words(each.after)});
               }
               return true;
             }));
  if (context.json) {
    print_json(boost::json::object{{"summary", counts_json(counts, day)}});
    return 0;
  }
  if (counts.persons_changed > 0) out.print();
  fmt::print(
      "on {}: {} of {} records would change; promotable {} → {}, restricted {} → {}, base pay {} → {} won a month\n",
      to_string(day), counts.persons_changed, counts.persons, counts.promotable_before, counts.promotable_after,
      counts.restricted_before, counts.restricted_after, counts.base_pay_before, counts.base_pay_after);
  return 0;
}

}  // namespace

void add_policy(CLI::App& app, Context& context) {
  auto* policy = add_command(app, "policy", "the rule tables of the law",
                             "sillok policy list\n  sillok policy show min_time_in_grade --as-of 2023-12-31\n"
                             "  sillok policy what-if decree.jsonl");
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
  auto tried = std::make_shared<Options>();
  auto* tries =
      add_command(*policy, "what-if", "who would be promotable, restricted or paid otherwise; records nothing",
                  "sillok policy what-if decree.jsonl --on 2027-01-01");
  tries->add_option("FILE", tried->file, "order lines with policy_adopted acts, as they would be submitted")
      ->required();
  tries->add_option("--on", tried->on, "records as of that day (default: the first on which all of it is in force)");
  on_chosen(tries, context, tried, run_what_if);
}

}  // namespace sillok::cli
