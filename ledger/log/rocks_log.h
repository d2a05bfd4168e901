#pragma once
// The embedded log: entries, tree tiles and the log's own index in one RocksDB directory. A replica of a topic has the
// same directory, and its own rows beside.
//
// Durability: append() returns when the entries are synced; the head is acknowledged only after
// HeadAnchor has stored it too (design 6). One thread appends; readers may be on any thread.
#include <filesystem>
#include <memory>

#include "ledger/log/event_log.h"
#include "ledger/log/kv_store.h"

namespace sillok {

class RocksLog final : public EventLog {
 public:
  struct IndexPut {
    Bytes key, value;
  };
  // A row that a replica of a topic keeps for itself (ledger/topic): where it is in the topic, and what waits there.
  struct TopicPut {
    Bytes key;
    std::optional<Bytes> value;  // nothing: takes the row away
  };

  static Result<std::unique_ptr<RocksLog>> open(const std::filesystem::path& directory, Access access);

  // Of a log that does not open, or not as a whole: the first position that can't be read any more; nothing where not
  // even that can be told.
  static std::optional<Position> first_lost(const std::filesystem::path& directory);

  LogHead head() const override { return head_; }
  // The log as it is now, for readers on any thread, who see no further whatever is appended. Asked by who appends. The
  // directory is held as long as any of these is.
  std::shared_ptr<const RocksLog> as_it_stands() const;
  // A reader that must not look further than `size`: from here on the log ends there.
  Result<Ok> end_at(std::uint64_t size);
  bool ends_early() const { return ends_early_; }  // it did so: there is more than that stored
  // Every stored byte, also what no read looks at. Fault::damaged names the file.
  Result<Ok> check_files() const { return store_->check_files(); }
  Result<Bytes> read(Position position) const override;
  Result<Ok> scan(Position begin, Position end, const std::function<bool(Position, BytesView)>& each) const override;
  Result<std::vector<Bytes>> read_many(std::span<const Position> positions) const override;

  // Stores the entries at head().size and after, their tiles and `index`, all or none, synced.
  // `leaves` are the entries' leaf hashes. After a failure nothing more can be appended.
  Result<Ok> append(std::span<const BytesView> entries, std::span<const Hash> leaves, std::span<const IndexPut> index,
                    std::span<const TopicPut> topic = {});

  // The log's own index: order numbers, command ids, persons' last events. Derived from the log,
  // written in the batch of the entries it speaks of.
  Result<std::optional<Bytes>> index(BytesView key) const;
  Result<std::vector<std::optional<Bytes>>> index_many(const std::vector<Bytes>& keys) const;  // in their order
  // Index entries whose key starts with `prefix`, in key order. Borrowed for the call.
  Result<Ok> index_scan(BytesView prefix, const std::function<Result<Ok>(BytesView, BytesView)>& each) const;

  // Rows of the topic alone, all or none. Not synced: what is lost with the machine is read from the topic again. But
  // where a directory begins to follow one, or ends it, nothing may be lost.
  Result<Ok> put_topic(std::span<const TopicPut> rows, Durable durable = Durable::kNotYet);
  Result<std::optional<Bytes>> topic(BytesView key) const;
  Result<Ok> topic_scan(BytesView prefix, const std::function<Result<Ok>(BytesView, BytesView)>& each) const;

  TreeReader tree() const;
  // The root that the tree would have with these leaves behind its last.
  Hash root_with(std::span<const Hash> leaves) const;
  Result<Bytes> stored_tile(TileId id) const;

 private:
  RocksLog(std::shared_ptr<KvStore> store, Access access) : store_(std::move(store)), access_(access) {}
  Result<Ok> load_head();
  Result<Ok> scan_rows(std::size_t family, BytesView prefix,
                       const std::function<Result<Ok>(BytesView, BytesView)>& each) const;
  void add_to_batch(std::span<const TopicPut> rows);

  std::shared_ptr<KvStore> store_;
  Access access_;
  // The leaf hashes past the last full tile of a log that ends at `size`.
  Result<std::vector<Hash>> read_open_leaves(std::uint64_t size) const;
  void keep_open_leaves(std::vector<Hash> leaves) {
    open_leaves_ = std::make_shared<const std::vector<Hash>>(std::move(leaves));
  }

  LogHead head_;
  bool ends_early_ = false;
  TreeHead tree_;
  std::shared_ptr<const std::vector<Hash>> open_leaves_ = std::make_shared<const std::vector<Hash>>();  // at head_
};

}  // namespace sillok
