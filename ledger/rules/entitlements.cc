#include "ledger/rules/entitlements.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/deadlines.h"
#include "ledger/rules/expungement.h"
#include "ledger/rules/promotion_time.h"
#include "ledger/rules/service_length.h"
#include "ledger/rules/step_track.h"

namespace sillok {
namespace {

std::optional<Date> if_known(Date day) { return day < kLastDay ? std::optional{day} : std::nullopt; }

// Everything one record gives, worked out once.
class Derivation {
 public:
  Derivation(const PersonState& state, const Law& law, Date day)
      : state_(state), law_(law), day_(day), restrictions_(restrictions_of(state, law)) {}

  Entitlements run() {
    Entitlements out;
    out.service = state_.was_ever_hired() ? std::optional{service_length(state_, day_).length} : std::nullopt;
    take_restrictions(out);
    take_sanctions(out);
    for (const CaseFile& file : state_.cases) {
      const auto ended = prescription_of(file);
      out.prescribed.push_back(ended ? std::optional{ended->until} : std::nullopt);
    }
    take_steps(out);
    if (!state_.in_service()) return out;
    if (state_.is_on_probation) out.probation_until = probation_ends_on(state_, law_, restrictions_);
    if (state_.grade) out.promotable_on = PromotionTime(state_, law_, restrictions_).promotable_on(day_);
    if (const auto age = age_retirement(state_, law_)) out.retires_on = age->last_day;
    if (const auto stay = minimum_stay(state_, law_, day_)) out.minimum_stay_until = stay->until;
    take_pay(out);
    return out;
  }

  std::optional<Explanation> explain(std::string_view field) {
    if (field == "promotable_on") return explain_promotion();
    if (field == "restricted_until") return explain_restriction(false);
    if (field == "step_restricted_until") return explain_restriction(true);
    if (field == "next_step_on") return explain_next_step();
    if (field == "step" || field == "step_remainder_months") return explain_step();
    if (field == "retires_on") return explain_retirement();
    if (field == "service") return explain_service();
    if (field == "base_pay") return explain_pay();
    if (field == "sanctions" || field == "expungeable_on") return explain_expungement();
    if (field == "probation_until") return explain_probation();
    if (field == "minimum_stay_until") return explain_stay();
    if (field == "cases" || field == "prescribed_on") return explain_prescription();
    return std::nullopt;
  }

 private:
  void take_restrictions(Entitlements& out) const {
    for (const Restriction& each : restrictions_) {
      if (each.length == Span{}) continue;
      if (day_ < each.until && out.restricted_until.value_or(each.until) <= each.until) {
        out.restricted_until = each.until;
        out.restricted_by = each.sanction->source;
      }
      if (day_ < each.for_steps.to && out.step_restricted_until.value_or(each.for_steps.to) <= each.for_steps.to) {
        out.step_restricted_until = each.for_steps.to;
        out.step_restricted_by = each.sanction->source;
      }
    }
    if (out.restricted_until) out.restricted_until = if_known(*out.restricted_until);
  }

  void take_sanctions(Entitlements& out) const {
    const std::vector<Expungement> expungements = expungements_of(state_, restrictions_, law_);
    for (const Sanction& sanction : state_.sanctions) {
      SanctionDates dates;
      dates.source = sanction.source;
      for (const Restriction& each : restrictions_) {
        if (each.sanction == &sanction) dates.executed_on = if_known(each.executed);
      }
      for (const Expungement& each : expungements) {
        if (each.sanction == &sanction) dates.expungeable_on = if_known(each.due);
      }
      out.sanctions.push_back(dates);
    }
    for (const Phase& phase : state_.phases) {
      if (phase.kind != Phase::Kind::kRemoval) continue;
      SanctionDates dates;
      dates.source = phase.source;
      if (!phase.is_open()) dates.executed_on = phase.to;
      for (const Expungement& each : expungements) {
        if (each.removal == &phase) dates.expungeable_on = if_known(each.due);
      }
      out.removals.push_back(dates);
    }
  }

  void take_steps(Entitlements& out) const {
    const StepTrack track(state_, law_, restrictions_, day_);
    out.step = track.step();
    out.step_carried = track.carried();
    if (!track.marks().empty()) out.step_source = track.marks().back().source;
    for (const StepMark& mark : track.marks()) {
      find_difference(mark, out);
      find_out_of_time(mark, out);
    }
    if (!state_.in_service()) return;
    if (const auto next = track.next()) out.next_step_on = if_known(next->on);
    if (!out.next_step_on || track.marks().empty()) return;
    StepMark today = track.marks().back();
    today.on = day_;
    today.due_on = out.next_step_on;
    today.cause = RankMark::Cause::kStepFixed;
    today.is_special = false;
    find_out_of_time(today, out);
  }

  static void find_difference(const StepMark& mark, Entitlements& out) {
    auto difference = difference_in(mark);
    if (!difference) return;
    out.findings.push_back({std::move(difference->code),
                            {mark.source},
                            mark.on,
                            std::move(difference->message),
                            std::move(difference->legal_reference)});
  }

