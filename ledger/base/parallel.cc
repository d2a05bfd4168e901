#include "ledger/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace sillok {

Result<Ok> for_each_in_parallel(std::size_t count, std::size_t together,
                                const std::function<Result<Ok>(std::size_t)>& each) {
  return for_each_part_in_parallel(count, together, [&](std::size_t begin, std::size_t end) -> Result<Ok> {
    for (std::size_t i = begin; i < end; ++i) SILLOK_CHECK(each(i));
    return Ok{};
  });
}

Result<Ok> for_each_part_in_parallel(std::size_t count, std::size_t together,
                                     const std::function<Result<Ok>(std::size_t begin, std::size_t end)>& part) {
  const std::size_t parts = (count + together - 1) / together;
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  std::size_t failed = parts;
  Result<Ok> outcome = Ok{};
  const auto work = [&] {
    for (std::size_t i = next++; i < parts; i = next++) {
      auto done = part(i * together, std::min(count, (i + 1) * together));
      if (done) continue;
      next = parts;
      const std::lock_guard lock(mutex);
      if (failed <= i) continue;
      failed = i;
      outcome = std::move(done);
    }
  };
  std::vector<std::thread> helpers;
  const std::size_t wanted = std::min<std::size_t>(parts, std::max(1u, std::thread::hardware_concurrency()));
  for (std::size_t i = 1; i < wanted; ++i) {
    try {
      helpers.emplace_back(work);
    } catch (const std::system_error&) {
      break;  // with fewer threads it takes longer and does the same
    }
  }
  work();
  for (std::thread& helper : helpers) helper.join();
  return outcome;
}

}  // namespace sillok
