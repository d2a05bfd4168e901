#pragma once
// A ledger directory that follows a topic (design 3 and 5): takes the topic's records one after the other, judges each
// by what stands before it, and brings the events of commits that win into the log, checked as `verify` checks them.
// What it keeps besides (how far it has read, the epoch, parts that no commit has used yet) is stored in the batch of
// those events, so that a crash leaves the directory at some record, whole. All replicas of one topic come to the same
// log, whoever wrote it, and to the same verdict on every record. What the topic says of the logs beside the events is
// kept as rows; their entries are made of it when they are asked for (beside_rows.h).
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/desk/ledger.h"
#include "ledger/topic/order_builder.h"

namespace sillok {

// Uncommitted parts beyond so many bytes fall out, the oldest first. The same number on every replica: it decides
// whether a commit finds its parts.
inline constexpr std::uint64_t kWaitingPartsBytesMax = std::uint64_t{1} << 30;
// Of records that are no part of the ledger so many are kept by offset and reason; all are counted.
inline constexpr std::uint64_t kQuarantineMax = 10'000;

// A record as the broker gave it.
struct BrokerRecord {
  std::int64_t offset = 0;
  Instant append_time;
  bool is_append_time = false;  // by the broker's clock
  BytesView value;
};

class Replica {
 public:
  // What became of a record. Of a part, and of what is no record of a ledger, there is no verdict.
  struct Judged {
    std::optional<Verdict> verdict;
    std::string quarantined;  // why it is no part of the ledger: other_base, topic.record …; empty: it is, or it waits
  };
  // Entries that were built, checked and signed here; the commit that brings them back needs no second look.
  struct Own {
    std::span<const BytesView> entries;
    std::span<const Hash> leaves;
    std::span<const RocksLog::IndexPut> index;
  };

  // The directory must have been founded on a topic or have joined one (Fault::misuse `topic.not_a_replica` otherwise),
  // and is open for writing; it must outlive this.
  // `waiting_parts_bytes_max` is another one in tests alone.
  static Result<Replica> open(Ledger& ledger, std::uint64_t waiting_parts_bytes_max = kWaitingPartsBytesMax);
  // The state of a directory that has read the topic up to the commit of its genesis. `arrival`: what that commit says
  // is to be brought in by its node.
  struct Arriving {
    Arrival head;
    PublicKey node{};
  };
  static Result<Ok> begin(RocksLog& log, const BrokerRecord& founding, const std::optional<Arriving>& arrival = {});

  // Records in the order of their offsets, each once. `own`: what was sent as this very record. An error only where
  // the directory can't be written: nothing of that record has been taken then.
  Result<Judged> take(const BrokerRecord& record, const std::optional<Own>& own = std::nullopt);

  TopicHead head() const;
  std::int64_t next_offset() const { return state_.next_offset; }
  // Whether this is the record that was taken last: it stands at next_offset() - 1 as long as the topic is whole.
  bool is_last(const BrokerRecord& record) const;
  std::uint64_t quarantined() const { return state_.quarantined; }
  // Newest last, at most kQuarantineMax.
  struct Quarantined {
    std::int64_t offset = 0;
    std::string reason;
  };
  static Result<std::vector<Quarantined>> quarantine(const RocksLog& log);
  // Of a log that another process may be bringing further: the offset that is read next, and the append time up to
  // which it has read.
  struct Reached {
    std::int64_t next_offset = 0;
    Instant appended_at{};
    std::uint64_t marks = 0, reads = 0;  // of the logs beside the events (beside_rows.h)
  };
  static Result<Reached> reached(const RocksLog& log);
  // Whether that node's records count now.
  bool may_write(const PublicKey& node) const;
  // Of a ledger that is still being brought into the topic; nothing once it is there.
  const std::optional<Arriving>& arriving() const { return state_.arriving; }
  // Of a ledger that has left the topic: for whom.
  const std::optional<Hash>& heir() const { return state_.heir; }

 private:
  struct State {
    std::int64_t next_offset = 0;
    std::uint64_t epoch = 0;
    Instant appended_at{};
    std::uint64_t next_part = 0, oldest_part = 0;  // numbers of waiting parts, in the order they came
    std::uint64_t waiting_bytes = 0;
    std::uint64_t quarantined = 0;
    std::uint64_t marks = 0, marked_size = 0;  // beside_rows.h; the size at the newest mark
    std::uint64_t reads = 0;
    Instant read_at{};  // of the newest read
    Hash last{};        // of the bytes that were read last
    std::optional<Arriving> arriving;
    std::optional<Hash> heir;
  };
  Replica(Ledger& ledger, std::uint64_t waiting_max) : ledger_(ledger), waiting_max_(waiting_max) {}
  Result<Judged> take_part(const TopicPart& part);
  Result<Judged> take_commit(const TopicCommit& commit, const std::optional<Own>& own);
  Result<Judged> take_fence(const TopicFence& fence);
  Result<Judged> take_mark(const TopicMark& mark);
  Result<Judged> take_read(const TopicRead& read);
  // Why this commit, which ends at that head, is not on the way to the one that is arriving; empty: nothing is against
  // it.
  std::string detour(const TopicCommit& commit, std::uint64_t size) const;
  struct WaitingPart {
    std::uint64_t number = 0, bytes = 0;
  };
  struct Gathered {
    Bytes stream;  // of its parts, then its own
    std::map<Hash, WaitingPart> parts;
  };
  // Nothing where a part is not waiting.
  Result<std::optional<Gathered>> gather(const TopicCommit& commit) const;
  // The entries of its orders behind the head; nothing, and why, where no honest node records such.
  Result<std::optional<BuiltOrders>> build(const TopicCommit& commit, BytesView stream, std::string& why) const;
  Result<Ok> let_parts_fall_out();
  void put(Bytes key, std::optional<Bytes> value) { rows_.push_back({std::move(key), std::move(value)}); }
  static Bytes row_of(const State& state);
  // Nothing where it keeps no topic.
  static Result<std::optional<State>> read_state(const RocksLog& log);

  Ledger& ledger_;
  std::uint64_t waiting_max_;
  State state_;
  std::vector<RocksLog::TopicPut> rows_;  // of the record that is being taken
};

}  // namespace sillok
