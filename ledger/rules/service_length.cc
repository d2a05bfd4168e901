#include "ledger/rules/service_length.h"

#include <fmt/format.h>

#include <algorithm>

namespace sillok {

ServiceLength service_length(const PersonState& state, Date day) {
  ServiceLength out;
  std::vector<Period> periods;
  const auto take = [&](Period period, Position hired_by, Position ended_by) {
    period = common(period, {period.from, day.next()});
    if (period.is_empty()) return;
    for (const Period& part : without({period}, periods)) {
      CountedPeriod told{"employment", part, length_of(part), {}, {}, "DPR:32", ""};
      for (const Position act : {hired_by, ended_by}) {
        if (act != kNoPosition) told.acts.push_back(act);
      }
      out.length = out.length + told.counted;
      out.periods.push_back(std::move(told));
      periods.push_back(part);
    }
  };
  for (const Spell& spell : state.spells) take({spell.from, spell.to}, spell.hired_by, spell.ended_by);
  if (state.in_service() && state.hired_on)
    take({*state.hired_on, kEndOfTime}, state.source(RecordField::kHiredOn), kNoPosition);
  // Days of several employments make up months; those of one are the calendar's own.
  const auto with_days = std::count_if(out.periods.begin(), out.periods.end(),
                                       [](const CountedPeriod& each) { return each.counted.days > 0; });
  if (with_days > 1) out.length = in_whole_months(out.length);
  return out;
}

std::optional<AgeRetirement> age_retirement(const PersonState& state, const Law& law) {
  const bool is_for_life = state.in_service() && state.route != "fixed_term" && !state.term_until;
  if (!is_for_life || !state.birth_half || !is_general_service(state.class_code)) return std::nullopt;
  const int year = *state.birth_half / 2, half = *state.birth_half % 2;
  const std::string id = fmt::format("general.{}", state.grade ? std::to_string(*state.grade) : "-");
  // The age that is in force on the day it is reached; ages rise with time, so the first such day counts.
  for (const Date turn : law.turning_days(table::kRetirementAge)) {
    const RuleRow* row = law.find(table::kRetirementAge, id, turn);
    if (row == nullptr || !row->value) continue;
    const auto last_day = make_date(year + static_cast<int>(*row->value), half == 0 ? 6 : 12, half == 0 ? 30 : 31);
    if (!last_day) return std::nullopt;
    if (law.find(table::kRetirementAge, id, *last_day) == row) return AgeRetirement{*last_day, row};
  }
  return std::nullopt;
}

}  // namespace sillok
