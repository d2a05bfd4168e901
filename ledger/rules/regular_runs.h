#pragma once
// Acts that fall due by the law alone, and are ordered in regular runs (domain §4.1, §2.2, §5): steps on the 1st of a
// month, retirements by age, expungements. What is due is asked of the record as of the day, so that a run that was
// made finds nothing left. Pure; any thread.
#include <optional>
#include <string>
#include <vector>

#include "ledger/event/plain.h"
#include "ledger/rules/law.h"

namespace sillok {

enum class RegularRun { kStepRaise, kRetirements, kExpunge };

struct DueAct {
  PlainAct act;               // effective on the day of the run
  std::string before, after;  // what it changes, in words
  Date due_on;                // before the day of the run where an earlier run was missed
  std::vector<std::string> policies;
};

// `as_of_day` is the record as of the day of the run, advanced to it.
std::vector<DueAct> due_acts(RegularRun run, std::string_view person, const PersonState& as_of_day, const Law& law,
                             Date day);
// The article an order of the run rests on.
const char* legal_basis_of(RegularRun run);

}  // namespace sillok
