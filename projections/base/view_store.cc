#include "projections/base/view_store.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <vector>

#include "ledger/base/invariant.h"
#include "ledger/log/manifest_check.h"
#include "ledger/log/quiet_logger.h"

namespace sillok {
namespace {

constexpr int kReadAttempts = 20;  // of a reader whose tables a writer keeps replacing

rocksdb::Slice slice(BytesView bytes) { return {bytes.data(), bytes.size()}; }
BytesView bytes_of(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace

struct ViewStore::Base {
  std::unique_ptr<rocksdb::DB> db;
  bool writes = false;

  // A reader replays the write-ahead log at every start: a writer leaves it short. What isn't
  // flushed is still in that log, so a failure here loses nothing.
  ~Base() {
    std::uint64_t unflushed = 0;
    if (writes && db->GetIntProperty(rocksdb::DB::Properties::kCurSizeAllMemTables, &unflushed) &&
        unflushed > kUnflushedBytesMax) {
      db->Flush(rocksdb::FlushOptions()).PermitUncheckedError();
    }
  }
  static constexpr std::uint64_t kUnflushedBytesMax = 512u << 10;
};

// What a batch puts, in the order of its keys once it is written: sorted puts cost the memtable half
// of scattered ones, and of one key only the last is written.
class ViewStore::Batch {
  struct Place {
    std::size_t begin, key_size, value_size;
  };
  auto by_key() const {
    return [this](const Place& a, const Place& b) { return key(a) < key(b); };
  }

 public:
  void put(BytesView key, BytesView value) {
    places_.push_back({bytes_.size(), key.size(), value.size()});
    bytes_.append(key).append(value);
    is_sorted_ = false;
  }
  void sort() {
    if (!is_sorted_) std::stable_sort(places_.begin(), places_.end(), by_key());
    is_sorted_ = true;
  }
  rocksdb::WriteBatch sorted() {
    sort();
    rocksdb::WriteBatch batch(bytes_.size() + places_.size() * kRecordBytes);
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (i + 1 < places_.size() && key(places_[i]) == key(places_[i + 1])) continue;
      batch.Put(slice(key(places_[i])), slice(value(places_[i])));
    }
    return batch;
  }
  void take_over(Batch& other) {
    sort();
    other.sort();
    const auto mine = static_cast<std::ptrdiff_t>(places_.size());
    places_.reserve(places_.size() + other.places_.size());
    for (const Place& place : other.places_)
      places_.push_back({bytes_.size() + place.begin, place.key_size, place.value_size});
    bytes_.append(other.bytes_);
    std::inplace_merge(places_.begin(), places_.begin() + mine, places_.end(), by_key());
    other.clear();
  }
  void clear() {
    bytes_.clear();
    places_.clear();
    is_sorted_ = true;
  }

 private:
  static constexpr std::size_t kRecordBytes = 16;  // what a WriteBatch adds to a key and its value
  BytesView key(const Place& place) const { return BytesView(bytes_).substr(place.begin, place.key_size); }
  BytesView value(const Place& place) const {
    return BytesView(bytes_).substr(place.begin + place.key_size, place.value_size);
  }

  Bytes bytes_;
  std::vector<Place> places_;
  bool is_sorted_ = true;
};

namespace {

tl::unexpected<Error> failure(const rocksdb::Status& status) {
  if (status.IsCorruption()) {
    return fail(Fault::damaged, "views.damaged", "views",
                status.ToString() + "; build them anew with `sillok rebuild`");
  }
  return fail(Fault::unavailable, "views.unavailable", "views",
              status.ToString() + "; check the disk and run the same command again");
}

rocksdb::Options options_for(ViewStore::Mode mode) {
  rocksdb::Options options;
  options.create_if_missing = mode != ViewStore::Mode::kReader;
  options.info_log = std::make_shared<QuietLogger>();
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.max_background_jobs = 2;
  options.write_buffer_size = 32u << 20;
  // Batches come sorted: each put goes on from where the last one of its view went in.
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
  options.max_write_buffer_number = 3;
  // Views catch up from the log, so what was flushed last may be lost, but never a hole before it.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(48u << 20);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10, false));
  table.block_size = 8u << 10;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  if (mode == ViewStore::Mode::kBulk) {
    options.disable_auto_compactions = true;  // one compaction at the end sorts everything once
    options.level0_slowdown_writes_trigger = 1 << 20;
    options.level0_stop_writes_trigger = 1 << 20;
    options.max_subcompactions = 2;
  }
  return options;
}

}  // namespace

Bytes prefix_end(BytesView prefix) {
  Bytes end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) end.pop_back();
  SILLOK_INVARIANT(!end.empty(), "every view has a prefix below 0xff");
  end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

ViewStore::ViewStore(Mode mode, std::shared_ptr<Base> base)
    : mode_(mode), base_(std::move(base)), batch_(std::make_unique<Batch>()) {}
ViewStore::~ViewStore() = default;

Result<std::unique_ptr<ViewStore>> ViewStore::open(const std::filesystem::path& dir, Mode mode) {
  if (mode == Mode::kInMemory) return std::unique_ptr<ViewStore>(new ViewStore(mode, nullptr));
  if (std::filesystem::exists(dir / "CURRENT")) {
    const auto whole = check_manifest(dir);
    if (!whole) return failure(rocksdb::Status::Corruption(whole.error().where));
  }
  rocksdb::DB* db = nullptr;
  rocksdb::Options options = options_for(mode);
  const auto mark = mode == Mode::kReader ? nullptr : std::make_shared<ManifestMark>(dir);
  if (mark) options.listeners.push_back(mark);
  const rocksdb::Status status =
      mode == Mode::kReader
          ? open_beside_writer(dir, [&] { return rocksdb::DB::OpenForReadOnly(options, dir.string(), &db); })
          : rocksdb::DB::Open(options, dir.string(), &db);
  std::unique_ptr<rocksdb::DB> opened{db};
  if (!status.ok()) return failure(status);
  if (mark) mark->set();  // where that fails, what a later flush marks will do: views can be built anew
  auto base = std::make_shared<Base>();
  base->db = std::move(opened);
  base->writes = mode != Mode::kReader;
  return std::unique_ptr<ViewStore>(new ViewStore(mode, std::move(base)));
}

std::unique_ptr<ViewStore> ViewStore::another() const {
  SILLOK_INVARIANT(can_have_another(), "what is in the memory of one handle no other has");
  return std::unique_ptr<ViewStore>(new ViewStore(mode_, base_));
}

void ViewStore::take_over(ViewStore& other) {
  batch_->take_over(*other.batch_);
  other.discard();
}

void ViewStore::sort_batch() { batch_->sort(); }

void ViewStore::put(BytesView key, BytesView value, Visibility visibility) {
  if (keeps_everything()) {
    auto place = overlay_.lower_bound(key);
    const bool is_new = place == overlay_.end() || place->first != key;
    if (!undo_.contains(key)) undo_.emplace(key, is_new ? std::nullopt : std::optional{place->second});
    if (is_new) {
      overlay_.emplace_hint(place, key, value);
    } else {
      place->second = Bytes(value);
    }
    return;
  }
  batch_->put(key, value);
  if (visibility == Visibility::kReadBack) overlay_.insert_or_assign(Bytes(key), Bytes(value));
}

Result<Ok> ViewStore::commit() {
  if (keeps_everything()) {
    undo_.clear();
    return Ok{};
  }
  rocksdb::WriteOptions options;
  options.disableWAL = mode_ == Mode::kBulk;
  rocksdb::WriteBatch puts = batch_->sorted();
  const rocksdb::Status status = base_->db->Write(options, &puts);
  if (!status.ok()) return failure(status);
  discard();
  return Ok{};
}

void ViewStore::discard() {
  if (!keeps_everything()) {
    batch_->clear();
    overlay_.clear();
    return;
  }
  for (auto& [key, before] : undo_) {
    if (before) {
      overlay_.insert_or_assign(key, std::move(*before));
    } else {
      overlay_.erase(key);
    }
  }
  undo_.clear();
}

Result<std::optional<Bytes>> ViewStore::get(BytesView key) const {
  if (const auto found = overlay_.find(key); found != overlay_.end()) return std::optional{found->second};
  if (!base_) return std::optional<Bytes>{};
  Bytes value;
  const rocksdb::Status status = base_->db->Get(rocksdb::ReadOptions(), slice(key), &value);
  if (status.IsNotFound()) return std::optional<Bytes>{};
  if (!status.ok()) return failure(status);
  return std::optional{std::move(value)};
}

Result<std::vector<std::optional<Bytes>>> ViewStore::get_many(std::span<const Bytes> keys) const {
  std::vector<std::optional<Bytes>> values(keys.size());
  if (keys.size() == 1 || !base_ || !overlay_.empty()) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      SILLOK_TRY(value, get(keys[i]));
      values[i] = std::move(value);
    }
    return values;
  }
  const std::vector<rocksdb::Slice> slices(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> found(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  base_->db->MultiGet({}, base_->db->DefaultColumnFamily(), keys.size(), slices.data(), found.data(), statuses.data());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].ok()) values[i].emplace(found[i].data(), found[i].size());
    else if (!statuses[i].IsNotFound()) return failure(statuses[i]);
  }
  return values;
}

