#include "ledger/base/ordered_jobs.h"

#include <algorithm>
#include <system_error>

namespace sillok {

OrderedJobs::OrderedJobs(std::size_t ahead) : ahead_(ahead) {
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) {
    try {
      threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
      break;  // the giver's thread does the rest, if need be all
    }
  }
}

OrderedJobs::~OrderedJobs() {
  {
    const std::lock_guard lock(mutex_);
    is_closing_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

OrderedJobs::Entry* OrderedJobs::waiting() {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [](const auto& entry) { return entry->state == Entry::State::kWaiting; });
  return found == entries_.end() ? nullptr : found->get();
}

void OrderedJobs::do_one(std::unique_lock<std::mutex>& lock, Entry& entry) {
  entry.state = Entry::State::kBegun;
  lock.unlock();
  entry.take = entry.job();
  lock.lock();
  entry.state = Entry::State::kDone;
  changed_.notify_all();
}

void OrderedJobs::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    Entry* next = nullptr;
    changed_.wait(lock, [&] { return is_closing_ || (next = waiting()) != nullptr; });
    if (is_closing_) return;
    do_one(lock, *next);
  }
}

Result<bool> OrderedJobs::take_down_to(std::size_t left) {
  std::unique_lock lock(mutex_);
  while (!entries_.empty()) {
    if (entries_.front()->state == Entry::State::kDone) {
      const std::unique_ptr<Entry> front = std::move(entries_.front());
      entries_.pop_front();
      lock.unlock();
      SILLOK_CHECK(front->take);
      SILLOK_TRY(goes_on, (*front->take)());
      if (!goes_on) return false;
      lock.lock();
    } else if (entries_.size() <= left) {
      return true;
    } else if (Entry* const next = waiting()) {
      do_one(lock, *next);
    } else {
      changed_.wait(lock, [&] { return entries_.front()->state == Entry::State::kDone; });
    }
  }
  return true;
}

Result<bool> OrderedJobs::give(Job job) {
  {
    const std::lock_guard lock(mutex_);
    entries_.push_back(std::make_unique<Entry>());
    entries_.back()->job = std::move(job);
  }
  changed_.notify_all();
  return take_down_to(ahead_ - 1);
}

Result<bool> OrderedJobs::finish() { return take_down_to(0); }

}  // namespace sillok
