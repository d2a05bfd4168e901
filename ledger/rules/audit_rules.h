#pragma once
// What is found in an act besides what would have refused it (domain §14.11): minimum stay, bans on moving,
// prescription, gaps; and what a personnel audit asks of its order (contract §2 `audit`): late records, self-dealing.
// Pure; any thread.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/record/organization_state.h"
#include "ledger/rules/law_rules.h"

namespace sillok {

// The order an act came in.
struct AuditedOrder {
  OrderDates dates;
  std::string authority, drafted_by, approved_by;
  Trust trust = Trust::kLive;
  std::optional<Date> source_recorded_on;  // of the act: when an older system learned it
};
using OrderOf = std::function<std::optional<AuditedOrder>(Position)>;

// `before` is the record as of the act's day, without the act.
std::vector<Refusal> find_in_act(const PersonState& before, const Fact& fact, const Law& law);
// What contradicts that record, whatever the law of the day.
std::vector<Refusal> contradictions_in(const PersonState& before, const Fact& fact);
// Both, and a step that differs from what the rules give: what a receipt tells of an act while it is recorded. (Of a
// record all its steps are compared together, by entitlements.h.)
std::vector<Refusal> find_on_recording(const PersonState& before, const Fact& fact, const Law& law);
// Whose hands it went through, when, and whether its authority reached the unit. `organization` may be missing.
std::vector<Refusal> audit_order(const PersonState& before, const Fact& fact, const AuditedOrder& order,
                                 const OrganizationState* organization, const Law& law);

}  // namespace sillok
