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

class WhatIf {
 public:
  WhatIf(const Law& before, const Law& after, Date day, const std::function<bool(const WhatIfDifference&)>& each)
      : before_(before), after_(after), day_(day), each_(each) {}

  bool look_at(std::string_view person, const PersonState& state) {
    ++counts_.persons;
    const auto [standing, is] = under(before_, state);
    const auto [standing_after, would_be] = under(after_, state);
    count(is, counts_.promotable_before, counts_.restricted_before, counts_.base_pay_before);
    count(would_be, counts_.promotable_after, counts_.restricted_after, counts_.base_pay_after);
    WhatIfDifference out{std::string{person}, state.unit, "", {}, {}};
    bool goes_on = true, is_changed = false;
    const auto compare = [&](std::string_view field, value before, value after) {
      if (before == after || !goes_on) return;
      is_changed = true;
      out.field = field;
      out.before = std::move(before);
      out.after = std::move(after);
      goes_on = each_(out);
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
    counts_.persons_changed += is_changed ? 1 : 0;
    return goes_on;
  }
  const WhatIfCounts& counts() const { return counts_; }

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
  const std::function<bool(const WhatIfDifference&)>& each_;
  WhatIfCounts counts_;
};

}  // namespace

Result<WhatIfCounts> what_if(const Views& views, std::span<const PlainAct> adoptions, Date day, Instant now,
                             const std::function<bool(const WhatIfDifference&)>& each) {
  SILLOK_TRY(rules, views.rules());
  // As if they were recorded now, behind every act there is.
  RuleBook changed = *rules;
  SILLOK_CHECK(adopt_all(changed, adoptions, kNoPosition - 1, now));
  const Instant known_at = std::max(now, start_of_korean_day(day));
  const Law before{*rules, known_at}, after{changed, known_at};
  WhatIf answer{before, after, day, each};
  SILLOK_CHECK(views.records_on(day, [&](std::string_view person, const PersonState& state) {
    return !state.in_service() || answer.look_at(person, state);
  }));
  return answer.counts();
}

}  // namespace sillok
