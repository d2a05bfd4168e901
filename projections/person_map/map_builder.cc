#include "projections/person_map/map_builder.h"

#include <algorithm>
#include <set>

#include "ledger/base/text_map.h"
#include "ledger/crypto/hash.h"
#include "projections/person_record/person_projector.h"

namespace sillok {
namespace {

constexpr std::size_t kEventsMax = 1'000'000;  // of a batch: bounds the memory

// Follows the log into a map: who has new events, and who has got others' by a merge or a correction.
class MapBuilder {
 public:
  MapBuilder(const EventLog& log, const Views& views, PersonMap& map, const Hash& genesis)
      : log_(log), views_(views), map_(map), genesis_(genesis) {}

  Result<Ok> run(std::uint64_t size) {
    size_ = size;
    Result<Ok> outcome{};
    SILLOK_CHECK(log_.scan(map_.size(), size, [&](Position position, BytesView entry) {
      const EventView event = EventView::trust(entry);
      if (Hash* const leaf = std::exchange(awaiting_leaf_, nullptr)) *leaf = event.previous();
      outcome = take(event);
      const bool is_last = position + 1 == size || ++taken_ == kEventsMax;
      if (outcome && is_last) {
        if (Hash* const leaf = std::exchange(awaiting_leaf_, nullptr)) *leaf = leaf_hash(entry);
        outcome = flush(position + 1);
      }
      return outcome.has_value();
    }));
    return outcome;
  }

 private:
  struct New {
    bool is_tied = false;
    std::vector<std::pair<Position, Hash>> events;
  };

  Result<Ok> take(const EventView& event) {
    const BodyView body = event.body();
    if (!is_of_person(event, body)) return Ok{};
    auto* hers = new_.find(body.subject());
    if (hers == nullptr) {
      hers = &new_.add(body.subject(), {});
      hers->value.is_tied = map_.is_tied(person_map_key(genesis_, body.subject()));
    }
    SILLOK_TRY(others, others_named_by(event));
    if (hers->value.is_tied || !others.empty()) return tie(body.subject(), std::move(others));
    // The next event says what its leaf hash is: that spares computing it again.
    awaiting_leaf_ = &hers->value.events.emplace_back(event.position(), Hash{}).second;
    return Ok{};
  }

  // Beside the one it is recorded on: those it names on the way to what it is said of, and those to whom that was
  // moved.
  Result<std::set<Bytes>> others_named_by(const EventView& event) const {
    const BodyView body = event.body();
    std::set<Bytes> persons;
    if (const auto other = other_person(body); !other.empty()) persons.emplace(other);
    if (is_act_on_act(body.act())) {
      SILLOK_TRY(root, root_of(log_, body, event.position()));
      persons.insert(root.persons.begin(), root.persons.end());
      if (root.position != kNoPosition) {
        SILLOK_TRY(moved, views_.moved_to(root.position));
        persons.insert(moved.begin(), moved.end());
      }
    }
    if (!persons.empty()) persons.erase(Bytes{body.subject()});
    return persons;
  }

  // All whose history an event can be part of are counted anew: these, and those into whom one of them was merged. One
  // too many does no harm: whose history it is the view says.
  Result<Ok> tie(std::string_view subject, std::set<Bytes> persons) {
    persons.emplace(subject);
    for (Bytes person : std::vector<Bytes>(persons.begin(), persons.end())) {
      for (;;) {
        SILLOK_TRY(career, views_.career(person));
        person = career->newest().merged_into;
        if (person.empty() || !persons.insert(person).second) break;
      }
    }
    for (const Bytes& each : persons) new_.add(each, {}).value.is_tied = true;
    return Ok{};
  }

  // From the view's index, whatever was counted before.
  Result<PersonMap::Person> counted_anew(const Bytes& person) const {
    SILLOK_TRY(history, views_.history(person, size_));
    std::vector<Position> positions;
    for (const HistoryEntry& each : history) positions.push_back(each.position);
    SILLOK_TRY(entries, views_.entries(positions));
    PersonMap::Person counted;
    counted.is_tied = true;
    for (std::size_t i = 0; i < entries.size(); ++i) counted.history.add(positions[i], leaf_hash(entries[i]));
    return counted;
  }

  Result<Ok> flush(std::uint64_t size) {
    PersonMap::Changes changes;
    changes.reserve(new_.size());
    for (auto& [person, hers] : new_) {
      PersonMap::Change change;
      if (hers.is_tied) {
        SILLOK_TRY(counted, counted_anew(person));
        if (counted.history.count == 0) continue;  // named by an act, but nothing of hers
        change.anew = counted;
      } else {
        change.added = std::move(hers.events);
      }
      changes.emplace_back(person_map_key(genesis_, person), std::move(change));
    }
    new_.clear();
    taken_ = 0;
    std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return map_.update(changes, size);
  }

  const EventLog& log_;
  const Views& views_;
  PersonMap& map_;
  const Hash& genesis_;
  std::uint64_t size_ = 0;
  std::size_t taken_ = 0;
  Hash* awaiting_leaf_ = nullptr;  // of the event taken last
  TextMap<New> new_;
};

}  // namespace

Result<Ok> bring_up_to(PersonMap& map, std::uint64_t size, const EventLog& log, const Views& views,
                       const Hash& genesis) {
  return MapBuilder(log, views, map, genesis).run(size);
}

}  // namespace sillok
