#include <thread>

#include "ledger/log/kafka_topic.h"
#include "tests/ledger/log/kafka_topics.h"

namespace sillok::testing {
namespace {

TEST(KafkaWriter, WhatIsTooLargeIsRefusedBeforeItIsSentAndByTheBroker) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  const auto refused = writer->send(Bytes(TopicWriter::kRecordBytesMax + 1, 'x'));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "topic.record_too_large");
  EXPECT_EQ(refused.error().fault, Fault::misuse);
  store(*writer, {Bytes(TopicWriter::kRecordBytesMax, 'x')});

  brokers.answer_with(MockBrokers::kProduce, {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
  EXPECT_EQ(send(*writer, "too large for that topic"), 1U) << "who was refused has no ticket";
  EXPECT_EQ(outcome(*writer), "topic.record_too_large");
  store(*writer, {"small"});
  EXPECT_EQ(next_record(*reader_of(brokers.address(), 1)).value, "small");
}

TEST(KafkaWriter, NoAnswerIsNoOutcome) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address(), milliseconds{2000});
  store(*writer, {"before"});
  brokers.answer_after(60'000);
  send(*writer, "silence");
  const auto out = writer->next_outcome(kPatience);
  ASSERT_TRUE(out);
  ASSERT_FALSE(out->stored);
  EXPECT_EQ(out->stored.error().code, "topic.outcome_unknown") << out->stored.error().message;
  EXPECT_EQ(out->stored.error().fault, Fault::outcome_unknown);

  // It was stored: to say that it was not would have been wrong.
  brokers.answer_after(0);
  const auto reader = reader_of(brokers.address(), 1);
  EXPECT_EQ(next_record(*reader).value, "silence");
  send(*writer, "after");
  EXPECT_EQ(outcome(*writer), "stored");
}

TEST(KafkaWriter, AConnectionThatEndsBeforeTheAnswerIsTriedAgainAndStoredOnce) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  brokers.answer_with(MockBrokers::kProduce, {RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT});
  store(*writer, {"one", "two"});
  const auto reader = reader_of(brokers.address(), 0);
  EXPECT_EQ(next_record(*reader).value, "one");
  EXPECT_EQ(next_record(*reader).value, "two");
  EXPECT_EQ(next_end(*reader), 2);
}

// A leader may write a record and lose its office before it can answer; librdkafka says "not persisted" of these.
TEST(KafkaWriter, WhatWasOnceSentToALeaderThatIsNoneIsNotSaidToBeMissing) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address(), milliseconds{1000});
  store(*writer, {"before"});
  brokers.answer_with(MockBrokers::kProduce, std::vector(1000, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION));
  send(*writer, "record");
  EXPECT_EQ(outcome(*writer), "topic.outcome_unknown");
}

TEST(KafkaWriter, ARefusalAfterAnotherAnswerProvesNothing) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  store(*writer, {"before"});
  brokers.answer_with(MockBrokers::kProduce,
                      {RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
  send(*writer, "record");
  EXPECT_EQ(outcome(*writer), "topic.outcome_unknown");
}

TEST(KafkaWriter, AnErrorThatMayComeAfterWritingProvesNothing) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  brokers.answer_with(MockBrokers::kProduce, {RD_KAFKA_RESP_ERR_UNKNOWN});
  send(*writer, "record");
  EXPECT_EQ(outcome(*writer), "topic.outcome_unknown");
}

TEST(KafkaWriter, AWriterThatLostItsOrderBeginsAnew) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  store(*writer, {"before"});
  for (int round = 0; round < 3; ++round) {
    SCOPED_TRACE(round);
    brokers.answer_with(MockBrokers::kProduce, {RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER});
    send(*writer, "lost");
    ASSERT_TRUE(writer->flush(kPatience));
    const auto early = writer->send("who does not know yet");
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, "topic.interrupted");
    EXPECT_EQ(early.error().fault, Fault::unavailable);
    EXPECT_EQ(outcome(*writer), "topic.outcome_unknown");
    const auto again = send(*writer, "again");
    const auto out = writer->next_outcome(kPatience);
    ASSERT_TRUE(out && out->stored);
    EXPECT_EQ(out->ticket, again);
    EXPECT_EQ(*out->stored, std::optional<std::int64_t>(round + 1));
  }
}

TEST(KafkaWriter, AllThatIsOpenIsDecidedWhenOrderIsLost) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  store(*writer, {"before"});
  brokers.answer_after(300);
  brokers.answer_with(MockBrokers::kProduce, {RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER});
  constexpr int kOpen = 50;
  for (int i = 0; i < kOpen; ++i) send(*writer, numbered(kOpen)[i]);
  int unknown = 0, not_sent = 0;
  for (int i = 0; i < kOpen; ++i) {
    const std::string out = outcome(*writer);
    unknown += out == "topic.outcome_unknown" ? 1 : 0;
    not_sent += out == "topic.not_sent" ? 1 : 0;
  }
  EXPECT_EQ(unknown + not_sent, kOpen);
  EXPECT_GT(unknown, 0);
  brokers.answer_after(0);
  store(*writer, {"after"});
}

TEST(KafkaWriter, TakesNoMoreThanItCanHold) {
  const Port closed{false};
  const auto writer = writer_of(closed.address(), milliseconds{1000});
  const Bytes record(1'000'000, 'x');
  Result<std::uint64_t> last = 0;
  int sent = 0;
  for (; sent < 200 && last; ++sent) last = writer->send(record);
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, "topic.queue_full");
  EXPECT_EQ(last.error().fault, Fault::unavailable);
  for (int i = 0; i + 1 < sent; ++i) EXPECT_EQ(outcome(*writer), "broker.unreachable");
  EXPECT_TRUE(writer->send(record)) << "room again";
}

TEST(KafkaWriter, OneThreadMaySendWhileAnotherTakesOutcomes) {
  constexpr std::uint64_t kRecords = 20'000;
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  std::thread sender{[&] {
    for (std::uint64_t i = 0; i < kRecords; ++i) send(*writer, "record");
  }};
  for (std::uint64_t taken = 0; taken < kRecords;) {
    const auto out = writer->next_outcome(kPatience);
    if (!out) continue;  // all that was sent so far
    ASSERT_TRUE(out->stored) << out->stored.error().message;
    EXPECT_EQ(out->ticket, taken++);
  }
  sender.join();
}

}  // namespace
}  // namespace sillok::testing
