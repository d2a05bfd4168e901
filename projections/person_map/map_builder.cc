#include "projections/person_map/map_builder.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <functional>
#include <memory>
#include <set>

#include "ledger/base/invariant.h"
#include "ledger/base/ordered_jobs.h"
#include "ledger/crypto/hash.h"
#include "projections/person_record/person_projector.h"

namespace sillok {
namespace {

// Of a batch: bounds the memory. Events are kept until the batch is written, but in a first one, where a history counts
// on from nothing and only that is kept.
constexpr std::size_t kEventsMax = 1'000'000, kPersonsMax = 1'000'000;
constexpr std::uint64_t kPartEvents = 32'768;  // read on one core, taken in order
constexpr std::size_t kPartsAhead = 4;

// What counts of some events that stand one behind the other.
struct Part {
  struct One {
    Position position = 0;
    Hash leaf{};
    std::size_t subject = 0, length = 0;  // in `subjects`
    std::optional<std::size_t> entry;     // where it may concern others too
  };
  std::vector<One> ones;
  Bytes subjects;
  std::vector<Bytes> entries;
  Position end = 0;

  BytesView subject_of(const One& one) const { return BytesView{subjects}.substr(one.subject, one.length); }
};

Result<Part> read_part(const EventLog& log, Position begin, Position end) {
  Part part;
  part.end = end;
  Part::One* awaiting_leaf = nullptr;  // the event taken last: the next one says what its leaf hash is
  SILLOK_CHECK(log.scan(begin, end, [&](Position position, BytesView entry) {
    const EventView event = EventView::trust(entry);
    if (Part::One* const one = std::exchange(awaiting_leaf, nullptr)) one->leaf = event.previous();
    const BodyView body = event.body();
    if (!is_of_person(event, body)) return true;
    Part::One& one = part.ones.emplace_back(Part::One{position, {}, part.subjects.size(), body.subject().size(), {}});
    part.subjects += body.subject();
    if (is_act_on_act(body.act()) || !other_person(body).empty()) {
      one.entry = part.entries.size();
      part.entries.emplace_back(entry);
    }
    if (position + 1 < end) awaiting_leaf = &one;
    else one.leaf = leaf_hash(entry);
    return true;
  }));
  return part;
}

// Follows the log into a map: who has new events, and who has got others' by a merge or a correction.
class MapBuilder {
 public:
  MapBuilder(const EventLog& log, const Views& views, PersonMap& map, const Hash& genesis, Durable durable)
      : log_(log), views_(views), map_(map), genesis_(genesis), durable_(durable), is_first_(map.size() == 0) {}

  Result<Ok> run(std::uint64_t size) {
    size_ = size;
    OrderedJobs jobs{kPartsAhead};
    for (Position begin = map_.size(); begin < size; begin += kPartEvents) {
      const Position end = std::min(begin + kPartEvents, size);
      SILLOK_TRY(goes_on, jobs.give([this, begin, end]() -> Result<OrderedJobs::Take> {
        SILLOK_TRY(read, read_part(log_, begin, end));
        return [this, part = std::make_shared<const Part>(std::move(read))] { return take(*part); };
      }));
      SILLOK_INVARIANT(goes_on, "every part is wanted");
    }
    SILLOK_TRY(done, jobs.finish());
    SILLOK_INVARIANT(done, "every part is wanted");
    return map_.size() < size || size == 0 ? flush(size) : Result<Ok>{Ok{}};
  }

 private:
  struct New {
    bool is_tied = false;
    PersonHistory history;                          // of a first batch
    std::vector<std::pair<Position, Hash>> events;  // of any other
  };

  Result<bool> take(const Part& part) {
    for (const Part::One& one : part.ones) SILLOK_CHECK(take(part, one));
    if (taken_ >= kEventsMax || new_.size() >= kPersonsMax) SILLOK_CHECK(flush(part.end));
    return true;
  }

  Result<Ok> take(const Part& part, const Part::One& one) {
    const BytesView subject = part.subject_of(one);
    auto hers = new_.find(subject);
    if (hers == new_.end()) {
      hers = new_.emplace(subject, New{}).first;
      hers->second.is_tied = map_.is_tied(person_map_key(genesis_, subject));
    }
    if (one.entry) {
      SILLOK_TRY(others, others_named_by(EventView::trust(part.entries[*one.entry])));
      if (!others.empty()) return tie(subject, std::move(others));
    }
    if (hers->second.is_tied) return tie(subject, {});
    if (is_first_) {
      hers->second.history.add(one.position, one.leaf);
    } else {
      hers->second.events.emplace_back(one.position, one.leaf);
      ++taken_;
    }
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
    for (const Bytes& each : persons) new_[each].is_tied = true;
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
      } else if (is_first_) {
        change.anew = PersonMap::Person{hers.history, false};
      } else {
        change.added = std::move(hers.events);
      }
      changes.emplace_back(person_map_key(genesis_, person), std::move(change));
    }
    new_.clear();
    taken_ = 0;
    is_first_ = false;
    std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return map_.update(changes, size, durable_);
  }

  const EventLog& log_;
  const Views& views_;
  PersonMap& map_;
  const Hash& genesis_;
  const Durable durable_;
  std::uint64_t size_ = 0;
  bool is_first_;          // nothing was kept of anybody before
  std::size_t taken_ = 0;  // events that are kept
  struct HashOfText {
    using is_transparent = void;
    std::size_t operator()(BytesView text) const { return std::hash<BytesView>{}(text); }
  };
  boost::unordered_flat_map<Bytes, New, HashOfText, std::equal_to<>> new_;
};

}  // namespace

Result<Ok> bring_up_to(PersonMap& map, std::uint64_t size, const EventLog& log, const Views& views, const Hash& genesis,
                       Durable durable) {
  return MapBuilder(log, views, map, genesis, durable).run(size);
}

}  // namespace sillok
