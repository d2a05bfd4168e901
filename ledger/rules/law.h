#pragma once
// The law as somebody knew it: a rule book cut at an instant. Cheap to copy; the book must outlive it. Any thread.
#include <string>
#include <string_view>

#include "ledger/record/person_state.h"
#include "ledger/rules/rule_book.h"

namespace sillok {

// The shipped tables that rules look into (schemas/policies; domain §12).
namespace table {
inline constexpr std::string_view kAuditLimits = "audit_limits", kAuthorityGrants = "authority_grants",
                                  kConcurrentMax = "concurrent_max", kCreditUses = "credit_uses",
                                  kExpungeYears = "expunge_years", kHonoraryRetirement = "honorary_retirement",
                                  kLawfulBackdating = "lawful_backdating",
                                  kLeaveCountPromotion = "leave_count_promotion", kLeaveCountStep = "leave_count_step",
                                  kLeaveMax = "leave_max", kMaxStep = "max_step", kMinStay = "min_stay",
                                  kMinTimeInGrade = "min_time_in_grade", kMoveBan = "move_ban_after_hire",
                                  kPartTime = "part_time", kPayTable = "pay_table", kPrescription = "prescription",
                                  kPriorServiceWindow = "prior_service_window", kProbationMonths = "probation_months",
                                  kPromotionKinds = "promotion_kinds", kPromotionStepMap = "promotion_step_map",
                                  kRehireBar = "rehire_bar", kRemovalCount = "removal_count",
                                  kRequestBlocks = "request_blocks", kRestrictionGiveBack = "restriction_give_back",
                                  kRestrictionHalving = "restriction_halving", kRetirementAge = "retirement_age",
                                  kSanctionAddonGrounds = "sanction_addon_grounds",
                                  kSanctionRestriction = "sanction_restriction", kSanctionTerms = "sanction_terms",
                                  kSecondmentMax = "secondment_max",
                                  kSeniorityPromotionYears = "seniority_promotion_years",
                                  kSeparateQuota = "separate_quota", kStayExceptions = "stay_exceptions",
                                  kStepInterval = "step_interval";
}  // namespace table

class Law {
 public:
  Law(const RuleBook& book, Instant known_at) : book_(&book), known_at_(known_at) {}

  // The row in force; nullptr: the law as it is known says nothing.
  const RuleRow* find(std::string_view table, std::string_view id, const RuleQuery& query) const {
    return book_->find(table, id, query, known_at_);
  }
  const RuleRow* find(std::string_view table, std::string_view id, Date on) const {
    return find(table, id, RuleQuery{.on = on});
  }
  std::vector<Date> turning_days(std::string_view table) const { return book_->turning_days(table, known_at_); }
  const RuleBook& book() const { return *book_; }
  Instant known_at() const { return known_at_; }

 private:
  const RuleBook* book_;
  Instant known_at_;
};

// The dates of a leave.
inline RuleQuery query_of_leave(Date from) { return {.on = from, .leave_from = from}; }

// The dates of a sanction: its day is that of the act and of the disposition.
inline RuleQuery query_of(const Sanction& sanction) {
  return {.on = sanction.effective_on, .misconduct_on = sanction.misconduct_on, .disposed_on = sanction.effective_on};
}

// The same as an act tells them that decides on one.
inline RuleQuery query_of_sanction(const Fact& decision) {
  return {.on = decision.effective_on(),
          .misconduct_on = decision.date(Field::kMisconductOn),
          .disposed_on = decision.effective_on()};
}

// Whether the rules of the general service hold for a class (domain §1): its tables are the ones shipped.
inline bool is_general_service(std::string_view class_code) {
  return class_code == "general" || class_code == "CAREER.GENERAL";
}

}  // namespace sillok
