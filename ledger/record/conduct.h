#pragma once
// What an act on conduct changes in a record: cases, sanctions, their marks. Only for the files of this folder.
#include "ledger/record/fact.h"
#include "ledger/record/person_state.h"

namespace sillok {

// An investigation, or a request for a sanction; and the end of one.
void open_case_file(PersonState& state, const Fact& fact);
void close_case(PersonState& state, const Fact& fact);
// Lists it, closes its request, and applies what it does to the employment. A void one is listed as annulled.
void sanction(PersonState& state, const Fact& fact);
void expunge(PersonState& state, const Fact& fact);

}  // namespace sillok
