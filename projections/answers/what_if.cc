#include "projections/answers/what_if.h"

#include <algorithm>

#include "ledger/rules/entitlements.h"
#include "ledger/rules/shipped_policies.h"
#include "ledger/rules/standing_by_law.h"

namespace sillok {
namespace {

using boost::json::value;

value json_of(std::optional<Date> date) { return date ? value(to_string(*date)) : value(nullptr); }
value json_of(std::optional<std::int64_t> number) { return number ? value(*number) : value(nullptr); }

// What is found of one person.
struct Compared {
  std::vector<WhatIfDifference> differences;
  WhatIfCounts counts;
};

class WhatIf {
 public:
  WhatIf(const Law& before, const Law& after, Date day) : before_(before), after_(after), day_(day) {}

  // Any thread.
  Compared look_at(std::string_view person, const PersonState& state) const {
    Compared out;
    out.counts.persons = 1;
    const auto [standing, is] = under(before_, state);
    const auto [standing_after, would_be] = under(after_, state);
    count(is, out.counts.promotable_before, out.counts.restricted_before, out.counts.base_pay_before);
    count(would_be, out.counts.promotable_after, out.counts.restricted_after, out.counts.base_pay_after);
    const auto compare = [&](std::string_view field, value before, value after) {
      if (before == after) return;
      out.differences.push_back({std::string{person}, state.unit, field, std::move(before), std::move(after)});
    };
    compare("status", value(name_of(standing)), value(name_of(standing_after)));
    compare("promotable_on", json_of(is.promotable_on), json_of(would_be.promotable_on));
    compare("restricted_until", json_of(is.restricted_until), json_of(would_be.restricted_until));
    compare("step_restricted_until", json_of(is.step_restricted_until), json_of(would_be.step_restricted_until));
    compare("step", json_of(is.step), json_of(would_be.step));
    compare("next_step_on", json_of(is.next_step_on), json_of(would_be.next_step_on));
    compare("retires_on", json_of(is.retires_on), json_of(would_be.retires_on));
    compare("probation_until", json_of(is.probation_until), json_of(would_be.probation_until));
    compare("base_pay", json_of(is.base_pay), json_of(would_be.base_pay));
    out.counts.persons_changed = out.differences.empty() ? 0 : 1;
    return out;
  }

 private:
  std::pair<Status, Entitlements> under(const Law& law, const PersonState& state) const {
    std::optional<PersonState> room;
    const PersonState& settled = standing_by_law(state, law, day_, room);
    return {settled.status, entitlements_of(settled, law, day_)};
  }

  void count(const Entitlements& entitled, std::int64_t& promotable, std::int64_t& restricted,
             std::int64_t& pay) const {
    if (entitled.promotable_on && *entitled.promotable_on <= day_) ++promotable;
    if (entitled.restricted_until) ++restricted;
    pay += entitled.base_pay.value_or(0);
  }

  const Law &before_, &after_;
  const Date day_;
};

void add(WhatIfCounts& sum, const WhatIfCounts& each) {
  sum.persons += each.persons;
  sum.persons_changed += each.persons_changed;
  sum.promotable_before += each.promotable_before;
  sum.promotable_after += each.promotable_after;
  sum.restricted_before += each.restricted_before;
  sum.restricted_after += each.restricted_after;
  sum.base_pay_before += each.base_pay_before;
  sum.base_pay_after += each.base_pay_after;
}

}  // namespace

Result<WhatIfCounts> what_if(const Views& views, std::span<const PlainAct> adoptions, Date day, Instant now,
                             const std::function<bool(const WhatIfDifference&)>& each) {
  SILLOK_TRY(rules, views.rules());
  // As if they were recorded now, behind every act there is.
  RuleBook changed = *rules;
  SILLOK_CHECK(adopt_all(changed, adoptions, kNoPosition - 1, now));
  const Instant known_at = std::max(now, start_of_korean_day(day));
  const Law before{*rules, known_at}, after{changed, known_at};
  const WhatIf asked{before, after, day};
  WhatIfCounts sum;
  const auto look_at = [&](const std::string& person, const PersonState& state) {
    return state.in_service() ? asked.look_at(person, state) : Compared{};
  };
  const auto take = [&](const std::string&, const Compared& found) {
    add(sum, found.counts);
    return std::all_of(found.differences.begin(), found.differences.end(), each);
  };
  SILLOK_CHECK(views.records_on<Compared>(day, look_at, take));
  return sum;
}

}  // namespace sillok
