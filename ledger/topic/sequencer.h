#pragma once
// The writer of a replica: brings batches into its topic and reads there what became of them (design 5). Any number of
// processes may write one topic; whose commit comes first wins, and the others decide again. One thread at a time.
#include <chrono>
#include <memory>

#include "ledger/topic/attempt.h"
#include "ledger/topic/follower.h"

namespace sillok {

// Fault::misuse (topic.node): the key of the node in that directory is not registered.
tl::unexpected<Error> is_no_node(const std::filesystem::path& directory);

class TopicSequencer final : public Sequencer {
 public:
  struct Options {
    // How long one waits for one's own commit before a fence, and for the whole of a batch.
    std::chrono::milliseconds patience{5'000}, deadline{30'000};
  };
  // Reads the topic to its end first, and refuses what check_may_write() refuses.
  static Result<std::unique_ptr<TopicSequencer>> open(Ledger& ledger, const TopicAddress& address,
                                                      const Options& options);

  // For who moves a ledger into the topic or out of it (moving.h): reads nothing yet, and asks no leave for the node.
  static Result<std::unique_ptr<TopicSequencer>> open_to_move(Ledger& ledger, const TopicAddress& address, Signer node,
                                                              const Options& options);
  // As open() does, once the topic was read. Fault::misuse (topic.node), unavailable (topic.arriving), refused
  // (ledger.moved).
  Result<Ok> check_may_write() const;

  Result<Appended> append(std::span<const BytesView> entries, std::span<const Hash> leaves,
                          std::span<const RocksLog::IndexPut> index) override;
  // Entries that were made elsewhere: they are built and checked anew when they are read.
  Result<Appended> bring(std::span<const BytesView> entries, std::span<const Hash> leaves);
  // Marks and reads (signed_record.h) of a ledger that is being brought; what was taken of them the replica's rows say.
  Result<Ok> bring_beside(std::span<const TopicContent> contents);
  // Nothing counts in the topic behind it. Fault::refused (ledger.moved) where the ledger has left it for another heir.
  Result<Ok> depart(const Hash& heir);
  Follower& follower() { return *follower_; }
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
  // Who has won lets those go first who have lost to him: else one that takes longer to decide anew never gets on.
  Result<Ok> give_way();
  Result<Appended> place(std::span<const BytesView> entries, std::span<const Hash> leaves,
                         const std::optional<Replica::Own>& own);
  Batch batch_of(std::span<const BytesView> entries, std::span<const Hash> leaves) const;
  // What became of records sent one after the other: kStored if all are. `why` is set where one is not.
  Attempt::Sent send(std::span<const Bytes> records, std::optional<Error>& why);

  Ledger& ledger_;
  Signer node_;
  Options options_;
  std::unique_ptr<Follower> follower_;
  std::unique_ptr<TopicWriter> writer_;
  std::uint64_t others_too_late_ = 0;   // when it won last
  Clock::duration time_of_a_commit_{};  // from sending it until it was read back, the last time
};

}  // namespace sillok