  // A regular step before its day, or one that came long after it or never did.
  void find_out_of_time(const StepMark& mark, Entitlements& out) const {
    if (!mark.due_on || mark.is_special) return;
    const bool is_regular = mark.cause == RankMark::Cause::kStepRaised;
    const RuleRow* grace = law_.find(table::kAuditLimits, "late_step", mark.on);
    const bool is_early = is_regular && mark.on < *mark.due_on;
    const bool is_missed =
        grace != nullptr && grace->value && mark.due_on->days + static_cast<std::int32_t>(*grace->value) < mark.on.days;
    if (!is_early && !is_missed) return;
    Finding finding;
    finding.rule = is_early ? "step.too_early" : "step.missed";
    finding.positions = {mark.source};
    finding.effective_on = is_early ? mark.on : *mark.due_on;
    finding.message =
        is_early ? fmt::format("raised on {}; the step was due on {}", to_string(mark.on), to_string(*mark.due_on))
                 : fmt::format("a step was due on {} and no act has raised it by {}; correct the step",
                               to_string(*mark.due_on), to_string(mark.on));
    finding.legal_reference = "RRPO:13";
    if (is_missed) finding.policy = grace->policy();
    out.untimely_steps.push_back(std::move(finding));
  }

  const RuleRow* pay_row(std::optional<std::int64_t> step) const {
    if (!state_.grade || !step || !is_general_service(state_.class_code)) return nullptr;
    return law_.find(table::kPayTable, fmt::format("general.{}.{}", *state_.grade, *step), day_);
  }

  void take_pay(Entitlements& out) const {
    const RuleRow* row = pay_row(out.step);
    if (row != nullptr && row->value) {
      out.base_pay = row->value;
      return;
    }
    if (!out.step || !state_.grade || !is_general_service(state_.class_code)) return;
    const std::vector<Date> turns = law_.turning_days(table::kPayTable);
    if (turns.empty() || day_ < turns.front()) return;  // there is no table that day
    Finding finding;
    finding.rule = "pay.unknown_cell";
    if (out.step_source != kNoPosition) finding.positions = {out.step_source};
    finding.effective_on = row != nullptr ? row->valid_from : day_;
    finding.message = fmt::format(
        "the pay table in force on {} has no amount for grade {} step {}; adopt one with its "
        "source",
        to_string(day_), *state_.grade, *out.step);
    finding.legal_reference = "RRPO:annex-3";
    out.findings.push_back(std::move(finding));
  }

  Explanation explain_promotion() const {
    if (!state_.in_service() || !state_.grade) return note("nobody without a grade in service is promoted");
    return PromotionTime(state_, law_, restrictions_).explain(day_);
  }

  Explanation explain_restriction(bool for_steps) const {
    Explanation out;
    for (const Restriction& each : restrictions_) {
      const auto tell = [&](std::string what, Period period, std::string text) {
        CountedPeriod told{std::move(what), period, length_of(period), {each.sanction->source}, {}, "",
                           std::move(text)};
        if (each.halved_by != kNoPosition) told.acts.push_back(each.halved_by);
        for (const RuleRow* row : each.rows) {
          told.policies.push_back(row->policy());
          told.legal_reference = row->legal_reference;
        }
        out.periods.push_back(std::move(told));
      };
      for (const Period& part : each.execution) tell(fmt::format("{} executed", each.sanction->kind), part, "");
      const std::string what = fmt::format("restriction after {}", each.sanction->kind);
      const std::string length =
          fmt::format("{} months{}", each.length.months, each.halved_by != kNoPosition ? ", halved by an award" : "");
      if (for_steps) tell(what, each.for_steps, length);
      else
        for (const Period& part : each.running) tell(what, part, length);
    }
    if (out.periods.empty()) out.note = "no sanction in the record restricts anything";
    return out;
  }

  Explanation explain_next_step() const {
    const StepTrack track(state_, law_, restrictions_, day_);
    const auto next = track.next();
    if (!next) return note("no next step: no step or grade, the top of the table, or no end of what stands in the way");
    Explanation out;
    const StepMark& last = track.marks().back();
    out.periods.push_back({fmt::format("since step {}", *last.step),
                           {last.on, next->full_on},
                           last.carried,
                           {last.source},
                           {},
                           "RRPO:13",
                           "counted: the months carried when it began"});
    out.periods.insert(out.periods.end(), next->periods.begin(), next->periods.end());
    for (const RuleRow* row : next->rows) out.policies.push_back(row->policy());
    out.note = fmt::format("the time is full on {}", to_string(next->full_on));
    return out;
  }

  Explanation explain_step() const {
    Explanation out;
    const StepTrack track(state_, law_, restrictions_, day_);
    const auto& marks = track.marks();
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const StepMark& mark = marks[i];
      CountedPeriod told{mark.step ? fmt::format("step {}", *mark.step) : "no step",
                         {mark.on, i + 1 < marks.size() ? marks[i + 1].on : kEndOfTime},
                         mark.carried,
                         {mark.source},
                         {},
                         "RRPO:8",
                         mark.note};
      if (mark.computed && mark.computed != mark.step && !mark.is_special)
        told.note = fmt::format("declared; the rules give {}", *mark.computed);
      for (const RuleRow* row : mark.rows) told.policies.push_back(row->policy());
      out.periods.push_back(std::move(told));
    }
    out.note = "counted: the months carried when a step began";
    return out;
  }

