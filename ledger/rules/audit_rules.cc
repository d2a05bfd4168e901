#include "ledger/rules/audit_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/base/calendar.h"
#include "ledger/rules/deadlines.h"
#include "ledger/rules/expungement.h"
#include "ledger/rules/refusal_by_row.h"
#include "ledger/rules/service_length.h"
#include "ledger/rules/step_track.h"

namespace sillok {
namespace {

class OrderAudit : private ActByLaw {
 public:
  OrderAudit(const PersonState& before, const Fact& fact, const AuditedOrder& order,
             const OrganizationState* organization, const Law& law)
      : ActByLaw(before, fact, law), order_(order), organization_(organization) {}

  std::vector<Refusal> run() {
    check_late();
    check_hands();
    check_reach();
    return std::move(refusals_);
  }

 private:
  // DPR §8: without delay. An import is as late as its source was; where the source does not say, nobody knows.
  void check_late() {
    std::optional<Date> known_on = order_.source_recorded_on;
    if (!known_on && order_.trust == Trust::kLive) known_on = korean_day(fact_.recorded_at());
    const RuleRow* row = law_.find(table::kAuditLimits, "late_record", day_);
    if (!known_on || row == nullptr || !row->value) return;
    const Date due{std::max(day_, order_.dates.issued_on).days + static_cast<std::int32_t>(*row->value)};
    if (*known_on <= due) return;
    refuse("act.late",
           fmt::format("recorded on {}, {} days after it took effect and was ordered", to_string(*known_on),
                       known_on->days - std::max(day_, order_.dates.issued_on).days),
           row);
  }

  void check_hands() {
    if (!order_.drafted_by.empty() && order_.drafted_by == order_.approved_by) {
      refuse("authority.same_person", "drafted and approved by the same officer; two persons are needed", nullptr,
             "SPOA:32");
    }
    for (const std::string& officer : {order_.drafted_by, order_.approved_by}) {
      if (officer.empty() || officer != fact_.subject()) continue;
      refuse("act.own_record", "an officer took part in an act on her or his own record", nullptr, "DHR:11");
      break;
    }
  }

  // SPOA §32: a minister appoints the officials of the own ministry. Who has no grade is appointed by the President,
  // who is no unit; of an authority that is none nothing is known.
  void check_reach() {
    const bool is_asked = organization_ != nullptr && is_appointment(fact_.act()) && before_.grade &&
                          organization_->unit(order_.authority) != nullptr;
    if (!is_asked) return;
    // A reorganization moves whom it finds, under the law that orders it (domain §8).
    const RuleRow* exception = law_.find(table::kStayExceptions, fact_.text(Field::kGround).value_or(""), day_);
    if (exception != nullptr && exception->flag("ban")) return;
    const std::string ministry = organization_->ministry_of(order_.authority, day_);
    const std::string_view to = fact_.text(Field::kUnit).value_or("");
    const auto is_own = [&](std::string_view unit) {
      return !unit.empty() &&
             (organization_->ministry_of(unit, day_) == ministry || organization_->is_within(unit, order_.authority));
    };
    if ((before_.unit.empty() && to.empty()) || is_own(before_.unit) || is_own(to)) return;
    refuse("authority.beyond_scope",
           fmt::format("ordered by {} for an official of {}, which is not its own", order_.authority,
                       before_.unit.empty() ? std::string{to} : before_.unit),
           nullptr, "SPOA:32");
  }

  const AuditedOrder& order_;
  const OrganizationState* organization_;
};

class ActAudit : private ActByLaw {
 public:
  ActAudit(const PersonState& before, const Fact& fact, const Law& law) : ActByLaw(before, fact, law) {}

  std::vector<Refusal> run() {
    switch (fact_.act()) {
      case Act::kTransferred:
      case Act::kTransferredIn: check_move(); break;
      case Act::kHired:
        check_gap();
        check_age();
        break;
      case Act::kSanctionRequested: check_prescription(); break;
      case Act::kSanctioned: check_term(); break;
      case Act::kPromoted: check_grades(); break;
      case Act::kStepRaised: check_first_of_month(); break;
      case Act::kExpunged: check_expungement(); break;
      case Act::kAwarded: check_halving(); break;
      case Act::kHoursChanged: check_hours(); break;
      default: break;
    }
    return std::move(refusals_);
  }

