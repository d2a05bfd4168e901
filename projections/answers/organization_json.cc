#include "projections/answers/organization_json.h"

#include <cmath>

namespace sillok {
namespace {

boost::json::value text_or_null(std::string_view text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

boost::json::value day_or_null(Date day) {
  return day == kEndOfTime ? boost::json::value(nullptr) : boost::json::value(to_string(day));
}

void put_name(boost::json::object& out, const Unit* unit, Date on) {
  const UnitName* name = unit ? unit->name_on(on) : nullptr;
  out["name_ko"] = name ? text_or_null(name->ko) : nullptr;
  out["name_en"] = name ? text_or_null(name->en) : nullptr;
}

boost::json::array below(const UnitTree& tree, const std::vector<const Unit*>& units, Date on) {
  boost::json::array out;
  for (const Unit* each : units) {
    boost::json::object unit = unit_json(*each, on);
    const auto found = tree.below.find(each->code);
    unit["units"] = found == tree.below.end() ? boost::json::array{} : below(tree, found->second, on);
    out.push_back(std::move(unit));
  }
  return out;
}

// Under its last name in the days of its part.
boost::json::array relatives_json(const OrganizationState& organization, const std::vector<Relative>& relatives,
                                  Date as_of) {
  boost::json::array out;
  for (const Relative& each : relatives) {
    boost::json::object line{{"unit", each.unit}};
    put_name(line, organization.unit(each.unit), std::min(as_of, each.to.previous()));
    line["from"] = to_string(each.from);
    line["to"] = day_or_null(each.to);
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace

boost::json::object unit_json(const Unit& unit, Date on) {
  boost::json::object out{{"unit", unit.code}};
  put_name(out, &unit, on);
  out["kind"] = text_or_null(unit.kind);
  out["parent"] = text_or_null(unit.parent);
  out["created_on"] = to_string(unit.created_on);
  out["closed_on"] = day_or_null(unit.closed_on);
  out["source"] = unit.source;
  return out;
}

boost::json::array units_json(const OrganizationState& organization, Date on) {
  boost::json::array out;
  for (const auto& [code, unit] : organization.units) {
    if (unit.source != kNoPosition && unit.exists_on(on)) out.push_back(unit_json(unit, on));
  }
  return out;
}

boost::json::array unit_tree_json(const OrganizationState& organization, std::string_view under, Date on) {
  const UnitTree tree = organization.tree_on(on);
  const Unit* top = organization.unit(under);
  return below(tree, top ? std::vector{top} : tree.top, on);
}

Result<LineageAnswer> lineage_of(const OrganizationState& organization, std::string_view unit, Date as_of,
                                 const UnitCodes& without) {
  LineageAnswer answer;
  answer.unit = organization.unit(unit);
  if (!answer.unit) {
    return fail(Fault::not_found, "organization.unknown_unit", std::string{unit},
                "no unit of that code was ever created here; `sillok units` lists those of a day");
  }
  answer.as_of = as_of;
  answer.predecessors = predecessors_of(organization, unit, as_of, without);
  answer.successors = successors_of(organization, unit, as_of, without);
  UnitCodes all{std::string{unit}};
  for (const auto* relatives : {&answer.predecessors, &answer.successors}) {
    for (const Relative& each : *relatives) all.insert(each.unit);
  }
  answer.edges = edges_among(organization, all, as_of);
  return answer;
}

boost::json::object lineage_json(const OrganizationState& organization, const LineageAnswer& lineage) {
  boost::json::object out = unit_json(*lineage.unit, lineage.as_of);
  boost::json::array names, edges;
  for (const UnitName& each : lineage.unit->names) {
    names.push_back(boost::json::object{{"from", to_string(each.from)},
                                        {"name_ko", text_or_null(each.ko)},
                                        {"name_en", text_or_null(each.en)},
                                        {"source", each.source}});
  }
  out["names"] = std::move(names);
  out["predecessors"] = relatives_json(organization, lineage.predecessors, lineage.as_of);
  out["successors"] = relatives_json(organization, lineage.successors, lineage.as_of);
  for (std::size_t i = 0; i < lineage.edges.size(); ++i) {
    const SuccessionEdge& edge = *lineage.edges[i];
    boost::json::object line{
        {"from", edge.from}, {"to", edge.to}, {"on", to_string(edge.on)}, {"kind", name_of(edge.kind)}};
    line["function"] = text_or_null(edge.function);
    const EdgeShare share = i < lineage.shares.size() ? lineage.shares[i] : EdgeShare{};
    const bool has_share = share.by != EdgeShare::By::kNone;
    line["share"] = has_share ? boost::json::value(std::round(share.share * 1e6) / 1e6) : boost::json::value(nullptr);
    line["share_by"] = has_share ? boost::json::value(name_of(share.by)) : boost::json::value(nullptr);
    line["persons"] = has_share ? boost::json::value(share.persons) : boost::json::value(nullptr);
    line["source"] = edge.source;
    edges.push_back(std::move(line));
  }
  out["edges"] = std::move(edges);
  return out;
}

}  // namespace sillok
