#pragma once
// Who counts against the quota of a unit and grade on a day (domain §9 rule "on leave outside quota when a separate
// quota runs", DAPO §42, SPOA §43): committed records with what the open batch adds. Asked only where a quota is set.
// One thread.
#include <map>
#include <set>
#include <string>

#include "ledger/desk/person_book.h"
#include "ledger/rules/law.h"

namespace sillok {

class QuotaBook {
 public:
  // Both must outlive it.
  QuotaBook(PersonRecords& records, PersonBook& book) : records_(records), book_(book) {}

  // Others than `person` who count against it.
  Result<std::int64_t> count(std::string_view unit, std::optional<std::int64_t> grade, Date day,
                             std::string_view person, const Law& law);
  // Somebody came into a unit.
  void note(std::string_view person, std::string_view unit);
  // Others have recorded since: looks again.
  void forget() { ever_in_.clear(); }

 private:
  PersonRecords& records_;
  PersonBook& book_;
  // Of units that were asked for: whoever may be there on some day is among them.
  std::map<std::string, std::set<std::string>, std::less<>> ever_in_;
};

// Whether somebody else may take the place in the quota: seconded or on leave for long enough.
bool is_outside_quota(const PersonState& state, Date day, const Law& law);

}  // namespace sillok
