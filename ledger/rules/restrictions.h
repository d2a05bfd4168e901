#pragma once
// What a sanction costs in time: its execution, and the restriction of promotions and of steps behind it
// (SPOA §80; DAPO §32; RRPO §14; domain §3.3, §14.4). Pure; any thread.
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/rules/law.h"

namespace sillok {

struct Restriction {
  const Sanction* sanction = nullptr;  // of the state it was read from
  std::vector<Period> execution;       // in parts where a leave made it stand still
  Date executed;                       // the first day behind it
  Span length;                         // of the restriction, add-on and halving included
  // For promotion: in parts where a leave or a removal made it stand still. The first day free.
  std::vector<Period> running;
  Date until;
  Period for_steps;
  std::vector<const RuleRow*> rows;
  Position halved_by = kNoPosition;
};

// Of every sanction that stands, expunged ones included, by (effective_on, position). kEndOfTime: no end is known.
std::vector<Restriction> restrictions_of(const PersonState& state, const Law& law);

// From when to when a phase lasts as far as is known: one still open as long as it was ordered (`until`), or for
// ever (kEndOfTime).
Period extent_of(const Phase& phase);
std::vector<Period> extents_of(const PersonState& state, Phase::Kind kind);

// A length of time from `start` on that stands still in `holes` (joined): its parts, and its end.
struct Run {
  std::vector<Period> parts;
  Date end;
};
Run run_of(Date start, Span length, const std::vector<Period>& holes);

}  // namespace sillok
