// sillok run, expunge: what falls due by the law alone, as mass orders of the appointing authorities.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "ledger/event/order_line.h"
#include "ledger/rules/regular_runs.h"
#include "projections/desk_records.h"
#include "tools/sillok/progress.h"
#include "tools/sillok/recording.h"
#include "tools/sillok/signing.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  RegularRun run = RegularRun::kStepRaise;
  std::string name;
  RecordingOptions recording;
  bool dry_run = false, due = false;
};

struct Due {
  std::string person, unit;
  DueAct act;
};
// By the authority that orders it.
using DueByAuthority = std::map<std::string, std::vector<Due>>;

// Under which authority somebody stands: the ministry of her unit.
std::string authority_of(const std::string& unit, const OrganizationState& organization, Date day) {
  return unit.empty() ? "sillok" : organization.ministry_of(unit, day);
}

// A code that is no unit limits nothing: it may stand for all only if orders were issued under it before, or a
// mistyped one would take everybody along.
Result<Ok> check_authority(const OpenedLedger& open, const std::string& authority) {
  if (authority.empty() || open.views->organization()->unit(authority) != nullptr) return Ok{};
  bool is_known = false;
  SILLOK_CHECK(open.ledger->log().index_scan(log_index::order_key(authority, ""), [&](BytesView, BytesView) {
    is_known = true;
    return Result<Ok>{};
  }));
  if (is_known) return Ok{};
  return fail(
      Fault::not_found, "organization.unknown_unit", authority,
      "no unit has that code, and no order was ever issued under it; name the authority whose officials are meant");
}

Result<DueByAuthority> find_due(const OpenedLedger& open, const Options& options, Date day) {
  SILLOK_TRY(rules, open.views->rules());
  const Law law{*rules, now_of(*open.ledger)};
  const auto organization = open.views->organization();
  const std::string& wanted = options.recording.authority;
  const bool is_unit = organization->unit(wanted) != nullptr;
  struct Found {
    std::string unit, authority;
    std::vector<DueAct> acts;
  };
  const auto look_at = [&](const std::string& person, const PersonState& state) {
    Found found{state.newest_unit(), wanted, due_acts(options.run, person, state, law, day)};
    if (is_unit && !organization->is_within(found.unit, wanted)) found.acts.clear();
    if (wanted.empty() && !found.acts.empty()) found.authority = authority_of(found.unit, *organization, day);
    return found;
  };
  DueByAuthority due;
  Progress progress{"looking", 0};
  std::uint64_t seen = 0;
  const auto take = [&](const std::string& person, Found found) {
    for (DueAct& act : found.acts) due[found.authority].push_back({person, found.unit, std::move(act)});
    progress.show(++seen);
    return true;
  };
  SILLOK_CHECK(open.views->records_on<Found>(day, look_at, take));
  const auto by_person = [](const Due& a, const Due& b) { return a.person < b.person; };
  for (auto& [authority, acts] : due) {
    if (!std::is_sorted(acts.begin(), acts.end(), by_person)) std::sort(acts.begin(), acts.end(), by_person);
  }
  return due;
}

boost::json::object due_json(const std::string& authority, const Due& due) {
  boost::json::array policies(due.act.policies.begin(), due.act.policies.end());
  return {{"authority", authority},
          {"person", due.person},
          {"unit", due.unit.empty() ? boost::json::value(nullptr) : boost::json::value(due.unit)},
          {"act", name_of(due.act.act.act)},
          {"before", due.act.before},
          {"after", due.act.after},
          {"due_on", to_string(due.act.due_on)},
          {"policies", std::move(policies)},
          {"data", data_json(due.act.act)}};
}

void preview(const Context& context, const DueByAuthority& due) {
  Table table{{{"AUTHORITY"},
               {"PERSON"},
               {"UNIT"},
               {"ACT"},
               {"BEFORE", Table::Holds::kText},
               {"AFTER", Table::Holds::kText},
               {"DUE ON"}}};
  std::set<std::string> policies;
  for (const auto& [authority, acts] : due) {
    for (const Due& each : acts) {
      const boost::json::object line = due_json(authority, each);
      if (context.json) {
        print_json(line);
      } else {
        table.add({authority, each.person, each.unit, words(line.at("act")), each.act.before, each.act.after,
                   to_string(each.act.due_on)});
        policies.insert(each.act.policies.begin(), each.act.policies.end());
      }
    }
  }
  if (context.json || due.empty()) return;
  table.print();
  fmt::print("by {}\n", fmt::join(policies, ", "));
}

// A number that the authority has not used: a second run of one day finds only what was not due before.
class Numbers {
 public:
  Numbers(Ledger& ledger, const Options& options, Date day) : ledger_(ledger), options_(options), day_(day) {}
  Result<std::string> next(const std::string& authority) {
    if (!options_.recording.order.empty()) return options_.recording.order;
    const std::string base = fmt::format("{}-{}", options_.name, to_string(day_));
    for (int i = 1;; ++i) {
      std::string number = i == 1 ? base : fmt::format("{}-{}", base, i);
      SILLOK_TRY(used, ledger_.log().index(log_index::order_key(authority, number)));
      if (!used) return number;
    }
  }

