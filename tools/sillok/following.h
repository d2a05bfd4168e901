#pragma once
// The part of `serve` that keeps a replica current: reads the topic into the ledger's directory and its views as
// records come, and looks at the topic's settings at the start and once an hour. Holds the directory for writing, and
// gives way to who has something to record there (ledger/topic/turn.h).
#include <atomic>
#include <mutex>
#include <string>

#include "connectors/service/surroundings.h"
#include "ledger/topic/home.h"

namespace sillok::cli {

class TopicFollowing {
 public:
  TopicFollowing(std::string directory, const service::Surroundings& here)
      : directory_(std::move(directory)), followed_(here.followed), tell_(here.tell) {}

  // `replica`: not before it has caught up once, nor while the topic can't be read; `topic`: while it is set as a
  // ledger needs it. Figures: ops/metrics.md.
  void add_to(service::Readiness& readiness, service::Metrics& metrics) const;
  // Until it is asked to stop.
  void work(const std::stop_token& stop);

 private:
  using Clock = std::chrono::steady_clock;
  // Until it is asked to stop or to give way.
  Result<Ok> follow(const std::stop_token& stop);
  void take_trouble(const Error& error);
  void look_at_topic(const TopicHome& home, const TopicAddress& address);
  void set(std::optional<std::string>& trouble, std::optional<Error> error);

  std::string directory_;
  service::FollowedLedger& followed_;
  const service::Tell& tell_;
  mutable std::mutex mutex_;
  std::optional<std::string> replica_trouble_ = "not caught up yet", topic_trouble_ = "not looked at yet";
  std::string told_;
  std::optional<Clock::time_point> looked_at_;
  Clock::time_point had_turn_at_ = Clock::now();
  std::atomic<std::int64_t> next_offset_{0};
  std::atomic<std::uint64_t> quarantined_{0}, epoch_{0};
};

}  // namespace sillok::cli
