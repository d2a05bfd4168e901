#include "ledger/log/rocks_log.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/base/crash_point.h"
#include "ledger/base/invariant.h"
#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

enum Family : std::size_t { kEvents, kTiles, kIndex, kTopic };
constexpr std::size_t kPutBytes = 16;  // what a batch adds to a key and its value
constexpr std::size_t kLookedForTogether = 256;
constexpr std::uint64_t kNearMax = 1'024;  // events: a few hundred kilobytes

const std::vector<FamilySpec>& families() {
  static const std::vector<FamilySpec> specs{{"events", Layout::kSequential},
                                             {"tiles", Layout::kIncompressible},
                                             {"index", Layout::kRandom},
                                             {"topic", Layout::kIncompressible}};
  return specs;
}

Bytes event_key(Position position) { return numbered_key("", position); }

Bytes tile_key(TileId id) {
  Bytes key;
  put_u32(key, id.level);
  put_u64(key, id.index);
  return key;
}

}  // namespace

Result<std::unique_ptr<RocksLog>> RocksLog::open(const std::filesystem::path& directory, Access access) {
  SILLOK_TRY(store, KvStore::open(directory, families(), access));
  std::unique_ptr<RocksLog> log{new RocksLog(std::move(store), access)};
  SILLOK_CHECK(log->load_head());
  return log;
}

std::optional<Position> RocksLog::first_lost(const std::filesystem::path& directory) {
  const auto remains = KvStore::open_remains(directory, families());
  if (!remains) return std::nullopt;
  // Each by itself: a table that is gone is no end to a walk along the keys.
  const auto are_there = [&](Position begin, std::size_t count) {
    std::vector<Bytes> keys;
    for (std::size_t i = 0; i < count; ++i) keys.push_back(event_key(begin + i));
    const auto found = (*remains)->multi_get(kEvents, keys);
    return found && std::all_of(found->begin(), found->end(), [](const auto& entry) { return entry.has_value(); });
  };
  Position next = 0;
  while (are_there(next, kLookedForTogether)) next += kLookedForTogether;
  while (are_there(next, 1)) ++next;
  return next;
}

std::shared_ptr<const RocksLog> RocksLog::as_it_stands() const {
  std::shared_ptr<RocksLog> log{new RocksLog(store_, Access::kRead)};
  log->head_ = head_;
  log->open_leaves_ = open_leaves_;
  return log;
}

Result<Ok> RocksLog::load_head() {
  SILLOK_TRY(last, store_->last_key(kEvents));
  if (!last) {
    head_.root = empty_tree_root();
    return Ok{};
  }
  const std::uint64_t size = get_u64(*last) + 1;
  SILLOK_TRY(open_leaves, read_open_leaves(size));
  SILLOK_TRY(tree, TreeHead::open(
                       size, [this](TileId id) { return stored_tile(id); }, open_leaves));
  tree_ = std::move(tree);
  SILLOK_TRY(newest, store_->get(kEvents, *last));
  head_ = {size, tree_.root(), leaf_hash(*newest)};
  keep_open_leaves(std::move(open_leaves));
  return Ok{};
}

Result<std::vector<Hash>> RocksLog::read_open_leaves(std::uint64_t size) const {
  const Position begin = size - size % kTileWidth;
  std::vector<Hash> leaves;
  SILLOK_CHECK(store_->scan(
      kEvents, event_key(begin),
      [&](BytesView, BytesView entry) {
        if (leaves.size() == size % kTileWidth) return false;
        leaves.push_back(leaf_hash(entry));
        return true;
      },
      KvStore::Reach::kNear));
  if (leaves.size() == size % kTileWidth) return leaves;
  return fail(Fault::damaged, "log.gap", fmt::format("position {}", begin + leaves.size()),
              "an event is missing; restore this ledger from a verified copy");
}

Result<Ok> RocksLog::end_at(std::uint64_t size) {
  SILLOK_INVARIANT(access_ == Access::kRead && size > 0, "a writer goes on where its log ends");
  if (size >= head_.size) return Ok{};
  ends_early_ = true;
  SILLOK_TRY(root, tree().root(size));
  SILLOK_TRY(last, read(size - 1));
  SILLOK_TRY(open_leaves, read_open_leaves(size));
  head_ = {size, root, leaf_hash(last)};
  keep_open_leaves(std::move(open_leaves));
  return Ok{};
}

Result<Bytes> RocksLog::stored_tile(TileId id) const {
  SILLOK_TRY(tile, store_->get(kTiles, tile_key(id)));
  if (!tile) {
    return fail(Fault::damaged, "log.missing_tile", name_of(id),
                "a part of the tree is missing; restore this ledger from a verified copy");
  }
  return std::move(*tile);
}

Result<Bytes> RocksLog::read(Position position) const {
  std::optional<Bytes> entry;
  if (position < head_.size) {
    SILLOK_TRY(stored, store_->get(kEvents, event_key(position)));
    entry = std::move(stored);
  }
  if (!entry) {
    return fail(Fault::not_found, "position.unknown", fmt::format("position {}", position),
                "the ledger holds no event there");
  }
  return std::move(*entry);
}

