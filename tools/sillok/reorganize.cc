// sillok reorganize: a plan looked at on a fork of the ledger, then carried out by one order (contract §5).
#include <fmt/format.h>

#include "ledger/desk/intake.h"
#include "projections/answers/reorganization_json.h"
#include "projections/desk_records.h"
#include "tools/sillok/kept_preview.h"
#include "tools/sillok/recording.h"
#include "tools/sillok/signing.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

constexpr std::size_t kShownMax = 20;  // of a list for people; --json has all

struct Options {
  std::string file, list;
  bool preview = false, commit = false, plans = false;
  std::vector<std::string> take_out;
  RecordingOptions recording;
};

Result<ReorganizationPlan> plan_of(const Options& options) {
  SILLOK_TRY(text, read_file(options.file));
  auto plan = read_plan(text, {options.take_out.begin(), options.take_out.end()});
  if (!plan) return in_file(options.file, std::move(plan).error());
  return plan;
}

std::string number_or_dash(const std::optional<std::int64_t>& number) { return number ? std::to_string(*number) : "-"; }

template <class Item, class Print>
void print_some(const char* title, const std::vector<Item>& items, const Print& print) {
  if (items.empty()) return;
  fmt::print("\n{}: {}\n", title, items.size());
  for (std::size_t i = 0; i < std::min(items.size(), kShownMax); ++i) print(items[i]);
  if (items.size() > kShownMax) fmt::print("  and {} more; --json lists all\n", items.size() - kShownMax);
}

void print_counts(const Reorganization& outcome, const OrganizationState& organization, Date on) {
  Table table{{{"UNIT"},
               {"NAME", Table::Holds::kText},
               {"BEFORE", Table::Holds::kNumber},
               {"AFTER", Table::Holds::kNumber},
               {"CHANGE", Table::Holds::kNumber}}};
  std::int64_t before = 0, after = 0;
  for (const auto& [unit, count] : outcome.before) {
    const auto found = outcome.after.find(unit);
    const std::int64_t then = found == outcome.after.end() ? 0 : found->second;
    table.add({unit, unit_name(organization, unit, on), std::to_string(count), std::to_string(then),
               fmt::format("{:+}", then - count)});
    before += count;
    after += then;
  }
  table.add({"total", "", std::to_string(before), std::to_string(after), fmt::format("{:+}", after - before)});
  table.print();
}

void print_problems(const std::vector<PlanProblem>& problems) {
  print_some("problems, which refuse it", problems, [](const PlanProblem& each) {
    fmt::print("  {}  {}{}\n", each.code, each.person.empty() ? "" : each.person + " ", each.message);
  });
}

void print_preview(const ReorganizationPlan& plan, const ReorganizationPreview& preview,
                   const OrganizationState& organization) {
  const Reorganization& outcome = preview.outcome;
  fmt::print("plan {} of {}, hash {}\n{} moved, {} left behind, by {} acts of one order\n\n", plan.id,
             to_string(plan.effective_on), to_hex(view(plan.hash)), outcome.moved.size(), outcome.left_behind.size(),
             outcome.acts.size());
  print_counts(outcome, organization, plan.effective_on);
  fmt::print("\nbase pay of {} persons: {} won a month before, {} after; {} changed\n", preview.pay.persons,
             preview.pay.before, preview.pay.after, preview.pay.changed);
  print_some("left behind", outcome.left_behind, [](const std::string& person) { fmt::print("  {}\n", person); });
  print_some("away from their desks, who move as well", preview.absent, [](const auto& each) {
    fmt::print("  {}  {}{} -> {}\n", each.person, each.status, each.host.empty() ? "" : " to " + each.host, each.to);
  });
  print_some("posts beside the main one, in units that end", preview.side_posts,
             [](const auto& each) { fmt::print("  {}  {} in {}\n", each.person, each.post, each.unit); });
  print_some("units below one that ends, which go on", preview.units_left,
             [](const std::string& unit) { fmt::print("  {}\n", unit); });
  print_some("grants in these units", preview.rights,
             [](const auto& each) { fmt::print("  {}  {} in {}\n", each.officer, each.role, each.scope); });
  print_some("over quota, until there is a vacancy", preview.over_quota, [](const auto& each) {
    fmt::print("  {} grade {}: {} present, {} places\n", each.unit, number_or_dash(each.grade), each.present,
               each.quota);
  });
  print_problems(outcome.problems);
}

