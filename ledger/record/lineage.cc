#include "ledger/record/lineage.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace sillok {
namespace {

enum class Way : bool { kBack, kForward };

// For each unit of the lineage the day that bounds its part: backwards the last day before which it counts,
// forwards the first on which it does. An edge that widens a bound opens the unit's own edges again.
std::map<std::string_view, Date> bounds_of(const OrganizationState& organization, const Unit& start, Date until,
                                           Way way, const UnitCodes& without) {
  const bool back = way == Way::kBack;
  std::map<std::string_view, Date> bounds;
  std::vector<std::string_view> open{start.code};
  while (!open.empty()) {
    const std::string_view at = open.back();
    open.pop_back();
    const auto own = bounds.find(at);
    for (const SuccessionEdge& edge : organization.lineage) {
      if (edge.on > until) break;
      if (edge.kind == SuccessionEdge::Kind::kFunctionMoved || (back ? edge.to : edge.from) != at) continue;
      const std::string_view next = back ? edge.from : edge.to;
      if (next == start.code || without.contains(next)) continue;
      if (own != bounds.end() && (back ? edge.on >= own->second : edge.on <= own->second)) continue;
      const auto [known, is_new] = bounds.try_emplace(next, edge.on);
      if (!is_new && (back ? edge.on <= known->second : edge.on >= known->second)) continue;
      known->second = edge.on;
      open.push_back(next);
    }
  }
  return bounds;
}

std::vector<Relative> relatives(const OrganizationState& organization, std::string_view code, Date until, Way way,
                                const UnitCodes& without) {
  std::vector<Relative> found;
  const Unit* start = organization.unit(code);
  if (start == nullptr) return found;
  for (const auto& [name, bound] : bounds_of(organization, *start, until, way, without)) {
    const Unit* unit = organization.unit(name);
    if (unit == nullptr) continue;  // imported: an edge to what nobody created
    if (way == Way::kBack) found.push_back({std::string{name}, std::min(unit->created_on, bound), bound});
    else found.push_back({std::string{name}, bound, unit->closed_on});
  }
  std::sort(found.begin(), found.end(),
            [](const Relative& a, const Relative& b) { return std::tie(a.from, a.unit) < std::tie(b.from, b.unit); });
  return found;
}

}  // namespace

std::vector<Relative> predecessors_of(const OrganizationState& organization, std::string_view code, Date until,
                                      const UnitCodes& without) {
  return relatives(organization, code, until, Way::kBack, without);
}

std::vector<Relative> successors_of(const OrganizationState& organization, std::string_view code, Date until,
                                    const UnitCodes& without) {
  return relatives(organization, code, until, Way::kForward, without);
}

std::vector<const SuccessionEdge*> edges_among(const OrganizationState& organization, const UnitCodes& units,
                                               Date until) {
  std::vector<const SuccessionEdge*> found;
  for (const SuccessionEdge& edge : organization.lineage) {
    if (edge.on > until) break;
    const bool from = units.contains(edge.from), to = units.contains(edge.to);
    if (edge.kind == SuccessionEdge::Kind::kFunctionMoved ? from || to : from && to) found.push_back(&edge);
  }
  return found;
}

}  // namespace sillok
