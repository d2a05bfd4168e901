#include "ledger/crypto/secret_pool.h"

#include <string.h>  // explicit_bzero
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <new>
#include <system_error>

#include "ledger/base/invariant.h"

namespace sillok {
namespace {

// Half of the 64 KiB that old systems let a process lock.
constexpr std::size_t kChunkBytes = 32 * 1024;

std::size_t page_bytes() {
  static const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

std::size_t map_bytes() { return kChunkBytes + 2 * page_bytes(); }

struct Chunk {
  void* map = nullptr;  // guard page, slots, guard page; null: `error` says why
  unsigned char* slots = nullptr;
  bool locked = false;
  int error = 0;
};

Chunk map_chunk() {
  Chunk chunk;
  void* map = mmap(nullptr, map_bytes(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (map == MAP_FAILED) {
    chunk.error = errno;
    return chunk;
  }
  auto* slots = static_cast<unsigned char*>(map) + page_bytes();
  if (mprotect(slots, kChunkBytes, PROT_READ | PROT_WRITE) != 0 || madvise(slots, kChunkBytes, MADV_DONTDUMP) != 0) {
    chunk.error = errno;
    munmap(map, map_bytes());
    return chunk;
  }
  chunk.map = map;
  chunk.slots = slots;
  chunk.locked = mlock(slots, kChunkBytes) == 0;
  if (!chunk.locked) chunk.error = errno;
  return chunk;
}

}  // namespace

SecretPool::SecretPool(std::size_t slot_bytes) : slot_bytes_(slot_bytes) {
  SILLOK_INVARIANT(slot_bytes > 0 && kChunkBytes % slot_bytes == 0, "slots fill a chunk without a rest");
}

SecretPool::~SecretPool() {
  SILLOK_INVARIANT(use_.slots_out == 0, "a pool outlives its slots");
  for (void* map : maps_) munmap(map, map_bytes());
}

std::shared_ptr<unsigned char> SecretPool::take() {
  unsigned char* slot = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) grow();
    slot = free_.back();
    free_.pop_back();
    ++use_.slots_out;
  }
  return {slot, [this](unsigned char* bytes) { give_back(bytes); }};
}

SecretPool::Use SecretPool::use() const {
  const std::lock_guard lock(mutex_);
  return use_;
}

void SecretPool::grow() {
  const std::size_t count = kChunkBytes / slot_bytes_;
  maps_.reserve(maps_.size() + 1);
  free_.reserve((maps_.size() + 1) * count);
  const Chunk chunk = map_chunk();
  if (chunk.map == nullptr) throw std::bad_alloc();
  SILLOK_INVARIANT(chunk.locked || !maps_.empty(), "init_crypto has found that memory can be locked");
  maps_.push_back(chunk.map);
  ++(chunk.locked ? use_.chunks_locked : use_.chunks_unlocked);
  for (std::size_t i = count; i > 0; --i) free_.push_back(chunk.slots + (i - 1) * slot_bytes_);
}

void SecretPool::give_back(unsigned char* slot) noexcept {
  explicit_bzero(slot, slot_bytes_);
  const std::lock_guard lock(mutex_);
  free_.push_back(slot);
  --use_.slots_out;
}

Result<Ok> SecretPool::lockable() {
  const Chunk chunk = map_chunk();
  if (chunk.map != nullptr) munmap(chunk.map, map_bytes());
  if (chunk.locked) return Ok{};
  return fail(Fault::misuse, "crypto.memory_lock", "",
              "secret memory cannot be locked (" + std::generic_category().message(chunk.error) +
                  "); raise RLIMIT_MEMLOCK to at least 256 KiB: `ulimit -l 8192`, or LimitMEMLOCK=8M in the unit");
}

}  // namespace sillok
