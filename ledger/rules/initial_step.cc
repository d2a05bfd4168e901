#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "ledger/rules/step_track.h"

namespace sillok {
namespace {

using Cause = RankMark::Cause;

// A stretch of earlier career: at a grade, counted in part.
struct Stretch {
  Period period;
  std::int64_t grade = 0;
  std::int64_t percent = 100;
  Position source = kNoPosition;
  std::string what;
  bool is_here = false;  // of this ledger: what does not count is known
};

std::vector<Stretch> stretches_before(const PersonState& state, const RankMark& hire) {
  std::vector<Stretch> out;
  for (const PriorCareer& career : state.prior_career) {
    out.push_back({{career.from, career.to},
                   career.grade.value_or(*hire.grade),
                   career.percent,
                   state.source(RecordField::kPriorCareer),
                   "earlier career as stated at the hire",
                   false});
  }
  std::optional<Stretch> open;
  for (const RankMark& mark : state.rank_marks) {
    if (mark.source == hire.source && mark.cause == Cause::kHired) break;
    if (open) {
      open->period.to = mark.on;
      if (!open->period.is_empty()) out.push_back(*open);
      open.reset();
    }
    if (mark.cause != Cause::kSeparated && mark.grade)
      open = Stretch{{mark.on, mark.on},
                     *mark.grade,
                     100,
                     mark.source,
                     fmt::format("earlier service in grade {}", *mark.grade),
                     true};
  }
  // The better first, so that an overlap counts as that: a higher grade before a lower one, a larger share first.
  std::stable_sort(out.begin(), out.end(), [&](const Stretch& a, const Stretch& b) {
    const auto rank = [&](const Stretch& each) { return std::max(each.grade, *hire.grade); };
    return std::tuple{-a.percent, rank(a), a.period.from} < std::tuple{-b.percent, rank(b), b.period.from};
  });
  return out;
}

}  // namespace

InitialStep initial_step(const PersonState& state, const Law& law, const std::vector<Restriction>& restrictions,
                         const RankMark& hire) {
  InitialStep out;
  if (!hire.grade) return out;
  const std::vector<LostTime> lost = lost_time(state, law, restrictions, CountedFor::kStep, hire.on);
  std::map<std::int64_t, Span, std::greater<>> by_grade;  // from the lowest grade up
  std::vector<Period> taken;
  for (const Stretch& each : stretches_before(state, hire)) {
    // Of a period of which nothing is beside another it is the whole; touching ends are one day apart.
    for (const Period& part : without({common(each.period, {each.period.from, hire.on})}, taken)) {
      const Span whole = each.is_here ? counted_between(part.from, part.to, lost) : length_of(part);
      const Span counted = share_of(whole, each.percent);
      Span& sum = by_grade[std::max(each.grade, *hire.grade)];
      sum = sum + counted;
      CountedPeriod told{each.what, part, counted, {}, {}, "RRPO:8", ""};
      if (each.source != kNoPosition) told.acts.push_back(each.source);
      out.periods.push_back(std::move(told));
      taken.push_back(part);
    }
  }
  const RuleRow* interval = law.find(table::kStepInterval, "regular", hire.on);
  const std::int64_t months_a_step = interval == nullptr ? 0 : interval->months().value_or(0);
  if (months_a_step <= 0 || by_grade.empty()) return out;
  std::int64_t grade = by_grade.begin()->first;
  for (;; --grade) {
    const auto found = by_grade.find(grade);
    Span sum = in_whole_months(found == by_grade.end() ? out.carried : out.carried + found->second);
    out.step += sum.months / months_a_step;
    out.carried = {sum.months % months_a_step, sum.days};
    if (grade <= *hire.grade) break;
    const RuleRow* row = law.find(table::kPromotionStepMap, std::to_string(grade), hire.on);
    if (row != nullptr) out.step = std::max(out.step - row->value.value_or(0), row->number("floor").value_or(1));
  }
  if (const RuleRow* top = law.find(table::kMaxStep, std::to_string(*hire.grade), hire.on);
      top != nullptr && top->value)
    out.step = std::min(out.step, *top->value);
  return out;
}

}  // namespace sillok
