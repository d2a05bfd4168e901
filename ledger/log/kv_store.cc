#include "ledger/log/kv_store.h"

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/perf_level.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <chrono>
#include <thread>
#include <utility>

#include "ledger/log/manifest_check.h"
#include "ledger/log/quiet_logger.h"

namespace sillok {
namespace {

constexpr std::size_t kBlockCacheBytes = 96u << 20;
constexpr int kBlockCacheShardBits = 4;  // shards of 6 MiB
constexpr std::size_t kWriteBufferBytes = 32u << 20;
constexpr int kReadAttempts = 20;  // of a reader whose tables a writer keeps replacing
constexpr std::chrono::milliseconds kReadPause{5};
// A reader replays the write-ahead log at every start: a writer leaves it shorter than this.
constexpr std::uint64_t kUnflushedBytesMax = 512u << 10;
// What a batch as large as this leaves in memory is written to a table at once, beside what its writer does next, and
// not when the store is closed; and the batch's own memory is given back.
constexpr std::uint64_t kLargeBatchBytes = 16u << 20;

bool vanished(const rocksdb::Status& status) {
  return status.IsIOError() || status.IsPathNotFound() || status.IsNotFound();
}

// What a reader meets that opens while a writer replaces tables; of one that is really missing it is the same for ever.
bool lacks_a_table(const rocksdb::Status& status) {
  return vanished(status) ||
         (status.IsCorruption() && status.ToString().find("No such file or directory") != std::string::npos);
}

rocksdb::Slice slice(BytesView bytes) { return {bytes.data(), bytes.size()}; }
BytesView from(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

Error to_error(const rocksdb::Status& status, const std::string& where) {
  if (status.IsCorruption()) {
    return {
        Fault::damaged, "log.damaged", where,
        fmt::format("the stored bytes do not hold ({}); restore this ledger from a verified copy", status.ToString())};
  }
  const std::string said = status.ToString();
  // By its words: the path may have "lock" in it as well.
  const bool locked = status.IsIOError() && (said.find("While lock file") != std::string::npos ||
                                             said.find("lock hold by") != std::string::npos);
  if (locked || status.IsBusy()) {
    return {Fault::unavailable, "ledger.locked", where, "another process writes this ledger; wait for it or stop it"};
  }
  if (status.IsIOError() && said.find("No such file") != std::string::npos) {
    return {Fault::damaged, "log.missing_file", where, fmt::format("a stored file is missing ({})", said)};
  }
  return {Fault::unavailable, "storage.failed", where,
          fmt::format("the storage answered {}; check the disk and run the same command again", said)};
}

rocksdb::ColumnFamilyOptions family_options(Layout layout, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options;
  options.write_buffer_size = kWriteBufferBytes;
  // Sorted puts of one batch go on from where the last one with the same first byte went in.
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
  options.level_compaction_dynamic_level_bytes = true;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  // In parts: the filter of a large table as one block is more than a shard of the cache holds, and would be read
  // from the file for every key asked for.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.pin_top_level_index_and_filter = true;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;
  table.block_size = 8u << 10;
  switch (layout) {
    case Layout::kSequential:
      options.compression = rocksdb::kZSTD;
      options.compression_opts.level = 1;
      table.block_size = 16u << 10;
      break;
    case Layout::kRandom:
      options.compression = rocksdb::kLZ4Compression;
      table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
      // Most keys asked for are new: a filter before the memtable too spares the search in it.
      options.memtable_prefix_bloom_size_ratio = 0.05;
      options.memtable_whole_key_filtering = true;
      break;
    case Layout::kIncompressible: options.compression = rocksdb::kNoCompression; break;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

// RocksDB starts so many for every family that has a table, be it one: most of what opening a small store takes.
int opening_threads(const std::filesystem::path& directory) {
  constexpr int kTablesEach = 8, kThreadsMax = 16;
  int tables = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator file{directory, error}, end; !error && file != end; file.increment(error))
    tables += file->path().extension() == ".sst";
  return std::clamp(tables / kTablesEach, 1, kThreadsMax);
}

rocksdb::DBOptions database_options(const std::filesystem::path& directory, bool create,
                                    const std::shared_ptr<ManifestMark>& mark) {
  rocksdb::DBOptions options;
  if (mark) options.listeners.push_back(mark);
  options.create_if_missing = create;
  options.create_missing_column_families = create;
  // The default (point-in-time) silently drops acknowledged writes after a flipped bit in the
  // write-ahead log (faults.md §0.1); this mode forgives a torn tail only.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.track_and_verify_wals_in_manifest = true;
  options.paranoid_checks = true;
  options.avoid_flush_during_recovery = false;
  options.max_total_wal_size = 96u << 20;
  options.max_background_jobs = 2;
  options.info_log = std::make_shared<QuietLogger>();
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.max_open_files = -1;
  options.max_file_opening_threads = opening_threads(directory);
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> descriptors_of(const std::vector<FamilySpec>& families) {
  const auto cache = rocksdb::NewLRUCache(kBlockCacheBytes, kBlockCacheShardBits);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors{
      {rocksdb::kDefaultColumnFamilyName, family_options(Layout::kRandom, cache)}};
  for (const auto& family : families) descriptors.emplace_back(family.name, family_options(family.layout, cache));
  return descriptors;
}

}  // namespace

struct KvStore::State {
  std::string where;
  std::vector<FamilySpec> specs;
  rocksdb::DB* database = nullptr;
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::WriteBatch batch;
  bool halted = false;
  bool writes = false;
  std::uint64_t written = 0;  // bytes since it was opened, which leaves nothing unflushed

  // What isn't flushed is still in the write-ahead log, so a failure here loses nothing.
  void leave_short_write_ahead_log() {
    if (!writes || halted || written <= kUnflushedBytesMax) return;
    database->Flush(rocksdb::FlushOptions{}, families).PermitUncheckedError();
  }

  void begin_flush() {
    rocksdb::FlushOptions options;
    options.wait = false;
    database->Flush(options, families).PermitUncheckedError();  // close() flushes what this one does not
  }

  void close() {
    if (database == nullptr) return;
    leave_short_write_ahead_log();
    for (auto* family : families) database->DestroyColumnFamilyHandle(family);
    families.clear();
    delete std::exchange(database, nullptr);
  }

  ~State() { close(); }
};

KvStore::KvStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
KvStore::~KvStore() = default;

Result<std::unique_ptr<KvStore>> KvStore::open(const std::filesystem::path& directory,
                                               const std::vector<FamilySpec>& families, Access access) {
  // Of this thread, which is the one that records: nobody reads the counts, and each comparison of keys pays for them.
  rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
  auto state = std::make_unique<State>();
  state->where = directory.filename().string();
  state->specs = families;
  state->writes = access == Access::kWrite;
  std::error_code ignored_missing;
  const bool fresh = !std::filesystem::exists(directory / "CURRENT", ignored_missing);
  const bool populated =
      std::filesystem::exists(directory, ignored_missing) && !std::filesystem::is_empty(directory, ignored_missing);
  if (fresh && populated) {
    return fail(Fault::damaged, "log.missing_file", state->where,
                "the store's CURRENT file is missing; restore this ledger from a verified copy");
  }
  if (fresh && access == Access::kRead) {
    return fail(Fault::damaged, "log.damaged", state->where,
                "the store is missing; restore this ledger from a verified copy");
  }
  if (fresh) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error)
      return fail(
          Fault::unavailable, "storage.failed", state->where,
          fmt::format("the store can't be made ({}); check the disk and run the same command again", error.message()));
  } else {
    SILLOK_CHECK(check_manifest(directory));
  }

  const std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = descriptors_of(families);
  // A reader beside a writer may meet a file that compaction has just removed: look again.
  rocksdb::Status status;
  const auto mark = access == Access::kWrite ? std::make_shared<ManifestMark>(directory) : nullptr;
  const int attempts = access == Access::kRead ? kReadAttempts : 1;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    if (access == Access::kWrite) {
      status = rocksdb::DB::Open(database_options(directory, fresh, mark), directory.string(), descriptors,
                                 &state->families, &state->database);
    } else {
      status = open_beside_writer(directory, [&] {
        return rocksdb::DB::OpenForReadOnly(database_options(directory, false, mark), directory.string(), descriptors,
                                            &state->families, &state->database);
      });
    }
    if (access == Access::kWrite || !(status.IsBusy() || lacks_a_table(status))) break;
    state->close();
    std::this_thread::sleep_for(kReadPause);
  }
  if (!status.ok()) return tl::unexpected{to_error(status, state->where)};
  std::unique_ptr<KvStore> store{new KvStore(std::move(state))};
  if (mark && !mark->set()) {
    return fail(Fault::unavailable, "storage.failed", store->state_->where,
                "the mark beside the tables can't be written; check the disk and run the same command again");
  }
  return store;
}

Result<std::unique_ptr<KvStore>> KvStore::open_remains(const std::filesystem::path& directory,
                                                       const std::vector<FamilySpec>& families) {
  auto state = std::make_unique<State>();
  state->where = directory.filename().string();
  state->specs = families;
  rocksdb::DBOptions options = database_options(directory, false, nullptr);
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kSkipAnyCorruptedRecords;
  options.track_and_verify_wals_in_manifest = false;
  options.paranoid_checks = false;
  const auto status = open_beside_writer(directory, [&] {
    return rocksdb::DB::OpenForReadOnly(options, directory.string(), descriptors_of(families), &state->families,
                                        &state->database);
  });
  if (!status.ok()) return tl::unexpected{to_error(status, state->where)};
  return std::unique_ptr<KvStore>{new KvStore(std::move(state))};
}

Result<std::optional<Bytes>> KvStore::get(std::size_t family, BytesView key) const {
  Bytes value;
  const auto status = state_->database->Get({}, state_->families[family + 1], slice(key), &value);
  if (status.IsNotFound()) return std::optional<Bytes>{};
  if (!status.ok()) return tl::unexpected{to_error(status, state_->where)};
  return std::optional<Bytes>{std::move(value)};
}

Result<std::vector<std::optional<Bytes>>> KvStore::multi_get(std::size_t family, const std::vector<Bytes>& keys) const {
  std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  state_->database->MultiGet({}, state_->families[family + 1], keys.size(), slices.data(), values.data(),
                             statuses.data());
  std::vector<std::optional<Bytes>> out(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].ok()) out[i].emplace(values[i].data(), values[i].size());
    else if (!statuses[i].IsNotFound()) return tl::unexpected{to_error(statuses[i], state_->where)};
  }
  return out;
}

