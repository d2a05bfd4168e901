// sillok audit: every career against the states, the units and the law of its days.
#include "projections/audit/audit.h"

#include <fmt/format.h>

#include "tools/sillok/context.h"
#include "tools/sillok/progress.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string rule, unit, from, to;
  bool list = false;
};

boost::json::object finding_json(const AuditFinding& each) {
  const Finding& finding = each.finding;
  boost::json::object out{{"rule", finding.rule},
                          {"person", each.person},
                          {"positions", boost::json::array(finding.positions.begin(), finding.positions.end())},
                          {"effective_on", to_string(finding.effective_on)},
                          {"message", finding.message}};
  out["legal_reference"] =
      finding.legal_reference.empty() ? boost::json::value(nullptr) : boost::json::value(finding.legal_reference);
  out["policy"] = finding.policy.empty() ? boost::json::value(nullptr) : boost::json::value(finding.policy);
  return out;
}

Outcome list_rules(const Context& context) {
  for (const std::string_view rule : audit_rules()) {
    if (context.json) print_json(boost::json::object{{"rule", rule}});
    else fmt::print("{}\n", rule);
  }
  return 0;
}

Outcome run_audit(const Context& context, const Options& options) {
  if (options.list) return list_rules(context);
  if (!options.rule.empty() && !is_audit_rule(options.rule)) {
    return fail(Fault::misuse, "option.rule", options.rule,
                "there is no such rule, nor a first word of one; `sillok audit --list` names them all");
  }
  SILLOK_TRY(open, open_to_read(context.directory));
  AuditQuery query;
  query.rule = options.rule;
  query.unit = options.unit;
  if (!options.from.empty()) {
    SILLOK_TRY(from, read_date(options.from, "--from"));
    query.from = from;
  }
  if (!options.to.empty()) {
    SILLOK_TRY(to, read_date(options.to, "--to"));
    query.to = to;
  }
  if (!options.unit.empty() && open.views->organization()->unit(options.unit) == nullptr) {
    return fail(Fault::not_found, "organization.unknown_unit", options.unit,
                "no unit of that code is known here; check the code");
  }
  std::map<std::string, std::uint64_t> counts;
  std::uint64_t all = 0;
  {
    Progress progress{"auditing", 0};
    SILLOK_CHECK(audit(
        *open.ledger, *open.views, query,
        [&](const AuditFinding& each) {
          ++counts[each.finding.rule];
          ++all;
          if (context.json) {
            print_json(finding_json(each));
          } else {
            fmt::print("{}  {:<24}  {}  position {}: {}{}\n", to_string(each.finding.effective_on), each.finding.rule,
                       each.person,
                       each.finding.positions.empty() ? "-" : std::to_string(each.finding.positions.front()),
                       each.finding.message,
                       each.finding.legal_reference.empty() ? "" : " (" + each.finding.legal_reference + ")");
          }
          return true;
        },
        [&](std::uint64_t persons) { progress.show(persons); }));
  }
  if (context.json) return 0;
  fmt::print("{} findings\n", all);
  for (const auto& [rule, count] : counts) fmt::print("  {:>8}  {}\n", count, rule);
  return 0;
}

}  // namespace

void add_audit(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "audit", "what cannot be right in the records, live acts and imported history alike",
                              "sillok audit --rule promotion\n  sillok audit --unit 1760000 --from 2024-01-01 --to "
                              "2025-01-01");
  command->add_option("--rule", options->rule,
                      "a rule (promotion.minimum_time), the first word of several (promotion), or overlap, gap, late, "
                      "back_dated, step_without_act, self_dealing, duplicate_person");
  command->add_flag("--list", options->list, "name every rule, look at nothing");
  command->add_option("--unit", options->unit, "who was in the unit, or below it, on the day of the finding");
  command->add_option("--from", options->from, "findings from this day on");
  command->add_option("--to", options->to, "findings before this day");
  on_chosen(command, context, options, run_audit);
}

}  // namespace sillok::cli
