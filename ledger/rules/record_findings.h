#pragma once
// What cannot be right in the record of one person, as it stands after all corrections: acts that a
// state rule would have refused (an import records them all the same), and acts that contradict each
// other. Follows from the acts alone, so grown and rebuilt ledgers find the same. Pure; any thread.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/person_fold.h"

namespace sillok {

struct Finding {
  std::string rule;                  // a code; of a broken state rule, the code of its refusal
  std::vector<Position> positions;   // the act first, then the one it clashes with
  Date effective_on;                 // of the act
  std::string message, legal_reference;
  // Whether it breaks a state rule (ledger/rules/state_rules.h), and whether it is because nobody is
  // there to act on: not hired, separated, dead; or there twice.
  enum class Breaks : std::uint8_t { kNoStateRule, kStateRule, kStateRuleForWantOfService };
  Breaks breaks = Breaks::kNoStateRule;
  bool operator==(const Finding&) const = default;
};

// Of each act as it takes effect, against the record before it; by (effective_on, position).
std::vector<Finding> record_findings(std::string_view person, std::span<const StoredAct> acts);

// What a correction breaks: findings of impossible states in `after` that `before` had not. Of the act
// `corrected` every one counts, as if it were recorded anew; of the acts that rest on it only those for
// want of service. (An act that ends what was never begun is left as a finding.)
std::vector<Finding> broken_by_correction(const std::vector<Finding>& before, const std::vector<Finding>& after,
                                          Position corrected);

}  // namespace sillok
