#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/log/kafka_client.h"
#include "ledger/log/kafka_topic.h"

namespace sillok {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kSlice{200};  // of waiting for records, before what was reported is looked at
constexpr milliseconds kAskingMin{1000};
constexpr std::int64_t kMicrosInMilli = 1000;

const KafkaClient::Settings& reader_settings() {
  static const KafkaClient::Settings settings{
      {"auto.offset.reset", "error"},
      {"enable.partition.eof", "true"},
      {"check.crcs", "true"},
      {"isolation.level", "read_uncommitted"},
      {"auto.commit.enable", "false"},
      {"enable.auto.offset.store", "false"},
      // A broker that accepts connections and says nothing is found by these.
      {"socket.timeout.ms", "6000"},
      {"socket.connection.setup.timeout.ms", "6000"},
      {"fetch.wait.max.ms", "100"},  // where nothing comes; then the end is told
      {"fetch.error.backoff.ms", "100"},
      {"fetch.message.max.bytes", "4194304"},
      {"fetch.max.bytes", "8388608"},
      // Read ahead. When it is full librdkafka looks again after a second: it must last as long.
      {"queued.min.messages", "200000"},
      {"queued.max.messages.kbytes", "65536"},
  };
  return settings;
}

struct QueueEnd {
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
};
struct EventEnd {
  void operator()(rd_kafka_event_t* event) const { rd_kafka_event_destroy(event); }
};
using Event = std::unique_ptr<rd_kafka_event_t, EventEnd>;

std::size_t header_bytes(const rd_kafka_message_t& message) {
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return 0;
  std::size_t bytes = 0;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    bytes += std::string_view{name}.size() + size;
  }
  return bytes;
}

TopicRecord record_of(const rd_kafka_message_t& message) {
  TopicRecord out;
  out.offset = message.offset;
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const std::int64_t millis = rd_kafka_message_timestamp(&message, &type);
  // What a sender wrote may be any number.
  if (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE &&
      __builtin_mul_overflow(millis, kMicrosInMilli, &out.append_time.micros)) {
    out.append_time = {};
  }
  out.is_append_time = type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME;
  out.has_key = message.key != nullptr;
  out.has_value = message.payload != nullptr;
  if (out.has_key) out.key.assign(static_cast<const char*>(message.key), message.key_len);
  if (out.has_value) out.value.assign(static_cast<const char*>(message.payload), message.len);
  out.size_bytes = message.key_len + message.len + header_bytes(message);
  return out;
}

}  // namespace

struct TopicReader::State {
  TopicAddress address;
  std::unique_ptr<KafkaClient> client;
  // For what is asked meanwhile: on the connection that records come by it would wait for those.
  std::unique_ptr<KafkaClient> asker;
  std::unique_ptr<rd_kafka_queue_t, QueueEnd> queue;
  std::int64_t expected = 0;
  std::int64_t told_end = -1;
  std::optional<Error> ended;

  tl::unexpected<Error> end(tl::unexpected<Error> error) {
    ended = error.value();
    return error;
  }

  tl::unexpected<Error> end(const char* code, const std::string& what) {
    return end(client->failure(Fault::damaged, code, what));
  }

  Result<Next> take(const rd_kafka_message_t& message) {
    if (message.offset < expected) {
      return end("topic.damaged", fmt::format("offset {} comes where {} or more was expected; have the topic examined",
                                              message.offset, expected));
    }
    expected = message.offset + 1;
    client->is_well();
    return Next{record_of(message)};
  }

  Next tell_end(std::int64_t offset) {
    told_end = offset;
    return TopicEnd{offset};
  }

  // Whether the brokers' last answer says so. librdkafka itself notes the end by an answer without records, which a
  // broker gives after fetch.wait.max.ms.
  bool is_at_end() const {
    std::int64_t first = 0, end = 0;
    return rd_kafka_get_watermark_offsets(client->handle(), rd_kafka_topic_name(client->topic()), 0, &first, &end) ==
               RD_KAFKA_RESP_ERR_NO_ERROR &&
           end == expected && told_end != expected;
  }