Outcome run_preview(const Context& context, const ReorganizationPlan& plan) {
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(preview, preview_plan(plan, *open.ledger, *open.views));
  if (const auto done = keep_preview(context.directory, kept(plan, preview.outcome, preview.position)); !done)
    fmt::print(stderr, "sillok: {}: what was shown is not kept, so a commit can't tell what moved since\n",
               done.error().message);
  if (context.json) print_json(preview_json(plan, preview));
  else print_preview(plan, preview, *open.views->organization());
  return preview.outcome.problems.empty() ? 0 : 1;
}

int refuse(const Context& context, const ReorganizationPlan& plan, const std::vector<PlanProblem>& problems) {
  if (context.json) {
    boost::json::array list, also;
    for (const PlanProblem& each : problems) {
      const auto person = each.person.empty() ? boost::json::value(nullptr) : boost::json::value(each.person);
      list.push_back(boost::json::object{{"person", person}, {"code", each.code}, {"message", each.message}});
    }
    boost::json::object answer{{"plan", plan.id}, {"plan_hash", to_hex(view(plan.hash))}, {"status", "refused"}};
    answer["code"] = problems.front().code;
    answer["message"] = problems.front().message;
    answer["problems"] = std::move(list);
    print_json(answer);
  } else {
    fmt::print("refused    {}  nothing was recorded\n", plan.id);
    print_problems(problems);
  }
  return 1;
}

// What was looked at is no longer what the plan comes to.
int refuse_moved(const Context& context, const ReorganizationPlan& plan, const std::vector<PreviewDifference>& moved) {
  constexpr const char* kMessage = "the ledger has moved since the preview; look at the plan again with --preview";
  const auto place = [](const std::optional<PlannedMove>& move, bool left) {
    return move ? fmt::format("{} -> {}", move->from, move->to) : left ? "left behind" : "not concerned";
  };
  if (context.json) {
    boost::json::array list;
    for (const PreviewDifference& each : moved)
      list.push_back(boost::json::object{{"person", each.person},
                                         {"previewed", place(each.shown, each.was_left)},
                                         {"now", place(each.now, each.is_left)}});
    boost::json::object answer{{"plan", plan.id}, {"plan_hash", to_hex(view(plan.hash))}, {"status", "refused"}};
    answer["code"] = "plan.state_moved";
    answer["message"] = kMessage;
    answer["differences"] = std::move(list);
    print_json(answer);
  } else {
    fmt::print("refused    {}  plan.state_moved: {}\n", plan.id, kMessage);
    print_some("otherwise than was shown", moved, [&](const PreviewDifference& each) {
      fmt::print("  {}  shown: {}; now: {}\n", each.person, place(each.shown, each.was_left),
                 place(each.now, each.is_left));
    });
  }
  return 1;
}

int print_committed(const Context& context, const ReorganizationPlan& plan, const Receipt& receipt, std::size_t moved) {
  if (!context.json) {
    const int code = print_receipt(context, receipt);
    if (code == 0) fmt::print("{} moved by plan {}, hash {}\n", moved, plan.id, to_hex(view(plan.hash)));
    return code;
  }
  boost::json::object answer = receipt_json(receipt);
  answer["plan"] = plan.id;
  answer["plan_hash"] = to_hex(view(plan.hash));
  if (receipt.status != Receipt::Status::kRefused) answer["moved"] = moved;
  print_json(answer);
  return receipt.status == Receipt::Status::kRefused ? 1 : 0;
}

