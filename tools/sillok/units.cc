// sillok units: the organization of any day, and who descends from whom.
#include <fmt/format.h>

#include "projections/answers/organization_drawing.h"
#include "tools/sillok/context.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  bool tree = false;
  std::string lineage, under, format;
  std::vector<std::string> without;
  PointOptions point;
};

void print_units(const OrganizationState& organization, Date on) {
  Table table{
      {{"UNIT"}, {"NAME", Table::Holds::kText}, {"KIND"}, {"PARENT"}, {"SINCE"}, {"SOURCE", Table::Holds::kNumber}}};
  for (const auto& [code, unit] : organization.units) {
    if (unit.source == kNoPosition || !unit.exists_on(on)) continue;
    table.add({code, unit_name(organization, code, on), unit.kind, unit.parent, to_string(unit.created_on),
               std::to_string(unit.source)});
  }
  table.print();
}

void print_branch(const OrganizationState& organization, const UnitTree& tree, const Unit& unit, Date on,
                  const std::string& before, const std::string& below) {
  fmt::print("{}{}  {}  ({})\n", before, unit.code, unit_name(organization, unit.code, on), unit.kind);
  const auto found = tree.below.find(unit.code);
  if (found == tree.below.end()) return;
  for (const Unit* each : found->second) {
    const bool is_last = each == found->second.back();
    print_branch(organization, tree, *each, on, below + (is_last ? "└─ " : "├─ "), below + (is_last ? "   " : "│  "));
  }
}

void print_tree(const OrganizationState& organization, const Unit* under, Date on) {
  const UnitTree tree = organization.tree_on(on);
  for (const Unit* each : under ? std::vector{under} : tree.top) print_branch(organization, tree, *each, on, "", "");
}

std::string last_day(Date to) { return to == kEndOfTime ? "" : to_string(to); }

void print_relatives(const OrganizationState& organization, const char* title, const std::vector<Relative>& relatives,
                     Date as_of) {
  if (relatives.empty()) return;
  fmt::print("\n{}\n", title);
  Table table{{{"UNIT"}, {"NAME", Table::Holds::kText}, {"FROM"}, {"TO"}}};
  for (const Relative& each : relatives)
    table.add({each.unit, unit_name(organization, each.unit, std::min(as_of, each.to.previous())), to_string(each.from),
               last_day(each.to)});
  table.print();
}

void print_lineage(const OrganizationState& organization, const LineageAnswer& lineage) {
  const Unit& unit = *lineage.unit;
  fmt::print("{}  {}  ({}), {} to {}\n", unit.code, unit_name(organization, unit.code, lineage.as_of), unit.kind,
             to_string(unit.created_on), unit.closed_on == kEndOfTime ? "now" : to_string(unit.closed_on));
  if (unit.names.size() > 1) {
    Table names{{{"FROM"}, {"NAME", Table::Holds::kText}, {"SOURCE", Table::Holds::kNumber}}};
    for (const UnitName& each : unit.names)
      names.add({to_string(each.from), unit_name(organization, unit.code, each.from), std::to_string(each.source)});
    fmt::print("\nits names\n");
    names.print();
  }
  print_relatives(organization, "before it", lineage.predecessors, lineage.as_of);
  print_relatives(organization, "after it", lineage.successors, lineage.as_of);
  if (lineage.edges.empty()) {
    fmt::print("nothing was merged into it, split from it or moved\n");
    return;
  }
  fmt::print("\nhow\n");
  Table table{{{"ON"},
               {"KIND"},
               {"FROM"},
               {"TO"},
               {"SHARE", Table::Holds::kNumber},
               {"PERSONS", Table::Holds::kNumber},
               {"FUNCTION", Table::Holds::kText},
               {"SOURCE", Table::Holds::kNumber}}};
  for (std::size_t i = 0; i < lineage.edges.size(); ++i) {
    const SuccessionEdge& edge = *lineage.edges[i];
    const EdgeShare& share = lineage.shares[i];
    const bool has_share = share.by != EdgeShare::By::kNone;
    table.add({to_string(edge.on), std::string{name_of(edge.kind)}, edge.from, edge.to,
               has_share
                   ? fmt::format("{}{:.1f} %", share.by == EdgeShare::By::kEqual ? "equal " : "", share.share * 100)
                   : "",
               has_share ? std::to_string(share.persons) : "", edge.function, std::to_string(edge.source)});
  }
  table.print();
}

