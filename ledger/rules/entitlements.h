#pragma once
// What the law makes of a record (contract §4): dates, restrictions, step and pay, each from the acts and from rule
// rows, and each able to say from which. Derived anew whenever it is asked for; nothing of it is stored. Pure; any
// thread.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/rules/explanation.h"
#include "ledger/rules/law.h"
#include "ledger/rules/record_findings.h"

namespace sillok {

struct SanctionDates {
  Position source = kNoPosition;       // of the sanction, or of the removal from position
  std::optional<Date> executed_on;     // the first day behind its execution
  std::optional<Date> expungeable_on;  // never: nothing
};

struct Entitlements {
  std::optional<Date> promotable_on, restricted_until, step_restricted_until, next_step_on, retires_on;
  std::optional<Date> probation_until;
  std::optional<std::int64_t> step, base_pay;   // won a month
  Span step_carried;                            // at the last act on step or grade
  std::optional<Span> service;                  // whole months, and days below thirty
  std::vector<SanctionDates> sanctions;         // in the order of the record's
  std::vector<SanctionDates> removals;          // of removals from position, likewise
  std::vector<std::optional<Date>> prescribed;  // of the record's cases: from when no request can be made any more
  std::optional<Date> minimum_stay_until;       // the first day on which a move breaks no minimum stay
  std::vector<Finding> findings;                // what the tables can't answer, and where declared and computed differ
  std::vector<Finding> untimely_steps;          // regular steps before their day, and missed ones: for an audit
  // The act that decides each of them.
  Position step_source = kNoPosition, restricted_by = kNoPosition, step_restricted_by = kNoPosition;
};

// `as_of_day` is the record as of that day, advanced to it.
Entitlements entitlements_of(const PersonState& as_of_day, const Law& law, Date day);

// Fields that explain() knows.
std::vector<std::string_view> explained_fields();
// Nothing where the field has no rule behind it.
std::optional<Explanation> explain(const PersonState& as_of_day, const Law& law, Date day, std::string_view field);

}  // namespace sillok
