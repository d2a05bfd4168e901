#pragma once
// Where views are kept: sorted keys in one RocksDB directory, or in memory alone (tests, and the
// overlay of a reader that is ahead of what the writer has stored). The only include of RocksDB
// outside ledger/log. One thread changes it; others may read beside it.
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sillok {

// Changes that become visible and durable together. Keys that are read again before the commit
// are put with kReadBack.
enum class Visibility : std::uint8_t { kAtCommit, kReadBack };

class ViewStore {
 public:
  enum class Mode : std::uint8_t {
    kWriter,    // owns the directory; creates it
    kBulk,      // a writer that builds from nothing: no write-ahead log until finish_bulk()
    kReader,    // beside a live writer; what it puts stays in its own memory
    kInMemory,  // no directory
  };
  static Result<std::unique_ptr<ViewStore>> open(const std::filesystem::path& dir, Mode mode);
  ~ViewStore();

  // Changes of the open batch.
  void put(BytesView key, BytesView value, Visibility visibility = Visibility::kAtCommit);
  void erase(BytesView key);
  Result<Ok> commit();  // all or nothing
  void discard();       // what was put since the last commit

  // Reads see the open batch's kReadBack keys.
  Result<std::optional<Bytes>> get(BytesView key) const;
  // Keys of [begin, end) in order until `each` gives false. Bytes are borrowed for the call only.
  Result<Ok> scan(BytesView begin, BytesView end,
                  const std::function<bool(BytesView key, BytesView value)>& each) const;

  Result<Ok> finish_bulk();  // flushed, synced and sorted
  Mode mode() const { return mode_; }

 private:
  struct Base;
  ViewStore(Mode mode, std::unique_ptr<Base> base);
  Mode mode_;
  std::unique_ptr<Base> base_;
  // Written and not yet in the base: for a writer the open batch's kReadBack keys, for a reader
  // and in memory everything. Nothing: erased.
  std::map<Bytes, std::optional<Bytes>, std::less<>> overlay_;
  // What discard() brings back for a store whose overlay outlives its batches.
  std::map<Bytes, std::optional<std::optional<Bytes>>, std::less<>> undo_;
  void overlay_put(BytesView key, std::optional<Bytes> value);
};

// The first key after all keys that begin with `prefix`.
Bytes prefix_end(BytesView prefix);

}  // namespace sillok
