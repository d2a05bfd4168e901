#include "projections/person_map/persons_log.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>

#include "ledger/base/durable_file.h"
#include "ledger/base/text_map.h"
#include "ledger/crypto/hash.h"
#include "projections/person_record/person_projector.h"

namespace sillok {
namespace {

constexpr std::size_t kEventsMax = 1'000'000;  // of a batch: bounds the memory

std::filesystem::path directory_of(const Ledger& ledger) { return ledger.directory() / kPersonsLog; }

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
    SILLOK_TRY(others, hers->value.is_tied ? Result<std::set<Bytes>>{} : others_named_by(event));
    if (!hers->value.is_tied && others.empty()) {
      // The next event says what its leaf hash is: that spares computing it again.
      awaiting_leaf_ = &hers->value.events.emplace_back(event.position(), Hash{}).second;
      return Ok{};
    }
    return tie(event);
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
    persons.erase(Bytes{body.subject()});
    return persons;
  }

  // All whose history it can be part of are counted anew: those, and those into whom one of them was merged. One too
  // many does no harm: whose history it is the view says.
  Result<Ok> tie(const EventView& event) {
    SILLOK_TRY(persons, others_named_by(event));
    persons.emplace(event.body().subject());
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

namespace {

// A log that is there is whole: it is made under another name, so that nothing half-made is ever taken for it.
Result<std::unique_ptr<RocksLog>> open_log(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / "log", fresh = directory / "log.new";
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    std::filesystem::remove_all(fresh, error);
    SILLOK_CHECK(RocksLog::open(fresh, Access::kWrite));
    if (rename_durably(fresh, path))
      return fail(Fault::unavailable, "persons.store", kPersonsLog.data(),
                  "the log of persons can't be made; check the disk and run the same command again");
  }
  return RocksLog::open(path, Access::kWrite);
}

// What was half-made when a disk filled up, or does not hold, says how to get rid of it: it follows from the log.
Result<std::unique_ptr<PersonMap>> open_map(const std::filesystem::path& directory, Access access) {
  auto map = PersonMap::open(directory / "map", access);
  if (map || map.error().fault != Fault::damaged) return map;
  return fail(Fault::damaged, "persons.map", "persons/map",
              fmt::format("the map of persons does not hold ({}); remove persons/map, it is built anew from the log",
                          map.error().code));
}

}  // namespace

PersonsLog::PersonsLog(const Ledger& ledger, const Views& views) : ledger_(ledger), views_(views) {}
PersonsLog::~PersonsLog() = default;

Result<std::unique_ptr<PersonsLog>> PersonsLog::open(const Ledger& ledger, const Views& views) {
  const std::filesystem::path directory = directory_of(ledger);
  const auto failed = [&] {
    return fail(Fault::unavailable, "persons.store", kPersonsLog.data(),
                "the log of persons can't be written; check the disk and your rights, and run the same command again");
  };
  if (create_directories_durably(directory)) return failed();
  std::unique_ptr<PersonsLog> persons{new PersonsLog(ledger, views)};
  persons->lock_ = std::make_unique<FileLock>(directory / "lock", FileLock::Wait::kYes);
  if (!persons->lock_->is_held()) return failed();
  SILLOK_TRY(log, open_log(directory));
  persons->log_ = std::move(log);
  SILLOK_TRY(map, open_map(directory, Access::kWrite));
  persons->map_ = std::move(map);
  if (sync_directory(directory)) return failed();
  return persons;
}

Result<std::optional<PersonsEntry>> PersonsLog::newest() const {
  const std::uint64_t count = log_->head().size;
  if (count == 0) return std::optional<PersonsEntry>{};
  SILLOK_TRY(bytes, log_->read(count - 1));
  SILLOK_TRY(entry, decode_persons_entry(bytes));
  return std::optional{entry};
}

Result<Ok> PersonsLog::bring_up_to(std::uint64_t size) {
  return MapBuilder(ledger_.log(), views_, *map_, ledger_.genesis().hash).run(size);
}

Result<Ok> PersonsLog::publish() {
  const std::uint64_t size = ledger_.log().head().size;
  SILLOK_TRY(newest, this->newest());
  const std::uint64_t covered = newest ? newest->size : 0;
  if (covered > size || map_->size() > size)
    return fail(Fault::unavailable, "persons.ahead", kPersonsLog.data(),
                "another process has recorded and published more meanwhile; run the same command again");
  SILLOK_CHECK(bring_up_to(size));
  if (newest && covered == size) {
    if (newest->root == map_->root()) return Ok{};
    return fail(
        Fault::damaged, "persons.map", kPersonsLog.data(),
        "the map of persons is not the one that was published; remove persons/map, it is built anew from the log");
  }
  const Bytes entry = encode(PersonsEntry{size, map_->root()});
  const BytesView entries[] = {entry};
  const Hash leaves[] = {leaf_hash(entry)};
  return log_->append(entries, leaves, {});
}

Result<std::string> PersonsLog::prove(const std::string& person, const std::optional<Absence>& absence,
                                      const std::string& checkpoint, const std::string& persons_checkpoint) const {
  SILLOK_TRY(newest, this->newest());
  SILLOK_TRY(history, views_.history(person, newest->size));
  if (history.empty())
    return fail(Fault::not_found, "person.unknown", person, "the ledger holds no act on that person");
  PersonProof proof{person, absence, {}, {}, {}};
  std::vector<Position> positions;
  for (const HistoryEntry& each : history) {
    positions.push_back(each.position);
    SILLOK_TRY(act, prove_act(ledger_.log(), each.position, newest->size, checkpoint));
    proof.acts.push_back(std::move(act));
  }
  if (absence) {
    SILLOK_TRY(entries, views_.entries(positions));
    if (const auto against = holds_against(*absence, person, entries)) {
      return fail(
          Fault::refused, "person.has_act", fmt::format("position {}", *against),
          fmt::format("{} holds on {}; its absence can't be proved", name_of(absence->act), to_string(absence->on)));
    }
  }
  SILLOK_TRY(map, map_->prove(person_map_key(ledger_.genesis().hash, person)));
  proof.map = std::move(map);
  const Position last = log_->head().size - 1;
  SILLOK_TRY(entry, log_->read(last));
  SILLOK_TRY(path, log_->tree().inclusion(last, last + 1));
  proof.persons = write_proof({std::move(entry), last, std::move(path), persons_checkpoint});
  return write_person_proof(proof);
}

namespace {

// Nothing where nothing was ever published.
Result<std::unique_ptr<RocksLog>> log_to_read(const Ledger& ledger) {
  std::error_code unknown;
  const std::filesystem::path path = directory_of(ledger) / "log";
  if (std::filesystem::exists(path, unknown)) return RocksLog::open(path, Access::kRead);
  if (!std::filesystem::exists(ledger.directory() / "checkpoint.persons", unknown)) return std::unique_ptr<RocksLog>{};
  return fail(Fault::damaged, "persons.missing", path.string(),
              "the log of persons is gone, and checkpoints of it were published; put it back from a copy");
}

}  // namespace

Result<std::optional<PersonsEntry>> check_published_persons(const Ledger& ledger) {
  SILLOK_TRY(log, log_to_read(ledger));
  if (!log) return std::optional<PersonsEntry>{};
  SILLOK_CHECK(Checkpoints(ledger, *log, kPersonsLog).check());
  SILLOK_CHECK(log->check_files());
  SILLOK_TRY(map, open_map(directory_of(ledger), Access::kRead));
  SILLOK_CHECK(map->check_files());
  const std::uint64_t count = log->head().size;
  if (count == 0) return std::optional<PersonsEntry>{};
  SILLOK_TRY(bytes, log->read(count - 1));
  SILLOK_TRY(entry, decode_persons_entry(bytes));
  return std::optional{entry};
}

Result<std::optional<std::string>> published_persons(const Ledger& ledger) {
  SILLOK_TRY(log, log_to_read(ledger));
  if (!log) return std::optional<std::string>{};
  return Checkpoints(ledger, *log, kPersonsLog).newest();
}

Result<Hash> root_of_persons(const Ledger& ledger, const Views& views) {
  std::error_code error;
  const auto temporary = std::filesystem::temp_directory_path(error);
  std::string made = (temporary / "sillok-persons-XXXXXX").string();
  if (error || ::mkdtemp(made.data()) == nullptr)
    return fail(Fault::unavailable, "persons.scratch", temporary.string(),
                "there is no room for temporary files; check the disk and your rights");
  struct Cleanup {
    std::filesystem::path path;
    ~Cleanup() {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);
    }
  } const cleanup{made};
  SILLOK_TRY(map, PersonMap::open(cleanup.path / "map", Access::kWrite));
  SILLOK_CHECK(MapBuilder(ledger.log(), views, *map, ledger.genesis().hash).run(ledger.log().head().size));
  return map->root();
}

}  // namespace sillok
