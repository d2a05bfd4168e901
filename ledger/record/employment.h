#pragma once
// The moves of a record that several acts share. Only for the files of this folder.
#include "ledger/record/person_state.h"

namespace sillok {

inline void set_source(PersonState& state, RecordField field, Position by) {
  state.sources[static_cast<std::size_t>(field)] = by;
}

// Status follows from the other axes while in service: leave before suspension (its run is frozen,
// domain §2.5), suspension before removal from position, then probation.
void refresh_status(PersonState& state, Position by);
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
