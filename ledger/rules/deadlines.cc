#include "ledger/rules/deadlines.h"

#include <string>

#include "ledger/base/calendar.h"

namespace sillok {

std::optional<Deadline> minimum_stay(const PersonState& as_of_day, const Law& law, Date day) {
  if (!as_of_day.in_service() || !is_general_service(as_of_day.class_code)) return std::nullopt;
  const auto since = as_of_day.post_since ? as_of_day.post_since : as_of_day.unit_since;
  const std::string grade = as_of_day.grade ? std::to_string(*as_of_day.grade) : "-";  // -: the Senior Civil Service
  const RuleRow* row = law.find(table::kMinStay, grade, day);
  if (!since || row == nullptr || !row->months()) return std::nullopt;
  return Deadline{*since, add(*since, {*row->months(), 0}), row};
}

std::optional<Deadline> prescription(std::string_view misconduct, Date misconduct_on, Date requested_on,
                                     const Law& law) {
  const RuleQuery query{.on = requested_on, .misconduct_on = misconduct_on, .requested_on = requested_on};
  const RuleRow* row = law.find(table::kPrescription, misconduct, query);
  if (row == nullptr) row = law.find(table::kPrescription, "general", query);
  if (row == nullptr || !row->months()) return std::nullopt;
  return Deadline{misconduct_on, add(misconduct_on, {*row->months(), 0}), row};
}

}  // namespace sillok