 private:
  void check_move() {
    const RuleRow* exception = law_.find(table::kStayExceptions, fact_.text(Field::kGround).value_or(""), day_);
    const bool may_move = exception != nullptr && exception->flag("stay");
    const auto stay = minimum_stay(before_, law_, day_);
    if (stay && !may_move && day_ < stay->until) {
      refuse("transfer.minimum_stay",
             fmt::format("moved on {}; the minimum stay of {} months in the seat held since {} ends on {}",
                         to_string(day_), *stay->row->months(), to_string(stay->from), to_string(stay->until)),
             stay->row);
    }
    if (!before_.in_service() || !is_general_service(before_.class_code)) return;
    if (fact_.act() != Act::kTransferredIn || !before_.hired_on) return;
    if (exception != nullptr && exception->flag("ban")) return;
    const RuleRow* ban =
        law_.find(table::kMoveBan, fmt::format("{}.{}", before_.route, grade_of_hire()), *before_.hired_on);
    if (ban == nullptr) ban = law_.find(table::kMoveBan, before_.route, *before_.hired_on);
    if (ban == nullptr || !ban->months()) return;
    const Date free_on = add(*before_.hired_on, {*ban->months(), 0});
    if (day_ < free_on) {
      refuse("transfer.banned",
             fmt::format("moved to another ministry on {}; after a hire by {} that is barred until {}", to_string(day_),
                         before_.route, to_string(free_on)),
             ban);
    }
  }

  std::string grade_of_hire() const {
    for (auto mark = before_.rank_marks.rbegin(); mark != before_.rank_marks.rend(); ++mark) {
      if (mark->cause == RankMark::Cause::kHired) return mark->grade ? std::to_string(*mark->grade) : "-";
    }
    return "-";
  }

  void check_gap() {
    if (before_.spells.empty()) return;
    const RuleRow* row = law_.find(table::kAuditLimits, "gap", day_);
    const std::int32_t days = day_.days - before_.spells.back().to.days;
    if (row == nullptr || !row->value || days <= 0 || *row->value < days) return;
    refuse("gap",
           fmt::format("{} days between two employments ({} to {}); check the dates", days,
                       to_string(before_.spells.back().to), to_string(day_)),
           row);
  }

  // SPOA §83-2, from the misconduct to the request.
  void check_prescription() {
    const auto misconduct_on = fact_.date(Field::kMisconductOn);
    if (!misconduct_on) return;
    const auto ended = prescription(fact_.text(Field::kMisconduct).value_or(""), *misconduct_on, day_, law_);
    if (!ended || day_ < ended->until) return;
    refuse("sanction.prescribed",
           fmt::format("requested on {} for misconduct of {}; its prescription ended on {}", to_string(day_),
                       to_string(*misconduct_on), to_string(ended->until)),
           ended->row);
  }

  // One grade at a time, but for what a special promotion is given for.
  void check_grades() {
    const auto grade = fact_.number(Field::kGrade);
    if (before_.in_service() && before_.route == "fixed_term" && is_general_service(before_.class_code))
      refuse("promotion.not_applicable", "who serves a fixed term is not promoted", nullptr, "SPOA:26-5");
    if (before_.in_service() && !before_.grade && grade)
      refuse("promotion.not_applicable", "who has no grade is not promoted; check the class and the hire", nullptr,
             "SPOA:40");
    const bool is_step_by_step = is_general_service(before_.class_code) && fact_.text(Field::kKind) != "special";
    if (!before_.in_service() || !before_.grade || !grade || !is_step_by_step || *before_.grade - 1 <= *grade) return;
    refuse("promotion.skips_a_grade",
           fmt::format("promoted from grade {} to grade {}; check the grade", *before_.grade, *grade), nullptr,
           "SPOA:40");
  }

  // RRPO §13③, §16: on the 1st of a month; a regular one also on the day that what stood in its way ends (§13④).
  void check_first_of_month() {
    if (!before_.in_service() || first_of_month_from(day_) == day_ || !is_general_service(before_.class_code)) return;
    if (fact_.text(Field::kKind) != "special" && ends_a_block()) return;
    refuse("step.not_on_the_first", fmt::format("raised on {}; a step begins on the 1st of a month", to_string(day_)),
           nullptr, "RRPO:13");
  }

