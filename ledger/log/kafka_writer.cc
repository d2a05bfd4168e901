#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <deque>

#include "ledger/log/kafka_client.h"
#include "ledger/log/kafka_topic.h"

namespace sillok {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using Stored = Result<std::optional<std::int64_t>>;

constexpr std::size_t kOpenMax = 100'000;
constexpr std::size_t kOpenBytesMax = 64u << 20;
constexpr milliseconds kSlice{100};  // of waiting for answers, before the time is looked at

KafkaClient::Settings writer_settings(const TopicWriter::Options& options) {
  // A broker that is silent is left in time to try again, on a new connection or with a new leader.
  const auto answer = std::clamp<milliseconds>(options.delivery_timeout / 2, milliseconds{1000}, milliseconds{6000});
  const auto text = [](milliseconds time) { return std::to_string(time.count()); };
  return {
      {"enable.idempotence", "true"},
      {"acks", "all"},
      {"max.in.flight.requests.per.connection", "5"},
      // librdkafka never gives a record up by itself. Where it does, it goes on with the rest of the batch under a new
      // producer id, and what the brokers had of the old one is stored twice (seen with 2.0.2 when leaders change).
      {"delivery.timeout.ms", "0"},
      {"enable.gapless.guarantee", "true"},
      {"linger.ms", text(options.linger)},
      {"socket.timeout.ms", text(answer)},
      {"socket.connection.setup.timeout.ms", text(answer)},
      {"request.timeout.ms", text(answer * 3 / 4)},  // how long a leader waits for its replicas
      {"message.max.bytes", "1048588"},
      {"queue.buffering.max.messages", std::to_string(kOpenMax)},
      {"queue.buffering.max.kbytes", "131072"},  // more than kOpenBytesMax, which is what counts
  };
}

// Answers that say what is wrong with the record or with who sends it. Not among them: what may be said after the
// record was written (UNKNOWN_SERVER_ERROR).
bool is_refusal(int code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR_POLICY_VIOLATION:
    case RD_KAFKA_RESP_ERR_INVALID_REQUIRED_ACKS: return true;
    default: return false;
  }
}

bool is_purge(int code) { return code == RD_KAFKA_RESP_ERR__PURGE_QUEUE || code == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT; }

// What became of a record of `size_bytes` with whose coming back librdkafka says `code`. `requests`: how many were put
// on the wire since it was handed over.
//
// librdkafka's own word for what was not stored (NOT_PERSISTED) is not enough: it says so too of a record that a leader
// wrote and, having lost its office before the replicas had it, answered with NOT_LEADER; the next leader may have it.
// So: what was never put on the wire was not stored; nor was what was put there once and refused by the answer.
Stored judge(const KafkaClient& client, std::size_t size_bytes, std::uint64_t requests, int code,
             rd_kafka_msg_status_t status, std::int64_t offset) {
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    client.is_well();
    return offset >= 0 ? std::optional{offset} : std::nullopt;
  }
  const bool refused = requests <= 1 && is_refusal(code) && status == RD_KAFKA_MSG_STATUS_NOT_PERSISTED;
  if (requests > 0 && !refused) {
    return client.failure(Fault::outcome_unknown, "topic.outcome_unknown",
                          fmt::format("a record was sent and may be stored or not ({}); read the topic to find out",
                                      client.in_words(code)));
  }
  if (code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE || code == RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE) {
    return client.failure(
        Fault::misuse, "topic.record_too_large",
        fmt::format("the brokers take no batch as large as that of a record of {} bytes ({}); set the "
                    "topic's max.message.bytes as this program makes it",
                    size_bytes, client.in_words(code)));
  }
  const bool lost_track = code == client.why_over() && code != RD_KAFKA_RESP_ERR__MSG_TIMED_OUT;
  if (!refused && lost_track && !client.denial()) {
    return client.failure(
        Fault::unavailable, "topic.not_sent",
        fmt::format("a record waited behind one that was not stored, and was not sent ({}); send it again",
                    client.in_words(code)));
  }
  return client.failure(client.denial().value_or(code), "a record was not stored");
}

}  // namespace

struct TopicWriter::State {
  struct Open {
    std::size_t size_bytes = 0;
    Clock::time_point sent_at;
    const KafkaClient* client = nullptr;  // that it was handed to, and how many requests that had sent before
    std::uint64_t requests_before = 0;
    std::optional<Stored> stored;
  };

  TopicAddress address;
  Options options;

  std::mutex mutex;
  // Shared with whoever waits on it. None after one was given up.
  std::shared_ptr<KafkaClient> client;
  std::deque<Open> open;  // by ticket, from first_ticket on; gone when the outcome was taken
  std::uint64_t first_ticket = 0;
  std::size_t decided_first = 0;  // so many at the beginning of `open`, at least
  std::size_t open_bytes = 0, undecided = 0;

  Result<std::shared_ptr<KafkaClient>> make_client() {
    auto made = KafkaClient::make(
        address, KafkaClient::Role::kWrites, writer_settings(options),
        [this](const KafkaClient& of, const rd_kafka_message_s& message) { take_answer(of, message); });
    if (!made) return tl::unexpected{std::move(made).error()};
    return std::shared_ptr<KafkaClient>{std::move(*made)};
  }

  std::shared_ptr<KafkaClient> current() {
    const std::lock_guard lock{mutex};
    return client;
  }

  void decide(Open& entry, const KafkaClient& of, int code, rd_kafka_msg_status_t status, std::int64_t offset) {
    entry.stored = judge(of, entry.size_bytes, of.produce_requests() - entry.requests_before, code, status, offset);
    open_bytes -= entry.size_bytes;
    --undecided;
  }