Result<Ok> ViewStore::scan(BytesView begin, BytesView end, const Each& each) const {
  auto mine = overlay_.lower_bound(begin);
  const auto mine_end = overlay_.lower_bound(end);
  if (base_) {
    rocksdb::ReadOptions options;
    const rocksdb::Slice upper = slice(end);
    options.iterate_upper_bound = &upper;
    const std::unique_ptr<rocksdb::Iterator> stored(base_->db->NewIterator(options));
    for (stored->Seek(slice(begin)); stored->Valid(); stored->Next()) {
      const BytesView key = bytes_of(stored->key());
      for (; mine != mine_end && mine->first < key; ++mine) {
        if (!each(mine->first, mine->second)) return Ok{};
      }
      if (mine != mine_end && mine->first == key) continue;  // the overlay's comes in its turn
      if (!each(key, bytes_of(stored->value()))) return Ok{};
    }
    if (!stored->status().ok()) return failure(stored->status());
  }
  for (; mine != mine_end; ++mine) {
    if (!each(mine->first, mine->second)) break;
  }
  return Ok{};
}

Result<Ok> ViewStore::check_files() const {
  if (!base_) return Ok{};
  if (const auto marked = check_mark(base_->db->GetName()); !marked)
    return failure(rocksdb::Status::Corruption(marked.error().where));
  rocksdb::Status status = base_->db->VerifyFileChecksums({});
  // A writer may have put a table in the place of others since: those that are live now are asked.
  for (int attempt = 0; status.IsIOError() && mode_ == Mode::kReader && attempt < kReadAttempts; ++attempt) {
    SILLOK_TRY(newest, open(base_->db->GetName(), mode_));
    status = newest->base_->db->VerifyFileChecksums({});
  }
  return status.ok() ? Result<Ok>{} : Result<Ok>{failure(status)};
}

Result<Ok> ViewStore::scan_prefix(BytesView prefix, const Each& each) const {
  return scan(prefix, prefix_end(prefix), each);
}

Result<Ok> ViewStore::finish_bulk() {
  SILLOK_INVARIANT(mode_ == Mode::kBulk, "nothing else is built in bulk");
  rocksdb::Status status = base_->db->Flush(rocksdb::FlushOptions());
  if (status.ok()) {
    rocksdb::CompactRangeOptions options;
    options.max_subcompactions = 2;
    status = base_->db->CompactRange(options, nullptr, nullptr);
  }
  if (!status.ok()) return failure(status);
  return Ok{};
}

}  // namespace sillok
