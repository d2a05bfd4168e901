#pragma once
// What the law of the day says against an act (domain §2.2-2.5, §3, §5; §14.11: time, restrictions, limits, back-dating
// are refusals; minimum stay and the like are findings). The states themselves are judged in state_rules.h. Pure; no
// clock, no I/O.
#include <vector>

#include "ledger/record/person_fold.h"
#include "ledger/rules/law.h"
#include "ledger/rules/state_rules.h"

namespace sillok {

// What an order says beside its acts.
struct OrderDates {
  Date issued_on;
  std::optional<Date> procedure_on;
  std::optional<Date> separated_on = {};  // the first day out, by a later act of the same order
  bool was_sick_leave = false;            // a sick leave from the act's day on was ordered before, annulled or not
};
// What `was_sick_leave` asks of the acts known.
bool was_sick_leave_from(std::span<const StoredAct> acts, Date day);

// `as_of_the_act` is the record as of the act's day, on what is known now, without the act. Empty: the law has
// nothing against it. Each refusal names the row it rests on. `newest` is the record after all that is known: a death
// or an end that a lawful back-dating goes by may lie behind the act's day; without it the record of the day is asked.
std::vector<Refusal> refuse_by_law(const PersonState& as_of_the_act, const Fact& fact, const OrderDates& order,
                                   const Law& law, const PersonState* newest = nullptr);

// Whether an act of this kind is an appointment, which takes effect on or after the day of its order (DAPO §2, §6①).
bool is_appointment(Act act);

}  // namespace sillok
