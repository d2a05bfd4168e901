#pragma once
// Checks many Ed25519 signatures on all cores. One thread adds; workers check; the lowest position
// that failed is kept. Bounded: add() waits while the workers are far behind.
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/crypto/keys.h"

namespace sillok {

class SignaturePool {
 public:
  struct Check {
    Position position = 0;
    PublicKey key{};
    Bytes message;
    Signature signature{};
  };

  explicit SignaturePool(unsigned threads);
  ~SignaturePool();
  void add(Check check);
  // Waits for all that was added since it was last called. The lowest position whose signature did not hold, if any.
  std::optional<Position> finish();

 private:
  using Chunk = std::vector<Check>;
  void work();
  void push(Chunk chunk);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Chunk> queue_;
  Chunk open_;
  std::size_t busy_ = 0;
  bool closing_ = false;
  std::optional<Position> first_bad_;
  std::vector<std::thread> threads_;
};

}  // namespace sillok
