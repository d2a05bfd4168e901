#pragma once
// Days the law sets to others than the person: until when a seat is to be kept (DAPO §45), from when misconduct can no
// more be taken up (SPOA §83-2). Pure; any thread.
#include <optional>
#include <string_view>

#include "ledger/rules/law.h"

namespace sillok {

struct Deadline {
  Date from, until;  // [from, until)
  const RuleRow* row = nullptr;
};

// Of the seat held on `day`. Promotion, demotion, regularization and mere renaming do not begin the stay anew, so it
// runs from the day the seat or, without one, the unit was taken. Nothing: no seat, or no row for the grade.
std::optional<Deadline> minimum_stay(const PersonState& as_of_day, const Law& law, Date day);

// From the misconduct to the request. Nothing: no row says it.
std::optional<Deadline> prescription(std::string_view misconduct, Date misconduct_on, Date requested_on,
                                     const Law& law);

}  // namespace sillok
