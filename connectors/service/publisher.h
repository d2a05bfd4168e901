#pragma once
// Publishes a checkpoint where the head has moved: every so many seconds, or as soon as so many events wait (design 7).
// What stops it stops no answer: it is told once, counted, and shown by the checks. Any thread may ask; one works.
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "connectors/service/followed_ledger.h"
#include "connectors/service/metrics.h"
#include "connectors/service/publishing_pace.h"
#include "connectors/service/readiness.h"

namespace sillok::service {

struct Published {
  std::uint64_t size = 0;
  // Where the ledger's witness policy asks for cosignatures that have not come.
  std::optional<std::string> not_witnessed;
};

class Publisher {
 public:
  // Publishes what that ledger holds; its views are at its head. Fault::unavailable or damaged where others have
  // published more meanwhile: then it is looked at again.
  using Publish = std::function<Result<Published>(const Ledger&, const Views&)>;

  // All of them must outlive it.
  Publisher(FollowedLedger& followed, PublishingPace::Rules rules, Publish publish, Tell tell)
      : followed_(followed), pace_(rules), every_(rules.every), publish_(std::move(publish)), tell_(std::move(tell)) {}

  // Its checks `checkpoint` and `key`, and its figures. Before work().
  void add_to(Readiness& readiness, Metrics& metrics);
  void work(const std::stop_token& stop);  // Beside
  // Publishes if it is due.
  void work_once();

 private:
  using Clock = std::chrono::steady_clock;
  struct State {
    std::optional<Error> failure, no_key, not_witnessed;
    std::uint64_t published = 0, failures = 0;
    std::uint64_t newest_size = 0;
    Clock::time_point behind_since = Clock::now();
    std::int64_t last_success = 0;  // seconds since 1970
  };

  void look_at_key(const Ledger& ledger);
  Result<Published> publish();
  std::optional<std::string> checkpoint_trouble() const;
  State state() const;

  FollowedLedger& followed_;
  PublishingPace pace_;
  const std::chrono::seconds every_;
  const Publish publish_;
  const Tell tell_;
  Clock::time_point key_looked_at_;
  mutable std::mutex mutex_;
  State state_;
};

}  // namespace sillok::service
