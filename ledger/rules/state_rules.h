#pragma once
// Impossible states, refused whatever the law of the day: acts on nobody, acts after death, two
// hires, units that are not there. Pure; no clock, no I/O. Rules of time and quota stand elsewhere.
#include <string>
#include <vector>

#include "ledger/record/organization_state.h"
#include "ledger/record/person_state.h"

namespace sillok {

// Why an act is refused: stable code, plain words with the remedy (no personal data), article, and the row of a
// rule table ("TABLE@DATE") where one decides.
struct Refusal {
  std::string code, message, legal_reference, policy = {};
  bool operator==(const Refusal&) const = default;
};

// `as_of_the_act` is the record as of the act's effective date (advanced), on what is known now.
// `newest` is the record after all acts known; it tells of a later hire when an earlier one is
// recorded late. Empty: nothing speaks against it. All reasons that hold, in the order of contract §3.
std::vector<Refusal> refuse_impossible(const PersonState& as_of_the_act, const Fact& fact,
                                       const OrganizationState& organization, const PersonState* newest = nullptr);
// Its two halves: what the person's record says against the act, and what units and posts say.
// `person` is whose record it is, where that is not the act's own subject (an act that was moved).
std::vector<Refusal> refuse_by_record(const PersonState& as_of_the_act, const Fact& fact,
                                      const PersonState* newest = nullptr, std::string_view person = {});
std::vector<Refusal> refuse_by_organization(const Fact& fact, const OrganizationState& organization);

// Whether an investigation, removal, request or sanction of hers has that name (contract §3).
bool knows_case(const PersonState& state, std::string_view case_id);

}  // namespace sillok
