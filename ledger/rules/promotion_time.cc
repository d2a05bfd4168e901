#include "ledger/rules/promotion_time.h"

#include <fmt/format.h>

#include <algorithm>

namespace sillok {
namespace {

using Cause = RankMark::Cause;

// [from, to) at one grade, of one employment after another.
struct GradePeriod {
  Period period;
  std::int64_t grade = 0;
  std::size_t spell = 0;
  Position source = kNoPosition;
};

std::vector<GradePeriod> grade_periods(const PersonState& state) {
  std::vector<GradePeriod> out;
  std::size_t spell = 0;
  for (const RankMark& mark : state.rank_marks) {
    const bool changes_grade = mark.cause == Cause::kHired || mark.cause == Cause::kPromoted ||
                               mark.cause == Cause::kDemoted || mark.cause == Cause::kSeriesChanged ||
                               mark.cause == Cause::kSeparated;
    if (!changes_grade) continue;
    if (!out.empty() && out.back().period.to == kEndOfTime)
      out.back().period.to = std::max(mark.on, out.back().period.from);
    if (mark.cause == Cause::kHired) ++spell;
    if (mark.cause != Cause::kSeparated && mark.grade)
      out.push_back({{mark.on, kEndOfTime}, *mark.grade, spell, mark.source});
  }
  return out;
}

std::string kind_id(const PromotionManner& manner) {
  if (manner.kind != "special") return std::string{manner.kind};
  return fmt::format("special.{}", manner.ground.empty() ? "other" : manner.ground);
}

void tell(Explanation& out, const RuleRow* row) {
  if (row == nullptr) return;
  const std::string policy = row->policy();
  if (std::find(out.policies.begin(), out.policies.end(), policy) == out.policies.end()) out.policies.push_back(policy);
}

}  // namespace

PromotionTime::PromotionTime(const PersonState& state, const Law& law, const std::vector<Restriction>& restrictions,
                             PromotionManner manner)
    : state_(state), law_(law), restrictions_(restrictions), manner_(manner) {
  const bool applies =
      state.in_service() && state.grade && state.route != "fixed_term" && is_general_service(state.class_code);
  if (!applies) return;
  find_time_in_grade();
  find_blocks(restrictions);
  std::vector<Date> turns{from_};
  const auto add_turns = [&](std::string_view table) {
    for (const Date day : law_.turning_days(table)) {
      if (from_ < day) turns.push_back(day);
    }
  };
  add_turns(manner_.kind == "seniority" ? table::kSeniorityPromotionYears : table::kMinTimeInGrade);
  add_turns(table::kLeaveCountPromotion);
  std::sort(turns.begin(), turns.end());
  turns.erase(std::unique(turns.begin(), turns.end()), turns.end());
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const Date until = i + 1 < turns.size() ? turns[i + 1] : kEndOfTime;
    if (row_on(turns[i]) == nullptr) continue;
    has_minimum_ = true;
    const Period full{std::max(turns[i], full_under(turns[i]).on), until};
    if (!full.is_empty()) full_in_.push_back(full);
  }
  full_in_ = joined(std::move(full_in_));
}

void PromotionTime::find_time_in_grade() {
  manner_row_ = law_.find(table::kPromotionKinds, kind_id(manner_), state_.grade_since.value_or(Date{}));
  if (manner_row_ != nullptr) {
    shortened_by_ = manner_row_->number("shortened_by").value_or(0);
    is_waived_ = manner_row_->flag("waived");
  }
  const std::vector<GradePeriod> periods = grade_periods(state_);
  const std::size_t spell = periods.empty() ? 0 : periods.back().spell;
  const std::int64_t grade = *state_.grade;
  from_ = state_.grade_since.value_or(Date{});
  bool is_grade_of_hire = false;
  std::optional<Date> before;  // where the time told so far ends
  for (const GradePeriod& each : periods) {
    if (each.spell != spell || grade < each.grade) continue;  // a lower grade has the higher number
    // Time above, and in the grade before that, counts after a demotion (DAPO §31④).
    if (!before) from_ = each.period.from;
    if (before && *before < each.period.from) gaps_.push_back({*before, each.period.from});
    before = each.period.to;
    is_grade_of_hire |= each.period.from == state_.hired_on && each.grade == grade;
    CountedPeriod told{fmt::format("grade {}", each.grade), each.period, {}, {}, {}, "DAPO:31", ""};
    if (each.source != kNoPosition) told.acts.push_back(each.source);
    in_grade_.push_back(std::move(told));
  }
  brought_ = brought_ + credited_between(state_, law_, CountedFor::kPromotion, from_, kEndOfTime, &brought_from_);
  if (!is_grade_of_hire || !state_.hired_on) return;

  // DAPO §31⑤: service at or above the grade of a re-hire, in the years before it.
  const RuleRow* window =
      law_.find(table::kPriorServiceWindow, manner_.kind == "seniority" ? "seniority" : "rehire", *state_.hired_on);
  if (window == nullptr) return;
  const Period reach{window->months() ? add(*state_.hired_on, {-*window->months(), 0}) : Date{INT32_MIN},
                     *state_.hired_on};
  // §31③: what was lost in the earlier employment is taken off only since the row says so.
  const std::vector<LostTime> lost =
      window->flag("without_lost") ? this->lost(*state_.hired_on) : std::vector<LostTime>{};
  const auto bring = [&](std::string what, Period period, Span counted, Position source) {
    brought_ = brought_ + counted;
    CountedPeriod told{std::move(what), period, counted, {}, {window->policy()}, window->legal_reference, ""};
    if (source != kNoPosition) told.acts.push_back(source);
    brought_from_.push_back(std::move(told));
  };
  std::vector<Period> taken;
  for (const GradePeriod& each : periods) {
    const Period period = common(each.period, reach);
    if (each.spell == spell || grade < each.grade || period.is_empty()) continue;
    bring(fmt::format("earlier service in grade {}", each.grade), period, counted_between(period.from, period.to, lost),
          each.source);
    taken.push_back(period);
  }
  if (state_.route != "rehire") return;
  for (const PriorCareer& career : state_.prior_career) {
    if (career.grade && grade < *career.grade) continue;
    for (const Period& part : without({common({career.from, career.to}, reach)}, taken)) {
      bring("earlier service as stated at the hire", part, share_of(length_of(part), career.percent),
            state_.source(RecordField::kPriorCareer));
      taken.push_back(part);
    }
  }
}

