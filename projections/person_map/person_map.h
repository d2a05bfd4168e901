#pragma once
// The map person → all of her history (design 7), as it was when it was published last: its root is what the log
// ORIGIN/persons commits to. It follows from the log, and can be built anew from it. Kept in pages of eight levels, so
// that a change reads and writes a few of them, whoever is in it. One thread; one process writes.
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "ledger/crypto/sparse_map.h"
#include "ledger/desk/person_history.h"
#include "ledger/log/kv_store.h"

namespace sillok {

class PersonMap {
 public:
  // What it keeps of a person, under her key.
  struct Person {
    PersonHistory history;
    bool is_tied = false;  // a merge or a moved act ties her history to others' acts
  };
  // What came new to her: behind what is kept of her, or in its place.
  struct Change {
    std::vector<std::pair<Position, Hash>> added;  // events, by their leaf hashes
    std::optional<Person> anew;                    // with it nothing is added
  };

  // A reader of a map that was never written gets an empty one.
  static Result<std::unique_ptr<PersonMap>> open(const std::filesystem::path& directory, Access access);

  std::uint64_t size() const { return size_; }  // of the ledger that it covers
  const Hash& root() const { return root_; }
  Result<std::optional<Person>> find(const Hash& key) const;
  // From memory: those that are tied are few.
  bool is_tied(const Hash& key) const { return tied_.contains(key); }
  Result<MapProof> prove(const Hash& key) const;
  // Every stored byte (KvStore).
  Result<Ok> check_files() const { return store_ ? store_->check_files() : Result<Ok>{}; }
  // All changes, sorted by key, and the new size in one batch.
  using Changes = std::vector<std::pair<Hash, Change>>;
  Result<Ok> update(const Changes& changes, std::uint64_t size, Durable durable = Durable::kNow);

 private:
  struct Page;
  struct Written;
  explicit PersonMap(std::unique_ptr<KvStore> store) : store_(std::move(store)) {}
  Result<Page> page(BytesView prefix) const;
  using Some = std::span<const std::pair<Hash, Change>>;
  static std::vector<Some> by_byte(Some changes, std::size_t depth);
  static Person changed(std::optional<Person> kept, const Hash& key, const Change& change, Written& out);
  Result<Ok> apply_to_slot(const Bytes& prefix, Page& page, Some some, Written& out) const;
  Result<MapNode> apply(const Bytes& prefix, Page page, Some changes, Written& out) const;
  Result<MapNode> apply_at_top(Some changes, std::vector<Written>& out) const;

  std::unique_ptr<KvStore> store_;
  std::uint64_t size_ = 0;
  Hash root_ = kEmptyMap;
  std::set<Hash> tied_;
};

}  // namespace sillok
