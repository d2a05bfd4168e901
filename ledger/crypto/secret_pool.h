#pragma once
// Slots for secret bytes. A secret is 32 bytes and there are tens of thousands of them (one data
// key per person and class), so a page with guards for each, as sodium_malloc gives, would use up
// both the address space and the locking limit. Here many share a chunk: guard pages on both sides,
// never in a core dump, each slot wiped when it comes back.
//
// Chunks are locked into memory as long as RLIMIT_MEMLOCK allows it. The first one must be (keys
// that sign live there: they are made first); beyond the limit further chunks are not locked and
// could reach a swap device, but are otherwise treated alike. `lockable` tells beforehand.
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "ledger/base/result.h"

namespace sillok {

// Safe to use from any thread. A pool must outlive its slots; the program's pools live for ever.
class SecretPool {
 public:
  explicit SecretPool(std::size_t slot_bytes);  // divides a page
  ~SecretPool();                                // no slot may be out
  SecretPool(const SecretPool&) = delete;
  SecretPool& operator=(const SecretPool&) = delete;

  // A zeroed slot, wiped and given back with its last owner. Throws std::bad_alloc as any
  // container does; stops the program where not even the first chunk can be locked.
  std::shared_ptr<unsigned char> take();

  struct Use {
    std::size_t slots_out = 0;
    std::size_t chunks_locked = 0;
    std::size_t chunks_unlocked = 0;
  };
  Use use() const;

  // Whether a chunk can be mapped, locked and kept out of core dumps; Fault::misuse if not.
  static Result<Ok> lockable();

 private:
  void grow();
  void give_back(unsigned char* slot) noexcept;

  const std::size_t slot_bytes_;
  mutable std::mutex mutex_;
  std::vector<unsigned char*> free_;  // has room for every slot, so that giving back never allocates
  std::vector<void*> maps_;
  Use use_;
};

}  // namespace sillok
