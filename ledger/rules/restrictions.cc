#include "ledger/rules/restrictions.h"

#include <algorithm>

namespace sillok {
namespace {

class Restrictions {
 public:
  Restrictions(const PersonState& state, const Law& law) : state_(state), law_(law) {
    leaves_ = joined(extents_of(state, Phase::Kind::kLeave));
    std::vector<Period> all = extents_of(state, Phase::Kind::kRemoval);
    all.insert(all.end(), leaves_.begin(), leaves_.end());
    standstills_ = joined(std::move(all));
  }

  std::vector<Restriction> run() {
    std::vector<const Sanction*> sanctions;
    for (const Sanction& each : state_.sanctions) {
      if (each.state != Sanction::State::kAnnulled) sanctions.push_back(&each);
    }
    std::sort(sanctions.begin(), sanctions.end(), [](const Sanction* a, const Sanction* b) {
      return std::pair{a->effective_on, a->source} < std::pair{b->effective_on, b->source};
    });
    for (const Sanction* each : sanctions) take(*each);
    return std::move(out_);
  }

 private:
  void take(const Sanction& sanction) {
    const RuleRow* months = law_.find(table::kSanctionRestriction, sanction.kind, query_of(sanction));
    if (months == nullptr || !months->value) return;  // out of service, or no sanction of this law
    Restriction each;
    each.sanction = &sanction;
    each.rows.push_back(months);
    each.length.months = *months->months();
    if (each.length.months > 0) {
      if (const RuleRow* more = law_.find(table::kSanctionAddonGrounds, sanction.misconduct, query_of(sanction))) {
        each.length.months += more->months().value_or(0);
        each.rows.push_back(more);
      }
    }
    execute(sanction, each);
    // The next restriction starts when the earlier one ends (DAPO §32③, RRPO §14②).
    const Date from = out_.empty() ? each.executed : std::max(each.executed, free_on_);
    const Date steps_from = out_.empty() ? each.executed : std::max(each.executed, steps_free_on_);
    restrict(sanction, each, from, steps_from);
    free_on_ = std::max(free_on_, each.until);
    steps_free_on_ = std::max(steps_free_on_, each.for_steps.to);
    out_.push_back(std::move(each));
  }

  void execute(const Sanction& sanction, Restriction& each) const {
    const RuleRow* term = law_.find(table::kSanctionTerms, sanction.kind, query_of(sanction));
    if (term != nullptr) each.rows.push_back(term);
    const bool stands_still = term != nullptr && term->flag("frozen_on_leave");
    const std::int64_t months =
        term != nullptr && term->value ? *term->months() : sanction.months.value_or(term != nullptr ? 1 : 0);
    if (months == 0) {  // executed on its day
      each.execution = {{sanction.effective_on, sanction.effective_on.next()}};
      each.executed = sanction.effective_on.next();
      return;
    }
    Run run = run_of(sanction.effective_on, {months, 0}, stands_still ? leaves_ : std::vector<Period>{});
    each.execution = std::move(run.parts);
    each.executed = run.end;
  }

  void restrict(const Sanction& sanction, Restriction& each, Date from, Date steps_from) const {
    const Run whole = run_of(from, each.length, standstills_);
    each.running = whole.parts;
    each.until = whole.end;
    each.for_steps = {steps_from, add(steps_from, each.length)};
    const auto [award, row] = halving_award(sanction);
    if (award == nullptr || each.until <= award->effective_on) return;
    // What has run by the day of the award is not given back.
    each.halved_by = award->source;
    each.rows.push_back(row);
    const Span half = share_of(each.length, *row->value);
    Run shorter = run_of(from, half, standstills_);
    each.length = half;
    each.for_steps.to = std::max(add(steps_from, half), std::min(each.for_steps.to, award->effective_on));
    if (shorter.end < award->effective_on) {
      each.running.clear();
      for (const Period& part : whole.parts) {
        const Period before = common(part, {from, award->effective_on});
        if (!before.is_empty()) each.running.push_back(before);
      }
      each.until = award->effective_on;
    } else {
      each.running = std::move(shorter.parts);
      each.until = shorter.end;
    }
  }

  std::pair<const Award*, const RuleRow*> halving_award(const Sanction& sanction) const {
    for (const Award& award : state_.awards) {
      if (award.halves != sanction.case_id || award.effective_on < sanction.effective_on) continue;
      const RuleRow* row = law_.find(table::kRestrictionHalving, award.kind, award.effective_on);
      if (row != nullptr && row->value.value_or(0) > 0) return {&award, row};
    }
    return {nullptr, nullptr};
  }

  const PersonState& state_;
  const Law& law_;
  std::vector<Period> leaves_, standstills_;
  std::vector<Restriction> out_;
  Date free_on_{INT32_MIN}, steps_free_on_{INT32_MIN};
};

}  // namespace

Period extent_of(const Phase& phase) {
  if (!phase.is_open()) return {phase.from, phase.to};
  return {phase.from, phase.until.value_or(kEndOfTime)};
}

std::vector<Period> extents_of(const PersonState& state, Phase::Kind kind) {
  std::vector<Period> out;
  for (const Phase& phase : state.phases) {
    if (phase.kind == kind) out.push_back(extent_of(phase));
  }
  return out;
}

Run run_of(Date start, Span length, const std::vector<Period>& holes) {
  Run run;
  Date at = start;
  for (const Period& hole : holes) {
    const Date end = add(at, length);
    if (hole.to <= at) continue;
    if (end <= hole.from) break;
    if (at < hole.from) {
      run.parts.push_back({at, hole.from});
      length = span_between(hole.from, end);
    }
    at = hole.to;
    if (at == kEndOfTime) {
      run.end = kEndOfTime;
      return run;
    }
  }
  run.end = add(at, length);
  if (at < run.end) run.parts.push_back({at, run.end});
  return run;
}

std::vector<Restriction> restrictions_of(const PersonState& state, const Law& law) {
  return state.sanctions.empty() ? std::vector<Restriction>{} : Restrictions(state, law).run();
}

}  // namespace sillok
