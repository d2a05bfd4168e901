#include "ledger/desk/signature_pool.h"

#include <system_error>

namespace sillok {
namespace {

constexpr std::size_t kChunkChecks = 128;
constexpr std::size_t kQueueChunks = 64;

}  // namespace

SignaturePool::SignaturePool(unsigned threads) {
  threads_.reserve(threads);
  for (unsigned i = 0; i < (threads == 0 ? 1 : threads); ++i) {
    try {
      threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
      // With fewer workers it takes longer and finds the same; without any it can't be done.
      if (threads_.empty()) throw;
      break;
    }
  }
}

SignaturePool::~SignaturePool() {
  {
    const std::scoped_lock lock{mutex_};
    closing_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void SignaturePool::add(Check check) {
  open_.push_back(std::move(check));
  if (open_.size() >= kChunkChecks) push(std::exchange(open_, {}));
}

void SignaturePool::push(Chunk chunk) {
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return queue_.size() < kQueueChunks; });
  queue_.push_back(std::move(chunk));
  lock.unlock();
  changed_.notify_all();
}

void SignaturePool::work() {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [this] { return closing_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const Chunk chunk = std::move(queue_.front());
    queue_.pop_front();
    ++busy_;
    lock.unlock();
    changed_.notify_all();
    std::optional<Position> bad;
    for (const Check& check : chunk) {
      if (bad && *bad <= check.position) continue;
      if (!verify_signature(check.key, check.message, view(check.signature))) bad = check.position;
    }
    lock.lock();
    --busy_;
    if (bad && (!first_bad_ || *bad < *first_bad_)) first_bad_ = bad;
    changed_.notify_all();
  }
}

std::optional<Position> SignaturePool::finish() {
  if (!open_.empty()) push(std::exchange(open_, {}));
  std::unique_lock lock{mutex_};
  changed_.wait(lock, [this] { return queue_.empty() && busy_ == 0; });
  return std::exchange(first_bad_, std::nullopt);
}

}  // namespace sillok
