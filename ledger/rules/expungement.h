#pragma once
// When the mark of a sanction falls due to be expunged (DPR §9; domain §5, §14.6). Pure; any thread.
#include "ledger/rules/explanation.h"
#include "ledger/rules/restrictions.h"

namespace sillok {

struct Expungement {
  const Restriction* restriction = nullptr;
  Date due;
  Explanation why;
};
// Of each sanction that has a period, by date. A second sanction inside the period of an earlier one adds its own:
// the sum runs from the end of the first one's execution, and all fall due together.
std::vector<Expungement> expungements_of(const std::vector<Restriction>& restrictions, const Law& law);

}  // namespace sillok
