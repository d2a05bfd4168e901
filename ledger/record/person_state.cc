// What ends by itself, and the names of the record's words.
#include "ledger/record/person_state.h"

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/record/employment.h"

namespace sillok {

std::string_view name_of(Status status) {
  static constexpr std::string_view kNames[] = {"none",        "probation", "active",   "on_leave",
                                                "no_position", "suspended", "separated"};
  return kNames[static_cast<std::size_t>(status)];
}

std::string_view name_of(RecordField field) {
  static constexpr std::string_view kNames[] = {"status",
                                                "class",
                                                "grade",
                                                "series",
                                                "unit",
                                                "post",
                                                "step",
                                                "hired_on",
                                                "grade_since",
                                                "post_since",
                                                "seconded_to",
                                                "concurrent",
                                                "acting",
                                                "leave",
                                                "term_until",
                                                "hours_per_week",
                                                "probation_months",
                                                "sex",
                                                "sanctions",
                                                "dead_on",
                                                "prior_career"};
  static_assert(std::size(kNames) == kRecordFieldCount);
  return kNames[static_cast<std::size_t>(field)];
}

std::string_view name_of(Sanction::State state) {
  static constexpr std::string_view kNames[] = {"in_force", "expunged", "annulled"};
  return kNames[static_cast<std::size_t>(state)];
}

const CaseFile* PersonState::open_case(std::string_view case_id) const {
  for (const CaseFile& file : cases) {
    if (file.case_id == case_id && !file.closed_on) return &file;
  }
  return nullptr;
}

bool separates(Act act) { return act == Act::kResigned || act == Act::kDismissed || act == Act::kRetired; }

Date advance_date(Act act, Date effective_on) {
  if (separates(act)) return effective_on.previous();
  switch (act) {
    case Act::kReturned:
    case Act::kSecondmentExtended:
    case Act::kConcurrentEnded:
    case Act::kTermExtended:
    case Act::kReinstated: return effective_on.previous();
    default: return effective_on;
  }
}

namespace {

// The first day on which something ends by itself.
std::optional<Date> first_due(const PersonState& state) {
  std::optional<Date> first;
  const auto consider = [&](std::optional<Date> date) {
    if (date && (!first || *date < *first)) first = date;
  };
  if (state.in_service()) {
    consider(state.term_until);
    if (state.dead_on) consider(state.dead_on->next());
  }
  consider(state.suspended_until);
  if (!state.seconded_to.empty()) consider(state.seconded_until);
  for (const SidePost& post : state.concurrent) {
    if (post.until < kEndOfTime) consider(post.until);
  }
  return first;
}

void end_what_is_due(PersonState& state, Date day) {
  if (state.suspended_until && *state.suspended_until <= day) {
    state.suspended_until.reset();
    refresh_status(state, state.source(RecordField::kStatus));
  }
  if (!state.seconded_to.empty() && state.seconded_until && *state.seconded_until <= day) {
    end_secondment(state, *state.seconded_until, state.source(RecordField::kSecondedTo));
  }
  std::erase_if(state.concurrent, [&](const SidePost& post) { return post.until <= day; });
  for (Phase& phase : state.phases) {
    const bool is_over =
        phase.kind == Phase::Kind::kConcurrent && phase.is_open() && phase.until && *phase.until <= day;
    if (is_over) phase.to = *phase.until;
  }
  if (!state.in_service()) return;
  if (state.dead_on && state.dead_on->next() <= day) {
    separate(state, state.dead_on->next(), "died", state.source(RecordField::kDeadOn));
  } else if (state.term_until && *state.term_until <= day) {
    separate(state, *state.term_until, "term_ended", state.source(RecordField::kTermUntil));
  }
}

}  // namespace

void advance(PersonState& state, Date as_of) {
  // In the order of days: what is held on the last day of a spell depends on what ended before.
  for (auto due = first_due(state); due && *due <= as_of; due = first_due(state)) end_what_is_due(state, *due);
}

bool is_advanced_to(const PersonState& state, Date as_of) {
  const auto due = first_due(state);
  return !due || as_of < *due;
}

PersonState advanced(PersonState state, Date as_of) {
  advance(state, as_of);
  return state;
}

std::optional<Date> next_change(const PersonState& state, Date after) {
  const auto due = first_due(state);
  if (!due) return std::nullopt;
  SILLOK_INVARIANT(*due > after, "the state was advanced to `after`");
  return due;
}

}  // namespace sillok