  // Where a connection was lost or none was there: that somebody answers, and the end where nothing is to be read.
  // Reading begins only then, so that the first answers don't wait for records.
  Result<std::optional<TopicEnd>> look_again(milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    SILLOK_TRY(found, client->metadata(timeout));
    if (!found.is_there) return client->failure(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, "it can't be read");
    // An end before what was read may be that of a leader that is new and does not know yet; whether there is less than
    // that, the next record asked for will show.
    SILLOK_TRY(end_offset,
               client->offset(RD_KAFKA_OFFSET_END, std::chrono::ceil<milliseconds>(deadline - Clock::now())));
    if (!queue) {
      queue.reset(rd_kafka_queue_new(client->handle()));
      if (rd_kafka_consume_start_queue(client->topic(), 0, expected, queue.get()) != 0) {
        return client->failure(rd_kafka_last_error(), "reading can't begin");
      }
    }
    if (end_offset != expected || told_end == expected) return std::optional<TopicEnd>{};
    return std::optional{TopicEnd{end_offset}};
  }

  // Nothing where librdkafka goes on by itself.
  std::optional<Result<Next>> take_error(rd_kafka_event_t* event) {
    const auto code = rd_kafka_event_error(event);
    const std::string text = rd_kafka_event_error_string(event);
    switch (code) {
      case RD_KAFKA_RESP_ERR__PARTITION_EOF: {
        client->is_well();
        rd_kafka_topic_partition_t* at = rd_kafka_event_topic_partition(event);
        const std::int64_t offset = at->offset;
        rd_kafka_topic_partition_destroy(at);
        if (offset == told_end) return std::nullopt;
        return tell_end(offset);
      }
      case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
        return end(
            "topic.truncated",
            fmt::format("there is nothing at offset {}: the topic begins later or ends before it ({}); it was cut "
                        "off, or is another one than was read up to there",
                        expected, text));
      case RD_KAFKA_RESP_ERR__BAD_MSG:
      case RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
      case RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED:  // a compression that librdkafka doesn't know
      case RD_KAFKA_RESP_ERR_INVALID_MSG:
      case RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE:
      case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
        return end("topic.damaged",
                   fmt::format("what stands at offset {} or soon after can't be read ({})", expected, text));
      case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
      case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
      case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED: return end(client->failure(code, text));
      default: return std::nullopt;
    }
  }

  Result<Next> next(Clock::time_point deadline) {
    const auto remaining = [&] { return std::chrono::ceil<milliseconds>(deadline - Clock::now()); };
    for (milliseconds slice{0};;) {
      const Event event{queue ? rd_kafka_queue_poll(queue.get(), wait_ms(slice)) : nullptr};
      slice = milliseconds{0};
      if (event && rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_FETCH) {
        return take(*rd_kafka_event_message_next(event.get()));
      }
      if (event && rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_ERROR) {
        if (auto out = take_error(event.get())) return *std::move(out);
      }
      if (event) continue;
      if (is_at_end()) return Next{tell_end(expected)};
      client->serve(milliseconds{0});
      if (!queue || client->is_in_trouble()) {
        auto found = look_again(std::max(kAskingMin, remaining()));
        if (!found && found.error().code == "broker.unreachable") return tl::unexpected{std::move(found).error()};
        if (!found) return end(tl::unexpected{std::move(found).error()});
        if (*found) return Next{tell_end(expected)};
      } else if (remaining().count() <= 0) {
        return Next{NothingYet{}};
      } else {
        slice = std::min(kSlice, remaining());
      }
    }
  }
};

TopicReader::TopicReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
TopicReader::~TopicReader() = default;

Result<std::unique_ptr<TopicReader>> TopicReader::open(const TopicAddress& address, std::int64_t offset) {
  SILLOK_INVARIANT(offset >= 0, "negative offsets mean other things to librdkafka");
  auto state = std::make_unique<State>();
  state->address = address;
  state->expected = offset;
  SILLOK_TRY(client, KafkaClient::make(address, KafkaClient::Role::kReads, reader_settings()));
  state->client = std::move(client);
  return std::unique_ptr<TopicReader>{new TopicReader(std::move(state))};
}

Result<TopicReader::Next> TopicReader::next(std::chrono::milliseconds timeout) {
  if (state_->ended) return tl::unexpected{*state_->ended};
  return state_->next(Clock::now() + timeout);
}

Result<std::int64_t> TopicReader::end_offset(std::chrono::milliseconds timeout) {
  if (!state_->asker) {
    SILLOK_TRY(asker, KafkaClient::make(state_->address, KafkaClient::Role::kReads, reader_settings()));
    state_->asker = std::move(asker);
  }
  return state_->asker->offset(RD_KAFKA_OFFSET_END, timeout);
}

}  // namespace sillok
