#pragma once
// How far an authority reaches (SPOA §32, DAPO §5, SCSR §5; domain §2.1). The role `approver` approves every act;
// `approver.NAME` those that the rows NAME.* of the table authority_grants say: which acts, which grades, and whether
// for the authority's own units alone. Pure; any thread.
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/organization_state.h"
#include "ledger/rules/law.h"
#include "ledger/rules/state_rules.h"

namespace sillok {

inline constexpr std::string_view kDrafterRole = "drafter", kApproverRole = "approver", kLimitedRole = "approver.";
// Whether a role is one of the two above, or one that the law knows.
bool is_role(std::string_view role, const Law& law);

struct Approval {
  std::string_view officer, authority;  // who approves, in whose name
  std::vector<std::string_view> roles;  // held for that authority on that day
};
// Nothing where one of the roles covers the act, or where none is needed for it: a record of training, an award.
std::vector<Refusal> refuse_beyond_authority(const Approval& approval, const PersonState& before, const Fact& fact,
                                             const OrganizationState& organization, const Law& law);

}  // namespace sillok
