#include <cstring>

#include "ledger/log/kafka_topic.h"
#include "tests/ledger/log/kafka_topics.h"

namespace sillok::testing {
namespace {

TEST(KafkaReader, RecordsComeBackInTheOrderTheyWereSentAndThenTheEnd) {
  MockBrokers brokers;
  const auto records = numbered(1000);
  const auto writer = writer_of(brokers.address());
  for (std::size_t i = 0; i < records.size(); ++i) EXPECT_EQ(send(*writer, records[i]), i);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto out = writer->next_outcome(kPatience);
    ASSERT_TRUE(out && out->stored);
    EXPECT_EQ(out->ticket, i);
    EXPECT_EQ(*out->stored, std::optional<std::int64_t>(i));
  }
  EXPECT_FALSE(writer->next_outcome(kPatience)) << "each outcome once, and no wait for none";

  const auto reader = reader_of(brokers.address(), 0);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const TopicRecord record = next_record(*reader);
    ASSERT_EQ(record.offset, static_cast<std::int64_t>(i));
    ASSERT_EQ(record.value, records[i]);
    ASSERT_EQ(record.size_bytes, records[i].size());
  }
  EXPECT_EQ(next_end(*reader), 1000);
  EXPECT_EQ(reader->end_offset(kPatience).value(), 1000);
  const auto nothing = reader->next(milliseconds{400});  // until librdkafka has noted it too
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(std::holds_alternative<NothingYet>(*nothing)) << "the end is told once";
}

TEST(KafkaReader, ReadsFromTheMiddleAndFromTheEndOn) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  store(*writer, numbered(10));

  const auto middle = reader_of(brokers.address(), 7);
  for (const char* value : {"00000007", "00000008", "00000009"}) EXPECT_EQ(next_record(*middle).value, value);
  EXPECT_EQ(next_end(*middle), 10);

  const auto end = reader_of(brokers.address(), 10);
  EXPECT_EQ(next_end(*end), 10);
  store(*writer, {"later"});
  EXPECT_EQ(next_record(*end).value, "later");
  EXPECT_EQ(next_end(*end), 11);
}

TEST(KafkaReader, ReadsAnEmptyTopicToItsEnd) {
  MockBrokers brokers;
  EXPECT_EQ(next_end(*reader_of(brokers.address(), 0)), 0);
}

// Others may write what we never would; who judges it must see it whole.
TEST(KafkaReader, TellsNullFromEmptyAndCountsHeaders) {
  MockBrokers brokers;
  {
    rd_kafka_conf_t* configuration = rd_kafka_conf_new();
    rd_kafka_conf_set(configuration, "bootstrap.servers", brokers.address().brokers.c_str(), nullptr, 0);
    rd_kafka_t* other = rd_kafka_new(RD_KAFKA_PRODUCER, configuration, nullptr, 0);
    const auto put = [&](const char* key, const char* value, const char* header) {
      rd_kafka_headers_t* headers = rd_kafka_headers_new(1);
      if (header != nullptr) rd_kafka_header_add(headers, header, -1, "1234", 4);
      EXPECT_EQ(rd_kafka_producev(other, RD_KAFKA_V_TOPIC(MockBrokers::kTopic), RD_KAFKA_V_PARTITION(0),
                                  RD_KAFKA_V_KEY(key, (key == nullptr ? 0 : strlen(key))),
                                  RD_KAFKA_V_VALUE(const_cast<char*>(value), (value == nullptr ? 0 : strlen(value))),
                                  RD_KAFKA_V_TIMESTAMP(1'700'000'000'123), RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_END),
                RD_KAFKA_RESP_ERR_NO_ERROR);
    };
    put(nullptr, nullptr, nullptr);
    put("", "", nullptr);
    put("key", "value", "name");
    EXPECT_EQ(rd_kafka_flush(other, 20'000), RD_KAFKA_RESP_ERR_NO_ERROR);
    rd_kafka_destroy(other);
  }
  const auto reader = reader_of(brokers.address(), 0);
  const TopicRecord null = next_record(*reader);
  EXPECT_FALSE(null.has_key || null.has_value);
  EXPECT_EQ(null.size_bytes, 0U);
  const TopicRecord empty = next_record(*reader);
  EXPECT_TRUE(empty.has_key && empty.has_value);
  EXPECT_EQ(empty.key + empty.value, "");
  const TopicRecord full = next_record(*reader);
  EXPECT_EQ(full.key, "key");
  EXPECT_EQ(full.value, "value");
  EXPECT_EQ(full.size_bytes, 3U + 5 + 4 + 4);
  EXPECT_EQ(full.append_time.micros, 1'700'000'000'123'000);
  EXPECT_FALSE(full.is_append_time) << "the sender's clock";
}

TEST(KafkaReader, AnOffsetThatIsNotThereIsNeverSetBack) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  store(*writer, numbered(8, 1'000'000));  // more than the brokers keep: the first ones are gone

  struct Case {
    const char* name;
    std::int64_t offset;
  };
  for (const Case& c : {Case{"one behind the end", 9}, Case{"before the first", 0}, Case{"far behind", 1'000'000}}) {
    SCOPED_TRACE(c.name);
    const auto reader = reader_of(brokers.address(), c.offset);
    const Error error = next_error(*reader);
    EXPECT_EQ(error.code, "topic.truncated") << error.message;
    EXPECT_EQ(error.fault, Fault::damaged);
    EXPECT_NE(error.message.find(std::to_string(c.offset)), std::string::npos) << error.message;
    store(*writer, {"more"});
    EXPECT_EQ(next_error(*reader).code, "topic.truncated") << "whatever comes later";
  }
}

TEST(KafkaReader, AReaderGoesOnWhenItsBrokerIsBack) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  store(*writer, numbered(3));
  const auto reader = reader_of(brokers.address(), 0);
  for (int i = 0; i < 3; ++i) next_record(*reader);
  EXPECT_EQ(next_end(*reader), 3);

  brokers.stop();
  EXPECT_EQ(next_error(*reader).code, "broker.unreachable");
  EXPECT_EQ(next_error(*reader).code, "broker.unreachable");
  brokers.start();
  send(*writer, "later");
  EXPECT_EQ(outcome(*writer), "stored");
  for (;;) {
    const auto out = reader->next(seconds{1});
    if (!out) ASSERT_EQ(out.error().code, "broker.unreachable");
    else if (const auto* record = std::get_if<TopicRecord>(&*out)) {
      EXPECT_EQ(record->value, "later");
      EXPECT_EQ(record->offset, 3);
      break;
    }
  }
}

}  // namespace
}  // namespace sillok::testing
