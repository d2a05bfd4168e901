#pragma once
// Length of service: employments of this ledger, overlaps once (domain §11 examples 6 and 9). Pure; any thread.
#include "ledger/rules/explanation.h"
#include "ledger/rules/law.h"

namespace sillok {

struct ServiceLength {
  Span length;  // of several employments thirty days are a month
  std::vector<CountedPeriod> periods;
};
// Up to and with `day`.
ServiceLength service_length(const PersonState& as_of_day, Date day);

// The last day in service by age (SPOA §74): the end of the half-year in which the age is reached. Nothing where no
// row is known for the class and grade, or the half-year of birth isn't.
struct AgeRetirement {
  Date last_day;
  const RuleRow* row = nullptr;
};
std::optional<AgeRetirement> age_retirement(const PersonState& state, const Law& law);

}  // namespace sillok
