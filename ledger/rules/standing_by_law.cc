#include "ledger/rules/standing_by_law.h"

#include "ledger/rules/promotion_time.h"

namespace sillok {
namespace {

bool may_be_waived(const PersonState& state) { return state.is_on_probation && !state.probation_months; }
bool may_run_on(const PersonState& state) {
  return !state.sanctions.empty() && !state.suspended_until && state.leave_ground.empty();
}

// No row for the grade: there is none to serve.
void waive_probation(PersonState& state, const Law& law) {
  if (law.book().rows(table::kProbationMonths).empty() || probation_months_of(state, law)) return;
  state.is_on_probation = false;
  refresh_status(state, state.source(RecordField::kHiredOn));
}

void run_on(PersonState& state, const Law& law, Date day) {
  for (const Restriction& each : restrictions_of(state, law)) {
    const Sanction& sanction = *each.sanction;
    const RuleRow* term = law.find(table::kSanctionTerms, sanction.kind, query_of(sanction));
    if (term == nullptr) continue;
    const bool stood_still = each.execution.size() > 1 || each.execution.front().from != sanction.effective_on;
    if (!term->flag("off_duty") && !(term->flag("frozen_on_leave") && stood_still)) continue;
    for (const Period& part : each.execution) {
      if (!part.has(day)) continue;
      state.suspended_until = each.executed;
      refresh_status(state, sanction.source);
    }
  }
}

}  // namespace

void take_standing_by_law(PersonState& state, const Law& law, Date day) {
  if (!state.in_service()) return;
  if (may_be_waived(state)) waive_probation(state, law);
  if (may_run_on(state)) run_on(state, law, day);
}

const PersonState& standing_by_law(const PersonState& state, const Law& law, Date day,
                                   std::optional<PersonState>& room) {
  if (!state.in_service() || (!may_be_waived(state) && !may_run_on(state))) return state;
  take_standing_by_law(room.emplace(state), law, day);
  return *room;
}

}  // namespace sillok
