#include "ledger/rules/policy_rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <span>

#include "ledger/base/date.h"
#include "ledger/rules/rule_book.h"

namespace sillok {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 9> kUnits{"months", "years", "days",  "percent", "won",
                                                 "age",    "hours", "steps", "step"};
constexpr std::string_view kDates[] = {"valid_to", "promulgated_on"};

bool is_one_of(const json::value& value, std::span<const std::string_view> words) {
  return value.is_string() && std::find(words.begin(), words.end(), std::string_view{value.as_string()}) != words.end();
}

bool is_figure(const json::value& value) {
  if (value.is_null() || value.is_bool()) return true;
  return (value.is_int64() && value.as_int64() >= 0) || value.is_uint64();
}

}  // namespace

std::optional<std::string> policy_row_fault(std::string_view row, bool is_known) {
  if (!is_known) return std::nullopt;
  boost::system::error_code error;
  const json::value parsed = json::parse(row, error);
  if (error || !parsed.is_object()) return "a row is an object: its `id`, its figures and what they rest on";
  const json::object& said = parsed.as_object();
  if (const auto* value = said.if_contains("value"); value != nullptr && !is_figure(*value))
    return "`value` is a whole number from 0 on, or null where none is known";
  if (const auto* unit = said.if_contains("unit"); unit != nullptr && !is_one_of(*unit, kUnits))
    return fmt::format("`unit` is one of {}", fmt::join(kUnits, ", "));
  if (const auto* axis = said.if_contains("applies_by"); axis != nullptr && !is_one_of(*axis, kAppliesByNames))
    return fmt::format("`applies_by` is one of {}", fmt::join(kAppliesByNames, ", "));
  for (const std::string_view name : kDates) {
    const auto* date = said.if_contains(name);
    if (date == nullptr) continue;
    if (!date->is_string() || !parse_date(std::string_view{date->as_string()}))
      return fmt::format("`{}` is a day as 2024-01-31", name);
  }
  return std::nullopt;
}

}  // namespace sillok
