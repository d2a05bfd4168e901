#include "ledger/rules/law_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ledger/rules/absence_limits.h"
#include "ledger/rules/promotion_time.h"
#include "ledger/rules/refusal_by_row.h"
#include "ledger/rules/service_length.h"
#include "ledger/rules/step_track.h"

namespace sillok {
namespace {

constexpr std::string_view kSickLeave = "LV.SICK";

class LawCheck : private ActByLaw {
 public:
  LawCheck(const PersonState& before, const PersonState& newest, const Fact& fact, const OrderDates& order,
           const Law& law)
      : ActByLaw(before, fact, law), newest_(newest), order_(order) {}

  std::vector<Refusal> run() {
    check_back_dating();
    check_birth();
    switch (fact_.act()) {
      case Act::kHired:
        check_hire();
        check_grade(fact_.text(Field::kClass).value_or(""));
        break;
      case Act::kRegularized: check_regularization(); break;
      case Act::kPromoted:
        check_promotion();
        check_grade(before_.class_code);
        break;
      case Act::kDemotedByConsent: check_demotion(); break;
      case Act::kSeriesChanged: check_grade(before_.class_code); break;
      case Act::kStepRaised: check_step(); break;
      case Act::kLeaveStarted:
      case Act::kLeaveExtended:
      case Act::kSeconded:
      case Act::kSecondmentExtended:
      case Act::kConcurrentStarted:
        for (Refusal& each : refuse_by_limits(before_, fact_, law_)) refusals_.push_back(std::move(each));
        break;
      case Act::kResigned: check_resignation(); break;
      case Act::kRetired: check_retirement(); break;
      case Act::kSanctionRequested: check_misconduct_date(); break;
      case Act::kSanctioned:
        check_misconduct_date();
        check_sanction();
        break;
      case Act::kAppealDecided: check_appeal(); break;
      default: break;
    }
    return std::move(refusals_);
  }

 private:
  const std::vector<Restriction>& restrictions() {
    if (!restrictions_) restrictions_ = restrictions_of(before_, law_);
    return *restrictions_;
  }

  // DAPO §6①, §7: no retroactive appointment but where the law lists it.
  void check_back_dating() {
    // A date that a rectification corrects was never ordered otherwise: the record was wrong (domain §2.4).
    const bool is_corrected = fact_.dated_by() != fact_.position();
    if (!is_appointment(fact_.act()) || order_.issued_on <= day_ || is_corrected) return;
    const std::string_view act = name_of(fact_.act());
    const auto kind = fact_.text(Field::kKind), ground = fact_.text(Field::kGround);
    std::vector<std::string> ids{std::string{act}};
    for (const auto& part : {kind, ground}) {
      if (part) ids.push_back(fmt::format("{}.{}", act, *part));
    }
    if (kind && ground) ids.push_back(fmt::format("{}.{}.{}", act, *kind, *ground));
    for (const std::string& id : ids) {
      const RuleRow* row = law_.find(table::kLawfulBackdating, id, day_);
      if (row != nullptr && is_its_day(row->text("only_on"))) return;
    }
    if (law_.book().tables().empty()) return;  // a ledger without law
    refuse("order.back_dated",
           fmt::format("{} takes effect on {}, before its order was issued on {}; date it on or after the order, or "
                       "correct the act that was wrong",
                       act, to_string(day_), to_string(order_.issued_on)),
           nullptr, "DAPO:6");
  }

  // The one day to which the law lets such an act go back; empty: it is not bound to one.
  bool is_its_day(std::string_view which) const {
    if (which.empty()) return true;
    if (which == "leave_end") return before_.leave_until == day_;
    if (which == "sick_leave_start") return order_.was_sick_leave;
    if (order_.separated_on && (which == "day_before_death" || which == "last_day_in_service"))
      return order_.separated_on->previous() == day_;
    if (which == "day_before_death") return newest_.dead_on && newest_.dead_on->previous() == day_;
    if (which != "last_day_in_service") return false;
    return std::any_of(newest_.spells.begin(), newest_.spells.end(),
                       [&](const Spell& spell) { return spell.to.previous() == day_; });
  }