  // In a call of ours, without the lock.
  void take_answer(const KafkaClient& of, const rd_kafka_message_t& message) {
    const auto ticket = reinterpret_cast<std::uintptr_t>(message._private);
    int code = message.err;
    // Where it can't go on librdkafka empties its queues by itself, before we have looked.
    if (is_purge(code)) code = of.why_over();
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR && message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      code = rd_kafka_fatal_error(of.handle(), nullptr, 0);
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR) code = message.err;
    }
    const std::lock_guard lock{mutex};
    if (ticket < first_ticket || open[ticket - first_ticket].stored) return;
    decide(open[ticket - first_ticket], of, code, rd_kafka_message_status(&message), message.offset);
  }

  // Under the lock.
  bool is_late() {
    while (decided_first < open.size() && open[decided_first].stored) ++decided_first;
    return decided_first < open.size() && Clock::now() - open[decided_first].sent_at >= options.delivery_timeout;
  }

  // Where librdkafka can't go on, or has had its time: all that it has is taken out of it and decided.
  void give_up_if_over(const std::shared_ptr<KafkaClient>& used) {
    if (!used) return;
    {
      const std::lock_guard lock{mutex};
      if (client != used) return;
      int code = rd_kafka_fatal_error(used->handle(), nullptr, 0);
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR && is_late()) code = RD_KAFKA_RESP_ERR__MSG_TIMED_OUT;
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return;
      used->is_over(code);
      client.reset();
    }
    while (used->serve(milliseconds{0})) {  // answers that are there
    }
    // Nothing is sent from here on, so that who was never sent never will be.
    rd_kafka_purge(used->handle(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    while (used->serve(milliseconds{0})) {
    }
    const std::lock_guard lock{mutex};
    for (Open& entry : open) {
      if (entry.stored || entry.client != used.get()) continue;
      decide(entry, *used, used->why_over(), RD_KAFKA_MSG_STATUS_POSSIBLY_PERSISTED, -1);
    }
  }

  Result<std::uint64_t> send(BytesView record) {
    const std::lock_guard lock{mutex};
    if (!client && !open.empty()) {
      return fail(Fault::unavailable, "topic.interrupted", place_of(address),
                  "a record before this one was not stored, or it is unknown whether it was; see the outcomes first");
    }
    if (!client) {
      SILLOK_TRY(made, make_client());
      client = std::move(made);
    }
    if (record.size() > kRecordBytesMax) {
      return client->failure(Fault::misuse, "topic.record_too_large",
                             fmt::format("a record of {} bytes is more than the {} that fit; make it smaller",
                                         record.size(), kRecordBytesMax));
    }
    if (open.size() >= kOpenMax || open_bytes + record.size() > kOpenBytesMax) {
      return client->failure(Fault::unavailable, "topic.queue_full",
                             fmt::format("{} records are on their way; wait for the outcomes of these", open.size()));
    }
    const std::uint64_t ticket = first_ticket + open.size();
    open.push_back({record.size(), Clock::now(), client.get(), client->produce_requests(), std::nullopt});
    if (rd_kafka_produce(client->topic(), 0, RD_KAFKA_MSG_F_COPY, const_cast<char*>(record.data()), record.size(),
                         nullptr, 0, reinterpret_cast<void*>(ticket)) != 0) {
      const int code = rd_kafka_last_error();
      open.pop_back();
      return client->failure(code, "a record was not sent");
    }
    open_bytes += record.size();
    ++undecided;
    return ticket;
  }

  std::optional<Outcome> take() {
    const std::lock_guard lock{mutex};
    if (open.empty() || !open.front().stored) return std::nullopt;
    Outcome out{first_ticket++, *std::move(open.front().stored)};
    open.pop_front();
    decided_first -= std::min<std::size_t>(decided_first, 1);
    return out;
  }

  bool all_decided() {
    const std::lock_guard lock{mutex};
    return undecided == 0;
  }
};

TopicWriter::TopicWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
TopicWriter::~TopicWriter() = default;

Result<std::unique_ptr<TopicWriter>> TopicWriter::open(const TopicAddress& address, const Options& options) {
  auto state = std::make_unique<State>();
  state->address = address;
  state->options = options;
  SILLOK_TRY(client, state->make_client());
  state->client = std::move(client);
  return std::unique_ptr<TopicWriter>{new TopicWriter(std::move(state))};
}

Result<std::uint64_t> TopicWriter::send(BytesView record) {
  state_->give_up_if_over(state_->current());
  return state_->send(record);
}

std::optional<TopicWriter::Outcome> TopicWriter::next_outcome(std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  for (;;) {
    if (auto out = state_->take()) return out;
    if (state_->all_decided()) return std::nullopt;
    const auto remaining = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    const auto client = state_->current();
    if (client) client->serve(std::clamp(remaining, milliseconds{0}, kSlice));
    state_->give_up_if_over(client);
    if (auto out = state_->take()) return out;
    if (remaining.count() <= 0) return std::nullopt;
  }
}

bool TopicWriter::flush(std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  for (;;) {
    if (state_->all_decided()) return true;
    const auto remaining = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    const auto client = state_->current();
    if (client) rd_kafka_flush(client->handle(), wait_ms(std::clamp(remaining, milliseconds{0}, kSlice)));
    state_->give_up_if_over(client);
    if (remaining.count() <= 0) return state_->all_decided();
  }
}

}  // namespace sillok
