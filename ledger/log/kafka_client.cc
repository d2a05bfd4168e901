#include "ledger/log/kafka_client.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <thread>

namespace sillok {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLinesMax = 4;  // kept of what librdkafka says, each cut
constexpr std::size_t kLineBytesMax = 300;
constexpr milliseconds kFirstSlice{250};  // of asking, before what was reported is looked at again
constexpr milliseconds kPause{50};

constexpr std::array kDenials{
    RD_KAFKA_RESP_ERR__AUTHENTICATION,
    RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
    RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM,
    RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE,
    RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
    RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED,
    RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
    RD_KAFKA_RESP_ERR_SECURITY_DISABLED,
};

bool is_denial(int code) { return std::find(kDenials.begin(), kDenials.end(), code) != kDenials.end(); }

// Whether one side doesn't take the other's certificate, and not the connection just ended: librdkafka 2.0.2 calls an
// end in the middle an SSL error, and an alert of the broker's a lost connection.
bool is_mistrust(int code, std::string_view text) {
  const auto says = [&](std::string_view words) { return text.find(words) != std::string_view::npos; };
  if (says("SSL alert number")) return says("certificate") || says("unknown ca") || says("access denied");
  return code == RD_KAFKA_RESP_ERR__SSL && !says("eof");
}

milliseconds until(Clock::time_point deadline) {
  return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(deadline - Clock::now()));
}

struct ConfigurationEnd {
  void operator()(rd_kafka_conf_t* configuration) const { rd_kafka_conf_destroy(configuration); }
};
using Configuration = std::unique_ptr<rd_kafka_conf_t, ConfigurationEnd>;

// Of a client that could not be made librdkafka 2.0.2 frees the interceptors, and once more with its configuration. So
// that one is left to the end of the process.
void leave(rd_kafka_conf_t* configuration) {
  static std::mutex mutex;
  static auto& left = *new std::vector<rd_kafka_conf_t*>;
  const std::lock_guard lock{mutex};
  left.push_back(configuration);
}

struct PartitionsEnd {
  void operator()(rd_kafka_topic_partition_list_t* list) const { rd_kafka_topic_partition_list_destroy(list); }
};
struct MetadataEnd {
  void operator()(const rd_kafka_metadata_t* found) const { rd_kafka_metadata_destroy(found); }
};

}  // namespace

