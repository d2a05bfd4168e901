#pragma once
// What runs beside the answers for as long as they are given: following the ledger, publishing checkpoints,
// replication. Each has a thread of its own and ends soon after it is asked to.
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>

#include "ledger/base/error.h"

namespace sillok::service {

using Beside = std::function<void(std::stop_token)>;

// Trouble that does not end the service is told to its operator: once, until it is gone. By any thread.
using Tell = std::function<void(const Error&)>;

// Until then, or until it is asked to stop. False: it is.
inline bool pause(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any asked;
  asked.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace sillok::service
