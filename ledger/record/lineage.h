#pragma once
// Descent of units: who did the work of a unit before it, and who does it after (design 14, domain §8). Read from the
// succession edges that mergers and splits leave; a function that moves alone makes nobody a successor. Pure.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/organization_state.h"

namespace sillok {

// A unit of a lineage, with the days on which it has (a part of) the work of the unit asked for: [from, to).
struct Relative {
  std::string unit;
  Date from, to;
  bool operator==(const Relative&) const = default;
};

// By `from`, then code; the unit itself is in none. Edges later than `until` are not there yet. What a
// predecessor gave away or took over after its own last edge into the lineage has no part in it: an edge
// counts on the days on which its other end has the work. Units of `without`, who brought other work, are left out
// with all that leads to them alone.
using UnitCodes = std::set<std::string, std::less<>>;
std::vector<Relative> predecessors_of(const OrganizationState& organization, std::string_view code, Date until,
                                      const UnitCodes& without = {});
std::vector<Relative> successors_of(const OrganizationState& organization, std::string_view code, Date until,
                                    const UnitCodes& without = {});

// The edges among `units` up to that day, by day; those of functions too, where one end is among them.
std::vector<const SuccessionEdge*> edges_among(const OrganizationState& organization, const UnitCodes& units,
                                               Date until);

}  // namespace sillok
