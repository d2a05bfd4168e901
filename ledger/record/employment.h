#pragma once
// The moves of a record that several acts share. Only for the files of this folder.
#include "ledger/record/person_state.h"

namespace sillok {

inline void set_source(PersonState& state, RecordField field, Position by) {
  state.sources[static_cast<std::size_t>(field)] = by;
}

// The text a field says; empty: none.
std::string text_of(const Fact& fact, Field field);
// Keeps a change of grade or step, as it now is.
void mark_rank(PersonState& state, RankMark::Cause cause, const Fact& fact);
// The phase of that kind that is running; nullptr: none.
Phase* open_phase(PersonState& state, Phase::Kind kind);
// Over from `day` on.
void end_secondment(PersonState& state, Date day, Position by);
// The same; status and sources are the caller's.
void end_leave(PersonState& state, Date day);
void end_removal(PersonState& state, Date day);
void end_phase(PersonState& state, Phase::Kind kind, Date day);
// Ends the employment on `day`, the first day out. Without one it changes nothing.
void separate(PersonState& state, Date day, std::string_view ground, Position by);

}  // namespace sillok
