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

// The record of a point by other acts or another law.
Result<boost::json::object> shown_by(Ledger& ledger, const Views& views, const RecordAt& record, ReadActs acts,
                                     Instant law_of) {
  RecordAt other;
  other.person = record.person;
  other.point = record.point;
  other.stamp = record.stamp;
  other.stamp.known_at = law_of;
  other.rules = record.rules;
  other.acts = std::move(acts);
  other.state = fold(record.person, other.acts.acts, record.point.as_of);
  other.take_law();
  return record_json(ledger, views, other);
}

// The record as it would be had one act never been recorded, nor any that is said of it.
Result<boost::json::object> shown_without(Ledger& ledger, const Views& views, const RecordAt& record,
                                          Position position) {
  std::set<Position> left_out{position};
  std::vector<Bytes> entries;
  for (std::size_t i = 0; i < record.acts.acts.size(); ++i) {
    const StoredAct& act = record.acts.acts[i];
    const auto target = target_of(act.body);
    if (target && left_out.contains(*target)) left_out.insert(act.position);
    if (!left_out.contains(act.position)) entries.push_back(record.acts.entries[i]);
  }
  return shown_by(ledger, views, record, acts_of(std::move(entries)), record.stamp.known_at);
}

class Difference {
 public:
  // With the sources of either record, as it is shown.
  Difference(const RecordAt& before, const boost::json::object& shown_before, const RecordAt& after,
             const boost::json::object& shown_after)
      : before_(before), after_(after), shown_before_(shown_before), shown_after_(shown_after) {
    const std::vector<ActLinks> links = links_of(after.acts.acts);
    for (std::size_t i = 0; i < links.size(); ++i) links_[after.acts.acts[i].position] = links[i];
  }

  // Of one day, where knowledge alone makes a difference: looks at the later record without each act that only it
  // knows, and by the law that was known before.
  Result<Ok> look_without_each(Ledger& ledger, const Views& views) {
    if (before_.point.as_of != after_.point.as_of) return Ok{};
    for (const StoredAct& act : after_.acts.acts) {
      if (!is_new(act.position)) continue;
      SILLOK_TRY(shown, shown_without(ledger, views, after_, act.position));
      without_.emplace(act.position, std::move(shown));
    }
    for (const std::string_view table : after_.rules->tables()) {
      for (const RuleRow* row : after_.rules->rows(table)) {
        if (before_.stamp.known_at < row->known_from && row->known_from <= after_.stamp.known_at)
          adopted_.insert(row->adopted_by);
      }
    }
    if (adopted_.empty()) return Ok{};
    std::vector<Bytes> entries = after_.acts.entries;
    SILLOK_TRY(shown, shown_by(ledger, views, after_, acts_of(std::move(entries)), before_.stamp.known_at));
    by_old_law_ = std::move(shown);
    return Ok{};
  }

  // The acts that make the difference in a field. Of one day: those without which it would be another, and what adopted
  // the law that is new; where no single one is that, those that are new of what it rests on. Else corrections that
  // only the later knowledge has, and what it rests on there and not before; else what it rested on before and no more.
  // Where both rest on the same, time alone has moved it: what it rests on.
  boost::json::array causes(std::string_view field) const {
    const std::set<Position> alone = causes_of_one_day(field);
    if (!alone.empty()) return boost::json::array(alone.begin(), alone.end());
    const std::set<Position> then = grounds(before_, shown_before_, field), now = grounds(after_, shown_after_, field);
    std::set<Position> causes, added, gone;
    for (const std::set<Position>* each : {&then, &now}) {
      for (const Position position : *each) add_corrections(position, causes);
    }
    std::set_difference(now.begin(), now.end(), then.begin(), then.end(), std::inserter(added, added.end()));
    std::set_difference(then.begin(), then.end(), now.begin(), now.end(), std::inserter(gone, gone.end()));
    const bool is_corrected = !causes.empty();
    for (const Position position : added) {
      if (!is_corrected || is_new(position)) causes.insert(position);
    }
    if (causes.empty()) causes = gone;
    if (causes.empty()) causes = now.empty() ? then : now;
    return boost::json::array(causes.begin(), causes.end());
  }

 private:
  std::set<Position> causes_of_one_day(std::string_view field) const {
    std::set<Position> found, of_its_grounds;
    const std::set<Position> rests_on = grounds(after_, shown_after_, field);
    for (const auto& [position, shown] : without_) {
      if (shown.at(field) != shown_after_.at(field)) found.insert(position);
      if (rests_on.contains(position)) of_its_grounds.insert(position);
    }
    if (by_old_law_ && by_old_law_->at(field) != shown_after_.at(field)) found.insert(adopted_.begin(), adopted_.end());
    if (found.empty()) found = of_its_grounds;
    if (!found.empty()) return found;
    for (const auto& [position, _] : without_) found.insert(position);
    return found;
  }

  static std::set<Position> grounds(const RecordAt& record, const boost::json::object& shown, std::string_view field) {
    std::set<Position> out;
    if (const auto* source = shown.at("sources").as_object().if_contains(field))
      out.insert(source->to_number<Position>());
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
      for (const auto& finding : shown.at("findings").as_array()) {
        for (const auto& position : finding.at("positions").as_array()) out.insert(position.to_number<Position>());
      }
    }
    return out;
  }

  // Of an act that one point counts: corrections that only the later knowledge has.
  void add_corrections(Position position, std::set<Position>& causes) const {
    const auto found = links_.find(position);
    if (found == links_.end()) return;
    for (const Position by : found->second.rectified_by) {
      if (is_new(by)) causes.insert(by);
    }
    if (found->second.annulled_by && is_new(*found->second.annulled_by)) causes.insert(*found->second.annulled_by);
  }

  bool is_new(Position by) const {
    return std::none_of(before_.acts.acts.begin(), before_.acts.acts.end(),
                        [&](const StoredAct& act) { return act.position == by; });
  }

  const RecordAt &before_, &after_;
  const boost::json::object &shown_before_, &shown_after_;
  std::map<Position, ActLinks> links_;
  std::map<Position, boost::json::object> without_;  // the later record without that act
  std::set<Position> adopted_;                       // law that only the later knowledge has
  std::optional<boost::json::object> by_old_law_;
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
  // Asked backwards it is the same difference the other way round.
  const bool is_backwards =
      std::pair{after.stamp.known_at, after.point.as_of} < std::pair{before.stamp.known_at, before.point.as_of};
  Difference difference = is_backwards ? Difference{after, now, before, then} : Difference{before, then, after, now};
  SILLOK_CHECK(difference.look_without_each(ledger, views));
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
