#pragma once
// One official as the demo remembers her between two decisions: what is needed to keep the
// next act lawful, rounded to the careful side wherever the law counts days.
#include <cstdint>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "ledger/event/kinds.h"

namespace sillok::demo {

using Index = std::uint32_t;
inline constexpr Index kNobody = ~Index{0};

enum class Status : std::uint8_t { kProbation, kActive, kAbsent, kSeparated };

struct Official {
  Date born, hired_on, grade_since, post_since;
  Date restricted_until;           // after a sanction: no promotion before
  Date barred_until;               // from other ministries, after the hire
  Date busy_until;                 // on an errand that ends by an act already due; no other decision before
  Date suspended_until;            // off duty by a sanction
  Date last_effective;             // effective dates of one person never go back, but for corrections
  Date leaves_on;                  // first day out, when known beforehand: age, end of a fixed term
  std::int32_t excluded_days = 0;  // in this grade, not counted for promotion
  Index unit = kNobody, post = kNobody;
  Index unit_before = kNobody, post_before = kNobody;  // before the latest transfer
  Position last_position = kNoPosition;
  Act last_act = Act::kUnknown;
  Status status = Status::kSeparated;
  std::uint8_t grade = 0;                                   // 0: political, without a grade
  std::uint8_t step_of_hire = 0, series = 0, children = 0;  // step: 0 where the hire declares none
  std::uint8_t leaves_taken = 0;                            // one bit per ground that is granted once
  bool female = false, fixed_term = false, accused = false, sanctioned = false;
};

}  // namespace sillok::demo
