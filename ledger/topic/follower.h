#pragma once
// Reads a topic into its replica: for who keeps one current, and for the sequencer. One thread at a time. Begins with
// the record that was taken last: Fault::damaged (log.truncated) where another stands there, or none, since the topic
// was cut off (an election of a replica of Kafka's that was behind; librdkafka 2.0.2 does not notice). The replica has
// then what the topic lost.
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "ledger/log/kafka_topic.h"
#include "ledger/topic/replica.h"

namespace sillok {

class Follower {
 public:
  // The ledger must be open for writing and outlive this.
  static Result<std::unique_ptr<Follower>> open(Ledger& ledger, const TopicAddress& address);

  struct Step {
    bool took = false;  // a record; else the end was reached, or nothing came in that time
    std::optional<Verdict> verdict;
    bool was_own = false;  // the record was `own_record`, byte by byte
  };
  // The next record of the topic, if one comes in that time. `own`: what `own_record` brings back, if it is that one
  // and was built here.
  Result<Step> step(std::chrono::milliseconds patience, BytesView own_record = {},
                    const std::optional<Replica::Own>& own = std::nullopt);
  // All records that were acknowledged before the call. `each` is asked behind every record; false ends it early.
  Result<Ok> catch_up(std::chrono::milliseconds timeout, const std::function<bool()>& each = {});

  const Replica& replica() const { return replica_; }
  // Commits of others that came too late, since this began to read: somebody is deciding his orders anew.
  std::uint64_t others_too_late() const { return others_too_late_; }

 private:
  Follower(Replica replica, std::unique_ptr<TopicReader> reader)
      : replica_(std::move(replica)), reader_(std::move(reader)) {}

  Replica replica_;
  std::unique_ptr<TopicReader> reader_;
  bool is_whole_ = false;  // the record that was taken last stands where it stood
  std::int64_t end_ = 0;   // all before this offset were given
  std::uint64_t others_too_late_ = 0;
};

}  // namespace sillok
