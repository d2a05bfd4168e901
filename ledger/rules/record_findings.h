#pragma once
// What cannot be right in the record of one person, as it stands after all corrections: acts that a
// state rule would have refused (an import records them all the same), and acts that contradict each
// other. Follows from the acts alone, so grown and rebuilt ledgers find the same. Pure; any thread.
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/organization_state.h"
#include "ledger/record/person_fold.h"
#include "ledger/rules/audit_rules.h"

namespace sillok {

struct Finding {
  std::string rule;                 // a code; of a broken state rule, the code of its refusal
  std::vector<Position> positions;  // the act first, then the one it clashes with
  Date effective_on;                // of the act
  std::string message, legal_reference;
  std::string policy = {};  // the rule row it rests on, "TABLE@DATE"; empty: none
  // Whether it breaks a state rule (ledger/rules/state_rules.h), and whether it is because nobody is
  // there to act on: not hired, separated, dead; or there twice.
  enum class Breaks : std::uint8_t { kNoStateRule, kStateRule, kStateRuleForWantOfService };
  Breaks breaks = Breaks::kNoStateRule;
  bool operator==(const Finding&) const = default;
};

// What acts are held against besides each other.
struct FindingsAsked {
  const OrganizationState* organization = nullptr;  // units and posts that are not there
  const Law* law = nullptr;                         // what the law would have refused, and what an audit asks
  OrderOf order_of = {};                            // with the law: the order of an act
  bool audits = false;                              // with both: whose hands it went through, and when
};
// Of each act as it takes effect, against the record before it; by (effective_on, position). Acts on acts that name
// nothing are told last.
std::vector<Finding> record_findings(std::string_view person, std::span<const StoredAct> acts,
                                     const FindingsAsked& asked = {});

// What is overdue as of a day: a leave that has been over for 30 days without a return (domain §14.1).
std::optional<Finding> overdue_leave(const PersonState& as_of, Date day);
// Who is still in a unit that is no more: a reorganization says where everybody goes (domain §8).
std::optional<Finding> left_behind(const PersonState& as_of, const OrganizationState& organization, Date day);

// What corrections break: findings of impossible states in `after` that `before` had not. Of the acts
// `corrected` every one counts, as if they were recorded anew; of acts that rest on them only those that
// need somebody in service and now find nobody. (An act that ends what was never begun, or an award of
// who was never hired, is left as a finding.)
std::vector<Finding> broken_by_correction(const std::vector<Finding>& before, const std::vector<Finding>& after,
                                          const std::set<Position>& corrected);

}  // namespace sillok
