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
void end_secondment(PersonState& state, Position by);
// Over; status and sources are the caller's.
void end_leave(PersonState& state);
void end_removal(PersonState& state);
// Ends the employment on `day`, the first day out. Without one it changes nothing.
void separate(PersonState& state, Date day, std::string_view ground, Position by);

}  // namespace sillok
