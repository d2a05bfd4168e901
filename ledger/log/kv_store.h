#pragma once
// A directory of key-value families with atomic, durable batches: RocksDB behind one door, so that
// its options are chosen in one place. RocksDB headers stay in ledger/log/*.cc (design 17).
// Safe from several threads; one process writes, any number read beside it.
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"

namespace sillok {

enum class Access { kRead, kWrite };

// Whether what is written survives a loss of power once the call returns; or with what is next written so, no later.
enum class Durable : std::uint8_t { kNotYet, kNow };

// How a family is laid out. kSequential: keys come in rising order (events); kRandom: any order.
enum class Layout { kSequential, kRandom, kIncompressible };
struct FamilySpec {
  std::string name;
  Layout layout;
};

class KvStore {
 public:
  struct Put {
    std::size_t family;
    Bytes key, value;
  };

  // Creates what is missing only when `access` is kWrite and the directory is absent or empty.
  // Fault::unavailable where another process writes; Fault::damaged where the stored bytes do not
  // hold (a flipped bit in the write-ahead log is refused, never read around: faults.md §0.1).
  static Result<std::unique_ptr<KvStore>> open(const std::filesystem::path& directory,
                                               const std::vector<FamilySpec>& families, Access access);
  // Of a store that does not hold as a whole: what can still be read of it, past what is lost. For who looks for the
  // place of the damage; no answer rests on it.
  static Result<std::unique_ptr<KvStore>> open_remains(const std::filesystem::path& directory,
                                                       const std::vector<FamilySpec>& families);
  ~KvStore();
  KvStore(const KvStore&) = delete;
  KvStore& operator=(const KvStore&) = delete;

  Result<std::optional<Bytes>> get(std::size_t family, BytesView key) const;
  // Values in the order of `keys`; a missing one is nothing.
  Result<std::vector<std::optional<Bytes>>> multi_get(std::size_t family, const std::vector<Bytes>& keys) const;
  // Pairs from `begin` on in key order until `each` gives false. Borrowed for the call. `reach`: whether it is worth
  // reading megabytes ahead.
  enum class Reach : std::uint8_t { kNear, kFar };
  Result<Ok> scan(std::size_t family, BytesView begin, const std::function<bool(BytesView, BytesView)>& each,
                  Reach reach = Reach::kFar) const;
  Result<std::optional<Bytes>> last_key(std::size_t family) const;
  // Reads every table to its last byte and compares it with the checksum it was written with; also what
  // no read ever looks at. Fault::damaged names the file. Beside a writer it looks at the tables of now.
  Result<Ok> check_files() const;

  // The open batch is going to have about so many bytes: spares a large one its growing.
  void expect(std::size_t bytes);
  // Adds to the open batch; nothing is visible before commit().
  void put(std::size_t family, BytesView key, BytesView value);
  void erase(std::size_t family, BytesView key);
  // All of the open batch, or none of it.
  // After a failure the outcome is unknown and the store refuses to write again (reopen it).
  Result<Ok> commit(Durable durable);
  void drop_batch();
  // Writes every table anew, so that what was erased or replaced is in no file any more. Of a small store.
  Result<Ok> rewrite();

 private:
  struct State;
  explicit KvStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace sillok
