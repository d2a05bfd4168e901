#pragma once
// Time that does not count: to the minimum time in grade (DAPO §31②) and to the next step (RRPO §14-15). Leaves
// count as the rule tables say, removals as their case ended; sanctions and the restrictions behind them do not.
#include <vector>

#include "ledger/rules/explanation.h"
#include "ledger/rules/restrictions.h"

namespace sillok {

// A period of which only a share counts: 0 percent, or as much as the law gives it.
struct LostTime {
  Period period;
  std::int64_t counted_percent = 0;
  std::string what;
  Position act = kNoPosition;
  std::vector<const RuleRow*> rows;
};

enum class CountedFor { kPromotion, kStep };

// Every such period of the career in order; what counts whole is not among them. `decided_on`: rows that reach
// back to earlier leaves once they are in force.
std::vector<LostTime> lost_time(const PersonState& state, const Law& law, const std::vector<Restriction>& restrictions,
                                CountedFor purpose, Date decided_on);

// Service credited by acts for a purpose (DAPO §48④, RRPO §8), of those that take effect in [from, to). By what an act
// is used the rule rows say, by its ground.
Span credited_between(const PersonState& state, const Law& law, CountedFor purpose, Date from, Date to,
                      std::vector<CountedPeriod>* told = nullptr);

// The day on which a length of time is full that is counted from `from` on. Periods that begin before that day
// push it on, by what of them does not count: months first, then days, all in sum (domain §14.5).
struct FullDay {
  Date on;
  std::vector<CountedPeriod> periods;  // those that pushed it
};
FullDay full_day(Date from, Span needed, const std::vector<LostTime>& lost);
// How much of [from, to) counts.
Span counted_between(Date from, Date to, const std::vector<LostTime>& lost);

}  // namespace sillok
