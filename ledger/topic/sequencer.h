#pragma once
// The writer of a replica: brings batches into its topic and reads there what became of them (design 5). Any number of
// processes may write one topic; whose commit comes first wins, and the others decide again. One thread at a time.
#include <chrono>
#include <memory>

#include "ledger/topic/attempt.h"
#include "ledger/topic/follower.h"

namespace sillok {

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

  Ledger& ledger_;
  Signer node_;
  Options options_;
  std::unique_ptr<Follower> follower_;
  std::unique_ptr<TopicWriter> writer_;
};

}  // namespace sillok
