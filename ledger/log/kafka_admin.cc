#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <thread>

#include "ledger/log/kafka_client.h"
#include "ledger/log/kafka_topic.h"

namespace sillok {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int kReplicasWanted = 3;
constexpr milliseconds kPause{50};

// Frees what librdkafka made, each by its own function.
template <class T, void (*Destroy)(T*)>
struct End {
  void operator()(T* made) const { Destroy(made); }
};
template <class T, void (*Destroy)(T*)>
using Owned = std::unique_ptr<T, End<T, Destroy>>;
using Queue = Owned<rd_kafka_queue_t, rd_kafka_queue_destroy>;
using Event = Owned<rd_kafka_event_t, rd_kafka_event_destroy>;
using AdminOptions = Owned<rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy>;
using NewTopic = Owned<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using ConfigResource = Owned<rd_kafka_ConfigResource_t, rd_kafka_ConfigResource_destroy>;

class Admin {
 public:
  static Result<Admin> open(const TopicAddress& address, milliseconds timeout) {
    const std::string patience = std::to_string(std::max<std::int64_t>(1000, timeout.count()));
    SILLOK_TRY(client, KafkaClient::make(address, KafkaClient::Role::kReads,
                                         {{"socket.timeout.ms", patience},
                                          {"socket.connection.setup.timeout.ms", patience},
                                          {"isolation.level", "read_uncommitted"}}));
    return Admin{address.topic, std::move(client), Clock::now() + timeout};
  }

  Result<KafkaClient::Metadata> metadata() const { return client_->metadata(left()); }
  tl::unexpected<Error> missing() const {
    return client_->failure(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, "it can't be looked at");
  }

  Result<TopicCreated> create(int replicas) const;
  // Until it is ready to be used, after it was made.
  Result<Ok> wait_for_topic() const;

  Result<std::string> cluster_id() const;
  Result<std::int64_t> offset(std::int64_t which) const { return client_->offset(which, left()); }
  Result<std::map<std::string, std::string>> settings() const;

 private:
  Admin(std::string topic, std::unique_ptr<KafkaClient> client, Clock::time_point deadline)
      : topic_(std::move(topic)), client_(std::move(client)), deadline_(deadline) {}

  milliseconds left() const {
    return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(deadline_ - Clock::now()));
  }
  AdminOptions options(rd_kafka_admin_op_t operation) const;
  // The answer to what was asked, or why there is none.
  Result<Event> answer(const Queue& queue) const;

  std::string topic_;
  std::unique_ptr<KafkaClient> client_;
  Clock::time_point deadline_;
};

AdminOptions Admin::options(rd_kafka_admin_op_t operation) const {
  AdminOptions out{rd_kafka_AdminOptions_new(client_->handle(), operation)};
  const int timeout = std::max(1, wait_ms(left()));
  rd_kafka_AdminOptions_set_request_timeout(out.get(), timeout, nullptr, 0);
  if (operation == RD_KAFKA_ADMIN_OP_CREATETOPICS) {
    rd_kafka_AdminOptions_set_operation_timeout(out.get(), timeout, nullptr, 0);
  }
  return out;
}

Result<Event> Admin::answer(const Queue& queue) const {
  Event event{rd_kafka_queue_poll(queue.get(), wait_ms(left()))};
  const auto code = event ? rd_kafka_event_error(event.get()) : RD_KAFKA_RESP_ERR__TIMED_OUT;
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return event;
  client_->serve(milliseconds{0});
  return client_->failure(client_->denial().value_or(code), "the brokers gave no answer about the topic");
}

Result<TopicCreated> Admin::create(int replicas) const {
  std::array<char, 512> text{};
  const NewTopic wanted{rd_kafka_NewTopic_new(topic_.c_str(), 1, replicas, text.data(), text.size())};
  if (!wanted) return client_->failure(Fault::misuse, "topic.setting", text.data());
  for (const auto& [name, value] : topic_settings(replicas)) {
    rd_kafka_NewTopic_set_config(wanted.get(), name.c_str(), value.c_str());
  }
  const Queue queue{rd_kafka_queue_new(client_->handle())};
  rd_kafka_NewTopic_t* list[] = {wanted.get()};
  rd_kafka_CreateTopics(client_->handle(), list, 1, options(RD_KAFKA_ADMIN_OP_CREATETOPICS).get(), queue.get());
  SILLOK_TRY(event, answer(queue));

  std::size_t count = 0;
  const auto* results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  const auto code = count == 1 ? rd_kafka_topic_result_error(results[0]) : RD_KAFKA_RESP_ERR__BAD_MSG;
  switch (code) {
    case RD_KAFKA_RESP_ERR_NO_ERROR: return TopicCreated::kNew;
    case RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS: return TopicCreated::kWasThere;
    case RD_KAFKA_RESP_ERR_INVALID_REPLICATION_FACTOR:
    case RD_KAFKA_RESP_ERR_INVALID_CONFIG:
    case RD_KAFKA_RESP_ERR_POLICY_VIOLATION:
    case RD_KAFKA_RESP_ERR_INVALID_REQUEST: {
      const char* why = rd_kafka_topic_result_error_string(results[0]);
      return client_->failure(Fault::refused, "topic.refused",
                              fmt::format("the brokers don't make it with {} copies and our settings ({})", replicas,
                                          why == nullptr ? rd_kafka_err2str(code) : why));
    }
    default: return client_->failure(code, "it can't be made");
  }
}

