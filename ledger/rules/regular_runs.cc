#include "ledger/rules/regular_runs.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/expungement.h"
#include "ledger/rules/service_length.h"
#include "ledger/rules/standing_by_law.h"
#include "ledger/rules/step_track.h"

namespace sillok {
namespace {

using Cause = RankMark::Cause;

class DueActs {
 public:
  DueActs(std::string_view person, const PersonState& state, const Law& law, Date day)
      : person_(person), state_(state), law_(law), day_(day), restrictions_(restrictions_of(state, law)) {}

  std::vector<DueAct> run(RegularRun run) {
    switch (run) {
      case RegularRun::kStepRaise: steps(); break;
      case RegularRun::kRetirements: retirement(); break;
      case RegularRun::kExpunge: expungements(); break;
    }
    return std::move(out_);
  }

 private:
  DueAct& add(Act act, Date due_on) {
    DueAct due;
    due.act.act = act;
    due.act.subject = std::string{person_};
    due.act.effective_on = day_;
    due.due_on = due_on;
    return out_.emplace_back(std::move(due));
  }

  // A leave may be over by its term and no return recorded yet: nobody is raised out of it.
  bool can_be_raised() const {
    if (state_.status == Status::kActive) return true;
    if (state_.status != Status::kOnLeave) return false;
    const RuleRow* row =
        law_.find(table::kLeaveCountStep, state_.leave_ground, query_of_leave(state_.leave_since.value_or(day_)));
    return row != nullptr && row->flag("raised_on_leave");
  }

  void steps() {
    if (!can_be_raised()) return;
    const StepTrack track(state_, law_, restrictions_, day_);
    if (give_back(track)) return;
    const auto next = track.next();
    // A block that began after the step fell due leaves it to the day it ends.
    if (!next || day_ < next->on || track.block_on(day_)) return;
    // A step begins on the 1st of a month (RRPO §13③); on another day only where that very day ends what held it back.
    if (first_of_month_from(day_) != day_ && next->on != day_) return;
    raise(*track.step(), *next);
    // Further years may be full already, behind a leave that counts; their steps begin on a 1st too.
    const std::int64_t a_year = next->rows.front()->months().value_or(0);
    const auto highest = track.top_step(day_);
    std::int64_t step = *track.step() + 1;
    for (std::int64_t left = next->beyond.months;
         first_of_month_from(day_) == day_ && 0 < a_year && a_year <= left && (!highest || step < *highest);
         left -= a_year) {
      raise(step++, *next);
    }
  }

  void raise(std::int64_t step, const NextStep& next) {
    DueAct& due = add(Act::kStepRaised, next.on);
    due.act.data[Field::kKind] = std::string{"regular"};
    due.act.data[Field::kStep] = step + 1;
    due.before = fmt::format("step {}", step);
    due.after = fmt::format("step {}", step + 1);
    for (const RuleRow* row : next.rows) due.policies.push_back(row->policy());
  }

