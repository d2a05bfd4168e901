#include "ledger/record/conduct.h"

#include <algorithm>

#include "ledger/record/employment.h"

namespace sillok {
namespace {

using F = Field;
using R = RecordField;

void suspend(PersonState& state, Date until, Position by) {
  if (!state.suspended_until || *state.suspended_until < until) state.suspended_until = until;
  refresh_status(state, by);
}

}  // namespace

void sanction(PersonState& state, const Fact& fact) {
  Sanction entry;
  entry.case_id = text_of(fact, F::kCase);
  entry.kind = text_of(fact, F::kKind);
  entry.misconduct = text_of(fact, F::kMisconduct);
  entry.months = fact.number(F::kMonths);
  entry.effective_on = fact.effective_on();
  entry.misconduct_on = fact.date(F::kMisconductOn).value_or(fact.effective_on());
  entry.source = fact.position();
  entry.state = fact.is_void() ? Sanction::State::kAnnulled : Sanction::State::kInForce;
  state.sanctions.push_back(entry);
  // An appeal may have changed it.
  set_source(state, R::kSanctions, std::max(fact.source_of(F::kKind), fact.source_of(F::kMonths)));
  // The request was decided, even where the sanction was cancelled or annulled since: it has to be made anew
  // (SPOA §78-3).
  for (CaseFile& file : state.cases) {
    if (file.is_request && !file.closed_on && file.case_id == entry.case_id) {
      file.closed_on = fact.effective_on();
      file.outcome = fact.is_void() ? "annulled" : "sanctioned";
    }
  }
  if (fact.is_void()) return;
  if (!state.in_service()) return;
  const auto months = static_cast<int>(entry.months.value_or(1));
  if (entry.kind == "expulsion" || entry.kind == "removal") {
    separate(state, fact.effective_on(), entry.kind, fact.position());
  } else if (entry.kind == "suspension") {
    suspend(state, add_months(fact.effective_on(), std::max(months, 1)), fact.position());
  } else if (entry.kind == "demotion") {
    // One grade down (SPOA §80①); 9 is the lowest. The months without duty behind it are the law's (standing_by_law.h).
    if (state.grade && *state.grade < 9) {
      state.grade = *state.grade + 1;
      state.grade_since = fact.effective_on();
      set_source(state, R::kGrade, fact.position());
      set_source(state, R::kGradeSince, fact.dated_by());
      mark_rank(state, RankMark::Cause::kDemoted, fact);
    }
  }
}

// Of a case that led to a removal and to a sanction each has its own day; unless it says so, the sanction is meant.
void expunge(PersonState& state, const Fact& fact) {
  const std::string case_id = text_of(fact, F::kCase);
  const bool names_removal = fact.text(F::kKind) == "removed_from_position";
  bool is_done = false;
  for (Sanction& each : state.sanctions) {
    if (names_removal || each.case_id != case_id || each.state != Sanction::State::kInForce) continue;
    each.state = Sanction::State::kExpunged;
    set_source(state, R::kSanctions, fact.position());
    is_done = true;
  }
  if (is_done || fact.text(F::kKind) == "sanction") return;
  for (Phase& each : state.phases) {
    if (each.kind == Phase::Kind::kRemoval && each.case_id == case_id) each.is_expunged = true;
  }
}

void close_case(PersonState& state, const Fact& fact) {
  const std::string case_id = text_of(fact, F::kCase);
  bool was_open = false;
  for (CaseFile& file : state.cases) {
    if (file.case_id != case_id || file.closed_on) continue;
    file.closed_on = fact.body().effective_on();  // the day of the decision
    file.outcome = text_of(fact, F::kOutcome);
    was_open = true;
  }
  if (was_open) return;
  CaseFile file;  // of a case nobody named before, as an import may bring it
  file.case_id = case_id;
  file.opened_on = fact.effective_on();
  file.closed_on = fact.body().effective_on();
  file.outcome = text_of(fact, F::kOutcome);
  file.source = fact.position();
  state.cases.push_back(std::move(file));
}

void open_case_file(PersonState& state, const Fact& fact) {
  CaseFile file;
  file.case_id = text_of(fact, F::kCase);
  file.is_request = fact.act() == Act::kSanctionRequested;
  file.kind = text_of(fact, file.is_request ? F::kWeight : F::kKind);
  file.misconduct = text_of(fact, F::kMisconduct);
  file.misconduct_on = fact.date(F::kMisconductOn);
  file.opened_on = fact.effective_on();
  file.source = fact.position();
  state.cases.push_back(std::move(file));
}

}  // namespace sillok
