#pragma once
// Units as answers (`units`): a list, a tree, or the lineage of one, as of a day.
#include <boost/json/object.hpp>

#include "ledger/record/lineage.h"
#include "projections/statistics/edge_shares.h"

namespace sillok {

// {"unit","name_ko","name_en","kind","parent","created_on","closed_on","source"}; the name of the day, null where
// a field does not apply. `parent` is what the unit was created under.
boost::json::object unit_json(const Unit& unit, Date on);
// The units that exist that day, by code.
boost::json::array units_json(const OrganizationState& organization, Date on);
// The same, each with its "units" below it; of an empty code all, else that unit alone.
boost::json::array unit_tree_json(const OrganizationState& organization, std::string_view under, Date on);

// A unit's descent up to a day. Valid as long as the organization.
struct LineageAnswer {
  const Unit* unit = nullptr;
  Date as_of;
  std::vector<Relative> predecessors, successors;
  std::vector<const SuccessionEdge*> edges;  // among all of them
  std::vector<EdgeShare> shares;             // of the edges
};
// Without shares. Fault::not_found for a unit that was never created.
Result<LineageAnswer> lineage_of(const OrganizationState& organization, std::string_view unit, Date as_of,
                                 const UnitCodes& without = {});
// "unit" and what unit_json() has, "names", "predecessors" and "successors" with the days of their part, "edges"
// with "share" and by what it was found.
boost::json::object lineage_json(const OrganizationState& organization, const LineageAnswer& lineage);

}  // namespace sillok
