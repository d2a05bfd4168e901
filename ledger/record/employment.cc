#include "ledger/record/employment.h"

#include <algorithm>

namespace sillok {

void refresh_status(PersonState& state, Position by) {
  if (!state.in_service()) return;
  Status next = Status::kActive;
  if (!state.leave_ground.empty()) {
    next = Status::kOnLeave;
  } else if (state.suspended_until) {
    next = Status::kSuspended;
  } else if (!state.removal_ground.empty()) {
    next = Status::kWithoutPosition;
  } else if (state.is_on_probation) {
    next = Status::kProbation;
  }
  if (next == state.status) return;
  state.status = next;
  set_source(state, RecordField::kStatus, by);
}

std::string text_of(const Fact& fact, Field field) { return std::string(fact.text(field).value_or("")); }

void mark_rank(PersonState& state, RankMark::Cause cause, const Fact& fact) {
  RankMark mark;
  mark.cause = cause;
  mark.on = fact.effective_on();
  mark.grade = state.grade;
  mark.step = fact.number(Field::kStep);
  mark.remainder_months = fact.number(Field::kRemainderMonths).value_or(0);
  mark.is_special = fact.text(Field::kKind) == "special";
  const auto named = fact.number(cause == RankMark::Cause::kPromoted ? Field::kSameMeritAs : Field::kTarget);
  if (named) mark.named = static_cast<Position>(*named);
  mark.source = fact.position();
  mark.known_on = cause == RankMark::Cause::kStepCorrected ? korean_day(fact.recorded_at()) : mark.on;
  state.rank_marks.push_back(mark);
}

Phase* open_phase(PersonState& state, Phase::Kind kind) {
  const auto found = std::find_if(state.phases.rbegin(), state.phases.rend(),
                                  [&](const Phase& each) { return each.kind == kind && each.is_open(); });
  return found == state.phases.rend() ? nullptr : &*found;
}

void end_phase(PersonState& state, Phase::Kind kind, Date day) {
  if (Phase* phase = open_phase(state, kind)) phase->to = std::max(day, phase->from);
}

void end_leave(PersonState& state, Date day) {
  end_phase(state, Phase::Kind::kLeave, day);
  state.leave_ground.clear();
  state.leave_since.reset();
  state.leave_until.reset();
  state.leave_child = 0;
}

void end_removal(PersonState& state, Date day) {
  end_phase(state, Phase::Kind::kRemoval, day);
  state.removal_ground.clear();
  state.removal_case.clear();
  state.removed_since.reset();
}

void end_secondment(PersonState& state, Date day, Position by) {
  end_phase(state, Phase::Kind::kSecondment, day);
  state.seconded_to.clear();
  state.secondment_ground.clear();
  state.seconded_since.reset();
  state.seconded_until.reset();
  state.has_separate_quota = false;
  set_source(state, RecordField::kSecondedTo, by);
}

void separate(PersonState& state, Date day, std::string_view ground, Position by) {
  if (!state.in_service()) return;
  Spell spell;
  spell.from = state.hired_on.value_or(day);
  spell.to = day;
  spell.class_code = state.class_code;
  spell.unit = std::move(state.unit);
  spell.post = std::move(state.post);
  spell.series = state.series;
  spell.grade = state.grade;
  spell.ground = std::string(ground);
  spell.hired_by = state.source(RecordField::kHiredOn);
  spell.ended_by = by;
  state.spells.push_back(std::move(spell));

  // What is held ends with the service; what was reached (class, grade, step) stays to be read.
  state.unit.clear();
  state.post.clear();
  state.unit_since.reset();
  state.post_since.reset();
  state.term_until.reset();
  end_secondment(state, day, by);
  state.concurrent.clear();
  state.acting.clear();
  end_leave(state, day);
  end_removal(state, day);
  end_phase(state, Phase::Kind::kPartTime, day);
  for (Phase& phase : state.phases) {
    if (phase.kind == Phase::Kind::kConcurrent && phase.is_open()) phase.to = std::max(day, phase.from);
  }
  state.rank_marks.push_back({.cause = RankMark::Cause::kSeparated, .on = day, .source = by});
  state.suspended_until.reset();
  state.is_on_probation = false;
  state.status = Status::kSeparated;
  for (const RecordField field :
       {RecordField::kStatus, RecordField::kUnit, RecordField::kPost, RecordField::kPostSince, RecordField::kConcurrent,
        RecordField::kActing, RecordField::kLeave, RecordField::kTermUntil}) {
    set_source(state, field, by);
  }
}

}  // namespace sillok
