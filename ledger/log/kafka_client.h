#pragma once
// What reading, writing and administration of a topic share: a librdkafka client for an address, its last words without
// secrets, and what its error codes mean to us. For ledger/log/kafka_*.cc alone; names librdkafka's types and includes
// nothing of it (its error codes are plain numbers here). Safe from several threads.
#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/log/kafka_settings.h"
#include "ledger/log/kafka_topic.h"

struct rd_kafka_s;
struct rd_kafka_topic_s;
struct rd_kafka_message_s;

namespace sillok {

class KafkaClient {
 public:
  enum class Role : std::uint8_t { kReads, kWrites };
  using Settings = std::vector<std::pair<std::string, std::string>>;
  // Called by whoever serve()s or flushes; the message is borrowed.
  using Delivered = std::function<void(const KafkaClient&, const rd_kafka_message_s&)>;

  // `ours` win over nothing: none of them can be among the address's own.
  static Result<std::unique_ptr<KafkaClient>> make(const TopicAddress& address, Role role, const Settings& ours,
                                                   Delivered delivered = {});
  ~KafkaClient();
  KafkaClient(const KafkaClient&) = delete;
  KafkaClient& operator=(const KafkaClient&) = delete;

  rd_kafka_s* handle() const { return handle_; }
  rd_kafka_topic_s* topic() const { return topic_; }

  // Takes what librdkafka reports, waiting for something at most so long; whether there was anything.
  bool serve(std::chrono::milliseconds timeout);
  // A connection was lost, or none was seen yet; until is_well().
  bool is_in_trouble() const { return in_trouble_; }
  void is_well() const;
  // The code by which a password, certificate or right was refused; until is_well().
  std::optional<int> denial() const;
  // Why it is used no more, by a code of librdkafka's; for whoever takes what comes back from it afterwards.
  void is_over(int code) { over_ = code; }
  int why_over() const { return over_; }
  // How often records were put on the wire, all of them and for the first time or again: raised before any answer to
  // that can be seen.
  std::uint64_t produce_requests() const { return produce_requests_; }

  struct Metadata {
    int brokers = 0;
    bool is_there = false;  // the topic; else the rest is 0
    int partitions = 0, replicas = 0, in_sync = 0;
  };
  // Asks until somebody answers and the partition has a leader, or the topic is known to be missing.
  Result<Metadata> metadata(std::chrono::milliseconds timeout);

  // The first offset or the one behind the last record, by its leader's word (librdkafka's RD_KAFKA_OFFSET_BEGINNING,
  // _END).
  Result<std::int64_t> offset(std::int64_t which, std::chrono::milliseconds timeout);

  // What an error code of librdkafka is to us; `what` begins the message. Unknown codes: broker.unreachable.
  tl::unexpected<Error> failure(int code, const std::string& what) const;
  tl::unexpected<Error> failure(Fault fault, std::string code, const std::string& what) const;
  // For messages: a code in words, and what was reported or logged last.
  std::string in_words(int code) const;

 private:
  explicit KafkaClient(const TopicAddress& address);
  struct Callbacks;
  void note(int code, const std::string& text);
  void remember(std::string line);

  const std::string where_;
  const Secrets secrets_;
  Delivered delivered_;
  std::atomic<std::uint64_t> produce_requests_{0};
  std::atomic<int> over_{0};
  mutable std::atomic<bool> in_trouble_{true};

  mutable std::mutex mutex_;
  std::deque<std::string> last_words_;
  mutable std::optional<int> denied_;

  rd_kafka_s* handle_ = nullptr;
  rd_kafka_topic_s* topic_ = nullptr;
};

// No more than librdkafka takes, and not negative, which it would take for "for ever".
int wait_ms(std::chrono::milliseconds timeout);

}  // namespace sillok
