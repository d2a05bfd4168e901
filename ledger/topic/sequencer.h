#pragma once
// The writer of a replica: brings batches into its topic and reads there what became of them (design 5). Any number of
// processes may write one topic; whose commit comes first wins, and the others decide again. One thread at a time.
#include <chrono>
#include <memory>

#include "ledger/log/kafka_topic.h"
#include "ledger/topic/attempt.h"
#include "ledger/topic/replica.h"

namespace sillok {

// Reads the topic into the replica. Also what the sequencer reads by. Begins with the record that was taken last:
// Fault::damaged (log.truncated) where another stands there, or none, since the topic was cut off (an election of a
// replica of Kafka's that was behind; librdkafka 2.0.2 does not notice). The replica has then what the topic lost.
class Follower {
 public:
  // The ledger must be open for writing and outlive this.
  static Result<std::unique_ptr<Follower>> open(Ledger& ledger, const TopicAddress& address);

  struct Step {
    bool took = false;  // a record; else the end was reached, or nothing came in that time
    std::optional<Verdict> verdict;
    bool was_own = false;  // the record was `own_record`, byte by byte
  };
  // The next record of the topic, if one comes in that time. `own`: what `own_record` brings back, if it is that one.
  Result<Step> step(std::chrono::milliseconds patience, BytesView own_record = {},
                    const std::optional<Replica::Own>& own = std::nullopt);
  // All records that were acknowledged before the call. `each` is asked behind every record; false ends it early.
  Result<Ok> catch_up(std::chrono::milliseconds timeout, const std::function<bool()>& each = {});

  const Replica& replica() const { return replica_; }

 private:
  Follower(Replica replica, std::unique_ptr<TopicReader> reader)
      : replica_(std::move(replica)), reader_(std::move(reader)) {}

  Replica replica_;
  std::unique_ptr<TopicReader> reader_;
  bool is_whole_ = false;  // the record that was taken last stands where it stood
  std::int64_t end_ = 0;   // all before this offset were given
};

class TopicSequencer final : public Sequencer {
 public:
  struct Options {
    // How long one waits for one's own commit before a fence, and for the whole of a batch.
    std::chrono::milliseconds patience{5'000}, deadline{30'000};
  };
  // Reads the topic to its end first. Fault::misuse (topic.node) where this node's key is not registered in the log.
  static Result<std::unique_ptr<TopicSequencer>> open(Ledger& ledger, const TopicAddress& address,
                                                      const Options& options);

  Result<Appended> append(std::span<const BytesView> entries, std::span<const Hash> leaves,
                          std::span<const RocksLog::IndexPut> index) override;
  const Replica& replica() const { return follower_->replica(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Batch {
    std::vector<Bytes> parts;  // records
    TopicCommit commit;
  };
  TopicSequencer(Ledger& ledger, Signer node, Options options, std::unique_ptr<Follower> follower,
                 std::unique_ptr<TopicWriter> writer)
      : ledger_(ledger),
        node_(std::move(node)),
        options_(options),
        follower_(std::move(follower)),
        writer_(std::move(writer)) {}
  Batch batch_of(std::span<const BytesView> entries, std::span<const Hash> leaves) const;
  // What became of records sent one after the other: kStored if all are. `why` is set where one is not.
  Attempt::Sent send(std::span<const Bytes> records, std::optional<Error>& why);
  tl::unexpected<Error> not_recorded(const Attempt& attempt) const;

  Ledger& ledger_;
  Signer node_;
  Options options_;
  std::unique_ptr<Follower> follower_;
  std::unique_ptr<TopicWriter> writer_;
};

}  // namespace sillok
