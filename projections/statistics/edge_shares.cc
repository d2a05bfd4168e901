#include "projections/statistics/edge_shares.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "projections/base/changes.h"
#include "projections/base/keys.h"
#include "projections/statistics/present.h"

namespace sillok {
namespace {

constexpr auto kFunction = SuccessionEdge::Kind::kFunctionMoved;

// All edges of one unit on one day: what it falls into.
struct Parting {
  const Unit* from = nullptr;
  Date on;
  std::vector<std::string> to;  // with the unit itself where it goes on
  std::map<std::string, std::int64_t> went;
};

// Who was where, and on the days that are asked for who went where. Takes the changes of standings by day.
class Migration {
 public:
  Migration(const OrganizationState& organization, std::vector<Parting>& partings)
      : organization_(organization), partings_(partings), next_(partings.begin()) {}

  void add(Date day, const Bytes& person, const Standing& standing, std::int64_t count) {
    if (day != day_) end_day();
    day_ = day;
    changes_[person][standing.unit] += count;
  }

  void end_day() {
    // Partings of days on which nothing changed have nobody who went.
    while (next_ != partings_.end() && next_->on < day_) stay(*next_++);
    while (next_ != partings_.end() && next_->on == day_) part(*next_++);
    for (const auto& [person, units] : changes_) {
      for (const auto& [unit, count] : units) strength_[unit] += count;
    }
    changes_.clear();
  }
  void finish() {
    end_day();
    while (next_ != partings_.end()) stay(*next_++);
  }

 private:
  bool is_in(const std::string& unit, const std::string& whole) const {
    return !unit.empty() && organization_.is_within(unit, whole);
  }

  void stay(Parting& parting) const {
    if (std::find(parting.to.begin(), parting.to.end(), parting.from->code) == parting.to.end()) return;
    for (const auto& [unit, count] : strength_) {
      if (is_in(unit, parting.from->code)) parting.went[parting.from->code] += count;
    }
  }

  void part(Parting& parting) const {
    stay(parting);
    for (const auto& [person, units] : changes_) {
      const auto left = std::find_if(units.begin(), units.end(), [&](const auto& each) {
        return each.second < 0 && is_in(each.first, parting.from->code);
      });
      if (left == units.end()) continue;
      // Of two successors of which one is within the other, the narrower.
      const std::string* to = nullptr;
      for (const auto& [unit, count] : units) {
        if (count <= 0) continue;
        for (const std::string& each : parting.to) {
          if (is_in(unit, each) && (to == nullptr || is_in(each, *to))) to = &each;
        }
      }
      const bool counted_as_staying = parting.went.contains(parting.from->code);
      if (counted_as_staying) --parting.went[parting.from->code];
      if (to != nullptr) ++parting.went[*to];
    }
  }

  const OrganizationState& organization_;
  std::vector<Parting>& partings_;
  std::vector<Parting>::iterator next_;
  Date day_{INT32_MIN};
  std::unordered_map<std::string, std::int64_t> strength_;                     // by unit, on the eve of day_
  std::map<Bytes, std::map<std::string, std::int64_t>, std::less<>> changes_;  // of day_: person → unit → count
};

std::vector<Parting> partings_of(const OrganizationState& organization, std::span<const SuccessionEdge* const> edges) {
  std::vector<Parting> partings;
  std::set<std::pair<Date, std::string>> met;
  for (const SuccessionEdge* edge : edges) {
    const Unit* from = organization.unit(edge->from);
    if (edge->kind == kFunction || from == nullptr || !met.emplace(edge->on, edge->from).second) continue;
    Parting parting;
    parting.from = from;
    parting.on = edge->on;
    for (const SuccessionEdge& each : organization.lineage) {
      if (each.on == edge->on && each.from == edge->from && each.kind != kFunction) parting.to.push_back(each.to);
    }
    if (from->exists_on(edge->on)) parting.to.push_back(from->code);
    partings.push_back(std::move(parting));
  }
  std::stable_sort(partings.begin(), partings.end(), [](const Parting& a, const Parting& b) { return a.on < b.on; });
  return partings;
}

EdgeShare share_of(const SuccessionEdge& edge, const Parting& parting) {
  EdgeShare share;
  const auto went = parting.went.find(edge.to);
  share.persons = went == parting.went.end() ? 0 : went->second;
  std::int64_t all = 0;
  for (const auto& [to, count] : parting.went) all += count;
  if (parting.to.size() == 1) {
    share.by = EdgeShare::By::kWhole;
    share.share = 1;
  } else if (all > 0) {
    share.by = EdgeShare::By::kPersons;
    share.share = static_cast<double>(share.persons) / static_cast<double>(all);
  } else {
    share.by = EdgeShare::By::kEqual;
    share.share = 1.0 / static_cast<double>(parting.to.size());
  }
  return share;
}

}  // namespace

std::string_view name_of(EdgeShare::By by) {
  static constexpr std::string_view kNames[] = {"whole", "persons", "equal", "none"};
  return kNames[static_cast<std::size_t>(by)];
}

Result<std::vector<EdgeShare>> edge_shares(const ViewStore& store, const OrganizationState& organization,
                                           std::span<const SuccessionEdge* const> edges, Position cut) {
  std::vector<EdgeShare> shares(edges.size());
  std::vector<Parting> partings = partings_of(organization, edges);
  if (partings.empty()) return shares;
  const Bytes begin(1, kPresentKey);
  Bytes end = begin;
  put_date(end, partings.back().on.next());
  Migration migration{organization, partings};
  bool holds = true;
  SILLOK_CHECK(store.scan(begin, end, [&](BytesView key, BytesView value) {
    const Date day = get_date(key.substr(1));
    if (get_u64(key.substr(5)) >= cut) return true;
    const Bytes person(key.substr(13));
    const bool is_whole = each_change(value, [&](std::int64_t count, BytesView bytes) {
      const auto standing = decode_standing(bytes);
      holds = holds && standing;
      if (standing) migration.add(day, person, *standing, count);
    });
    return holds = holds && is_whole;
  }));
  if (!holds) {
    return fail(Fault::damaged, "views.damaged", "statistics",
                "an entry can't be read; build the views anew with `sillok rebuild`");
  }
  migration.finish();
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const auto parting = std::find_if(partings.begin(), partings.end(), [&](const Parting& each) {
      return each.on == edges[i]->on && each.from->code == edges[i]->from;
    });
    if (edges[i]->kind != kFunction && parting != partings.end()) shares[i] = share_of(*edges[i], *parting);
  }
  return shares;
}

}  // namespace sillok