// Carried out before: the same plan gets its first receipt again, another one under its name is refused.
Result<std::optional<int>> carried_out(const Context& context, const ReorganizationPlan& plan,
                                       const OpenedLedger& open) {
  auto before = adopted_plan(*open.views, open.ledger->log(), plan.id);
  if (!before && before.error().fault == Fault::not_found) return std::optional<int>{};
  if (!before) return tl::unexpected{std::move(before).error()};
  if (before->plan.hash != plan.hash) {
    return std::optional{refuse(
        context, plan,
        {{"", "plan.carried_out",
          fmt::format("another plan of that name was carried out at position {}; give this one a name of its own",
                      before->first)}})};
  }
  Receipt receipt;
  receipt.status = Receipt::Status::kDuplicate;
  receipt.order = before->header.order;
  receipt.first = before->first;
  receipt.last = before->last;
  receipt.recorded_at = before->recorded_at;
  receipt.checkpoint_size = before->last + 1;
  SILLOK_TRY(moved, moved_by(*before, open.ledger->log()));
  return std::optional{print_committed(context, plan, receipt, moved.size())};
}

Result<OrderLine> line_of(const ReorganizationPlan& plan, const Reorganization& outcome, const RecordingOptions& given,
                          Ledger& ledger) {
  OrderLine line = order_of(plan, outcome, ledger);
  PlainHeader& header = line.order.header;
  const auto take = [](const std::string& option, std::string& member) {
    if (!option.empty()) member = option;
  };
  take(given.authority, header.authority);
  take(given.order, header.order);
  take(given.drafted_by, header.drafted_by);
  take(given.approved_by, header.approved_by);
  if (ledger.is_sandbox()) return line;
  RecordingOptions all = given;
  all.authority = plan.order.order.header.authority.empty() ? given.authority : header.authority;
  all.order = header.order;
  all.drafted_by = header.drafted_by;
  all.approved_by = header.approved_by;
  all.on = to_string(header.issued_on);
  SILLOK_CHECK(need_officers(all));
  SILLOK_CHECK(complete_line(line, given.keys, ledger));
  return line;
}

Outcome run_commit(const Context& context, const Options& options, const ReorganizationPlan& plan) {
  SILLOK_TRY(open, open_to_write(context));
  SILLOK_TRY(before, carried_out(context, plan, open));
  if (before) return *before;
  SILLOK_TRY(outcome, expand_plan(plan, *open.views));
  SILLOK_TRY(shown, kept_preview(context.directory, plan));
  if (shown) {
    if (const auto moved = differences(*shown, outcome); !moved.empty()) return refuse_moved(context, plan, moved);
  }
  if (!outcome.problems.empty()) return refuse(context, plan, outcome.problems);
  SILLOK_TRY(line, line_of(plan, outcome, options.recording, *open.ledger));
  DeskRecords records{*open.views};
  SILLOK_TRY(receipt, take_in_one(std::move(line), *open.ledger, records, {}));
  return print_committed(context, plan, receipt, outcome.moved.size());
}

Outcome run_list(const Context& context, const Options& options) {
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(adopted, adopted_plan(*open.views, open.ledger->log(), options.list));
  SILLOK_TRY(moved, moved_by(adopted, open.ledger->log()));
  if (context.json) return print_json(list_json(adopted, moved)), 0;
  fmt::print("plan {} of {}, order {} of {}, positions {}..{}: {} moved\n\n", adopted.plan.id,
             to_string(adopted.plan.effective_on), adopted.header.order, adopted.header.authority, adopted.first,
             adopted.last, moved.size());
  Table table{{{"PERSON"}, {"FROM"}, {"TO"}, {"POST"}, {"POSITION", Table::Holds::kNumber}}};
  for (const MovedByPlan& each : moved)
    table.add({each.person, each.from, each.to, each.post, std::to_string(each.position)});
  table.print();
  return 0;
}

