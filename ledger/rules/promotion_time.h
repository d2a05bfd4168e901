#pragma once
// When somebody may be promoted (DAPO §31-32, §35-2, §35-5; domain §3): time in grade, and what stands in the way
// meanwhile. Pure; any thread.
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/rules/lost_time.h"

namespace sillok {

// How a promotion is to be made.
struct PromotionManner {
  std::string_view kind = "ordinary";  // ordinary|special|seniority
  std::string_view ground;             // of a special one
  std::optional<Date> procedure_on;
};

// A period in which no promotion may be, whatever the time in grade.
struct PromotionBlock {
  enum class Kind { kRestriction, kRequest, kStatus };
  Kind kind = Kind::kStatus;
  Period period;
  std::string what;
  Position act = kNoPosition;
  std::vector<const RuleRow*> rows;
};

class PromotionTime {
 public:
  // Of a person in service with a grade of the general service; `state` must outlive it.
  PromotionTime(const PersonState& state, const Law& law, const std::vector<Restriction>& restrictions,
                PromotionManner manner = {});

  // Whether the law knows a minimum for the grade: without one there is nothing to wait for, and no answer.
  bool has_minimum() const { return has_minimum_; }
  // Days on which the minimum time is full, under the row in force that day.
  const std::vector<Period>& full_in() const { return full_in_; }
  bool is_full_on(Date day) const;
  const std::vector<PromotionBlock>& blocks() const { return blocks_; }
  // The block that ends last of those that stand on a day; nullptr: none.
  const PromotionBlock* block_on(Date day, std::optional<PromotionBlock::Kind> kind = std::nullopt) const;
  // The row in force on a day, and when the time is full under it.
  const RuleRow* row_on(Date day) const;
  FullDay full_under(Date day) const;

  // The first day of the time in which, seen from `day`, a promotion breaks no rule; nothing where none is known.
  std::optional<Date> promotable_on(Date day) const;
  Explanation explain(Date day) const;

 private:
  void find_time_in_grade();
  void find_blocks(const std::vector<Restriction>& restrictions);
  std::vector<LostTime> lost(Date decided_on) const;

  const PersonState& state_;
  const Law& law_;
  const std::vector<Restriction>& restrictions_;
  PromotionManner manner_;
  bool has_minimum_ = false, is_waived_ = false;
  std::int64_t shortened_by_ = 0;
  const RuleRow* manner_row_ = nullptr;
  Date from_;                            // time at the grade or above begins
  std::vector<CountedPeriod> in_grade_;  // of this employment
  std::vector<Period> gaps_;             // below the grade in between
  Span brought_;                         // from before, and credited
  std::vector<CountedPeriod> brought_from_;
  std::vector<Period> full_in_;
  std::vector<PromotionBlock> blocks_;
};

// The end of a probation as far as is known: the regularization, or the day the months are served.
std::optional<Date> probation_ends_on(const PersonState& state, const Law& law,
                                      const std::vector<Restriction>& restrictions);
// How many months it has to last; nothing: no law says it, or there is none.
std::optional<std::int64_t> probation_months_of(const PersonState& state, const Law& law,
                                                const RuleRow** row = nullptr);

}  // namespace sillok