Result<Ok> Admin::wait_for_topic() const {
  for (;;) {
    SILLOK_TRY(found, metadata());
    if (found.is_there) return Ok{};
    if (left().count() == 0) return missing();
    std::this_thread::sleep_for(kPause);
  }
}

Result<std::string> Admin::cluster_id() const {
  const auto end = [this](char* made) { rd_kafka_mem_free(client_->handle(), made); };
  const std::unique_ptr<char, decltype(end)> id{rd_kafka_clusterid(client_->handle(), wait_ms(left())), end};
  if (!id) return client_->failure(RD_KAFKA_RESP_ERR__TIMED_OUT, "the brokers don't say which cluster they are");
  return std::string{id.get()};
}

Result<std::map<std::string, std::string>> Admin::settings() const {
  const ConfigResource topic{rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic_.c_str())};
  rd_kafka_ConfigResource_t* list[] = {topic.get()};
  const Queue queue{rd_kafka_queue_new(client_->handle())};
  rd_kafka_DescribeConfigs(client_->handle(), list, 1, options(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS).get(), queue.get());
  SILLOK_TRY(event, answer(queue));

  std::size_t count = 0;
  const auto* result = rd_kafka_event_DescribeConfigs_result(event.get());
  const auto* resources = rd_kafka_DescribeConfigs_result_resources(result, &count);
  const auto code = count == 1 ? rd_kafka_ConfigResource_error(resources[0]) : RD_KAFKA_RESP_ERR__BAD_MSG;
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return client_->failure(code, "the brokers don't tell the topic's settings");

  auto wanted = topic_settings(1);
  std::map<std::string, std::string> out;
  std::size_t entries = 0;
  const auto* configs = rd_kafka_ConfigResource_configs(resources[0], &entries);
  for (std::size_t i = 0; i < entries; ++i) {
    const char* name = rd_kafka_ConfigEntry_name(configs[i]);
    const char* value = rd_kafka_ConfigEntry_value(configs[i]);
    if (value != nullptr && wanted.contains(name)) out.emplace(name, value);
  }
  return out;
}

}  // namespace

std::map<std::string, std::string> topic_settings(int replicas) {
  std::map<std::string, std::string> out{
      {"cleanup.policy", "delete"},
      {"retention.ms", "-1"},
      {"retention.bytes", "-1"},
      {"message.timestamp.type", "LogAppendTime"},
      {"min.insync.replicas", replicas >= 3 ? "2" : "1"},
      {"unclean.leader.election.enable", "false"},
      {"max.message.bytes", "1048588"},
      {"compression.type", "producer"},
  };
  // A broker acknowledges what is in its memory: copies elsewhere are what a power cut leaves. Where there are none,
  // each batch is synced first.
  if (replicas == 1) out.emplace("flush.messages", "1");
  return out;
}

Result<TopicCreated> create_topic(const TopicAddress& address, std::optional<int> replicas,
                                  std::chrono::milliseconds timeout) {
  SILLOK_TRY(admin, Admin::open(address, timeout));
  SILLOK_TRY(found, admin.metadata());
  if (found.is_there) return TopicCreated::kWasThere;
  SILLOK_TRY(created, admin.create(replicas.value_or(std::min(kReplicasWanted, found.brokers))));
  SILLOK_CHECK(admin.wait_for_topic());
  return created;
}

Result<TopicDescription> describe_topic(const TopicAddress& address, std::chrono::milliseconds timeout) {
  SILLOK_TRY(admin, Admin::open(address, timeout));
  SILLOK_TRY(found, admin.metadata());
  if (!found.is_there) return admin.missing();
  TopicDescription out;
  out.brokers = found.brokers;
  out.partitions = found.partitions;
  out.replicas = found.replicas;
  out.in_sync = found.in_sync;
  SILLOK_TRY(cluster, admin.cluster_id());
  SILLOK_TRY(first, admin.offset(RD_KAFKA_OFFSET_BEGINNING));
  SILLOK_TRY(end, admin.offset(RD_KAFKA_OFFSET_END));
  SILLOK_TRY(settings, admin.settings());
  out.cluster_id = std::move(cluster);
  out.first_offset = first;
  out.end_offset = end;
  out.settings = std::move(settings);
  return out;
}

}  // namespace sillok
