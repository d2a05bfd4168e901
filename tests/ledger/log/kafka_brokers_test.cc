#include <chrono>
#include <cstdlib>

#include "ledger/log/kafka_topic.h"
#include "tests/ledger/log/kafka_topics.h"

namespace sillok::testing {
namespace {

// On brokers that are none of ours: SILLOK_TEST_KAFKA=127.0.0.1:9092, for instance from `ops/kafka up`. Leaves a topic
// behind.
class KafkaBrokers : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* brokers = std::getenv("SILLOK_TEST_KAFKA");  // NOLINT(concurrency-mt-unsafe)
    if (brokers == nullptr) GTEST_SKIP() << "SILLOK_TEST_KAFKA names no brokers";
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    address_ = {brokers, fmt::format("sillok-test-{}", std::chrono::nanoseconds{now}.count()), {}};
  }
  void make_topic_that_takes(int batch_bytes_max) {
    rd_kafka_conf_t* configuration = rd_kafka_conf_new();
    rd_kafka_conf_set(configuration, "bootstrap.servers", address_.brokers.c_str(), nullptr, 0);
    rd_kafka_t* client = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nullptr, 0);
    rd_kafka_NewTopic_t* topic = rd_kafka_NewTopic_new(address_.topic.c_str(), 1, 1, nullptr, 0);
    rd_kafka_NewTopic_set_config(topic, "max.message.bytes", std::to_string(batch_bytes_max).c_str());
    rd_kafka_queue_t* answers = rd_kafka_queue_new(client);
    rd_kafka_CreateTopics(client, &topic, 1, nullptr, answers);
    rd_kafka_event_t* answer = rd_kafka_queue_poll(answers, 20'000);
    EXPECT_EQ(rd_kafka_event_error(answer), RD_KAFKA_RESP_ERR_NO_ERROR);
    rd_kafka_event_destroy(answer);
    rd_kafka_queue_destroy(answers);
    rd_kafka_NewTopic_destroy(topic);
    rd_kafka_destroy(client);
  }
  TopicAddress address_;
};

TEST_F(KafkaBrokers, ATopicIsMadeAsItHasToBe) {
  EXPECT_EQ(describe_topic(address_, kPatience).error().code, "topic.missing");
  EXPECT_EQ(next_error(*reader_of(address_, 0)).code, "topic.missing");
  const auto writer = writer_of(address_);
  send(*writer, "record");
  EXPECT_EQ(outcome(*writer), "topic.missing");
  EXPECT_EQ(describe_topic(address_, kPatience).error().code, "topic.missing") << "asking for it must not make it";

  const auto refused = create_topic(address_, 1000, kPatience);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "topic.refused") << refused.error().message;
  const auto created = create_topic(address_, std::nullopt, kPatience);
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(*created, TopicCreated::kNew);
  EXPECT_EQ(create_topic(address_, std::nullopt, kPatience).value(), TopicCreated::kWasThere);

  const auto topic = describe_topic(address_, kPatience);
  ASSERT_TRUE(topic) << topic.error().message;
  EXPECT_FALSE(topic->cluster_id.empty());
  EXPECT_GE(topic->brokers, 1);
  EXPECT_EQ(topic->partitions, 1);
  EXPECT_EQ(topic->replicas, std::min(3, topic->brokers));
  EXPECT_EQ(topic->in_sync, topic->replicas);
  EXPECT_EQ(topic->first_offset, 0);
  EXPECT_EQ(topic->end_offset, 0);
  for (const auto& [name, value] : topic_settings(topic->replicas)) {
    ASSERT_TRUE(topic->settings.contains(name)) << name;
    EXPECT_EQ(topic->settings.at(name), value) << name;
  }
  EXPECT_TRUE(topic->settings.contains("flush.messages")) << "what the brokers do by default is told as well";
}

TEST_F(KafkaBrokers, TenThousandRecordsComeBackInOrderWithTheBrokersTime) {
  ASSERT_TRUE(create_topic(address_, std::nullopt, kPatience));
  const auto records = numbered(10'000, 300);
  const auto writer = writer_of(address_);
  for (const Bytes& record : records) send(*writer, record);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto out = writer->next_outcome(kPatience);
    ASSERT_TRUE(out);
    ASSERT_TRUE(out->stored) << out->stored.error().message;
    ASSERT_EQ(*out->stored, std::optional<std::int64_t>(i));
  }
  store(*writer, {Bytes(TopicWriter::kRecordBytesMax, 'x')});

  const auto reader = reader_of(address_, 0);
  Instant last;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const TopicRecord record = next_record(*reader);
    ASSERT_EQ(record.offset, static_cast<std::int64_t>(i));
    ASSERT_EQ(record.value, records[i]);
    ASSERT_TRUE(record.is_append_time);
    ASSERT_GE(record.append_time, last);
    last = record.append_time;
  }
  EXPECT_EQ(next_record(*reader).value.size(), TopicWriter::kRecordBytesMax);
  EXPECT_EQ(next_end(*reader), 10'001);
  EXPECT_EQ(describe_topic(address_, kPatience).value().end_offset, 10'001);
  EXPECT_EQ(next_error(*reader_of(address_, 10'002)).code, "topic.truncated");
  EXPECT_EQ(next_end(*reader_of(address_, 10'001)), 10'001);
}

TEST_F(KafkaBrokers, NothingIsStoredBehindARefusedRecordBeforeItsSenderKnows) {
  constexpr int kRecords = 200;
  constexpr std::size_t kFits = 100, kTooLarge = 10'000;
  make_topic_that_takes(2'000);
  const auto writer = writer_of(address_);
  store(*writer, {"before"});
  int sent = 0;
  for (; sent < kRecords; ++sent) {
    const auto ticket = writer->send(Bytes(sent == kRecords / 2 ? kTooLarge : kFits, 'x'));
    if (!ticket) {
      EXPECT_EQ(ticket.error().code, "topic.interrupted") << ticket.error().message;
      break;
    }
    writer->flush(milliseconds{0});  // so that several requests are on their way
  }
  std::int64_t stored = 1;
  bool is_refused = false;
  for (int i = 0; i < sent; ++i) {
    const auto out = writer->next_outcome(kPatience);
    ASSERT_TRUE(out);
    if (out->stored) EXPECT_EQ(*out->stored, std::optional{stored++});
    else is_refused = true;
    EXPECT_EQ(is_refused, !out->stored) << "none after it, at " << i;
  }
  EXPECT_TRUE(is_refused);
  EXPECT_EQ(describe_topic(address_, kPatience).value().end_offset, stored) << "and none that was not told";
  store(*writer, {"goes on"});
}

}  // namespace
}  // namespace sillok::testing
