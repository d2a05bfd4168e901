#include "projections/answers/diff_json.h"

#include <algorithm>
#include <set>

#include "projections/answers/record_json.h"

namespace sillok {
namespace {

// What stands beside the record, and moves with the point alone.
constexpr std::string_view kNoFields[] = {"person", "as_of", "known_at", "final", "position", "revision", "sources"};

bool is_field(std::string_view name) {
  return std::find(std::begin(kNoFields), std::end(kNoFields), name) == std::end(kNoFields);
}

std::string point_text(const RecordAt& record) {
  return to_string(record.point.as_of) + "@" + to_string(record.stamp.known_at);
}

class Difference {
 public:
  Difference(const RecordAt& before, const RecordAt& after) : before_(before), after_(after) {
    const std::vector<ActLinks> links = links_of(after.acts.acts);
    for (std::size_t i = 0; i < links.size(); ++i) links_[after.acts.acts[i].position] = links[i];
  }

  // The acts that make the difference in a field: those it rests on at one point and not at the other, and what
  // corrected them. Where both rest on the same, time alone has moved it: what it rests on.
  boost::json::array causes(std::string_view field) const {
    const std::set<Position> then = grounds(before_, field), now = grounds(after_, field);
    std::set<Position> causes;
    std::set_symmetric_difference(then.begin(), then.end(), now.begin(), now.end(),
                                  std::inserter(causes, causes.end()));
    for (const std::set<Position>* each : {&then, &now}) {
      for (const Position position : *each) add_corrections(position, causes);
    }
    if (causes.empty()) causes = now.empty() ? then : now;
    return boost::json::array(causes.begin(), causes.end());
  }

 private:
  static std::set<Position> grounds(const RecordAt& record, std::string_view field) {
    std::set<Position> out;
    if (const auto why = explain(record.state, record.law(), record.point.as_of, field)) {
      for (const CountedPeriod& each : why->periods) out.insert(each.acts.begin(), each.acts.end());
    }
    if (const auto own = record_field(field); own && record.state.source(*own) != kNoPosition)
      out.insert(record.state.source(*own));
    if (field == "personal") {
      for (const Position position : record.state.personal) {
        if (position != kNoPosition) out.insert(position);
      }
    }
    if (field == "merged_into" && !record.state.merged_into.empty()) out.insert(record.state.last_position);
    if (field == "findings") {
      for (const StoredAct& act : record.acts.acts) out.insert(act.position);
    }
    return out;
  }

  // Of an act that one point counts: corrections that only the later knowledge has.
  void add_corrections(Position position, std::set<Position>& causes) const {
    const auto found = links_.find(position);
    if (found == links_.end()) return;
    const auto is_new = [&](Position by) {
      return std::none_of(before_.acts.acts.begin(), before_.acts.acts.end(),
                          [&](const StoredAct& act) { return act.position == by; });
    };
    for (const Position by : found->second.rectified_by) {
      if (is_new(by)) causes.insert(by);
    }
    if (found->second.annulled_by && is_new(*found->second.annulled_by)) causes.insert(*found->second.annulled_by);
  }

  const RecordAt& before_;
  const RecordAt& after_;
  std::map<Position, ActLinks> links_;
};

// A person whom a point does not know yet has an empty record there.
Result<RecordAt> record_or_nothing(const Ledger& ledger, const Views& views, std::string_view person,
                                   const Point& point) {
  auto found = record_at(ledger, views, person, point);
  if (found || found.error().fault != Fault::not_found) return found;
  RecordAt nothing;
  nothing.person = std::string{person};
  nothing.point = point;
  SILLOK_TRY(at, stamp(ledger, views, point.known_at));
  nothing.stamp = at;
  SILLOK_TRY(rules, views.rules());
  nothing.rules = std::move(rules);
  return nothing;
}

}  // namespace

Result<boost::json::object> diff_json(Ledger& ledger, const Views& views, std::string_view person, const Point& from,
                                      const Point& to) {
  SILLOK_TRY(before, record_or_nothing(ledger, views, person, from));
  SILLOK_TRY(after, record_or_nothing(ledger, views, person, to));
  if (before.acts.acts.empty() && after.acts.acts.empty()) {
    return fail(Fault::not_found, "person.unknown", std::string{person},
                "nothing is recorded of that person at either point; check the id and the points");
  }
  SILLOK_TRY(then, record_json(ledger, views, before));
  SILLOK_TRY(now, record_json(ledger, views, after));
  // Asked backwards in knowledge, what is known at the first point holds the corrections.
  const bool is_backwards = after.stamp.known_at < before.stamp.known_at;
  const Difference difference = is_backwards ? Difference{after, before} : Difference{before, after};
  boost::json::array differences;
  for (const auto& [name, value] : now) {
    if (!is_field(name) || then.at(name) == value) continue;
    differences.push_back(boost::json::object{
        {"field", name}, {"before", then.at(name)}, {"after", value}, {"caused_by", difference.causes(name)}});
  }
  return boost::json::object{{"person", person},
                             {"from", point_text(before)},
                             {"to", point_text(after)},
                             {"differences", std::move(differences)}};
}

}  // namespace sillok