  void check_birth() {
    const auto half = fact_.birth_half() ? fact_.birth_half() : before_.birth_half;
    if (!half) return;
    const auto born = make_date(*half / 2, *half % 2 == 0 ? 1 : 7, 1);
    Date first = before_.in_service() ? before_.hired_on.value_or(day_) : day_;
    for (const Spell& spell : before_.spells) first = std::min(first, spell.from);
    if (!born || *born <= std::min(first, day_)) return;
    refuse("person.not_born",
           fmt::format("{} was not born yet on {}; check the date", who(), to_string(std::min(first, day_))), nullptr);
  }

  // SPOA §33: who was expelled or removed is barred for some years.
  void check_hire() {
    for (const Spell& spell : before_.spells) {
      const RuleRow* row = law_.find(table::kRehireBar, spell.ground, {.on = day_, .disposed_on = spell.to});
      if (row == nullptr || !row->months()) continue;
      const Date free_on = add(spell.to, {*row->months(), 0});
      if (free_on <= day_) continue;
      refuse("state.disqualified",
             fmt::format("{} left by {} on {} and may not be appointed before {}", who(), spell.ground,
                         to_string(spell.to), to_string(free_on)),
             row);
    }
  }

  // SPOA §4①: the grades of the general service; the pay tables have a row for each.
  void check_grade(std::string_view class_code) {
    const auto grade = fact_.number(Field::kGrade);
    if (!grade || !is_general_service(class_code) || law_.find(table::kMaxStep, "1", day_) == nullptr) return;
    if (law_.find(table::kMaxStep, std::to_string(*grade), day_) != nullptr) return;
    refuse("grade.unknown", fmt::format("the general service has no grade {}; check class and grade", *grade), nullptr,
           "SPOA:4");
  }

  void check_regularization() {
    if (!before_.is_on_probation) return;  // state_rules.h says it
    const auto ends = probation_ends_on(before_, law_, restrictions());
    if (!ends || *ends <= day_) return;
    const RuleRow* row = nullptr;
    (void)probation_months_of(before_, law_, &row);
    refuse("probation.minimum_time",
           fmt::format("the probation of {} is served on {}; regularize on or after that day", who(), to_day(*ends)),
           row, "SPOA:29");
  }

  static std::string to_day(Date day) { return day < kLastDay ? to_string(day) : "no day that is known"; }

  void check_promotion() {
    if (!before_.in_service() || !before_.grade) return;
    PromotionManner manner;
    manner.kind = fact_.text(Field::kKind).value_or("ordinary");
    manner.ground = fact_.text(Field::kGround).value_or("");
    manner.procedure_on = order_.procedure_on;
    const PromotionTime time(before_, law_, restrictions(), manner);
    if (manner.kind == "seniority" && !time.has_minimum() && is_general_service(before_.class_code) &&
        law_.find(table::kMinTimeInGrade, std::to_string(*before_.grade), day_) != nullptr) {
      refuse("promotion.not_by_seniority",
             fmt::format("there is no promotion by seniority from grade {}", *before_.grade), nullptr, "DAPO:35-5");
    }
    if (time.has_minimum() && !time.is_full_on(day_)) {
      const RuleRow* row = time.row_on(day_);
      refuse("promotion.minimum_time",
             fmt::format("{} has not been in grade {} for {} months by {}; under that rule it is full on {}", who(),
                         *before_.grade, row == nullptr ? 0 : row->months().value_or(0), to_string(day_),
                         to_day(time.full_under(day_).on)),
             row);
    }
    for (const auto kind : {PromotionBlock::Kind::kRestriction, PromotionBlock::Kind::kRequest}) {
      const PromotionBlock* block = time.block_on(day_, kind);
      if (block == nullptr) continue;
      refuse("promotion.restricted",
             fmt::format("{} is barred from promotion by {} (position {}) until {}", who(), block->what, block->act,
                         block->period.to < kLastDay ? to_string(block->period.to) : "it is decided"),
             block->rows.empty() ? nullptr : block->rows.front(), "DAPO:32");
      break;
    }
  }