int wait_ms(std::chrono::milliseconds timeout) {
  return static_cast<int>(std::clamp<std::int64_t>(timeout.count(), 0, 1'000'000'000));
}

struct KafkaClient::Callbacks {
  static KafkaClient& of(void* opaque) { return *static_cast<KafkaClient*>(opaque); }

  static void logged(const rd_kafka_t* handle, int, const char* kind, const char* line) {
    if (std::string_view{kind} == "CONFWARN") return;  // advice about settings that are ours
    of(rd_kafka_opaque(handle)).remember(line);
  }
  static void reported(rd_kafka_t*, int code, const char* reason, void* opaque) { of(opaque).note(code, reason); }
  static void delivered(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
    of(opaque).delivered_(of(opaque), *message);
  }
  // On librdkafka's own thread of that broker, before it looks for an answer.
  static rd_kafka_resp_err_t sent(rd_kafka_t*, int, const char*, std::int32_t, std::int16_t kind, std::int16_t,
                                  std::int32_t, std::size_t, void* opaque) {
    constexpr std::int16_t kProduce = 0;
    if (kind == kProduce) ++of(opaque).produce_requests_;
    return RD_KAFKA_RESP_ERR_NO_ERROR;
  }
  static rd_kafka_resp_err_t begun(rd_kafka_t* handle, const rd_kafka_conf_t*, void* opaque, char*, std::size_t) {
    return rd_kafka_interceptor_add_on_request_sent(handle, "sillok", &sent, opaque);
  }
};

Result<std::unique_ptr<KafkaClient>> KafkaClient::make(const TopicAddress& address, Role role, const Settings& ours,
                                                       Delivered delivered) {
  SILLOK_CHECK(check_address(address));
  std::unique_ptr<KafkaClient> client{new KafkaClient(address)};
  client->delivered_ = std::move(delivered);

  Configuration configuration{rd_kafka_conf_new()};
  std::array<char, 512> text{};
  const auto set = [&](const std::string& name, const std::string& value) {
    return rd_kafka_conf_set(configuration.get(), name.c_str(), value.c_str(), text.data(), text.size()) ==
           RD_KAFKA_CONF_OK;
  };
  const auto refused = [&](const std::string& why) {
    return fail(Fault::misuse, "topic.setting", client->where_, client->secrets_.hidden_in(why));
  };
  Settings settings{
      {"bootstrap.servers", address.brokers},        {"client.id", "sillok"}, {"allow.auto.create.topics", "false"},
      {"topic.metadata.propagation.max.ms", "2000"},  // how long a topic may seem to be missing before it is
      {"reconnect.backoff.max.ms", "1000"},           // not 10 s: who waits for a broker that is back is a person
      {"api.version.request.timeout.ms", "5000"},
  };
  settings.insert(settings.end(), address.settings.begin(), address.settings.end());
  settings.insert(settings.end(), ours.begin(), ours.end());
  for (const auto& [name, value] : settings) {
    // What librdkafka says of a secret one may quote it in part.
    if (!set(name, value)) {
      return refused(Secrets::is_secret(name) ? fmt::format("{} is not accepted; correct it", name) : text.data());
    }
  }
  rd_kafka_conf_set_opaque(configuration.get(), client.get());
  rd_kafka_conf_set_log_cb(configuration.get(), &Callbacks::logged);
  rd_kafka_conf_set_error_cb(configuration.get(), &Callbacks::reported);
  if (role == Role::kWrites) {
    rd_kafka_conf_set_dr_msg_cb(configuration.get(), &Callbacks::delivered);
    rd_kafka_conf_interceptor_add_on_new(configuration.get(), "sillok", &Callbacks::begun, client.get());
  }

  const auto kind = role == Role::kWrites ? RD_KAFKA_PRODUCER : RD_KAFKA_CONSUMER;
  client->handle_ = rd_kafka_new(kind, configuration.get(), text.data(), text.size());
  if (client->handle_ == nullptr && role == Role::kWrites) leave(configuration.release());
  if (client->handle_ == nullptr) return refused(text.data());
  static_cast<void>(configuration.release());  // now the client's
  client->topic_ = rd_kafka_topic_new(client->handle_, address.topic.c_str(), nullptr);
  if (client->topic_ == nullptr) return refused(rd_kafka_err2str(rd_kafka_last_error()));
  return client;
}

KafkaClient::KafkaClient(const TopicAddress& address) : where_(place_of(address)), secrets_(address.settings) {}

KafkaClient::~KafkaClient() {
  if (topic_ != nullptr) rd_kafka_topic_destroy(topic_);
  // Without a farewell to the brokers: there is no group to leave, and a dead one would be waited for.
  if (handle_ != nullptr) rd_kafka_destroy_flags(handle_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

bool KafkaClient::serve(std::chrono::milliseconds timeout) { return rd_kafka_poll(handle_, wait_ms(timeout)) > 0; }

void KafkaClient::is_well() const {
  in_trouble_ = false;
  const std::lock_guard lock{mutex_};
  denied_.reset();
}

std::optional<int> KafkaClient::denial() const {
  const std::lock_guard lock{mutex_};
  return denied_;
}

void KafkaClient::note(int code, const std::string& text) {
  remember(text);
  in_trouble_ = true;
  const std::lock_guard lock{mutex_};
  if (is_denial(code)) denied_ = code;
  else if (is_mistrust(code, text)) denied_ = RD_KAFKA_RESP_ERR__SSL;
}

void KafkaClient::remember(std::string line) {
  line = secrets_.hidden_in(std::move(line));
  // Of "[thrd:main]: what happened (after 12ms in state UP)", what happened.
  if (line.starts_with("[thrd:")) line.erase(0, std::min(line.size(), line.find("]: ") + 3));
  line.resize(std::min({line.size(), line.find(" (after "), kLineBytesMax}));
  const std::lock_guard lock{mutex_};
  std::erase(last_words_, line);
  last_words_.push_back(std::move(line));
  if (last_words_.size() > kLinesMax) last_words_.pop_front();
}

Result<KafkaClient::Metadata> KafkaClient::metadata(std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  for (auto slice = kFirstSlice;; slice *= 2) {
    const rd_kafka_metadata_t* raw = nullptr;
    const int asked_for = wait_ms(std::min(slice, until(deadline)));
    int code = rd_kafka_metadata(handle_, 0, topic_, &raw, asked_for);
    const std::unique_ptr<const rd_kafka_metadata_t, MetadataEnd> found{raw};
    serve(std::chrono::milliseconds{0});
    if (found && found->topic_cnt == 1) {
      const rd_kafka_metadata_topic& topic = found->topics[0];
      Metadata out;
      out.brokers = found->broker_cnt;
      code = topic.err;
      if (code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) return out;
      for (int i = 0; i < topic.partition_cnt && code == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
        const rd_kafka_metadata_partition& partition = topic.partitions[i];
        if (partition.id != 0) continue;
        out = {out.brokers, partition.leader >= 0, topic.partition_cnt, partition.replica_cnt, partition.isr_cnt};
        if (partition.leader < 0) code = RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE;
      }
      if (out.is_there) {
        is_well();
        return out;
      }
    }
    code = denial().value_or(code);
    if (is_denial(code) || code == RD_KAFKA_RESP_ERR__SSL || code == RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION ||
        until(deadline).count() == 0) {
      return failure(code, "the brokers can't be asked for the topic");
    }
    std::this_thread::sleep_for(std::min(kPause, until(deadline)));
  }
}

Result<std::int64_t> KafkaClient::offset(std::int64_t which, std::chrono::milliseconds timeout) {
  const auto deadline = Clock::now() + timeout;
  // In slices: one that was asked of a leader that is gone waits for it to the end.
  for (auto slice = kFirstSlice;; slice *= 2) {
    const std::unique_ptr<rd_kafka_topic_partition_list_t, PartitionsEnd> asked{rd_kafka_topic_partition_list_new(1)};
    rd_kafka_topic_partition_list_add(asked.get(), rd_kafka_topic_name(topic_), 0)->offset = which;
    // Not query_watermark_offsets(), which waits for ever in 2.0.2.
    int code = rd_kafka_offsets_for_times(handle_, asked.get(), wait_ms(std::min(slice, until(deadline))));
    serve(std::chrono::milliseconds{0});
    const auto& answer = asked->elems[0];
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) code = answer.err;
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR && answer.offset >= 0) return answer.offset;
    code = denial().value_or(code);
    if (is_denial(code) || code == RD_KAFKA_RESP_ERR__SSL || until(deadline).count() == 0) {
      return failure(code, "the brokers don't say where the topic begins and ends");
    }
    std::this_thread::sleep_for(std::min(kPause, until(deadline)));  // its leader is changing
  }
}

std::string KafkaClient::in_words(int code) const {
  std::string out = rd_kafka_err2str(static_cast<rd_kafka_resp_err_t>(code));
  const std::lock_guard lock{mutex_};
  for (const std::string& line : last_words_) out += "; " + line;
  return out;
}

tl::unexpected<Error> KafkaClient::failure(Fault fault, std::string code, const std::string& what) const {
  return fail(fault, std::move(code), where_, secrets_.hidden_in(what));
}

tl::unexpected<Error> KafkaClient::failure(int code, const std::string& what) const {
  const std::string begin = fmt::format("{} ({})", what, in_words(code));
  if (is_denial(code) || code == RD_KAFKA_RESP_ERR__SSL) {
    return failure(Fault::misuse, "broker.denied",
                   begin + "; correct the settings, or have the right granted, and run the same command again");
  }
  switch (code) {
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
      return failure(Fault::not_found, "topic.missing", begin + "; correct its name, or create it");
    case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
      return failure(Fault::misuse, "topic.setting", begin + "; correct the topic's name");
    default:
      return failure(Fault::unavailable, "broker.unreachable",
                     begin + "; see that the brokers run and are reached by this address, then ask again");
  }
}

}  // namespace sillok