  bool ends_a_block() const {
    for (const Phase& phase : before_.phases) {
      const bool holds_back = phase.kind == Phase::Kind::kLeave || phase.kind == Phase::Kind::kRemoval;
      if (holds_back && extent_of(phase).to == day_) return true;
    }
    const std::vector<Restriction> restrictions = restrictions_of(before_, law_);
    return std::any_of(restrictions.begin(), restrictions.end(),
                       [&](const Restriction& each) { return each.for_steps.to == day_ || each.executed == day_; });
  }

  // A pay cut or a suspension runs for months that its order names; a reprimand for none.
  void check_term() {
    const auto kind = fact_.text(Field::kKind).value_or("");
    const RuleRow* row = law_.find(table::kSanctionTerms, kind, query_of_sanction(fact_));
    if (row == nullptr) return;
    const bool has_term = row->number("max").has_value(), names_months = fact_.has(Field::kMonths);
    if (has_term && !row->value && !names_months)
      refuse("sanction.without_term", fmt::format("{} for no number of months; one is taken", kind), row);
    if (!has_term && names_months)
      refuse("sanction.without_term", fmt::format("{} has no months: it is executed on its day", kind), row);
  }

  void check_expungement() {
    const std::vector<Restriction> restrictions = restrictions_of(before_, law_);
    for (const Expungement& each : expungements_of(before_, restrictions, law_)) {
      const auto kind = fact_.text(Field::kKind);
      const bool is_meant = each.case_id() == fact_.text(Field::kCase) && !each.is_done() &&
                            (!kind || (*kind == kRemovedFromPosition) == (each.removal != nullptr));
      if (!is_meant) continue;
      if (each.due <= day_) return;
      refuse(
          "expunged.too_early",
          fmt::format("expunged on {}; the mark of the {} is due on {} unless it was annulled or fell under an amnesty",
                      to_string(day_), each.kind(), to_string(each.due)),
          nullptr, "DPR:9");
      return;
    }
    for (const Sanction& each : before_.sanctions) {
      if (each.case_id != fact_.text(Field::kCase) || each.state != Sanction::State::kInForce) continue;
      if (law_.book().rows(table::kExpungeYears).empty() ||
          law_.find(table::kExpungeYears, each.kind, query_of(each)) != nullptr)
        continue;
      refuse("expunged.too_early",
             fmt::format("expunged on {}; the mark of an {} never falls due", to_string(day_), each.kind), nullptr,
             "DPR:9");
      return;
    }
  }

  void check_hours() {
    constexpr std::int64_t kThousandths = 1'000;
    const auto hours = fact_.number(Field::kHoursPerWeek);
    const RuleRow* full = law_.find(table::kPartTime, "full_hours", day_);
    const RuleRow* range = law_.find(table::kPartTime, "hours", day_);
    if (!hours || full == nullptr || range == nullptr || full->value.value_or(0) * kThousandths <= *hours) return;
    if (range->number("min").value_or(0) * kThousandths <= *hours &&
        *hours <= range->number("max").value_or(full->value.value_or(0)) * kThousandths)
      return;
    refuse("hours.out_of_range",
           fmt::format("{} hours a week are no part-time work of {} to {} hours", static_cast<double>(*hours) / 1000,
                       range->number("min").value_or(0), range->number("max").value_or(0)),
           range);
  }

  // SPOA §74: who has reached the age of retirement can't be taken on for life.
  void check_age() {
    PersonState after = before_;
    evolve(after, fact_);
    const auto age = age_retirement(after, law_);
    if (!age || day_ <= age->last_day) return;
    refuse("retirement.past_age",
           fmt::format("hired on {} after the age of retirement, reached on {}; check the day of birth, or hire for a "
                       "fixed term",
                       to_string(day_), to_string(age->last_day)),
           age->row);
  }

