#pragma once
// What part of a unit went to each of its successors (design 14): the people decide. Of those who were in the unit
// the evening before and are in one of its successors that day (itself, where it goes on), the share of each.
#include <cstdint>
#include <span>
#include <vector>

#include "ledger/record/organization_state.h"
#include "projections/base/view_store.h"

namespace sillok {

struct EdgeShare {
  enum class By : std::uint8_t {
    kWhole,    // the one successor of a unit that ends
    kPersons,  // counted
    kEqual,    // several successors and nobody who went: parts of one size
    kNone,     // a function moved: no part of the unit
  };
  By by = By::kNone;
  double share = 0;          // 0 to 1
  std::int64_t persons = 0;  // who went this way
};
std::string_view name_of(EdgeShare::By by);

// One for each edge, in their order; `edges` are of `organization`, by day. Events before `cut` count. Reads what
// changed up to the last edge's day.
Result<std::vector<EdgeShare>> edge_shares(const ViewStore& store, const OrganizationState& organization,
                                           std::span<const SuccessionEdge* const> edges, Position cut);

}  // namespace sillok
