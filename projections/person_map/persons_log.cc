#include "projections/person_map/persons_log.h"

#include <fmt/format.h>

#include "ledger/base/durable_file.h"
#include "ledger/base/temporary_folder.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/beside_rows.h"
#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/ledger_files.h"
#include "projections/person_map/map_builder.h"

namespace sillok {
namespace {

// Of a topic, that are made of one writing: each is two waits for the disk otherwise.
constexpr std::size_t kMarksTogether = 256;

std::filesystem::path directory_of(const Ledger& ledger) { return ledger.directory() / kPersonsLog; }

// Nothing where nothing was published yet.
Result<std::optional<PersonsEntry>> newest_in(const RocksLog& log) {
  const std::uint64_t count = log.head().size;
  if (count == 0) return std::optional<PersonsEntry>{};
  SILLOK_TRY(bytes, log.read(count - 1));
  SILLOK_TRY(entry, decode_persons_entry(bytes));
  return std::optional{entry};
}

// What was half-made when a disk filled up, or does not hold, says how to get rid of it: it follows from the log.
Result<std::unique_ptr<PersonMap>> open_map(const std::filesystem::path& directory, Access access) {
  auto map = PersonMap::open(directory / "map", access);
  if (map || map.error().fault != Fault::damaged) return map;
  return fail(Fault::damaged, "persons.map", "persons/map",
              fmt::format("the map of persons does not hold ({}); remove persons/map, it is built anew from the log",
                          map.error().code));
}

Result<Ok> check_against_topic(const RocksLog& rows, const RocksLog& log) {
  Result<Ok> held = Ok{};
  SILLOK_CHECK(log.scan(0, log.head().size, [&](Position position, BytesView bytes) {
    const auto entry = decode_persons_entry(bytes);
    const auto marked = marked_size(rows, position);
    if (entry && marked && (!*marked || **marked == entry->size)) return true;  // none: not read here yet
    held = fail(Fault::damaged, "persons.damaged", fmt::format("{} {}", kPersonsLog, position),
                "the log of persons is not the one that the topic has marked; remove the directory persons, it is made "
                "anew");
    return false;
  }));
  return held;
}

tl::unexpected<Error> cannot_write_map() {
  return fail(Fault::unavailable, "persons.store", kPersonsLog.data(),
              "the map of persons can't be written; check the disk and your rights, and run the same command again");
}

// Under another name, as the log beside it: whatever cuts it off, nothing half-made or half-removed is ever taken for a
// map.
Result<Ok> make_map(const std::filesystem::path& directory) {
  const std::filesystem::path path = directory / "map", fresh = directory / "map.new", old = directory / "map.old";
  std::error_code error;
  std::filesystem::remove_all(old, error);
  if (can_see(path)) return Ok{};
  std::filesystem::remove_all(fresh, error);
  SILLOK_CHECK(PersonMap::open(fresh, Access::kWrite));
  if (!rename_durably(fresh, path)) return Ok{};
  return cannot_write_map();
}

Result<Ok> drop_map(const std::filesystem::path& directory) {
  if (!rename_durably(directory / "map", directory / "map.old")) return Ok{};
  return cannot_write_map();
}

}  // namespace

PersonsLog::PersonsLog(const Ledger& ledger, const Views& views) : ledger_(ledger), views_(views) {}
PersonsLog::~PersonsLog() = default;

Result<std::unique_ptr<PersonsLog>> PersonsLog::open(const Ledger& ledger, const Views& views) {
  std::unique_ptr<PersonsLog> persons{new PersonsLog(ledger, views)};
  SILLOK_TRY(side, open_side_log(ledger, kPersonsLog));
  persons->side_ = std::move(side);
  SILLOK_CHECK(persons->open_map_to_write());
  return persons;
}

Result<Ok> PersonsLog::open_map_to_write() {
  SILLOK_CHECK(make_map(directory_of(ledger_)));
  SILLOK_TRY(map, open_map(directory_of(ledger_), Access::kWrite));
  map_ = std::move(map);
  return Ok{};
}

Result<Ok> PersonsLog::publish() {
  SILLOK_CHECK(check_may_add(ledger_));
  const std::uint64_t size = ledger_.log().head().size;
  SILLOK_TRY(newest, newest_in(*side_.log));
  const std::uint64_t covered = newest ? newest->size : 0;
  if (covered > size || map_->size() > size)
    return fail(Fault::unavailable, "persons.ahead", kPersonsLog.data(),
                "another process has recorded and published more meanwhile; run the same command again");
  if (newest && covered == size) return bring_map_to(*newest);
  SILLOK_TRY(entry, entry_at(size, Durable::kNow));
  return append({&entry, 1});
}

Result<Ok> PersonsLog::follow(const RocksLog& rows) {
  const std::uint64_t end = ledger_.log().head().size;
  for (;;) {
    const Position first = side_.log->head().size;
    SILLOK_TRY(size, marked_size(rows, first));
    if (size && *size <= end && map_->size() > *size) {
      // Cut off when the map was written and the entries were not.
      map_.reset();
      SILLOK_CHECK(drop_map(directory_of(ledger_)));
      SILLOK_CHECK(open_map_to_write());
    }
    std::vector<Bytes> entries;
    while (size && *size <= end && entries.size() < kMarksTogether) {
      SILLOK_TRY(next, marked_size(rows, first + entries.size() + 1));
      const bool is_last = !next || *next > end || entries.size() + 1 == kMarksTogether;
      SILLOK_TRY(entry, entry_at(*size, is_last ? Durable::kNow : Durable::kNotYet));
      entries.push_back(std::move(entry));
      size = next;
    }
    if (!entries.empty()) {
      SILLOK_CHECK(append(entries));
      continue;
    }
    // The map may have been thrown away since the newest mark was followed.
    SILLOK_TRY(newest, newest_in(*side_.log));
    return newest ? bring_map_to(*newest) : Result<Ok>{Ok{}};
  }
}

Result<Ok> PersonsLog::bring_map_to(const PersonsEntry& published) {
  SILLOK_CHECK(bring_up_to(*map_, published.size, ledger_.log(), views_, ledger_.genesis().hash));
  if (map_->size() == published.size && published.root == map_->root()) return Ok{};
  return fail(
      Fault::damaged, "persons.map", kPersonsLog.data(),
      "the map of persons is not the one that was published; remove persons/map, it is built anew from the log");
}

Result<std::optional<std::uint64_t>> PersonsLog::covered() const {
  SILLOK_TRY(newest, newest_in(*side_.log));
  return newest ? std::optional{newest->size} : std::nullopt;
}

Result<Bytes> PersonsLog::entry_at(std::uint64_t size, Durable durable) {
  if (map_->size() > size)
    return fail(Fault::damaged, "persons.map", "persons/map",
                "the map of persons is ahead of its log; remove persons/map, it is built anew from the log");
  SILLOK_CHECK(bring_up_to(*map_, size, ledger_.log(), views_, ledger_.genesis().hash, durable));
  return encode(PersonsEntry{size, map_->root()});
}

Result<Ok> PersonsLog::append(std::span<const Bytes> entries) {
  const std::vector<BytesView> bytes(entries.begin(), entries.end());
  std::vector<Hash> leaves;
  for (const BytesView entry : bytes) leaves.push_back(leaf_hash(entry));
  return side_.log->append(bytes, leaves, {});
}

Result<std::string> PersonsLog::prove(const std::string& person, const std::optional<Absence>& absence,
                                      const std::string& checkpoint, const std::string& persons_checkpoint) const {
  SILLOK_TRY(newest, newest_in(*side_.log));
  SILLOK_TRY(history, views_.history(person, newest->size));
  if (history.empty())
    return fail(Fault::not_found, "person.unknown", person, "the ledger holds no act on that person");
  PersonProof proof{person, absence, {}, {}, {}};
  std::vector<Position> positions;
  for (const HistoryEntry& each : history) positions.push_back(each.position);
  if (absence) {
    SILLOK_TRY(entries, views_.entries(positions));
    if (const auto hindered = why_not_absent(*absence, person, acts_of(std::move(entries))))
      return fail(Fault::refused, hindered->code, fmt::format("position {}", hindered->position),
                  hindered->why + "; its absence can't be proved");
  }
  for (const Position position : positions) {
    SILLOK_TRY(act, prove_act(ledger_.log(), position, newest->size, checkpoint));
    proof.acts.push_back(std::move(act));
  }
  SILLOK_TRY(map, map_->prove(person_map_key(ledger_.genesis().hash, person)));
  proof.map = std::move(map);
  const Position last = side_.log->head().size - 1;
  SILLOK_TRY(entry, side_.log->read(last));
  SILLOK_TRY(path, side_.log->tree().inclusion(last, last + 1));
  proof.persons = write_proof({std::move(entry), last, std::move(path), persons_checkpoint});
  return write_person_proof(proof);
}

Result<bool> check_published_persons(const Ledger& ledger) {
  SILLOK_TRY(log, side_log_to_read(ledger, kPersonsLog));
  if (!log) return false;
  SILLOK_CHECK(Checkpoints(ledger, *log, kPersonsLog).check());
  SILLOK_CHECK(log->check_files());
  // The ledger's own checkpoint is published before its size is committed to here.
  SILLOK_TRY(committed, newest_in(*log));
  if (is_replica(ledger.directory())) SILLOK_CHECK(check_against_topic(ledger.log(), *log));
  SILLOK_TRY(store, checkpoint_store(ledger.directory()));
  SILLOK_TRY(published, published_size(store / checkpoint_file()));
  // Of a replica another node's may be.
  if (committed && published < committed->size && !is_replica(ledger.directory()))
    return fail(Fault::damaged, "checkpoint.missing", checkpoint_file(),
                fmt::format("a checkpoint of {} events was published, and the newest one that is kept is of {}; put it "
                            "back from a copy before signing again",
                            committed->size, published));
  SILLOK_TRY(map, open_map(directory_of(ledger), Access::kRead));
  SILLOK_CHECK(map->check_files());
  return committed.has_value();
}

Result<std::optional<std::string>> published_persons(const Ledger& ledger) {
  SILLOK_TRY(log, side_log_to_read(ledger, kPersonsLog));
  if (!log) return std::optional<std::string>{};
  return Checkpoints(ledger, *log, kPersonsLog).newest();
}

Result<Ok> check_roots_of_persons(const Ledger& ledger, const Views& views) {
  SILLOK_TRY(log, side_log_to_read(ledger, kPersonsLog));
  if (!log) return Ok{};
  SILLOK_TRY(folder, TemporaryFolder::make("sillok-persons"));
  SILLOK_TRY(map, PersonMap::open(folder->path() / "map", Access::kWrite));
  const auto other = [](Position index, std::string why) {
    return fail(Fault::damaged, "persons.other_root", fmt::format("{} {}", kPersonsLog, index), std::move(why));
  };
  for (Position index = 0; index < log->head().size; ++index) {
    SILLOK_TRY(bytes, log->read(index));
    SILLOK_TRY(entry, decode_persons_entry(bytes));
    if (entry.size > ledger.log().head().size || entry.size <= map->size())
      return other(index, fmt::format("entry {} of the log of persons is of {} events, the one before it of {}", index,
                                      entry.size, map->size()));
    SILLOK_CHECK(bring_up_to(*map, entry.size, ledger.log(), views, ledger.genesis().hash, Durable::kNotYet));
    if (map->root() != entry.root)
      return other(
          index, fmt::format("entry {} of the log of persons has another root at {} events than this log gives", index,
                             entry.size));
  }
  return Ok{};
}

}  // namespace sillok
