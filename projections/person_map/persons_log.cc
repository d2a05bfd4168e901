#include "projections/person_map/persons_log.h"

#include <fmt/format.h>
#include <stdlib.h>

#include "ledger/base/durable_file.h"
#include "ledger/crypto/hash.h"
#include "projections/person_map/map_builder.h"

namespace sillok {
namespace {

std::filesystem::path directory_of(const Ledger& ledger) { return ledger.directory() / kPersonsLog; }

// Nothing where nothing was published yet.
Result<std::optional<PersonsEntry>> newest_in(const RocksLog& log) {
  const std::uint64_t count = log.head().size;
  if (count == 0) return std::optional<PersonsEntry>{};
  SILLOK_TRY(bytes, log.read(count - 1));
  SILLOK_TRY(entry, decode_persons_entry(bytes));
  return std::optional{entry};
}

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

Result<Ok> PersonsLog::publish() {
  const std::uint64_t size = ledger_.log().head().size;
  SILLOK_TRY(newest, newest_in(*log_));
  const std::uint64_t covered = newest ? newest->size : 0;
  if (covered > size || map_->size() > size)
    return fail(Fault::unavailable, "persons.ahead", kPersonsLog.data(),
                "another process has recorded and published more meanwhile; run the same command again");
  SILLOK_CHECK(bring_up_to(*map_, size, ledger_.log(), views_, ledger_.genesis().hash));
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
  SILLOK_TRY(newest, newest_in(*log_));
  SILLOK_TRY(history, views_.history(person, newest->size));
  if (history.empty())
    return fail(Fault::not_found, "person.unknown", person, "the ledger holds no act on that person");
  PersonProof proof{person, absence, {}, {}, {}};
  std::vector<Position> positions;
  for (const HistoryEntry& each : history) positions.push_back(each.position);
  if (absence) {
    SILLOK_TRY(entries, views_.entries(positions));
    if (const auto against = holds_against(*absence, person, entries)) {
      return fail(
          Fault::refused, "person.has_act", fmt::format("position {}", *against),
          fmt::format("{} holds on {}; its absence can't be proved", name_of(absence->act), to_string(absence->on)));
    }
  }
  for (const Position position : positions) {
    SILLOK_TRY(act, prove_act(ledger_.log(), position, newest->size, checkpoint));
    proof.acts.push_back(std::move(act));
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
  if (!Checkpoints::were_published(ledger, kPersonsLog)) return std::unique_ptr<RocksLog>{};
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
  return newest_in(*log);
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
  SILLOK_CHECK(bring_up_to(*map, ledger.log().head().size, ledger.log(), views, ledger.genesis().hash));
  return map->root();
}

}  // namespace sillok
