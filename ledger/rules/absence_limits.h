#pragma once
// How long and how often somebody may be away, or hold a second post: leaves (SPOA §71-72), secondments (DAPO §41),
// concurrent posts (DAPO §40); domain §2.2, §2.3. Pure; any thread.
#include <vector>

#include "ledger/rules/law.h"
#include "ledger/rules/state_rules.h"

namespace sillok {

// What the limits say against an act that begins or extends one of them.
std::vector<Refusal> refuse_by_limits(const PersonState& before, const Fact& fact, const Law& law);

}  // namespace sillok