std::vector<LostTime> PromotionTime::lost(Date decided_on) const {
  std::vector<LostTime> out = lost_time(state_, law_, restrictions_, CountedFor::kPromotion, decided_on);
  if (!gaps_.empty()) {
    // What was lost anyway in a lower grade is not lost twice.
    std::vector<LostTime> outside;
    for (const LostTime& each : out) {
      for (const Period& part : without({each.period}, gaps_)) {
        outside.push_back(each);
        outside.back().period = part;
      }
    }
    out = std::move(outside);
    for (const Period& gap : gaps_) out.push_back({gap, 0, "time in a lower grade", kNoPosition, {}});
  }
  std::sort(out.begin(), out.end(), [](const LostTime& a, const LostTime& b) { return a.period < b.period; });
  return out;
}

void PromotionTime::find_blocks(const std::vector<Restriction>& restrictions) {
  for (const Restriction& each : restrictions) {
    const Date from = each.sanction->effective_on;
    if (each.length == Span{} && each.executed == from.next()) continue;
    blocks_.push_back({PromotionBlock::Kind::kRestriction,
                       {from, std::max(each.until, each.executed)},
                       fmt::format("{} and the restriction after it", each.sanction->kind),
                       each.sanction->source,
                       each.rows});
  }
  for (const CaseFile& file : state_.cases) {
    if (!file.is_request) continue;
    const RuleQuery query{.on = file.opened_on, .misconduct_on = file.misconduct_on, .requested_on = file.opened_on};
    const RuleRow* row = law_.find(table::kRequestBlocks, "sanction_requested", query);
    if (row == nullptr || !row->flag("value")) continue;
    blocks_.push_back({PromotionBlock::Kind::kRequest,
                       {file.opened_on, file.closed_on.value_or(kEndOfTime)},
                       "a request for a sanction",
                       file.source,
                       {row}});
  }
  for (const Phase& phase : state_.phases) {
    if (phase.kind != Phase::Kind::kLeave && phase.kind != Phase::Kind::kRemoval) continue;
    const bool is_leave = phase.kind == Phase::Kind::kLeave;
    blocks_.push_back({PromotionBlock::Kind::kStatus,
                       extent_of(phase),
                       fmt::format("{} {}", is_leave ? "leave" : "removal from position, ground", phase.ground),
                       phase.source,
                       {}});
  }
  if (const auto ends = probation_ends_on(state_, law_, restrictions); ends && state_.hired_on) {
    blocks_.push_back({PromotionBlock::Kind::kStatus,
                       {*state_.hired_on, *ends},
                       "probation",
                       state_.source(RecordField::kHiredOn),
                       {}});
  }
  std::erase_if(blocks_, [](const PromotionBlock& each) { return each.period.is_empty(); });
}

bool PromotionTime::is_full_on(Date day) const {
  return is_waived_ || std::any_of(full_in_.begin(), full_in_.end(), [&](const Period& each) { return each.has(day); });
}

const PromotionBlock* PromotionTime::block_on(Date day, std::optional<PromotionBlock::Kind> kind) const {
  const PromotionBlock* last = nullptr;
  for (const PromotionBlock& each : blocks_) {
    if (!each.period.has(day) || (kind && each.kind != *kind)) continue;
    if (last == nullptr || last->period.to < each.period.to) last = &each;
  }
  return last;
}