  void check_demotion() {
    const auto grade = fact_.number(Field::kGrade);
    if (!before_.in_service()) return;
    if (!before_.grade || before_.route == "fixed_term") {
      refuse("demotion.not_applicable",
             fmt::format("{} has no grade to be demoted from, or serves a fixed term: neither is demoted", who()),
             nullptr, "SPOA:73-4");
      return;
    }
    if (!grade || *grade == *before_.grade + 1) return;
    refuse("demotion.one_grade",
           fmt::format("demotion by consent is by one grade; {} has grade {}", who(), *before_.grade), nullptr,
           "SPOA:73-4");
  }

  void check_step() {
    if (!before_.in_service()) return;
    if (before_.status == Status::kOnLeave) {
      const RuleRow* row =
          law_.find(table::kLeaveCountStep, before_.leave_ground, query_of_leave(before_.leave_since.value_or(day_)));
      if (row == nullptr || !row->flag("raised_on_leave")) {
        refuse("state.not_active",
               fmt::format("{} is on leave on {}: no step is raised meanwhile; raise it on the return", who(),
                           to_string(day_)),
               row, "RRPO:14");
      }
    }
    for (const Restriction& each : restrictions()) {
      if (each.length == Span{} || day_ < each.sanction->effective_on || each.for_steps.to <= day_) continue;
      refuse("step.restricted",
             fmt::format("{} is barred from steps by the {} of position {} until {}", who(), each.sanction->kind,
                         each.sanction->source, to_string(each.for_steps.to)),
             each.rows.front());
      return;
    }
  }

  // SPOA §78-4: nobody resigns out of a pending heavy sanction, an indictment or a probe (domain §14.8).
  void check_resignation() {
    for (const CaseFile& file : before_.cases) {
      if (file.closed_on && *file.closed_on <= day_) continue;
      const bool bars = file.is_request ? file.kind == "heavy" : file.kind == "indictment" || file.kind == "probe";
      if (!bars) continue;
      refuse("state.resignation_barred",
             fmt::format("{} may not leave by wish while a case is open ({} of position {}); close or decide it first",
                         who(), file.is_request ? "heavy sanction requested" : file.kind, file.source),
             nullptr, "SPOA:78-4");
      return;
    }
  }

  void check_retirement() {
    if (!before_.in_service()) return;
    const auto kind = fact_.text(Field::kKind).value_or("");
    const auto age = age_retirement(before_, law_);
    const bool has_none = before_.route == "fixed_term" && is_general_service(before_.class_code);
    if (kind == "age" && has_none) {
      refuse("retirement.not_due", fmt::format("{} serves a fixed term: there is no age of retirement for it", who()),
             nullptr, "SPOA:26-5");
    }
    if (kind == "age" && age && day_ <= age->last_day) {
      refuse("retirement.not_due",
             fmt::format("the last day in service of {} by age is {}; the retirement takes effect the day after", who(),
                         to_string(age->last_day)),
             age->row);
    }
    if (kind != "honorary") return;
    check_resignation();  // it is by wish too
    const RuleRow* row = law_.find(table::kHonoraryRetirement, "service", day_);
    if (row != nullptr && row->months()) {
      const Span served = service_length(before_, day_.previous()).length;
      if (served.months < *row->months()) {
        refuse("retirement.minimum_service",
               fmt::format("honorary retirement needs {} months of service; {} has {}", *row->months(), who(),
                           served.months),
               row);
      }
    }
    if (age && age->last_day < day_) {
      refuse("retirement.past_age",
             fmt::format("honorary retirement comes before the age of retirement, reached on {}",
                         to_string(age->last_day)),
             age->row);
    }
  }

  void check_misconduct_date() {
    const auto misconduct_on = fact_.date(Field::kMisconductOn);
    if (!misconduct_on || *misconduct_on <= day_) return;
    refuse("sanction.misconduct_later",
           fmt::format("the misconduct is dated {}, after the {} of {}; check both dates", to_string(*misconduct_on),
                       fact_.act() == Act::kSanctioned ? "sanction" : "request", to_string(day_)),
           nullptr, "SPOA:78");
  }

  // Heaviest first (SPOA §79; a warning is none of them).
  static std::ptrdiff_t lightness(std::string_view kind) {
    constexpr std::array<std::string_view, 7> kKinds{"expulsion", "removal",   "demotion", "suspension",
                                                     "pay_cut",   "reprimand", "warning"};
    return std::find(kKinds.begin(), kKinds.end(), kind) - kKinds.begin();
  }

