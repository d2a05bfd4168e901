#pragma once
// When the mark of a sanction, or of a removal from position, falls due to be expunged (DPR §9; domain §5, §14.6).
// Pure; any thread.
#include "ledger/rules/explanation.h"
#include "ledger/rules/restrictions.h"

namespace sillok {

// What `expunged` names to expunge a removal rather than a sanction of the same case.
inline constexpr std::string_view kRemovedFromPosition = "removed_from_position";

struct Expungement {
  // One of both, of the state and the restrictions it was read from.
  const Sanction* sanction = nullptr;
  const Phase* removal = nullptr;
  Date due;
  Explanation why;

  const std::string& case_id() const { return sanction != nullptr ? sanction->case_id : removal->case_id; }
  std::string_view kind() const {
    return sanction != nullptr ? std::string_view{sanction->kind} : kRemovedFromPosition;
  }
  Position source() const { return sanction != nullptr ? sanction->source : removal->source; }
  bool is_done() const {
    return sanction != nullptr ? sanction->state != Sanction::State::kInForce : removal->is_expunged;
  }
};
// Of each sanction that has a period, by date, then of each removal; of one that goes on no day is known. A second one
// inside the period of an earlier one of its sort adds its own: the sum runs from the end of the first one's execution,
// and all fall due together. What is no sanction (a warning) stands alone.
std::vector<Expungement> expungements_of(const PersonState& state, const std::vector<Restriction>& restrictions,
                                         const Law& law);

}  // namespace sillok
