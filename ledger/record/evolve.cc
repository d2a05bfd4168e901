// evolve(state, fact): every act of contract §3 and what it changes in the record of a person.
// Total (style (b)): a recorded fact can't be refused. No rule of law is applied here but the
// shape of the acts themselves; figures of law are computed by ledger/rules from dated tables.
#include <algorithm>

#include "ledger/record/conduct.h"
#include "ledger/record/employment.h"
#include "ledger/record/person_fold.h"

namespace sillok {
namespace {

using F = Field;
using R = RecordField;

void take_grade(PersonState& state, const Fact& fact) {
  state.grade = fact.number(F::kGrade);
  state.grade_since = state.grade ? std::optional{fact.effective_on()} : std::nullopt;
  set_source(state, R::kGrade, fact.source_of(F::kGrade));
  set_source(state, R::kGradeSince, fact.dated_by());
}

void take_series(PersonState& state, const Fact& fact) {
  state.series = text_of(fact, F::kSeries);
  set_source(state, R::kSeries, fact.source_of(F::kSeries));
}

void take_step(PersonState& state, const Fact& fact, std::int64_t remainder_months) {
  state.step = fact.number(F::kStep);
  state.step_remainder_months = remainder_months;
  state.step_since = fact.effective_on();
  set_source(state, R::kStep, fact.source_of(F::kStep));
}

void change_step(PersonState& state, const Fact& fact, RankMark::Cause cause) {
  take_step(state, fact, fact.number(F::kRemainderMonths).value_or(0));
  mark_rank(state, cause, fact);
}

void take_unit(PersonState& state, std::string_view unit, Date on, Position by) {
  if (state.unit != unit) state.unit_since = on;
  state.unit = std::string(unit);
  set_source(state, R::kUnit, by);
}

void take_post(PersonState& state, std::string_view post, const Fact& fact, Position by) {
  set_source(state, R::kPost, by);
  if (state.post == post) return;  // the same seat: its time runs on
  state.post = std::string(post);
  state.post_since = post.empty() ? std::nullopt : std::optional{fact.effective_on()};
  set_source(state, R::kPostSince, fact.dated_by());
}

// A new seat: the unit, and the post or none.
void take_seat(PersonState& state, const Fact& fact) {
  const bool same_unit = state.unit == fact.text(F::kUnit).value_or("");
  take_unit(state, fact.text(F::kUnit).value_or(""), fact.effective_on(), fact.source_of(F::kUnit));
  if (!same_unit) state.post.clear();  // a post of that name elsewhere is another post
  if (!same_unit) state.post_since.reset();
  take_post(state, fact.text(F::kPost).value_or(""), fact, fact.source_of(F::kPost));
}

// An act that may name a seat but need not.
void take_seat_if_named(PersonState& state, const Fact& fact) {
  if (fact.has(F::kUnit) && fact.text(F::kUnit) != state.unit) {
    take_seat(state, fact);
  } else if (fact.has(F::kPost)) {
    take_post(state, *fact.text(F::kPost), fact, fact.source_of(F::kPost));
  }
}

void hire(PersonState& state, const Fact& fact) {
  // A second hire while in service can only come from an import: the first employment ends there.
  separate(state, fact.effective_on(), "hired_again", fact.position());
  state.route = text_of(fact, F::kRoute);
  state.class_code = text_of(fact, F::kClass);
  set_source(state, R::kClass, fact.source_of(F::kClass));
  state.hired_on = fact.effective_on();
  state.regularized_on.reset();
  set_source(state, R::kHiredOn, fact.dated_by());
  take_grade(state, fact);
  take_series(state, fact);
  take_seat(state, fact);
  take_step(state, fact, 0);
  mark_rank(state, RankMark::Cause::kHired, fact);
  state.term_until = fact.date(F::kUntil);
  set_source(state, R::kTermUntil, fact.source_of(F::kUntil));
  state.hours_per_week.reset();
  state.prior_career = fact.prior_career();
  set_source(state, R::kPriorCareer, fact.source_of(F::kPriorCareer));
  state.probation_months = fact.number(F::kProbationMonths);
  set_source(state, R::kProbationMonths, fact.source_of(F::kProbationMonths));
  // Absent: the rule table says how long, and for which grades there is none (rules/standing_by_law.h). Never for
  // fixed terms and political posts (SPOA §29, DAPO §25②).
  // Waived for who served before at that grade or a higher one.
  const bool is_higher = state.route == "rehire" && state.grade && !state.spells.empty() && state.spells.back().grade &&
                         *state.grade < *state.spells.back().grade;
  const bool may_be = state.grade && (state.route == "open" || state.route == "career" || is_higher);
  state.is_on_probation = state.probation_months ? *state.probation_months > 0 : may_be;
  state.status = state.is_on_probation ? Status::kProbation : Status::kActive;
  set_source(state, R::kStatus, fact.position());
}

void take_personal(PersonState& state, const Fact& fact) {
  for (const auto& [member, by] : fact.personal_sources()) state.personal[static_cast<std::size_t>(member)] = by;
  if (fact.sex() != Sex::kUnknown) {
    state.sex = fact.sex();
    set_source(state, R::kSex, fact.position());
  }
  if (fact.birth_half()) state.birth_half = fact.birth_half();
}

bool same_seat(const SidePost& one, const SidePost& other) { return one.unit == other.unit && one.post == other.post; }

void start_side_post(std::vector<SidePost>& posts, std::vector<SidePost>& early_ends, const Fact& fact) {
  SidePost post{text_of(fact, F::kUnit), text_of(fact, F::kPost), fact.effective_on(),
                fact.date(F::kUntil).value_or(kEndOfTime), fact.position()};
  // An end that was recorded after this start but dated before it closes it at once.
  const auto end = std::find_if(early_ends.begin(), early_ends.end(), [&](const SidePost& each) {
    return same_seat(each, post) && each.source > post.source;
  });
  if (end != early_ends.end()) {
    early_ends.erase(end);
    return;
  }
  if (post.until > post.since) posts.push_back(std::move(post));
}

void end_side_post(std::vector<SidePost>& posts, std::vector<SidePost>& early_ends, const Fact& fact) {
  SidePost end{text_of(fact, F::kUnit), text_of(fact, F::kPost), fact.effective_on(), kEndOfTime, fact.position()};
  const auto found =
      std::find_if(posts.begin(), posts.end(), [&](const SidePost& each) { return same_seat(each, end); });
  if (found != posts.end()) {
    posts.erase(found);
  } else {
    early_ends.push_back(std::move(end));
  }
}

// Lists of additive acts are kept by (effective_on, source), whatever order they come in.
template <class Entry>
void insert_by_date(std::vector<Entry>& list, Entry entry) {
  const auto place = std::upper_bound(list.begin(), list.end(), entry, [](const Entry& a, const Entry& b) {
    return std::pair{a.effective_on, a.source} < std::pair{b.effective_on, b.source};
  });
  list.insert(place, std::move(entry));
}

void leave_position(PersonState& state, const Fact& fact) {
  end_leave(state, fact.effective_on());
  state.phases.push_back({.kind = Phase::Kind::kRemoval,
                          .ground = text_of(fact, F::kGround),
                          .case_id = text_of(fact, F::kCase),
                          .from = fact.effective_on(),
                          .source = fact.position()});
  state.removal_ground = text_of(fact, F::kGround);
  state.removal_case = text_of(fact, F::kCase);
  state.removed_since = fact.effective_on();
  const bool is_on_file = std::any_of(state.cases.begin(), state.cases.end(),
                                      [&](const CaseFile& file) { return file.case_id == state.removal_case; });
  if (!state.removal_case.empty() && !is_on_file) {
    CaseFile file;  // it outlives the removal
    file.case_id = state.removal_case;
    file.kind = "removal";
    file.opened_on = fact.effective_on();
    file.source = fact.position();
    state.cases.push_back(std::move(file));
  }
  take_post(state, "", fact, fact.position());
  refresh_status(state, fact.position());
}

void start_leave(PersonState& state, const Fact& fact) {
  end_removal(state, fact.effective_on());
  end_leave(state, fact.effective_on());
  state.phases.push_back({.kind = Phase::Kind::kLeave,
                          .ground = text_of(fact, F::kGround),
                          .from = fact.effective_on(),
                          .until = fact.date(F::kUntil),
                          .number = fact.number(F::kChild).value_or(0),
                          .source = fact.position()});
  state.leave_ground = text_of(fact, F::kGround);
  state.leave_since = fact.effective_on();
  state.leave_until = fact.date(F::kUntil);
  state.leave_child = fact.number(F::kChild).value_or(0);
  set_source(state, R::kLeave, fact.position());
  refresh_status(state, fact.position());
}

void reinstate(PersonState& state, const Fact& fact) {
  // A return from leave is none from a suspension that was ordered meanwhile.
  if (state.leave_ground.empty()) state.suspended_until.reset();
  end_leave(state, fact.effective_on());
  end_removal(state, fact.effective_on());
  set_source(state, R::kLeave, fact.position());
  take_seat_if_named(state, fact);
  refresh_status(state, fact.position());
}

Phase* open_concurrent(PersonState& state, const Fact& fact) {
  const auto found = std::find_if(state.phases.rbegin(), state.phases.rend(), [&](const Phase& each) {
    return each.kind == Phase::Kind::kConcurrent && each.is_open() && each.ground == fact.text(F::kUnit) &&
           each.case_id == fact.text(F::kPost);
  });
  return found == state.phases.rend() ? nullptr : &*found;
}

void start_concurrent(PersonState& state, const Fact& fact) {
  const std::size_t held = state.concurrent.size();
  start_side_post(state.concurrent, state.early_concurrent_ends, fact);
  set_source(state, R::kConcurrent, fact.position());
  if (state.concurrent.size() == held) return;
  state.phases.push_back({.kind = Phase::Kind::kConcurrent,
                          .ground = text_of(fact, F::kUnit),
                          .case_id = text_of(fact, F::kPost),
                          .from = fact.effective_on(),
                          .until = fact.date(F::kUntil),
                          .source = fact.position()});
}

void end_concurrent(PersonState& state, const Fact& fact) {
  end_side_post(state.concurrent, state.early_concurrent_ends, fact);
  if (Phase* phase = open_concurrent(state, fact)) phase->to = std::max(fact.effective_on(), phase->from);
  set_source(state, R::kConcurrent, fact.position());
}

void second(PersonState& state, const Fact& fact) {
  end_phase(state, Phase::Kind::kSecondment, fact.effective_on());
  state.phases.push_back({.kind = Phase::Kind::kSecondment,
                          .ground = text_of(fact, F::kGround),
                          .from = fact.effective_on(),
                          .until = fact.date(F::kUntil),
                          .source = fact.position()});
  state.seconded_to = text_of(fact, F::kHost);
  state.secondment_ground = text_of(fact, F::kGround);
  state.seconded_since = fact.effective_on();
  state.seconded_until = fact.date(F::kUntil);
  state.has_separate_quota = fact.number(F::kSeparateQuota).value_or(0) != 0;
  set_source(state, R::kSecondedTo, fact.source_of(F::kHost));
}

void die(PersonState& state, const Fact& fact) {
  state.dead_on = fact.effective_on();
  set_source(state, R::kDeadOn, fact.position());
}

void move_by_law(PersonState& state, const Fact& fact) {
  // The seat goes along with its time: no new appointment (domain §8).
  const bool keeps_post = !fact.has(F::kPost);
  take_unit(state, fact.text(F::kTo).value_or(""), fact.effective_on(), fact.source_of(F::kTo));
  if (!keeps_post) take_post(state, *fact.text(F::kPost), fact, fact.source_of(F::kPost));
}

void apply_additive(PersonState& state, const Fact& fact) {
  if (fact.act() == Act::kAwarded) {
    insert_by_date(state.awards,
                   Award{fact.effective_on(), fact.position(), text_of(fact, F::kKind), text_of(fact, F::kHalves)});
  } else if (fact.act() == Act::kCreditGranted) {
    insert_by_date(state.credits, Credit{fact.effective_on(), fact.position(), fact.number(F::kMonths).value_or(0),
                                         fact.number(F::kPercent).value_or(100), text_of(fact, F::kGround)});
  }
}

void apply_ordered(PersonState& state, const Fact& fact) {
  const Date on = fact.effective_on();
  const Position by = fact.position();
  // Who is not in service holds nothing, whatever an older system said or was recorded before her end.
  if (!state.in_service() && moves_within_service(fact.act())) return;
  switch (fact.act()) {
    case Act::kHired: hire(state, fact); break;
    case Act::kRegularized:
      if (state.is_on_probation) state.regularized_on = on;
      state.is_on_probation = false;
      refresh_status(state, by);
      break;
    case Act::kResigned: separate(state, on, "resigned", by); break;
    case Act::kDismissed: separate(state, on, "dismissed", by); break;
    case Act::kRetired: separate(state, on, "retired", by); break;
    case Act::kDied: die(state, fact); break;
    case Act::kPromoted:
      take_grade(state, fact);
      mark_rank(state, RankMark::Cause::kPromoted, fact);
      if (fact.has(F::kSeries)) take_series(state, fact);
      take_seat_if_named(state, fact);
      break;
    case Act::kSeriesChanged:
      take_series(state, fact);
      if (fact.has(F::kGrade) && fact.number(F::kGrade) != state.grade) {
        take_grade(state, fact);
        mark_rank(state, RankMark::Cause::kSeriesChanged, fact);
      }
      break;
    case Act::kTransferred:
    case Act::kTransferredIn: take_seat(state, fact); break;
    case Act::kAssignedActing:
      start_side_post(state.acting, state.early_acting_ends, fact);
      set_source(state, R::kActing, by);
      break;
    case Act::kActingEnded:
      end_side_post(state.acting, state.early_acting_ends, fact);
      set_source(state, R::kActing, by);
      break;
    case Act::kConcurrentStarted: start_concurrent(state, fact); break;
    case Act::kConcurrentEnded: end_concurrent(state, fact); break;
    case Act::kSeconded: second(state, fact); break;
    case Act::kSecondmentExtended:
      if (!state.seconded_to.empty()) state.seconded_until = fact.date(F::kUntil);
      if (Phase* phase = open_phase(state, Phase::Kind::kSecondment)) phase->until = fact.date(F::kUntil);
      set_source(state, R::kSecondedTo, by);
      break;
    case Act::kReturned:
      end_secondment(state, on, by);
      take_seat_if_named(state, fact);
      break;
    case Act::kDemotedByConsent:
      take_grade(state, fact);
      mark_rank(state, RankMark::Cause::kDemoted, fact);
      break;
    case Act::kLeaveStarted: start_leave(state, fact); break;
    case Act::kLeaveExtended:
      if (!state.leave_ground.empty()) state.leave_until = fact.date(F::kUntil);
      if (Phase* phase = open_phase(state, Phase::Kind::kLeave)) phase->until = fact.date(F::kUntil);
      set_source(state, R::kLeave, by);
      break;
    case Act::kReinstated: reinstate(state, fact); break;
    case Act::kRemovedFromPosition: leave_position(state, fact); break;
    case Act::kTermExtended:
      if (state.in_service()) state.term_until = fact.date(F::kUntil);
      set_source(state, R::kTermUntil, by);
      break;
    case Act::kHoursChanged:
      state.hours_per_week = fact.number(F::kHoursPerWeek);
      end_phase(state, Phase::Kind::kPartTime, on);
      state.phases.push_back(
          {.kind = Phase::Kind::kPartTime, .from = on, .number = state.hours_per_week.value_or(0), .source = by});
      set_source(state, R::kHoursPerWeek, by);
      break;
    case Act::kStepRaised: change_step(state, fact, RankMark::Cause::kStepRaised); break;
    case Act::kStepFixed: change_step(state, fact, RankMark::Cause::kStepFixed); break;
    case Act::kStepRefixed: change_step(state, fact, RankMark::Cause::kStepRefixed); break;
    case Act::kStepCorrected: change_step(state, fact, RankMark::Cause::kStepCorrected); break;
    case Act::kInvestigationOpened:
    case Act::kSanctionRequested: open_case_file(state, fact); break;
    case Act::kInvestigationClosed: close_case(state, fact); break;
    case Act::kSanctioned: sanction(state, fact); break;
    case Act::kAppealed:
      for (Sanction& each : state.sanctions) {
        if (each.case_id == fact.text(F::kCase)) each.appealed_on = on;
      }
      break;
    case Act::kExpunged: expunge(state, fact); break;
    case Act::kDeemedTransferred: move_by_law(state, fact); break;
    default: break;
  }
  take_personal(state, fact);
}

}  // namespace

bool is_additive(Act act) {
  switch (act) {
    case Act::kAwarded:
    case Act::kCreditGranted:
    case Act::kTrained:
    case Act::kEducated:
    case Act::kQualified:
    case Act::kEvaluated:
    case Act::kCertificateIssued:
    case Act::kCertificateRevoked:
    case Act::kDataKeyDestroyed:
    case Act::kUnknown: return true;
    default: return false;
  }
}

bool leaves_a_trace(Act act) { return !is_additive(act) || act == Act::kAwarded || act == Act::kCreditGranted; }

bool moves_within_service(Act act) {
  switch (act) {
    case Act::kHired:
    case Act::kDied:
    case Act::kInvestigationOpened:
    case Act::kInvestigationClosed:
    case Act::kSanctionRequested:
    case Act::kSanctioned:
    case Act::kAppealed:
    case Act::kExpunged:
    case Act::kPersonalUpdated: return false;
    default: return !is_additive(act);
  }
}

bool changes_standing(Act act) {
  switch (act) {
    case Act::kHoursChanged:
    case Act::kStepFixed:
    case Act::kStepRaised:
    case Act::kStepRefixed:
    case Act::kStepCorrected:
    case Act::kInvestigationOpened:
    case Act::kSanctionRequested:
    case Act::kAppealed:
    case Act::kExpunged: return false;
    default: return !is_additive(act);
  }
}

void evolve(PersonState& state, const Fact& fact) {
  ++state.revision;
  if (state.last_position == kNoPosition || state.last_position < fact.position()) {
    state.last_position = fact.position();
  }
  const Act act = fact.act();
  if (act == Act::kPersonsMerged) {
    // Only the fold of the id that goes hands this on (person_fold.h).
    state.merged_into = std::string(fact.subject());
    return;
  }
  if (is_act_on_act(act) && act != Act::kInvestigationClosed) return;
  if (is_additive(act)) {
    if (!fact.is_void()) apply_additive(state, fact);
    return;
  }
  state.latest_effective = std::max(state.latest_effective, fact.effective_on());
  if (!fact.is_void()) {
    advance(state, advance_date(act, fact.effective_on()));
    apply_ordered(state, fact);
  } else if (act == Act::kSanctioned) {
    sanction(state, fact);  // stays listed, as annulled
  } else if (fact.keeps_identity()) {
    take_personal(state, fact);
  }
}

}  // namespace sillok