 private:
  Ledger& ledger_;
  const Options& options_;
  const Date day_;
};

Result<OrderLine> line_of(const std::string& authority, std::vector<Due> acts, const Options& options, Ledger& ledger,
                          Date day) {
  OrderLine line;
  PlainHeader& header = line.order.header;
  SILLOK_TRY(number, Numbers(ledger, options, day).next(authority));
  header.order = std::move(number);
  header.authority = authority;
  header.issued_on = day;
  header.legal_basis = {legal_basis_of(options.run)};
  header.drafted_by = options.recording.drafted_by;
  header.approved_by = options.recording.approved_by;
  line.order.acts.reserve(acts.size());
  for (Due& each : acts) line.order.acts.push_back(std::move(each.act.act));
  SILLOK_CHECK(complete_line(line, options.recording.keys, ledger));
  return line;
}

// Each is decided and recorded as everybody's orders are, one after the other.
Outcome record(const Context& context, OpenedLedger& open, DueByAuthority due, const Options& options, Date day) {
  DeskRecords records{*open.views};
  std::uint64_t acts = 0, refused = 0;
  for (auto& [authority, each] : due) {
    SILLOK_TRY(line, line_of(authority, std::move(each), options, *open.ledger, day));
    SILLOK_TRY(receipt, take_in_one(std::move(line), *open.ledger, records, {}));
    if (print_receipt(context, receipt) != 0) ++refused;
    else acts += receipt.act_count;
  }
  if (context.json) {
    print_json(boost::json::object{{"summary", boost::json::object{{"run", options.name},
                                                                   {"on", to_string(day)},
                                                                   {"orders", due.size() - refused},
                                                                   {"acts", acts},
                                                                   {"refused", refused}}}});
  } else {
    fmt::print("{} acts in {} orders recorded, {} orders refused\n", acts, due.size() - refused, refused);
  }
  return refused > 0 ? 1 : 0;
}

Outcome run_regular(const Context& context, const Options& options) {
  if (options.name == "expunge" && !options.due)
    return fail(Fault::misuse, "option.missing", "--due", "say --due: everything that is due on the day is expunged");
  SILLOK_TRY(open, options.dry_run ? open_to_read(context.directory) : open_to_write(context));
  const RecordingOptions& recording = options.recording;
  if (!open.ledger->is_sandbox() && !options.dry_run) SILLOK_CHECK(need_officers(recording));
  Date day = korean_day(now_of(*open.ledger));
  if (!recording.on.empty()) {
    SILLOK_TRY(on, read_date(recording.on, "--on"));
    day = on;
  }
  SILLOK_CHECK(check_authority(open, recording.authority));
  SILLOK_TRY(due, find_due(open, options, day));
  if (!recording.order.empty() && due.size() > 1) {
    return fail(
        Fault::misuse, "run.one_order", "--order",
        fmt::format("{} authorities have something due; name one with --authority, or leave --order out", due.size()));
  }
  if (!options.dry_run && !due.empty()) return record(context, open, std::move(due), options, day);
  preview(context, due);
  std::uint64_t acts = 0;
  for (const auto& [authority, each] : due) acts += each.size();
  if (context.json) {
    boost::json::object summary{
        {"run", options.name}, {"on", to_string(day)}, {"orders", due.size()}, {"acts", acts}, {"refused", 0}};
    if (options.dry_run) summary["dry_run"] = true;
    print_json(boost::json::object{{"summary", std::move(summary)}});
  } else {
    fmt::print("{}{} acts in {} orders due on {}\n", options.dry_run ? "(dry run) " : "", acts, due.size(),
               to_string(day));
  }
  return 0;
}

void add_one(CLI::App& parent, Context& context, RegularRun run, const char* name, const char* description,
             const char* example) {
  auto options = std::make_shared<Options>();
  options->run = run;
  options->name = name;
  auto* command = add_command(parent, name, description, example);
  if (run == RegularRun::kExpunge) command->add_flag("--due", options->due, "everything that is due");
  command->add_flag("--dry-run", options->dry_run, "list what is due, record nothing");
  options->recording.add_to(*command);
  on_chosen(command, context, options, run_regular);
}

}  // namespace

void add_run(CLI::App& app, Context& context) {
  auto* run = add_command(app, "run", "what falls due by the law alone, one order an authority",
                          "sillok run step-raise --on 2026-04-01 --dry-run\n  sillok run retirements --on 2026-07-01");
  run->require_subcommand(1);
  add_one(*run, context, RegularRun::kStepRaise, "step-raise", "regular steps, and months given back after a sanction",
          "sillok run step-raise --on 2026-04-01");
  add_one(*run, context, RegularRun::kRetirements, "retirements", "retirements by age: on the first day out",
          "sillok run retirements --on 2026-07-01 --dry-run");
  add_one(app, context, RegularRun::kExpunge, "expunge", "expunges sanctions whose period has passed",
          "sillok expunge --due --on 2029-12-01");
}

}  // namespace sillok::cli
