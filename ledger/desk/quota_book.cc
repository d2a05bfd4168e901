#include "ledger/desk/quota_book.h"

#include <fmt/format.h>

#include "ledger/rules/restrictions.h"

namespace sillok {

bool is_outside_quota(const PersonState& state, Date day, const Law& law) {
  if (!state.seconded_to.empty() && state.has_separate_quota) return true;
  for (const Phase& phase : state.phases) {
    const bool is_leave = phase.kind == Phase::Kind::kLeave;
    if ((!is_leave && phase.kind != Phase::Kind::kSecondment) || day < phase.from || phase.to <= day) continue;
    const std::string_view about = is_leave ? "leave" : "seconded";
    const RuleRow* row =
        law.find(table::kSeparateQuota, fmt::format("{}.{}", about, phase.ground), query_of_leave(phase.from));
    if (row == nullptr) row = law.find(table::kSeparateQuota, about, query_of_leave(phase.from));
    if (row == nullptr || !row->months()) continue;
    if (add(phase.from, {*row->months(), 0}) <= phase.until.value_or(kEndOfTime)) return true;
  }
  return false;
}

void QuotaBook::note(std::string_view person, std::string_view unit) {
  if (const auto known = ever_in_.find(unit); known != ever_in_.end()) known->second.emplace(person);
}

Result<std::int64_t> QuotaBook::count(std::string_view unit, std::optional<std::int64_t> grade, Date day,
                                      std::string_view person, const Law& law) {
  auto candidates = ever_in_.find(unit);
  if (candidates == ever_in_.end()) {
    SILLOK_TRY(persons, records_.persons_ever_in(unit));
    candidates = ever_in_.emplace(std::string{unit}, std::set<std::string>(persons.begin(), persons.end())).first;
    SILLOK_TRY(units, book_.units_of_batch());
    for (const auto& [who, where] : units) note(who, where);
  }
  std::int64_t count = 0;
  for (const std::string& candidate : candidates->second) {
    if (candidate == person) continue;
    SILLOK_TRY(state, book_.on(candidate, day));
    const bool is_there = state->in_service() && state->unit == unit && state->grade == grade;
    if (is_there && !is_outside_quota(*state, day, law)) ++count;
  }
  return count;
}

}  // namespace sillok