Result<Ok> RocksLog::scan(Position begin, Position end, const std::function<bool(Position, BytesView)>& each) const {
  Position next = begin;
  bool gap = false, stopped = false;
  SILLOK_CHECK(store_->scan(
      kEvents, event_key(begin),
      [&](BytesView key, BytesView entry) {
        const Position position = get_u64(key);
        if (position >= end || position >= head_.size) return false;
        if (position != next) return gap = true, false;
        ++next;
        stopped = !each(position, entry);
        return !stopped;
      },
      end - begin <= kNearMax ? KvStore::Reach::kNear : KvStore::Reach::kFar));
  const Position wanted = end < head_.size ? end : head_.size;
  if (gap || (!stopped && next < wanted)) {
    return fail(Fault::damaged, "log.gap", fmt::format("position {}", next),
                "an event is missing; restore this ledger from a verified copy");
  }
  return Ok{};
}

Result<std::vector<Bytes>> RocksLog::read_many(std::span<const Position> positions) const {
  std::vector<Bytes> keys;
  keys.reserve(positions.size());
  for (const Position position : positions) keys.push_back(event_key(position));
  SILLOK_TRY(values, store_->multi_get(kEvents, keys));
  std::vector<Bytes> entries;
  entries.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) {
      return fail(Fault::damaged, "log.gap", fmt::format("position {}", positions[i]),
                  "an event is missing; restore this ledger from a verified copy");
    }
    entries.push_back(std::move(*values[i]));
  }
  return entries;
}

Result<Ok> RocksLog::append(std::span<const BytesView> entries, std::span<const Hash> leaves,
                            std::span<const IndexPut> index, std::span<const TopicPut> topic) {
  SILLOK_INVARIANT(access_ == Access::kWrite, "a reader never gets here");
  SILLOK_INVARIANT(entries.size() == leaves.size() && !entries.empty(), "each entry comes with its leaf hash");
  SILLOK_CRASH_POINT("log.before_batch");
  std::size_t bytes = 0;
  for (const BytesView entry : entries) bytes += entry.size() + kPutBytes;
  for (const IndexPut& put : index) bytes += put.key.size() + put.value.size() + kPutBytes;
  store_->expect(bytes);
  Position position = head_.size;
  for (std::size_t i = 0; i < entries.size(); ++i, ++position) {
    store_->put(kEvents, event_key(position), entries[i]);
    tree_.append(leaves[i]);
  }
  for (const Tile& tile : tree_.take_changed_tiles()) store_->put(kTiles, tile_key(tile.id), tile.hashes);
  for (const IndexPut& put : index) store_->put(kIndex, put.key, put.value);
  add_to_batch(topic);
  SILLOK_CRASH_POINT("log.before_sync");
  SILLOK_CHECK(store_->commit(Durable::kNow));
  SILLOK_CRASH_POINT("log.after_sync");
  const std::size_t open = position % kTileWidth, fresh = std::min(open, leaves.size());
  std::vector<Hash> open_leaves(open_leaves_->begin(),
                                open_leaves_->begin() + static_cast<std::ptrdiff_t>(open - fresh));
  open_leaves.insert(open_leaves.end(), leaves.end() - static_cast<std::ptrdiff_t>(fresh), leaves.end());
  keep_open_leaves(std::move(open_leaves));
  head_ = {position, tree_.root(), leaves.back()};
  return Ok{};
}

Result<std::optional<Bytes>> RocksLog::index(BytesView key) const { return store_->get(kIndex, key); }
Result<std::vector<std::optional<Bytes>>> RocksLog::index_many(const std::vector<Bytes>& keys) const {
  return store_->multi_get(kIndex, keys);
}

Result<Ok> RocksLog::index_scan(BytesView prefix, const std::function<Result<Ok>(BytesView, BytesView)>& each) const {
  return scan_rows(kIndex, prefix, each);
}

Result<Ok> RocksLog::put_topic(std::span<const TopicPut> rows, Durable durable) {
  SILLOK_INVARIANT(access_ == Access::kWrite, "a reader never gets here");
  add_to_batch(rows);
  return store_->commit(durable);
}

void RocksLog::add_to_batch(std::span<const TopicPut> rows) {
  for (const TopicPut& row : rows) {
    if (row.value) store_->put(kTopic, row.key, *row.value);
    else store_->erase(kTopic, row.key);
  }
}

Result<std::optional<Bytes>> RocksLog::topic(BytesView key) const { return store_->get(kTopic, key); }
Result<Ok> RocksLog::topic_scan(BytesView prefix, const std::function<Result<Ok>(BytesView, BytesView)>& each) const {
  return scan_rows(kTopic, prefix, each);
}

Result<Ok> RocksLog::scan_rows(std::size_t family, BytesView prefix,
                               const std::function<Result<Ok>(BytesView, BytesView)>& each) const {
  Result<Ok> outcome{};
  SILLOK_CHECK(store_->scan(family, prefix, [&](BytesView key, BytesView value) {
    if (!key.starts_with(prefix)) return false;
    outcome = each(key, value);
    return outcome.has_value();
  }));
  return outcome;
}

Hash RocksLog::root_with(std::span<const Hash> leaves) const {
  TreeHead tree = tree_;
  for (const Hash& leaf : leaves) tree.append(leaf);
  return tree.root();
}

TreeReader RocksLog::tree() const {
  const Position end = head_.size, begin = end - end % kTileWidth;
  return TreeReader{end, [this](TileId id) { return stored_tile(id); },
                    [this, open = open_leaves_, begin, end](Position position) -> Result<Hash> {
                      if (begin <= position && position < end) return (*open)[position - begin];
                      SILLOK_TRY(entry, read(position));
                      return leaf_hash(entry);
                    }};
}

}  // namespace sillok