  // SPOA §14⑧: never heavier than what is appealed against.
  void check_appeal() {
    if (fact_.text(Field::kOutcome) != "changed") return;
    if (!fact_.has(Field::kKind) && !fact_.has(Field::kMonths)) {
      refuse("appeal.unchanged", "it says `changed` and not to what; give the kind or the months that hold now",
             nullptr, "SPOA:14");
    }
    for (const Sanction& each : before_.sanctions) {
      if (each.case_id != fact_.text(Field::kCase)) continue;
      const std::string_view kind = fact_.text(Field::kKind).value_or(each.kind);
      const auto months = fact_.number(Field::kMonths);
      const bool is_heavier = lightness(kind) < lightness(each.kind) ||
                              (kind == each.kind && months && each.months && *each.months < *months);
      if (!is_heavier) continue;
      refuse("appeal.heavier",
             fmt::format("an appeal makes nothing heavier: {}{} was decided, {}{} would take its place", each.kind,
                         each.months ? fmt::format(" of {} months", *each.months) : "", kind,
                         months ? fmt::format(" of {} months", *months) : ""),
             nullptr, "SPOA:14");
      return;
    }
  }

  void check_sanction() {
    const auto kind = fact_.text(Field::kKind).value_or("");
    const RuleRow* row = law_.find(table::kSanctionTerms, kind, query_of_sanction(fact_));
    const auto months = fact_.number(Field::kMonths);
    if (row != nullptr && months && row->number("max") &&
        (*months < row->number("min").value_or(1) || *row->number("max") < *months)) {
      refuse("sanction.term",
             fmt::format("{} lasts {} to {} months, not {}", kind, row->number("min").value_or(1), *row->number("max"),
                         *months),
             row);
    }
    // SPOA §80: nobody without a grade, and nobody on a fixed term, is demoted.
    const bool is_lowest = before_.grade && is_general_service(before_.class_code) &&
                           law_.find(table::kMaxStep, std::to_string(*before_.grade), day_) != nullptr &&
                           law_.find(table::kMaxStep, std::to_string(*before_.grade + 1), day_) == nullptr;
    if (kind == "demotion" && before_.in_service() && (!before_.grade || is_lowest || before_.route == "fixed_term")) {
      refuse("sanction.not_applicable",
             fmt::format("{} has no lower grade to be demoted to, or serves a fixed term; another sanction is needed",
                         who()),
             nullptr, "SPOA:80");
    }
  }

  const PersonState& newest_;
  const OrderDates& order_;
  std::optional<std::vector<Restriction>> restrictions_;
};

}  // namespace

bool was_sick_leave_from(std::span<const StoredAct> acts, Date day) {
  return std::any_of(acts.begin(), acts.end(), [&](const StoredAct& each) {
    return each.body.act() == Act::kLeaveStarted && each.body.effective_on() == day &&
           each.body.text(Field::kGround) == kSickLeave;
  });
}

bool is_appointment(Act act) {
  switch (act) {
    case Act::kHired:
    case Act::kRegularized:
    case Act::kResigned:
    case Act::kPromoted:
    case Act::kSeriesChanged:
    case Act::kTransferred:
    case Act::kTransferredIn:
    case Act::kConcurrentStarted:
    case Act::kConcurrentEnded:
    case Act::kSeconded:
    case Act::kSecondmentExtended:
    case Act::kReturned:
    case Act::kDemotedByConsent:
    case Act::kLeaveStarted:
    case Act::kLeaveExtended:
    case Act::kReinstated:
    case Act::kRemovedFromPosition:
    case Act::kDismissed:
    case Act::kAppointmentCancelled:
    case Act::kRetired:
    case Act::kTermExtended:
    case Act::kHoursChanged:
    case Act::kStepFixed:
    case Act::kStepRaised:
    case Act::kStepRefixed:
    case Act::kStepCorrected:
    case Act::kSanctioned: return true;
    default: return false;
  }
}

std::vector<Refusal> refuse_by_law(const PersonState& as_of_the_act, const Fact& fact, const OrderDates& order,
                                   const Law& law, const PersonState* newest) {
  return LawCheck(as_of_the_act, newest == nullptr ? as_of_the_act : *newest, fact, order, law).run();
}

}  // namespace sillok
