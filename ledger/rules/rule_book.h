#pragma once
// The law as dated data (design 10, domain §12): rule tables as the log adopted them. A row is found by table, id
// and day; which of its dates decides is said by the row itself, never by code. One thread adopts; any number may
// ask a book that nobody changes.
#include <array>
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/fact.h"

namespace sillok {

// Which date of a case decides whether a row holds for it (`applies_by` of domain §12).
enum class AppliesBy : std::uint8_t { kAct, kMisconduct, kDisposition, kLeaveStart, kRequest };
inline constexpr std::array<std::string_view, 5> kAppliesByNames{"act", "misconduct", "disposition", "leave_start",
                                                                 "request"};
inline std::string_view name_of(AppliesBy axis) { return kAppliesByNames[static_cast<std::size_t>(axis)]; }

// One row of one table. `said` is the row as it was adopted.
struct RuleRow {
  std::string table;
  std::string id;  // empty: it names nothing, and decides nothing
  std::optional<std::int64_t> value;
  Date valid_from, valid_to = kEndOfTime;
  AppliesBy applies_by = AppliesBy::kAct;
  // Once in force it also holds for cases of before; for procedures begun before the row before it holds.
  bool reach_back = false, keeps_procedures = false;
  Instant known_from;  // the later of its adoption and 00:00 of its promulgation (contract §4)
  Position adopted_by = kNoPosition;
  std::string legal_reference;
  boost::json::object said;

  std::optional<std::int64_t> number(std::string_view column) const;
  std::string_view text(std::string_view column) const;  // empty: none
  bool flag(std::string_view column) const;
  // `value` or another column as months: of a row in years twelve times as many.
  std::optional<std::int64_t> months(std::string_view column = "value") const;
  std::string policy() const;  // "TABLE@DATE"
};

// What a row is looked up for.
struct RuleQuery {
  Date on;                                // of the act: also where a row applies by a date that the case has not
  std::optional<Date> decided_on = {};    // when it is decided, where that is another day: rows that reach back
  std::optional<Date> procedure_on = {};  // when the procedure for it began
  std::optional<Date> misconduct_on = {}, disposed_on = {}, leave_from = {}, requested_on = {};

  Date day_of(AppliesBy axis) const;
};

class RuleBook {
 public:
  // A policy_adopted act. Rows replace rows of the same id from their valid_from on; others stay.
  void adopt(const Fact& fact);

  // The row of that id in force; nullptr where the table has none. Only rows known by `known_at` count.
  const RuleRow* find(std::string_view table, std::string_view id, const RuleQuery& query, Instant known_at) const;
  // Every row of a table in force on a day, by id (numbers in their order).
  std::vector<const RuleRow*> table_on(std::string_view table, Date day, Instant known_at) const;
  // The days on which a table's rows come into force, or go out of it.
  std::vector<Date> turning_days(std::string_view table, Instant known_at) const;
  std::vector<std::string_view> tables() const;
  // Every row ever adopted, in the order they came.
  std::vector<const RuleRow*> rows(std::string_view table) const;

 private:
  // Of one table: rows by id, those of one id by (valid_from, adopted_by).
  using Table = std::map<std::string, std::vector<RuleRow>, std::less<>>;
  std::map<std::string, Table, std::less<>> tables_;
};

}  // namespace sillok
