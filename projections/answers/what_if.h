#pragma once
// What the adoption of rule rows would change for everybody, before anybody adopts them (`policy what-if`).
#include <boost/json/value.hpp>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/event/plain.h"
#include "projections/views.h"

namespace sillok {

// One field of one record that would be another.
struct WhatIfDifference {
  std::string person, unit;
  std::string_view field;
  boost::json::value before, after;
};

struct WhatIfCounts {
  std::uint64_t persons = 0, persons_changed = 0;
  std::int64_t promotable_before = 0, promotable_after = 0;  // on the day
  std::int64_t restricted_before = 0, restricted_after = 0;  // from promotion, on the day
  std::int64_t base_pay_before = 0, base_pay_after = 0;      // won a month, of whoever has a known one
};

// Records as of `day`, under the law that is known on it with and without `adoptions` (policy_adopted acts).
// Differences in the order of persons, until `each` gives false.
Result<WhatIfCounts> what_if(const Views& views, std::span<const PlainAct> adoptions, Date day, Instant now,
                             const std::function<bool(const WhatIfDifference&)>& each);

}  // namespace sillok