  Explanation explain_retirement() const {
    const auto age = age_retirement(state_, law_);
    if (!age) return note("no age of retirement is known for this class, grade and route, or no half-year of birth");
    Explanation out;
    out.policies.push_back(age->row->policy());
    out.note = fmt::format("born in the {} half of {}; age {}", *state_.birth_half % 2 == 0 ? "first" : "second",
                           *state_.birth_half / 2, *age->row->value);
    return out;
  }

  Explanation explain_service() const {
    Explanation out;
    out.periods = service_length(state_, day_).periods;
    out.note = "employments recorded here, up to and with the day asked for; overlaps once";
    return out;
  }

  Explanation explain_pay() const {
    const StepTrack track(state_, law_, restrictions_, day_);
    const RuleRow* row = pay_row(track.step());
    if (row == nullptr) return note("no pay table is known for this class, grade and step on that day");
    Explanation out;
    out.policies.push_back(row->policy());
    const auto derived = row->number("derived");
    out.note = row->value ? fmt::format("printed: {}", row->text("source"))
               : derived  ? fmt::format("no source prints this cell; derived from other years it would be {} ({})",
                                        *derived, row->text("source"))
                          : "no source prints this cell";
    return out;
  }

  Explanation explain_expungement() const {
    Explanation out;
    for (const Expungement& each : expungements_of(state_, restrictions_, law_)) {
      for (CountedPeriod period : each.why.periods) {
        period.policies = each.why.policies;
        period.note = fmt::format("expungeable on {}: {}", to_string(each.due), each.why.note);
        out.periods.push_back(std::move(period));
      }
    }
    if (out.periods.empty()) out.note = "no sanction or removal that can be expunged";
    return out;
  }

  // Of what is not known to have been misconduct, or when, nothing can be said.
  std::optional<Deadline> prescription_of(const CaseFile& file) const {
    if (!file.misconduct_on) return std::nullopt;
    return prescription(file.misconduct, *file.misconduct_on, file.opened_on, law_);
  }

  Explanation explain_stay() const {
    const auto stay = minimum_stay(state_, law_, day_);
    if (!stay) return note("no seat is held, or no minimum stay is known for this class and grade");
    Explanation out;
    CountedPeriod told{"in the seat",         {stay->from, stay->until},  {}, {},
                       {stay->row->policy()}, stay->row->legal_reference, ""};
    const RecordField by = state_.post_since ? RecordField::kPostSince : RecordField::kUnit;
    if (state_.source(by) != kNoPosition) told.acts.push_back(state_.source(by));
    out.periods.push_back(std::move(told));
    out.policies.push_back(stay->row->policy());
    out.note = fmt::format("{} months from the day the seat was taken; a promotion does not begin it anew",
                           *stay->row->months());
    return out;
  }

  Explanation explain_prescription() const {
    Explanation out;
    for (const CaseFile& file : state_.cases) {
      const auto ended = prescription_of(file);
      if (!ended) continue;
      out.periods.push_back({fmt::format("misconduct, {}", file.misconduct),
                             {ended->from, ended->until},
                             {},
                             {file.source},
                             {ended->row->policy()},
                             ended->row->legal_reference,
                             file.is_request ? fmt::format("requested on {}", to_string(file.opened_on)) : ""});
    }
    if (out.periods.empty()) out.note = "no case with a day of misconduct";
    return out;
  }

  Explanation explain_probation() const {
    if (!state_.is_on_probation) return note("not on probation");
    const RuleRow* row = nullptr;
    const auto months = probation_months_of(state_, law_, &row);
    Explanation out;
    if (row != nullptr) out.policies.push_back(row->policy());
    out.note = months ? fmt::format("{} months from {}{}", *months, to_string(*state_.hired_on),
                                    row == nullptr ? ", as the hire says" : "")
                      : "no length of probation is known";
    return out;
  }

  static Explanation note(std::string text) {
    Explanation out;
    out.note = std::move(text);
    return out;
  }

  const PersonState& state_;
  const Law& law_;
  const Date day_;
  const std::vector<Restriction> restrictions_;
};

}  // namespace

Entitlements entitlements_of(const PersonState& as_of_day, const Law& law, Date day) {
  return Derivation(as_of_day, law, day).run();
}

std::vector<std::string_view> explained_fields() {
  return {"promotable_on",
          "restricted_until",
          "step_restricted_until",
          "next_step_on",
          "step",
          "retires_on",
          "service",
          "base_pay",
          "expungeable_on",
          "probation_until",
          "minimum_stay_until",
          "cases"};
}

std::optional<Explanation> explain(const PersonState& as_of_day, const Law& law, Date day, std::string_view field) {
  return Derivation(as_of_day, law, day).explain(field);
}

}  // namespace sillok
