#include "ledger/rules/step_track.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/promotion_time.h"

namespace sillok {
namespace {

using Cause = RankMark::Cause;

std::vector<RankMark> marks_of_employment(const PersonState& state) {
  const auto hired = std::find_if(state.rank_marks.rbegin(), state.rank_marks.rend(),
                                  [](const RankMark& each) { return each.cause == Cause::kHired; });
  if (hired == state.rank_marks.rend()) return {};
  return {std::prev(hired.base()), state.rank_marks.end()};
}

}  // namespace

std::optional<Refusal> difference_in(const StepMark& mark) {
  if (!mark.step || !mark.computed || mark.step == mark.computed || mark.is_special) return std::nullopt;
  return Refusal{"step.differs",
                 fmt::format("step {} is declared where the rules give {}; correct one of them, or record the earlier "
                             "career it rests on",
                             *mark.step, *mark.computed),
                 "RRPO:8"};
}

StepTrack::StepTrack(const PersonState& state, const Law& law, const std::vector<Restriction>& restrictions, Date as_of)
    : state_(state),
      law_(law),
      restrictions_(restrictions),
      lost_(lost_time(state, law, restrictions, CountedFor::kStep, as_of)) {
  find_blocks();
  follow(marks_of_employment(state), as_of);
}

// A correction of a step goes back to the date of the wrong order (RRPO §18): it stands there, and what had been
// raised on the wrong ground by then is what the law gives from there on.
void StepTrack::follow(std::vector<RankMark> marks, Date as_of) {
  struct Correction {
    RankMark mark;
    Date from;
  };
  std::vector<Correction> corrections;
  for (const RankMark& mark : marks) {
    if (mark.cause != Cause::kStepCorrected) continue;
    const auto named =
        std::find_if(marks.begin(), marks.end(), [&](const RankMark& each) { return each.source == mark.named; });
    corrections.push_back({mark, named == marks.end() ? mark.on : std::min(named->on, mark.on)});
  }
  std::erase_if(marks, [&](const RankMark& mark) {
    if (mark.cause == Cause::kStepCorrected) return true;
    const bool is_raise = mark.cause == Cause::kStepRaised && !mark.is_special;
    return is_raise && std::any_of(corrections.begin(), corrections.end(), [&](const Correction& each) {
             return mark.source < each.mark.source && each.from <= mark.on;
           });
  });
  // An older correction that a newer one goes behind is part of what was wrong.
  std::erase_if(corrections, [&](const Correction& older) {
    return std::any_of(corrections.begin(), corrections.end(), [&](const Correction& newer) {
      return older.mark.source < newer.mark.source && newer.from <= older.from;
    });
  });
  std::sort(corrections.begin(), corrections.end(), [](const Correction& a, const Correction& b) {
    return std::pair{a.from, a.mark.source} < std::pair{b.from, b.mark.source};
  });
  auto next = corrections.begin();
  Date raised_by_law_until{INT32_MIN};
  const auto correct_before = [&](std::optional<Date> day) {
    for (; next != corrections.end() && (!day || next->from < *day); ++next) {
      raise_by_law_until(std::min(raised_by_law_until, next->from));
      RankMark mark = next->mark;
      mark.on = next->from;
      take(mark);
      raised_by_law_until = std::min(std::max(next->mark.on, next->mark.known_on), as_of).next();
    }
  };
  for (const RankMark& mark : marks) {
    correct_before(mark.on);
    raise_by_law_until(std::min(raised_by_law_until, mark.on));
    take(mark);
  }
  correct_before(std::nullopt);
  raise_by_law_until(std::min(raised_by_law_until, as_of.next()));
}

std::optional<std::int64_t> StepTrack::interval(Date on) const {
  const RuleRow* row = law_.find(table::kStepInterval, "regular", on);
  return row == nullptr ? std::nullopt : row->months();
}

std::optional<std::int64_t> StepTrack::top(std::int64_t grade, Date on, const RuleRow** row_out) const {
  const RuleRow* row = law_.find(table::kMaxStep, std::to_string(grade), on);
  if (row_out != nullptr) *row_out = row;
  return row == nullptr ? std::nullopt : row->value;
}

Span StepTrack::counted_until(Date day) const {
  if (marks_.empty()) return {};
  const StepMark& last = marks_.back();
  return in_whole_months(last.carried + counted_between(last.on, day, lost_) +
                         credited_between(state_, law_, CountedFor::kStep, last.on, day));
}

std::optional<std::int64_t> StepTrack::top_step(Date on) const { return grade_ ? top(*grade_, on) : std::nullopt; }

void StepTrack::add(StepMark mark) { marks_.push_back(std::move(mark)); }

void StepTrack::take(const RankMark& mark) {
  if (mark.cause == Cause::kSeparated) return;
  StepMark out;
  out.on = mark.on;
  out.cause = mark.cause;
  out.is_special = mark.is_special;
  out.source = mark.source;
  out.step = mark.step;
  const auto due = next(mark.on);
  if (due) out.due_on = due->on;
  const Span counted = counted_until(mark.on);
  const auto months_a_step = interval(mark.on);
  const bool is_counted = is_general_service(state_.class_code) && mark.grade.has_value();
  switch (mark.cause) {
    case Cause::kHired: {
      if (!is_counted) break;
      const InitialStep initial = initial_step(state_, law_, restrictions_, mark);
      if (months_a_step) out.computed = initial.step;
      if (!out.step) out.step = out.computed;
      if (out.step == out.computed) out.carried = initial.carried;
      break;
    }
    case Cause::kPromoted:
    case Cause::kDemoted: {
      const auto due_on = out.due_on;
      out = mark.cause == Cause::kPromoted ? promoted(mark) : demoted(mark);
      out.due_on = due_on;
      break;
    }
    case Cause::kSeriesChanged:
      out.step = step();
      out.carried = counted;
      break;
    case Cause::kStepRaised:
      if (const auto before = step()) {
        const auto highest = grade_ ? top(*grade_, mark.on) : std::nullopt;
        out.computed = highest ? std::min(*before + 1, *highest) : *before + 1;
      }
      // A special step stands beside the regular ones (RRPO §16): its clock runs on. A regular one begins a new year.
      // What a leave held back is not lost with it.
      if (mark.is_special) out.carried = counted;
      else if (due && due->on <= mark.on) out.carried = due->beyond;
      break;
    case Cause::kStepFixed:
    case Cause::kStepRefixed:
    case Cause::kStepCorrected: out.carried = {mark.remainder_months, 0}; break;
    case Cause::kSeparated: break;
  }
  grade_ = mark.grade;
  add(std::move(out));
}

// RRPO §11: a full year is raised first; then as many steps less as the table says, not below its floor; the rest is
// carried, from the top step less than a year.
StepMark StepTrack::promoted(const RankMark& mark) const {
  StepMark out{.on = mark.on, .cause = mark.cause, .is_special = mark.is_special, .source = mark.source};
  out.carried = counted_until(mark.on);
  auto from = step();
  if (!from || !grade_ || !mark.grade || !is_general_service(state_.class_code)) {
    out.step = from;
    return out;
  }
  if (mark.is_special && mark.named != kNoPosition) {
    const auto merit =
        std::find_if(marks_.begin(), marks_.end(), [&](const StepMark& each) { return each.source == mark.named; });
    if (merit != marks_.end()) {
      *from -= 1;
      out.note = "one step less for the special step of the same merit";
    }
  }
  std::int64_t grade = *grade_;
  if (const auto months = interval(mark.on)) {
    const auto highest = top(grade, mark.on);
    while (out.carried.months >= *months && (!highest || *from < *highest)) {
      *from += 1;
      out.carried.months -= *months;
    }
    if (out.carried.months >= *months) out.carried = {*months, -1};  // from the top: a year less one day
  }
  for (; *mark.grade < grade; --grade) {
    const RuleRow* row = law_.find(table::kPromotionStepMap, std::to_string(grade), mark.on);
    if (row == nullptr) continue;
    out.rows.push_back(row);
    *from = std::max(*from - row->value.value_or(0), std::min(*from, row->number("floor").value_or(1)));
  }
  out.step = from;
  return out;
}

// RRPO §12: the highest step of the lower grade from which a promotion would lead to this one.
StepMark StepTrack::demoted(const RankMark& mark) const {
  StepMark out{.on = mark.on, .cause = mark.cause, .source = mark.source};
  out.carried = counted_until(mark.on);
  auto to = step();
  if (!to || !grade_ || !mark.grade || !is_general_service(state_.class_code)) {
    out.step = to;
    return out;
  }
  for (std::int64_t grade = *grade_ + 1; grade <= *mark.grade; ++grade) {
    const RuleRow* row = law_.find(table::kPromotionStepMap, std::to_string(grade), mark.on);
    if (row == nullptr) continue;
    out.rows.push_back(row);
    *to += row->value.value_or(0);
    const RuleRow* highest = nullptr;
    if (const auto last = top(grade, mark.on, &highest)) *to = std::min(*to, *last);
    if (highest != nullptr) out.rows.push_back(highest);
  }
  out.step = to;
  return out;
}

void StepTrack::raise_by_law_until(Date end) {
  for (auto due = next(); due && due->on < end; due = next()) {
    StepMark out{.on = due->on, .cause = Cause::kStepRaised, .source = marks_.back().source};
    out.step = *marks_.back().step + 1;
    out.computed = out.step;
    out.note = "by law, after the correction";
    add(std::move(out));
  }
}

void StepTrack::find_blocks() {
  for (const Restriction& each : restrictions_) {
    const Period period{each.sanction->effective_on, std::max(each.for_steps.to, each.executed)};
    if (each.length == Span{} && each.executed == each.sanction->effective_on.next()) continue;
    CountedPeriod block{fmt::format("{} and the restriction after it", each.sanction->kind),
                        period,
                        {},
                        {each.sanction->source},
                        {},
                        "RRPO:14",
                        ""};
    for (const RuleRow* row : each.rows) block.policies.push_back(row->policy());
    blocks_.push_back(std::move(block));
  }
  for (const Phase& phase : state_.phases) {
    const bool is_leave = phase.kind == Phase::Kind::kLeave;
    if (!is_leave && phase.kind != Phase::Kind::kRemoval) continue;
    // Who is on leave for an illness of the service may be raised on it (RRPO §14①).
    const RuleRow* row =
        is_leave ? law_.find(table::kLeaveCountStep, phase.ground, query_of_leave(phase.from)) : nullptr;
    if (row != nullptr && row->flag("raised_on_leave")) continue;
    blocks_.push_back({is_leave ? fmt::format("leave {}", phase.ground) : "removal from position",
                       extent_of(phase),
                       {},
                       {phase.source},
                       {},
                       "RRPO:14",
                       ""});
  }
  if (state_.hired_on) {
    if (const auto ends = probation_ends_on(state_, law_, restrictions_))
      blocks_.push_back({"probation", {*state_.hired_on, *ends}, {}, {}, {}, "SPOA:29", ""});
  }
  std::erase_if(blocks_, [](const CountedPeriod& each) { return each.period.is_empty(); });
}

std::optional<CountedPeriod> StepTrack::block_on(Date day) const {
  const CountedPeriod* last = nullptr;
  for (const CountedPeriod& each : blocks_) {
    if (each.period.has(day) && (last == nullptr || last->period.to < each.period.to)) last = &each;
  }
  return last == nullptr ? std::nullopt : std::optional{*last};
}

std::optional<NextStep> StepTrack::next(Date until) const {
  if (marks_.empty() || !marks_.back().step || !grade_ || !is_general_service(state_.class_code)) return std::nullopt;
  const StepMark& last = marks_.back();
  const RuleRow* row = law_.find(table::kStepInterval, "regular", last.on);
  if (row == nullptr || !row->months()) return std::nullopt;
  const RuleRow* highest = nullptr;
  if (const auto end = top(*grade_, last.on, &highest); end && *end <= *last.step) return std::nullopt;
  NextStep out;
  out.rows.push_back(row);
  if (highest != nullptr) out.rows.push_back(highest);
  const Span credited = credited_between(state_, law_, CountedFor::kStep, last.on, until, &out.periods);
  FullDay full = full_day(last.on, Span{*row->months(), 0} - last.carried - credited, lost_);
  // What is credited counts from then on: no step falls due before it that would not have without it.
  if (!out.periods.empty()) {
    for (const CountedPeriod& each : out.periods) full.on = std::max(full.on, each.period.from);
    full.on = std::min(full.on, full_day(last.on, Span{*row->months(), 0} - last.carried, lost_).on);
  }
  full.on = std::max(full.on, last.on);
  if (full.on >= kLastDay) return std::nullopt;
  out.full_on = full.on;
  out.beyond.months = std::max<std::int64_t>(last.carried.months - *row->months(), 0);
  std::move(full.periods.begin(), full.periods.end(), std::back_inserter(out.periods));
  out.on = first_of_month_from(full.on);
  const Date first = out.on;
  // RRPO §13④: what was full before a restriction ended comes on the day it ends.
  for (auto block = block_on(out.on); block; block = block_on(out.on)) {
    if (block->period.to >= kLastDay) return std::nullopt;
    out.on = block->period.to;
    out.periods.push_back(std::move(*block));
  }
  const bool was_on_leave = std::any_of(state_.phases.begin(), state_.phases.end(), [&](const Phase& phase) {
    return phase.kind == Phase::Kind::kLeave && extent_of(phase).has(first);
  });
  if (was_on_leave) out.beyond.months += in_whole_months(counted_between(first, out.on, lost_)).months;
  return out;
}

}  // namespace sillok
