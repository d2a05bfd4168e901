#include "ledger/log/kafka_topic.h"

#include <thread>

#include "tests/ledger/log/kafka_topics.h"

namespace sillok::testing {
namespace {

TEST(KafkaTopic, ATopicThatIsNotThereIsNamed) {
  MockBrokers brokers;
  brokers.topic_is(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
  const Error error = next_error(*reader_of(brokers.address(), 0));
  EXPECT_EQ(error.code, "topic.missing") << error.message;
  EXPECT_EQ(error.fault, Fault::not_found);
  EXPECT_NE(error.where.find(MockBrokers::kTopic), std::string::npos);
  EXPECT_EQ(describe_topic(brokers.address(), kPatience).error().code, "topic.missing");

  const auto writer = writer_of(brokers.address());
  send(*writer, "record");
  EXPECT_EQ(outcome(*writer), "topic.missing");
}

TEST(KafkaTopic, CreatingWhatIsThereLeavesItAlone) {
  MockBrokers brokers;
  const auto created = create_topic(brokers.address(), std::nullopt, kPatience);
  ASSERT_TRUE(created) << created.error().message;
  EXPECT_EQ(*created, TopicCreated::kWasThere);
}

void expect_nobody_answers(const TopicAddress& address) {
  SCOPED_TRACE(address.brokers);
  const auto reader = reader_of(address, 0);
  for (int i = 0; i < 2; ++i) {
    const auto out = reader->next(milliseconds{1});
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code, "broker.unreachable") << out.error().message;
    EXPECT_EQ(out.error().fault, Fault::unavailable);
    EXPECT_NE((out.error().where + out.error().message).find(address.brokers), std::string::npos);
  }
  EXPECT_EQ(reader->end_offset(milliseconds{1}).error().code, "broker.unreachable");
  EXPECT_EQ(describe_topic(address, milliseconds{1000}).error().code, "broker.unreachable");
  EXPECT_EQ(create_topic(address, 1, milliseconds{1000}).error().code, "broker.unreachable");

  const auto writer = writer_of(address, milliseconds{1000});
  send(*writer, "record");
  const auto out = writer->next_outcome(kPatience);
  ASSERT_TRUE(out);
  ASSERT_FALSE(out->stored);
  EXPECT_EQ(out->stored.error().code, "broker.unreachable") << "never sent, so surely not stored";
  EXPECT_EQ(out->stored.error().fault, Fault::unavailable);
}

TEST(KafkaTopic, NobodyWhoAnswersIsNamedWithinTheTime) {
  const Port closed{false}, silent{true};
  std::thread beside{[&] { expect_nobody_answers(closed.address()); }};
  expect_nobody_answers(silent.address());
  beside.join();
}

TEST(KafkaTopic, ARightThatIsLackingIsNamed) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  brokers.answer_with(MockBrokers::kProduce, {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED});
  send(*writer, "record");
  EXPECT_EQ(outcome(*writer), "broker.denied");

  brokers.topic_is(RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
  const Error error = next_error(*reader_of(brokers.address(), 0));
  EXPECT_EQ(error.code, "broker.denied") << error.message;
  EXPECT_EQ(error.fault, Fault::misuse);
}

TEST(KafkaTopic, EndsAtOnceWhateverTheBrokersDo) {
  MockBrokers brokers;
  const Port closed{false}, silent{true};
  for (const TopicAddress& address : {brokers.address(), closed.address(), silent.address()}) {
    auto writer = writer_of(address);
    send(*writer, "record");
    auto reader = reader_of(address, 0);
    static_cast<void>(reader->next(milliseconds{10}));
    EXPECT_TRUE(ends(std::move(writer)));
    EXPECT_TRUE(ends(std::move(reader)));
  }
  // In the middle of everything.
  auto writer = writer_of(brokers.address());
  auto reader = reader_of(brokers.address(), 0);
  store(*writer, {"record"});
  EXPECT_EQ(next_record(*reader).value, "record");
  brokers.answer_after(60'000);
  send(*writer, "another");
  EXPECT_FALSE(writer->flush(milliseconds{500}));
  brokers.stop();
  EXPECT_TRUE(ends(std::move(writer)));
  EXPECT_TRUE(ends(std::move(reader)));
}

}  // namespace
}  // namespace sillok::testing
