#pragma once
// One Kafka topic of one partition: bytes in, bytes out, by offset. librdkafka behind one door, so that its settings
// are chosen in one place and what its version can't be trusted with stays out (faults.md: no groups, commits, pauses,
// seeks, batches or transactions). Knows nothing of events: whether a record counts is for its reader to judge.
//
// Errors of every function here, besides those named at it:
//   broker.unreachable  Fault::unavailable  nobody answers, or the partition has no leader: ask again
//   broker.denied       Fault::misuse       a password, certificate or right is lacking; says what librdkafka said
//   topic.missing       Fault::not_found    the brokers know no such topic; none is ever made by asking
//   topic.setting       Fault::misuse       a setting that is not the caller's to choose, or that can't be
// Values of settings whose names hold password, secret, key, token or jaas are in none of them.
//
// Everything is bounded by the timeout it is given; an object is gone at once, whatever the brokers do. Only looking up
// the name of a broker is the system's, and takes as long as that does.
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "ledger/base/bytes.h"
#include "ledger/base/date.h"

namespace sillok {

struct TopicAddress {
  std::string brokers;  // host:port, host:port: one that answers is enough, it names the others
  std::string topic;
  // How to reach them, in librdkafka's own names: security.protocol, ssl.*, sasl.* (but not OAUTHBEARER; and SCRAM not
  // with Kafka 4, which refuses what librdkafka says before 2.6.1), client.id, compression.*, socket and address
  // options. Whatever else librdkafka knows is refused by name: it would break what is promised below.
  std::map<std::string, std::string> settings;
};

// What stood at an offset. Null and empty bytes are told apart by `has_…`.
struct TopicRecord {
  std::int64_t offset = 0;  // ascending; there may be gaps
  // By the broker's clock, in milliseconds, where is_append_time (the topic's timestamp type is LogAppendTime); else
  // whatever its sender wrote, or 1970.
  Instant append_time;
  bool is_append_time = false;
  bool has_key = false, has_value = false;
  Bytes key, value;
  std::size_t size_bytes = 0;  // key, value, and names and values of headers: the same for every reader
};

// All records before this offset were given; it is the next one's.
struct TopicEnd {
  std::int64_t offset = 0;
};
struct NothingYet {};

// Reads one record after the other from an offset on, and goes nowhere else: to read from another place, open another.
// Also records of transactions that are open or aborted: else whoever may write could hold all readers up by leaving
// one open. What isn't asked for yet is read ahead, in up to some 160 MiB. One thread at a time.
class TopicReader {
 public:
  using Next = std::variant<NothingYet, TopicRecord, TopicEnd>;

  // `offset`: 0 or more. Asks no broker yet.
  static Result<std::unique_ptr<TopicReader>> open(const TopicAddress& address, std::int64_t offset);
  ~TopicReader();
  TopicReader(const TopicReader&) = delete;
  TopicReader& operator=(const TopicReader&) = delete;

  // The next record, as soon as it is there; the end, once each time it is reached; or nothing, when the time is over.
  // Where a connection was lost (or is yet to be made) it asks whether anybody answers, and takes a second for that
  // even where `timeout` is shorter.
  //   topic.truncated  Fault::damaged  the offset to be read next is before the first record or behind the end. Never
  //                                    set back silently. A topic that was cut off and has grown again since looks
  //                                    whole.
  //   topic.damaged    Fault::damaged  a batch does not have its checksum, can't be unpacked, or goes back
  // After broker.unreachable the reader goes on when asked again; after any other error it says the same for ever.
  Result<Next> next(std::chrono::milliseconds timeout);

  // Where the topic ends now: whatever was acknowledged before this call stands before it. Changes nothing of next().
  Result<std::int64_t> end_offset(std::chrono::milliseconds timeout);

 private:
  struct State;
  explicit TopicReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Appends records in the order in which they were sent, without waiting for one before the next, each once. librdkafka
// sends a record again until all in-sync replicas have it; nothing is sent anew by us: that is the caller's to decide.
//
// Where librdkafka can't go on (the oldest record's time is over, one was refused, it lost track), all that is open is
// decided at once, and nothing more is sent before its outcomes were taken; then it begins anew with another client. So
// no record is stored behind one that was not, unless its sender knew. Safe from several threads.
class TopicWriter {
 public:
  // A record may be so large; one batch of the topic's `max.message.bytes` holds it.
  static constexpr std::size_t kRecordBytesMax = 1'048'000;

  struct Options {
    // From send() to an outcome, at most. Looked at when outcomes are asked for or something is sent.
    std::chrono::milliseconds delivery_timeout{10'000};
    // How long a record waits for others to share its batch; flush() doesn't wait.
    std::chrono::milliseconds linger{0};
  };
  // Of one record. With `stored` where it stands, unless the brokers said only that they had it already. An error with
  // Fault::outcome_unknown (topic.outcome_unknown): it may stand in the topic, or appear there later, even behind
  // records that were sent after its outcome. Any other error: it was not stored and never will be.
  struct Outcome {
    std::uint64_t ticket = 0;
    Result<std::optional<std::int64_t>> stored;
  };

  // Asks no broker yet.
  static Result<std::unique_ptr<TopicWriter>> open(const TopicAddress& address, const Options& options);
  // What has no outcome by then may be stored or not.
  ~TopicWriter();
  TopicWriter(const TopicWriter&) = delete;
  TopicWriter& operator=(const TopicWriter&) = delete;

  // Takes the record over, does not wait, and gives its ticket: 0, 1, 2 … One that was refused has none, and nothing
  // of it was stored:
  //   topic.record_too_large  Fault::misuse
  //   topic.queue_full        Fault::unavailable  64 MiB or 100,000 records without an outcome, or with one not taken
  //   topic.interrupted       Fault::unavailable  one before it was not stored, or nobody knows: take outcomes first
  Result<std::uint64_t> send(BytesView record);

  // Outcomes, each once, in the order of tickets; nothing when the time is over or no ticket is open.
  //   topic.outcome_unknown   Fault::outcome_unknown
  //   topic.record_too_large  Fault::misuse       for this topic
  //   topic.not_sent          Fault::unavailable  it waited behind one that was not stored
  // or one of those above.
  std::optional<Outcome> next_outcome(std::chrono::milliseconds timeout);

  // Sends without lingering. Whether all records have an outcome by then; next_outcome() gives them without waiting.
  bool flush(std::chrono::milliseconds timeout);

 private:
  struct State;
  explicit TopicWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The settings a topic has to have, by Kafka's names, so that what is acknowledged stays: of `replicas` copies.
std::map<std::string, std::string> topic_settings(int replicas);

enum class TopicCreated { kNew, kWasThere };

// Makes the topic: one partition, topic_settings(), `replicas` copies (as many as there are brokers, three at most,
// where nothing is asked for). One that is there is left as it is, whatever its settings. Ready to be written when it
// returns.
//   topic.refused  Fault::refused  the brokers don't make it so: says why
Result<TopicCreated> create_topic(const TopicAddress& address, std::optional<int> replicas,
                                  std::chrono::milliseconds timeout);

// What the brokers say of a topic; partitions, replicas and offsets of partition 0, which is the one that is used.
struct TopicDescription {
  std::string cluster_id;
  int brokers = 0;
  int partitions = 0;
  int replicas = 0, in_sync = 0;
  std::int64_t first_offset = 0, end_offset = 0;  // [first, end)
  // In force, wherever they come from: those of topic_settings(), as far as the brokers know them.
  std::map<std::string, std::string> settings;
};
Result<TopicDescription> describe_topic(const TopicAddress& address, std::chrono::milliseconds timeout);

}  // namespace sillok
