#pragma once
// What a record leaves open and the law decides: whether there is a probation where the hire does not say
// (SPOA §29), the months without duty after a demotion (SPOA §80①), and a suspension that stood still during a leave
// and runs on after the return (SPOA §80⑥). Pure.
#include "ledger/rules/law.h"

namespace sillok {

// `state` as acts alone give it on `day`, advanced to it; its status, probation and suspension become what the law
// gives. Nothing changes in a ledger without law.
void take_standing_by_law(PersonState& state, const Law& law, Date day);
// Whether take_standing_by_law() may change anything at all: asked before a record is copied for it.
bool may_change_by_law(const PersonState& state);

}  // namespace sillok