Result<Ok> check_options(const Context& context, const Options& options, const std::string& format) {
  const auto misuse = [](const char* code, const char* where, const char* message) {
    return fail(Fault::misuse, code, where, message);
  };
  if (!options.lineage.empty() && (options.tree || !options.under.empty()))
    return misuse("option.lineage", "--lineage",
                  "a lineage is of one unit and stands alone; leave --tree and --under out");
  if (!options.without.empty() && options.lineage.empty())
    return misuse("option.without", "--without", "add --lineage UNIT");
  if (!options.under.empty() && !options.tree) return misuse("option.under", "--under", "add --tree");
  if (context.json && format != "json")
    return misuse("option.format", "--format", "--json answers in JSON only; leave one of the two out");
  if (format != "json" && format != "table" && format != "svg" && format != "dot")
    return misuse("option.format", "--format", "a format is table, json, svg or dot");
  if ((format == "svg" || format == "dot") && !options.tree && options.lineage.empty())
    return misuse("option.format", "--format", "a picture is of --tree or --lineage UNIT");
  return Ok{};
}

Outcome answer_lineage(const OpenedLedger& open, const Options& options, const std::string& format,
                       const OrganizationState& organization, const Point& point) {
  SILLOK_TRY(lineage, lineage_of(organization, options.lineage, point.as_of,
                                 UnitCodes(options.without.begin(), options.without.end())));
  SILLOK_TRY(shares, open.views->edge_shares(organization, lineage.edges, point.known_at));
  lineage.shares = std::move(shares);
  if (format == "svg") fmt::print("{}", lineage_svg(organization, lineage));
  if (format == "dot") fmt::print("{}", lineage_dot(organization, lineage));
  if (format == "table") print_lineage(organization, lineage);
  if (format == "json") {
    SILLOK_TRY(at, stamp(*open.ledger, *open.views, point.known_at));
    boost::json::object answer = lineage_json(organization, lineage);
    answer["as_of"] = to_string(point.as_of);
    at.write_to(answer);
    print_json(answer);
  }
  return 0;
}

Outcome run_units(const Context& context, const Options& options) {
  const std::string format = options.format.empty() ? (context.json ? "json" : "table") : options.format;
  SILLOK_CHECK(check_options(context, options, format));
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(point, options.point.resolve(*open.ledger));
  SILLOK_TRY(organization, open.views->organization_known_at(point.known_at));
  if (!options.lineage.empty()) return answer_lineage(open, options, format, *organization, point);
  const Unit* under = options.under.empty() ? nullptr : organization->unit(options.under);
  if (!options.under.empty() && (!under || !under->exists_on(point.as_of)))
    return fail(Fault::not_found, "organization.unknown_unit", options.under,
                fmt::format("there is no unit of that code on {}; `sillok units --lineage` tells what became of one",
                            to_string(point.as_of)));
  if (format == "svg") return fmt::print("{}", unit_tree_svg(*organization, options.under, point.as_of)), 0;
  if (format == "dot") return fmt::print("{}", unit_tree_dot(*organization, options.under, point.as_of)), 0;
  if (format == "table") {
    if (options.tree) print_tree(*organization, under, point.as_of);
    else print_units(*organization, point.as_of);
    return 0;
  }
  SILLOK_TRY(at, stamp(*open.ledger, *open.views, point.known_at));
  boost::json::object answer{{"as_of", to_string(point.as_of)}};
  at.write_to(answer);
  answer["units"] =
      options.tree ? unit_tree_json(*organization, options.under, point.as_of) : units_json(*organization, point.as_of);
  print_json(answer);
  return 0;
}

}  // namespace

void add_units(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "units", "the organization of any day; who descends from whom",
                              "sillok units --tree --as-of 2024-12-31\n  sillok units --lineage MPM\n  sillok units "
                              "--lineage MPM --format svg > mpm.svg");
  command->add_flag("--tree", options->tree, "each below what it belongs to");
  command->add_option("--under", options->under, "the tree below one unit");
  command->add_option("--lineage", options->lineage, "what came before a unit and what came of it");
  command->add_option("--without", options->without, "of a lineage: units left out, who brought other work")
      ->delimiter(',');
  command->add_option("--format", options->format, "table, json, svg or dot");
  options->point.add_to(*command);
  on_chosen(command, context, options, run_units);
}

}  // namespace sillok::cli