Outcome run_plans(const Context& context) {
  SILLOK_TRY(open, open_to_read(context.directory));
  SILLOK_TRY(adopted, adopted_plans(*open.views, open.ledger->log()));
  SILLOK_TRY(looked_at, kept_previews(context.directory));
  std::erase_if(looked_at, [&](const KeptPreview& each) {
    return std::any_of(adopted.begin(), adopted.end(),
                       [&](const AdoptedPlan& done) { return to_hex(view(done.plan.hash)) == each.hash; });
  });
  if (context.json) {
    boost::json::array carried_out, previewed;
    for (const AdoptedPlan& each : adopted) carried_out.push_back(adopted_json(each));
    for (const KeptPreview& each : looked_at)
      previewed.push_back(boost::json::object{{"plan", each.plan},
                                              {"plan_hash", each.hash},
                                              {"effective_on", to_string(each.effective_on)},
                                              {"size", each.size},
                                              {"moved", each.moves.size()},
                                              {"left_behind", each.left_behind.size()},
                                              {"problems", each.problems}});
    print_json(boost::json::object{{"carried_out", std::move(carried_out)}, {"previewed", std::move(previewed)}});
    return 0;
  }
  Table table{{{"PLAN"}, {"EFFECTIVE"}, {"HASH"}, {"STANDING"}, {"POSITIONS"}}};
  for (const AdoptedPlan& each : adopted)
    table.add({each.plan.id, to_string(each.plan.effective_on), to_hex(view(each.plan.hash)).substr(0, 16),
               "carried out", fmt::format("{}..{}", each.first, each.last)});
  for (const KeptPreview& each : looked_at)
    table.add({each.plan, to_string(each.effective_on), each.hash.substr(0, 16),
               each.problems == 0 ? "previewed" : fmt::format("previewed, {} problems", each.problems), ""});
  table.print();
  return 0;
}

Outcome run_reorganize(const Context& context, const Options& options) {
  const auto misuse = [](const char* where, const char* message) {
    return fail(Fault::misuse, "option.reorganize", where, message);
  };
  const int chosen = options.preview + options.commit + options.plans + (options.list.empty() ? 0 : 1);
  if (chosen != 1) return misuse("", "say one of --preview, --commit, --list PLAN-ID and --plans");
  const bool of_a_file = options.preview || options.commit;
  if (of_a_file != !options.file.empty())
    return misuse("PLAN", of_a_file ? "name the file of the plan" : "a plan's file is for --preview and --commit");
  if (!of_a_file && !options.take_out.empty()) return misuse("--take-out", "is for --preview and --commit");
  if (!options.commit && options.recording.given())
    return misuse("--authority", "who orders it is asked by --commit alone");
  if (options.plans) return run_plans(context);
  if (!options.list.empty()) return run_list(context, options);
  SILLOK_TRY(plan, plan_of(options));
  return options.preview ? run_preview(context, plan) : run_commit(context, options, plan);
}

}  // namespace

void add_reorganize(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "reorganize", "a plan of units and people: looked at, then carried out by one order",
                              "sillok reorganize plan.json --preview\n  sillok reorganize plan.json --commit\n  sillok "
                              "reorganize --list KDCA-2020");
  command->add_option("PLAN", options->file, "the plan, a JSON file");
  command->add_flag("--preview", options->preview,
                    "who moves, who is left behind, and what speaks against it; records nothing");
  command->add_flag("--commit", options->commit, "carries it out: all or nothing");
  command->add_option("--take-out", options->take_out, "persons who stay where they are")->delimiter(',');
  command->add_option("--list", options->list, "whom a plan that was carried out has moved");
  command->add_flag("--plans", options->plans, "the plans carried out, and those looked at");
  options->recording.add_to(*command, RecordingOptions::Day::kNotAsked);
  on_chosen(command, context, options, run_reorganize);
}

}  // namespace sillok::cli
