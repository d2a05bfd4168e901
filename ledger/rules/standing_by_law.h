#pragma once
// What a record leaves open and the law decides: whether there is a probation where the hire does not say
// (SPOA §29), the months without duty after a demotion (SPOA §80①), and a suspension that stood still during a leave
// and runs on after the return (SPOA §80⑥). Pure.
#include <optional>

#include "ledger/rules/law.h"

namespace sillok {

// `state` as acts alone give it on `day`, advanced to it; its status, probation and suspension become what the law
// gives. Nothing changes in a ledger without law.
void take_standing_by_law(PersonState& state, const Law& law, Date day);
// The same for a record that others hold: itself where the law has nothing to settle, else a copy in `room`.
const PersonState& standing_by_law(const PersonState& state, const Law& law, Date day,
                                   std::optional<PersonState>& room);

}  // namespace sillok