  void check_halving() {
    const std::string_view halves = fact_.text(Field::kHalves).value_or("");
    if (halves.empty() || law_.book().rows(table::kRestrictionHalving).empty()) return;
    const bool is_there = std::any_of(before_.sanctions.begin(), before_.sanctions.end(),
                                      [&](const Sanction& each) { return each.case_id == halves; });
    if (!is_there) {
      refuse("award.does_not_halve",
             fmt::format("there is no sanction of case {} on {}; the award halves nothing", halves, to_string(day_)),
             nullptr, "DAPO:32");
      return;
    }
    const auto kind = fact_.text(Field::kKind).value_or("");
    const RuleRow* row = law_.find(table::kRestrictionHalving, kind, day_);
    if (row != nullptr && row->value.value_or(0) > 0) return;
    refuse("award.does_not_halve",
           fmt::format("an award of kind {} halves no restriction; it is recorded as an award alone", kind), row,
           "DAPO:32");
  }
};

// The step it declares, against the one that the acts before it give (RRPO §8, §13).
std::optional<Refusal> differing_step(const PersonState& before, const Fact& fact, const Law& law) {
  const auto step = fact.number(Field::kStep);
  const bool declares = fact.act() == Act::kHired || fact.act() == Act::kStepRaised;
  if (!step || !declares) return std::nullopt;
  // Most steps follow one that was declared; that spares going through the whole career.
  const bool follows = fact.act() == Act::kStepRaised && !before.rank_marks.empty() &&
                       before.rank_marks.back().cause == RankMark::Cause::kStepRaised &&
                       before.rank_marks.back().step == *step - 1;
  if (follows && before.grade) {
    const RuleRow* top = law.find(table::kMaxStep, std::to_string(*before.grade), fact.effective_on());
    if (top == nullptr || !top->value || *step <= *top->value) return std::nullopt;
  }
  PersonState after = before;
  evolve(after, fact);
  const std::vector<Restriction> restrictions = restrictions_of(after, law);
  const StepTrack track(after, law, restrictions, fact.effective_on());
  for (const StepMark& mark : track.marks()) {
    if (mark.source == fact.position()) return difference_in(mark);
  }
  return std::nullopt;
}

// What contradicts the record, whatever the law of the day.
class Contradictions {
 public:
  Contradictions(const PersonState& before, const Fact& fact) : before_(before), fact_(fact) {}

  std::vector<Refusal> run() {
    switch (fact_.act()) {
      case Act::kConcurrentStarted: check_end(); break;
      case Act::kPromoted: check_promotion(); break;
      case Act::kSanctioned: check_request(); break;
      default: break;
    }
    return std::move(found_);
  }

 private:
  void check_end() {
    const auto until = fact_.date(Field::kUntil);
    if (!until || fact_.effective_on() < *until) return;
    found_.push_back({"concurrent.ended_before_start",
                      fmt::format("it is said to end on {}, before it began on {}; it is taken as never held",
                                  to_string(*until), to_string(fact_.effective_on())),
                      "DAPO:40"});
  }

  void check_promotion() {
    const auto grade = fact_.number(Field::kGrade);
    if (!before_.in_service() || !before_.grade || !grade || *grade < *before_.grade) return;
    found_.push_back({"promotion.not_higher",
                      fmt::format("promoted from grade {} to grade {}, which is not a higher one; check date and grade",
                                  *before_.grade, *grade),
                      "SPOA:40"});
  }

  void check_request() {
    const auto case_id = fact_.text(Field::kCase);
    const bool is_requested = std::any_of(before_.cases.begin(), before_.cases.end(), [&](const CaseFile& file) {
      return file.is_request && file.case_id == case_id;
    });
    if (is_requested) return;
    found_.push_back({"sanction.without_request",
                      "sanctioned without a request for it; record the request, or the case it belongs to", "SPOA:78"});
  }

  const PersonState& before_;
  const Fact& fact_;
  std::vector<Refusal> found_;
};

}  // namespace

std::vector<Refusal> contradictions_in(const PersonState& before, const Fact& fact) {
  return Contradictions(before, fact).run();
}

std::vector<Refusal> find_on_recording(const PersonState& before, const Fact& fact, const Law& law) {
  std::vector<Refusal> found = find_in_act(before, fact, law);
  for (Refusal& each : contradictions_in(before, fact)) found.push_back(std::move(each));
  if (auto step = differing_step(before, fact, law)) found.push_back(std::move(*step));
  return found;
}

std::vector<Refusal> find_in_act(const PersonState& before, const Fact& fact, const Law& law) {
  return ActAudit(before, fact, law).run();
}

std::vector<Refusal> audit_order(const PersonState& before, const Fact& fact, const AuditedOrder& order,
                                 const OrganizationState* organization, const Law& law) {
  return OrderAudit(before, fact, order, organization, law).run();
}

}  // namespace sillok