Result<Ok> KvStore::scan(std::size_t family, BytesView begin, const std::function<bool(BytesView, BytesView)>& each,
                         Reach reach) const {
  rocksdb::ReadOptions options;
  if (reach == Reach::kFar) {
    options.readahead_size = 2u << 20;
    options.fill_cache = false;
  }
  const std::unique_ptr<rocksdb::Iterator> at{state_->database->NewIterator(options, state_->families[family + 1])};
  for (at->Seek(slice(begin)); at->Valid(); at->Next()) {
    if (!each(from(at->key()), from(at->value()))) return Ok{};
  }
  if (!at->status().ok()) return tl::unexpected{to_error(at->status(), state_->where)};
  return Ok{};
}

Result<std::optional<Bytes>> KvStore::last_key(std::size_t family) const {
  const std::unique_ptr<rocksdb::Iterator> at{state_->database->NewIterator({}, state_->families[family + 1])};
  at->SeekToLast();
  if (!at->status().ok()) return tl::unexpected{to_error(at->status(), state_->where)};
  if (!at->Valid()) return std::optional<Bytes>{};
  return std::optional<Bytes>{Bytes{from(at->key())}};
}

Result<Ok> KvStore::check_files() const {
  SILLOK_CHECK(check_mark(state_->database->GetName()));
  auto status = state_->database->VerifyFileChecksums({});
  // A writer may have put a table in the place of others since: those that are live now are asked.
  for (int attempt = 0; vanished(status) && !state_->writes && attempt < kReadAttempts; ++attempt) {
    SILLOK_TRY(newest, open(state_->database->GetName(), state_->specs, Access::kRead));
    status = newest->state_->database->VerifyFileChecksums({});
  }
  if (!status.ok()) return tl::unexpected{to_error(status, state_->where)};
  return Ok{};
}