  // RRPO §15: the months of a restriction count again some years after the sanction; the step is fixed anew on the 1st
  // of the month after that day (§9②). Sanctions inside each other's period fall due together.
  bool give_back(const StepTrack& track) {
    if (restrictions_.empty() || !track.step() || track.block_on(day_)) return false;
    if (first_of_month_from(day_) != day_) return false;
    Span again;
    std::vector<std::string> policies;
    Date since{INT32_MIN};
    Date first_executed;
    std::int64_t months = 0;
    Date due{INT32_MIN};
    for (const Restriction& each : restrictions_) {
      const RuleRow* row = law_.find(table::kRestrictionGiveBack, each.sanction->kind, query_of(*each.sanction));
      if (row == nullptr || !row->months() || each.length == Span{}) continue;
      const bool is_inside = months > 0 && each.sanction->effective_on < due;
      if (!is_inside) {
        if (months > 0 && is_due(due, track)) break;  // the earlier ones stand alone, and first
        again = {};
        policies.clear();
        months = 0;
        first_executed = each.executed;
      }
      months += *row->months();
      due = add_months(first_executed, static_cast<int>(months));
      again = again + each.length;
      policies.push_back(row->policy());
      since = due;
    }
    if (months == 0 || !is_due(since, track)) return false;
    const RuleRow* interval = law_.find(table::kStepInterval, "regular", day_);
    if (interval == nullptr || interval->months().value_or(0) <= 0) return false;
    Span counted = in_whole_months(track.counted_until(day_) + again);
    std::int64_t step = *track.step();
    const auto highest = track.top_step(day_);
    while (counted.months >= *interval->months() && (!highest || step < *highest)) {
      ++step;
      counted.months -= *interval->months();
    }
    DueAct& act = add(Act::kStepRefixed, refix_day(since));
    act.act.data[Field::kStep] = step;
    act.act.data[Field::kRemainderMonths] = std::min<std::int64_t>(counted.months, *interval->months() - 1);
    act.act.data[Field::kGround] = std::string{kGiveBack};
    act.before = fmt::format("step {}", *track.step());
    act.after = fmt::format("step {}, {} months carried", step, counted.months);
    act.policies = std::move(policies);
    return true;
  }

  static Date refix_day(Date passed_on) { return first_of_month_from(passed_on.next()); }
  bool is_due(Date passed_on, const StepTrack& track) const {
    const Date on = refix_day(passed_on);
    const auto done = std::any_of(track.marks().begin(), track.marks().end(), [&](const StepMark& mark) {
      return mark.cause == Cause::kStepRefixed && on <= mark.on;
    });
    return on <= day_ && !done;
  }

  void retirement() {
    const auto age = age_retirement(state_, law_);
    if (!age || day_ <= age->last_day) return;
    DueAct& due = add(Act::kRetired, age->last_day.next());
    due.act.data[Field::kKind] = std::string{"age"};
    due.before = std::string{name_of(state_.status)};
    due.after = fmt::format("separated; last day in service {}", to_string(age->last_day));
    due.policies.push_back(age->row->policy());
  }

  void expungements() {
    for (const Expungement& each : expungements_of(state_, restrictions_, law_)) {
      // A removal without a case can't be named.
      if (each.is_done() || day_ < each.due || each.case_id().empty()) continue;
      DueAct& due = add(Act::kExpunged, each.due);
      due.act.data[Field::kCase] = each.case_id();
      if (each.removal != nullptr) due.act.data[Field::kKind] = std::string{kRemovedFromPosition};
      const Date since = each.sanction != nullptr ? each.sanction->effective_on : each.removal->from;
      due.before = fmt::format("{} of {} in force", each.kind(), to_string(since));
      due.after = "expunged";
      due.policies = each.why.policies;
    }
  }

  static constexpr std::string_view kGiveBack = "RRPO:15";

  std::string_view person_;
  const PersonState& state_;
  const Law& law_;
  const Date day_;
  const std::vector<Restriction> restrictions_;
  std::vector<DueAct> out_;
};

}  // namespace

std::vector<DueAct> due_acts(RegularRun run, std::string_view person, const PersonState& as_of_day, const Law& law,
                             Date day) {
  // Most have nothing to do with a run: asked before anything is worked out.
  if (run == RegularRun::kExpunge && as_of_day.sanctions.empty() && as_of_day.phases.empty()) return {};
  if (run != RegularRun::kExpunge && !as_of_day.in_service()) return {};
  std::optional<PersonState> room;
  return DueActs(person, standing_by_law(as_of_day, law, day, room), law, day).run(run);
}

const char* legal_basis_of(RegularRun run) {
  switch (run) {
    case RegularRun::kStepRaise: return "RRPO:13";
    case RegularRun::kRetirements: return "SPOA:74";
    case RegularRun::kExpunge: return "DPR:9";
  }
  return "";
}

}  // namespace sillok