const RuleRow* PromotionTime::row_on(Date day) const {
  const std::string_view table = manner_.kind == "seniority" ? table::kSeniorityPromotionYears : table::kMinTimeInGrade;
  return law_.find(table, std::to_string(*state_.grade), RuleQuery{.on = day, .procedure_on = manner_.procedure_on});
}

FullDay PromotionTime::full_under(Date day) const {
  const RuleRow* row = row_on(day);
  const std::int64_t months = row == nullptr ? 0 : row->months().value_or(0);
  const Span needed = Span{std::max<std::int64_t>(months - shortened_by_, 0), 0} - brought_;
  return full_day(from_, needed, lost(day));
}

std::optional<Date> PromotionTime::promotable_on(Date day) const {
  if (!has_minimum_) return std::nullopt;
  std::vector<Period> blocked;
  for (const PromotionBlock& each : blocks_) blocked.push_back(each.period);
  // Not before the grade itself was reached: what was full before it counts from there.
  const Period held{state_.grade_since.value_or(from_), kEndOfTime};
  for (const Period& each : without(full_in_, blocked)) {
    const Period free = common(each, held);
    if (!free.is_empty() && day < free.to) return free.from;
  }
  return std::nullopt;
}

Explanation PromotionTime::explain(Date day) const {
  Explanation out;
  if (!has_minimum_) {
    out.note = "no minimum time is known for this class, grade and route on that day";
    return out;
  }
  const auto answer = promotable_on(day);
  const Date under = answer.value_or(day);
  const RuleRow* row = row_on(under);
  tell(out, row);
  if (shortened_by_ > 0 || is_waived_) tell(out, manner_row_);
  const FullDay full = full_under(under);
  out.periods = brought_from_;
  for (CountedPeriod each : in_grade_) {
    // The present one is told up to the day on which the time is full.
    if (each.period.to == kEndOfTime) each.period.to = std::max(full.on, each.period.from);
    if (each.period.to < kLastDay) each.counted = counted_between(each.period.from, each.period.to, lost(under));
    if (row != nullptr) each.policies.push_back(row->policy());
    out.periods.push_back(std::move(each));
  }
  out.periods.insert(out.periods.end(), full.periods.begin(), full.periods.end());
  for (const PromotionBlock& block : blocks_) {
    CountedPeriod each{block.what, block.period, {}, {}, {}, "DAPO:32", "no promotion meanwhile"};
    if (block.act != kNoPosition) each.acts.push_back(block.act);
    for (const RuleRow* of : block.rows) each.policies.push_back(of->policy());
    out.periods.push_back(std::move(each));
  }
  out.note = fmt::format("{} months in grade are needed{}; they are full on {}",
                         row == nullptr ? 0 : row->months().value_or(0),
                         shortened_by_ > 0 ? fmt::format(", {} less for the kind of promotion", shortened_by_) : "",
                         full.on == kEndOfTime ? "no day that is known" : to_string(full.on));
  return out;
}

std::optional<std::int64_t> probation_months_of(const PersonState& state, const Law& law, const RuleRow** row_out) {
  if (state.probation_months) return state.probation_months;
  if (!state.grade || !state.hired_on) return std::nullopt;
  // The grade of the hire decides; whoever is on probation still has it.
  const RuleRow* row = law.find(table::kProbationMonths, std::to_string(*state.grade), *state.hired_on);
  if (row_out != nullptr) *row_out = row;
  return row == nullptr ? std::nullopt : row->months();
}

std::optional<Date> probation_ends_on(const PersonState& state, const Law& law,
                                      const std::vector<Restriction>& restrictions) {
  if (!state.is_on_probation) return state.regularized_on;
  const auto months = probation_months_of(state, law);
  if (!months || !state.hired_on) return std::nullopt;
  // Leave, removal, suspension and pay cut don't count (SPOA §29②), whatever they count for otherwise.
  std::vector<LostTime> lost;
  const auto lose = [&](Period period, std::string what, Position act) {
    if (!period.is_empty()) lost.push_back({period, 0, std::move(what), act, {}});
  };
  std::vector<Period> taken;
  for (const Phase& phase : state.phases) {
    if (phase.kind == Phase::Kind::kLeave || phase.kind == Phase::Kind::kRemoval) {
      lose(extent_of(phase), "absence", phase.source);
      taken.push_back(extent_of(phase));
    }
  }
  for (const Restriction& each : restrictions) {
    if (each.executed == each.sanction->effective_on.next()) continue;
    for (const Period& part : without(each.execution, taken)) lose(part, each.sanction->kind, each.sanction->source);
  }
  std::sort(lost.begin(), lost.end(), [](const LostTime& a, const LostTime& b) { return a.period < b.period; });
  return full_day(*state.hired_on, {*months, 0}, lost).on;
}

}  // namespace sillok
