#pragma once
// Jobs on all cores whose outcomes are taken in the order the jobs were given. One thread gives and takes; it lends a
// hand where the others are behind.
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "ledger/base/result.h"

namespace sillok {

class OrderedJobs {
 public:
  // What a job leaves to be done by the giver's thread, in its turn; false: no more is wanted. A job that fails is told
  // in its turn too.
  using Take = std::function<Result<bool>()>;
  using Job = std::function<Result<Take>()>;

  // `ahead`: so many at most are given and not taken.
  explicit OrderedJobs(std::size_t ahead);
  // Jobs that nobody has begun are dropped.
  ~OrderedJobs();
  OrderedJobs(const OrderedJobs&) = delete;
  OrderedJobs& operator=(const OrderedJobs&) = delete;

  // Takes what is ready, waits where too much is not. False or an error: give no more.
  Result<bool> give(Job job);
  // Takes all that was given.
  Result<bool> finish();

 private:
  struct Entry {
    Job job;
    Result<Take> take;
    enum class State { kWaiting, kBegun, kDone } state = State::kWaiting;
  };
  void work();
  void do_one(std::unique_lock<std::mutex>& lock, Entry& entry);
  Entry* waiting();
  Result<bool> take_down_to(std::size_t left);

  const std::size_t ahead_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Entry>> entries_;
  bool is_closing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sillok