void KvStore::put(std::size_t family, BytesView key, BytesView value) {
  state_->batch.Put(state_->families[family + 1], slice(key), slice(value));
}

void KvStore::erase(std::size_t family, BytesView key) {
  state_->batch.Delete(state_->families[family + 1], slice(key));
}

void KvStore::expect(std::size_t bytes) {
  if (state_->batch.Count() == 0 && bytes >= kLargeBatchBytes) state_->batch = rocksdb::WriteBatch(bytes);
}

void KvStore::drop_batch() { state_->batch.Clear(); }

Result<Ok> KvStore::commit(Durable durable) {
  if (state_->halted) {
    return fail(Fault::unavailable, "storage.halted", state_->where,
                "an earlier write failed and its outcome is unknown; check the disk and run the same command again");
  }
  rocksdb::WriteOptions options;
  options.sync = durable == Durable::kNow;
  const std::uint64_t size = state_->batch.GetDataSize();
  state_->written += size;
  const auto status = state_->database->Write(options, &state_->batch);
  if (size < kLargeBatchBytes) state_->batch.Clear();
  else state_->batch = rocksdb::WriteBatch();
  if (status.ok()) {
    if (size >= kLargeBatchBytes) state_->begin_flush();
    return Ok{};
  }
  state_->halted = true;
  Error error = to_error(status, state_->where);
  error.fault = Fault::outcome_unknown;
  return tl::unexpected{std::move(error)};
}

Result<Ok> KvStore::rewrite() {
  auto& database = *state_->database;
  auto status = database.Flush(rocksdb::FlushOptions{}, state_->families);
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  for (auto* family : state_->families) {
    if (status.ok()) status = database.CompactRange(options, family, nullptr, nullptr);
  }
  if (status.ok()) return Ok{};
  return tl::unexpected{to_error(status, state_->where)};
}

}  // namespace sillok
