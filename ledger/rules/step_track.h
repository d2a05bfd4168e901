#pragma once
// Steps of the pay table (RRPO §8-18; domain §4.1): what step somebody has and carries, as it follows from the acts
// and the rule tables, and when the next one is due. Declared steps stand; where they differ from what is computed
// the track says so. Pure; any thread.
#include <optional>
#include <vector>

#include "ledger/rules/lost_time.h"
#include "ledger/rules/state_rules.h"

namespace sillok {

// What an act left: the step from `on` on, with the time carried towards the next one.
struct StepMark {
  Date on;
  std::optional<std::int64_t> step = {};
  Span carried = {};
  RankMark::Cause cause = RankMark::Cause::kHired;
  bool is_special = false;
  Position source = kNoPosition;
  std::optional<Date> due_on = {};            // when the next step was due before it
  std::optional<std::int64_t> computed = {};  // what the rules give, where the act declares a step
  std::vector<const RuleRow*> rows = {};
  std::string note = {};
};

// Where a declared step is another than the computed one; of a special step nothing is computed.
std::optional<Refusal> difference_in(const StepMark& mark);

struct NextStep {
  Date on;       // the 1st of a month, or the day after a restriction (RRPO §13④)
  Date full_on;  // when the time is full
  // Whole months that count to the step after it already: of a leave that counts and held this one back (RRPO §14,
  // §15).
  Span beyond;
  std::vector<CountedPeriod> periods;
  std::vector<const RuleRow*> rows;
};

class StepTrack {
 public:
  // `state` as of a day, advanced to it; it and `restrictions` must outlive the track.
  StepTrack(const PersonState& state, const Law& law, const std::vector<Restriction>& restrictions, Date as_of);

  // Of the present employment, in the order they took effect; a correction stands at the date it corrects back to.
  const std::vector<StepMark>& marks() const { return marks_; }
  std::optional<std::int64_t> step() const { return marks_.empty() ? std::nullopt : marks_.back().step; }
  // Time carried at the last mark, and counted up to a day.
  Span carried() const { return marks_.empty() ? Span{} : in_whole_months(marks_.back().carried); }
  // Nothing: no step, the top of the table, no law, or no end of what stands in the way is known.
  // Of service credited later than `until` nothing counts yet.
  std::optional<NextStep> next(Date until = kEndOfTime) const;
  Span counted_until(Date day) const;  // carried, and counted since the last mark; thirty days are a month
  // The last step of the table of the present grade; nothing: no row says it.
  std::optional<std::int64_t> top_step(Date on) const;
  // What forbids a step on a day: a sanction, its restriction, a leave, a removal. Nothing: free.
  std::optional<CountedPeriod> block_on(Date day) const;

 private:
  void follow(std::vector<RankMark> marks, Date as_of);
  void take(const RankMark& mark);
  void raise_by_law_until(Date end);
  void add(StepMark mark);
  std::optional<std::int64_t> interval(Date on) const;
  std::optional<std::int64_t> top(std::int64_t grade, Date on, const RuleRow** row = nullptr) const;
  StepMark promoted(const RankMark& mark) const;
  StepMark demoted(const RankMark& mark) const;
  void find_blocks();

  const PersonState& state_;
  const Law& law_;
  const std::vector<Restriction>& restrictions_;
  std::vector<LostTime> lost_;
  std::vector<CountedPeriod> blocks_;
  std::vector<StepMark> marks_;
  std::optional<std::int64_t> grade_;
};

// The step of a hire as the career before it gives it (RRPO §8): one, and one more for each year at or above the
// grade; a career in lower grades is walked up promotion by promotion. Overlaps count once, the better.
struct InitialStep {
  std::int64_t step = 1;
  Span carried;
  std::vector<CountedPeriod> periods;
};
InitialStep initial_step(const PersonState& state, const Law& law, const std::vector<Restriction>& restrictions,
                         const RankMark& hire);

}  // namespace sillok
