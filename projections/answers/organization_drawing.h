#pragma once
// Units as pictures: SVG for whoever looks, DOT for Graphviz and its like. Text is escaped; nothing in a picture runs
// or loads anything.
#include <string>

#include "projections/answers/organization_json.h"

namespace sillok {

// The tree of a day from the top, or below one unit.
std::string unit_tree_dot(const OrganizationState& organization, std::string_view under, Date on);
std::string unit_tree_svg(const OrganizationState& organization, std::string_view under, Date on);
// A lineage along the years: a bar a unit, from its first day to its last, and where its people went.
std::string lineage_dot(const OrganizationState& organization, const LineageAnswer& lineage);
std::string lineage_svg(const OrganizationState& organization, const LineageAnswer& lineage);

}  // namespace sillok
