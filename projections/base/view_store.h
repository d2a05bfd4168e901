#pragma once
// Where views are kept: sorted keys in one RocksDB directory, or in memory alone (tests, and a
// reader that is ahead of what the writer has stored). The only include of RocksDB outside
// ledger/log. One thread at a time changes a handle; readers are kept out meanwhile by its owner.
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/result.h"

namespace sillok {

// Whether a key that was put is seen by reads of the same batch.
enum class Visibility : std::uint8_t { kAtCommit, kReadBack };

class ViewStore {
 public:
  enum class Mode : std::uint8_t {
    kWriter,    // owns the directory; creates it
    kBulk,      // a writer that builds from nothing: nothing is durable before finish_bulk()
    kReader,    // beside a live writer; what it puts stays in its own memory
    kInMemory,  // no directory
  };
  // Fault::unavailable where another process owns the directory, Fault::damaged where what is
  // stored does not hold.
  static Result<std::unique_ptr<ViewStore>> open(const std::filesystem::path& dir, Mode mode);
  ~ViewStore();
  // Every stored byte, also what no read looks at. Fault::damaged names the file.
  Result<Ok> check_files() const;

  // Whether another() can be had: not where what is put stays in this handle's memory.
  bool can_have_another() const { return !keeps_everything(); }
  // A second handle on the same directory with a batch of its own, for another thread.
  std::unique_ptr<ViewStore> another() const;
  // The open batch of another handle, to be committed with this one's. Quicker where that one has sorted it before,
  // maybe on its own thread.
  void take_over(ViewStore& other);
  void sort_batch();

  void put(BytesView key, BytesView value, Visibility visibility = Visibility::kAtCommit);
  Result<Ok> commit();  // all or nothing what was put since the last one
  void discard();       // forgets it

  // Reads see what is committed, and kReadBack keys of the open batch.
  Result<std::optional<Bytes>> get(BytesView key) const;
  Result<std::vector<std::optional<Bytes>>> get_many(std::span<const Bytes> keys) const;
  // Keys of [begin, end) in order until `each` gives false. Bytes are borrowed for the call only.
  using Each = std::function<bool(BytesView key, BytesView value)>;
  Result<Ok> scan(BytesView begin, BytesView end, const Each& each) const;
  Result<Ok> scan_prefix(BytesView prefix, const Each& each) const;

  Result<Ok> finish_bulk();  // flushed, sorted and synced

 private:
  struct Base;
  class Batch;
  ViewStore(Mode mode, std::shared_ptr<Base> base);
  bool keeps_everything() const { return mode_ == Mode::kReader || mode_ == Mode::kInMemory; }

  Mode mode_;
  std::shared_ptr<Base> base_;  // none in memory
  std::unique_ptr<Batch> batch_;
  // Put and not in the base: for a writer the kReadBack keys of the open batch, for a reader and
  // in memory everything.
  std::map<Bytes, Bytes, std::less<>> overlay_;
  // What discard() brings back of an overlay that outlives its batches; nothing: the key was new.
  std::map<Bytes, std::optional<Bytes>, std::less<>> undo_;
};

// The first key after all keys that begin with `prefix` (which is not all 0xff).
Bytes prefix_end(BytesView prefix);

}  // namespace sillok
