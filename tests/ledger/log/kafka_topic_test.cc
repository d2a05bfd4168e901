#include "ledger/log/kafka_topic.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <future>
#include <thread>

#include "ledger/log/kafka_settings.h"
#include "tests/ledger/log/mock_brokers.h"

namespace sillok::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// No test waits so long where all is well; one that fails ends all the same.
constexpr seconds kPatience{20};

std::vector<Bytes> numbered(int count, std::size_t size_bytes = 8) {
  std::vector<Bytes> out;
  for (int i = 0; i < count; ++i) {
    out.push_back(fmt::format("{:08}", i));
    out.back().resize(size_bytes, 'x');
  }
  return out;
}

std::unique_ptr<TopicWriter> writer_of(const TopicAddress& address, milliseconds delivery = kPatience) {
  auto writer = TopicWriter::open(address, {.delivery_timeout = delivery});
  EXPECT_TRUE(writer) << writer.error().message;
  return writer ? std::move(*writer) : nullptr;
}

std::unique_ptr<TopicReader> reader_of(const TopicAddress& address, std::int64_t offset) {
  auto reader = TopicReader::open(address, offset);
  EXPECT_TRUE(reader) << reader.error().message;
  return reader ? std::move(*reader) : nullptr;
}

std::uint64_t send(TopicWriter& writer, BytesView record) {
  const auto ticket = writer.send(record);
  EXPECT_TRUE(ticket) << ticket.error().message;
  return ticket.value_or(~0u);
}

// "stored", or the code of the error.
std::string outcome(TopicWriter& writer) {
  const auto out = writer.next_outcome(kPatience);
  if (!out) return "none";
  return out->stored ? "stored" : out->stored.error().code;
}

void store(TopicWriter& writer, const std::vector<Bytes>& records) {
  for (const Bytes& record : records) send(writer, record);
  ASSERT_TRUE(writer.flush(kPatience));
  for (std::size_t i = 0; i < records.size(); ++i) ASSERT_EQ(outcome(writer), "stored");
}

// What comes next, however long that takes.
Result<TopicReader::Next> next(TopicReader& reader) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    auto out = reader.next(seconds{1});
    if (!out || !std::holds_alternative<NothingYet>(*out) || std::chrono::steady_clock::now() > deadline) return out;
  }
}

TopicRecord next_record(TopicReader& reader) {
  auto out = next(reader);
  if (!out) ADD_FAILURE() << out.error().message;
  if (!out || !std::holds_alternative<TopicRecord>(*out)) ADD_FAILURE() << "no record";
  return out && std::holds_alternative<TopicRecord>(*out) ? std::get<TopicRecord>(*out) : TopicRecord{};
}

std::int64_t next_end(TopicReader& reader) {
  auto out = next(reader);
  if (!out) ADD_FAILURE() << out.error().message;
  return out && std::holds_alternative<TopicEnd>(*out) ? std::get<TopicEnd>(*out).offset : -1;
}

Error next_error(TopicReader& reader) {
  auto out = next(reader);
  EXPECT_FALSE(out);
  return out ? Error{} : out.error();
}

// Goes away beside the test; whether it did in time.
template <class T>
bool ends(std::unique_ptr<T> object) {
  auto ended = std::make_shared<std::promise<void>>();
  auto future = ended->get_future();
  std::thread{[ended, gone = std::move(object)]() mutable {
    gone.reset();
    ended->set_value();
  }}.detach();
  return future.wait_for(kPatience) == std::future_status::ready;
}

// A listener of the loopback: nobody answers who connects, or nobody listens there any more.
class Port {
 public:
  explicit Port(bool listens) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(name);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&name), size), 0);
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&name), &size), 0);
    // Bound and not open, it refuses, and is nobody else's.
    if (listens && ::listen(socket_, 16) != 0) ADD_FAILURE() << "the port does not listen";
    number_ = ntohs(name.sin_port);
  }
  ~Port() { ::close(socket_); }
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;

  TopicAddress address() const { return {fmt::format("127.0.0.1:{}", number_), MockBrokers::kTopic, {}}; }

 private:
  int socket_;
  int number_ = 0;
};

TEST(KafkaTopic, RecordsComeBackInTheOrderTheyWereSentAndThenTheEnd) {
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
  const auto nothing = reader->next(milliseconds{1});
  ASSERT_TRUE(nothing);
  EXPECT_TRUE(std::holds_alternative<NothingYet>(*nothing)) << "the end is told once";
}

TEST(KafkaTopic, ReadsFromTheMiddleAndFromTheEndOn) {
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

TEST(KafkaTopic, ReadsAnEmptyTopicToItsEnd) {
  MockBrokers brokers;
  EXPECT_EQ(next_end(*reader_of(brokers.address(), 0)), 0);
}

// Others may write what we never would; who judges it must see it whole.
TEST(KafkaTopic, TellsNullFromEmptyAndCountsHeaders) {
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

TEST(KafkaTopic, AnOffsetThatIsNotThereIsNeverSetBack) {
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

TEST(KafkaTopic, SettingsFollowTheNumberOfCopies) {
  EXPECT_EQ(topic_settings(1).at("min.insync.replicas"), "1");
  EXPECT_EQ(topic_settings(2).at("min.insync.replicas"), "1");
  EXPECT_EQ(topic_settings(3).at("min.insync.replicas"), "2");
  EXPECT_EQ(topic_settings(1).count("flush.messages"), 1U) << "alone, a broker must sync before it answers";
  EXPECT_EQ(topic_settings(2).count("flush.messages"), 0U);
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

TEST(KafkaTopic, AReaderGoesOnWhenItsBrokerIsBack) {
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

TEST(KafkaTopic, WhatIsTooLargeIsRefusedBeforeItIsSentAndByTheBroker) {
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

TEST(KafkaTopic, NoAnswerIsNoOutcome) {
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

TEST(KafkaTopic, AConnectionThatEndsBeforeTheAnswerIsTriedAgainAndStoredOnce) {
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
TEST(KafkaTopic, WhatWasOnceSentToALeaderThatIsNoneIsNotSaidToBeMissing) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address(), milliseconds{1000});
  store(*writer, {"before"});
  brokers.answer_with(MockBrokers::kProduce, std::vector(1000, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION));
  send(*writer, "record");
  EXPECT_EQ(outcome(*writer), "topic.outcome_unknown");
}

TEST(KafkaTopic, ARefusalAfterAnotherAnswerProvesNothing) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  store(*writer, {"before"});
  brokers.answer_with(MockBrokers::kProduce,
                      {RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE});
  send(*writer, "record");
  EXPECT_EQ(outcome(*writer), "topic.outcome_unknown");
}

TEST(KafkaTopic, AnErrorThatMayComeAfterWritingProvesNothing) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  brokers.answer_with(MockBrokers::kProduce, {RD_KAFKA_RESP_ERR_UNKNOWN});
  send(*writer, "record");
  EXPECT_EQ(outcome(*writer), "topic.outcome_unknown");
}

TEST(KafkaTopic, AWriterThatLostItsOrderBeginsAnew) {
  MockBrokers brokers;
  const auto writer = writer_of(brokers.address());
  store(*writer, {"before"});
  for (int round = 0; round < 3; ++round) {
    SCOPED_TRACE(round);
    brokers.answer_with(MockBrokers::kProduce, {RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER});
    send(*writer, "lost");
    EXPECT_EQ(outcome(*writer), "topic.outcome_unknown");
    const auto again = send(*writer, "again");
    const auto out = writer->next_outcome(kPatience);
    ASSERT_TRUE(out && out->stored);
    EXPECT_EQ(out->ticket, again);
    EXPECT_EQ(*out->stored, std::optional<std::int64_t>(round + 1));
  }
}

TEST(KafkaTopic, AllThatIsOpenIsDecidedWhenOrderIsLost) {
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

TEST(KafkaTopic, TakesNoMoreThanItCanHold) {
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

TEST(KafkaTopic, OneThreadMaySendWhileAnotherTakesOutcomes) {
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

TEST(KafkaTopic, SettingsThatWouldBreakAPromiseAreRefusedByName) {
  const Port closed{false};
  for (const char* name : {"enable.idempotence",
                           "acks",
                           "request.required.acks",
                           "transactional.id",
                           "enable.auto.commit",
                           "group.id",
                           "isolation.level",
                           "auto.offset.reset",
                           "message.max.bytes",
                           "bootstrap.servers",
                           "metadata.broker.list",
                           "check.crcs",
                           "delivery.timeout.ms",
                           "message.timeout.ms",
                           "linger.ms",
                           "retries",
                           "max.in.flight",
                           "debug",
                           "plugin.library.paths",
                           "test.mock.num.brokers",
                           "client.rack",
                           "allow.auto.create.topics",
                           "enabled_events",
                           "queued.max.messages.kbytes",
                           "socket.timeout.ms",
                           "partitioner",
                           "sasl.mechanism",
                           "sasl.mechanisms",
                           "ssl.no.such",
                           "security.protocol",
                           "no.such.setting"}) {
    SCOPED_TRACE(name);
    TopicAddress address = closed.address();
    address.settings[name] = "oauthbearer";  // which no other takes either
    for (const auto& refusal :
         {TopicReader::open(address, 0).map([](auto&&) {}), TopicWriter::open(address, {}).map([](auto&&) {}),
          describe_topic(address, kPatience).map([](auto&&) {}),
          create_topic(address, 1, kPatience).map([](auto&&) {})}) {
      ASSERT_FALSE(refusal);
      EXPECT_EQ(refusal.error().code, "topic.setting");
      EXPECT_EQ(refusal.error().fault, Fault::misuse);
      EXPECT_NE(refusal.error().message.find(name), std::string::npos) << refusal.error().message;
    }
  }
  TopicAddress address = closed.address();
  address.settings = {{"security.protocol", "sasl_ssl"},
                      {"sasl.mechanism", "SCRAM-SHA-512"},
                      {"sasl.username", "hr"},
                      {"sasl.password", "p"},
                      {"client.id", "a"},
                      {"compression.type", "zstd"},
                      {"broker.address.family", "v4"}};
  EXPECT_TRUE(TopicReader::open(address, 0)) << "and what says how brokers are reached is taken";
  EXPECT_TRUE(TopicWriter::open(address, {}));
}

TEST(KafkaTopic, AnAddressNamesBrokerAndTopic) {
  EXPECT_EQ(TopicReader::open({"", "acts", {}}, 0).error().code, "topic.setting");
  EXPECT_EQ(TopicReader::open({"127.0.0.1:1", "", {}}, 0).error().code, "topic.setting");
}

TEST(KafkaTopic, NoErrorTellsASecret) {
  const std::string secret = "correct-horse.invalid";
  const Port closed{false};
  const auto check = [&](const Error& error) {
    EXPECT_EQ((error.where + error.message).find("horse"), std::string::npos) << error.message;
  };
  for (const char* name : {"sasl.password", "ssl.key.password", "ssl.key.pem", "ssl.keystore.password",
                           "ssl.key.location", "sasl.jaas.config", "ssl.token", "ssl.some.SECRET"}) {
    SCOPED_TRACE(name);
    EXPECT_TRUE(Secrets::is_secret(name));
    TopicAddress address = closed.address();
    address.brokers = secret + ":1";  // so that librdkafka speaks of it
    address.settings = {{"security.protocol", "sasl_ssl"}, {"sasl.mechanism", "PLAIN"}, {"sasl.username", "hr"}};
    address.settings[name] = secret;
    const auto reader = TopicReader::open(address, 0);
    if (!reader) check(reader.error());
    else check((*reader)->next(milliseconds{1}).error());
    const auto described = describe_topic(address, milliseconds{1000});
    ASSERT_FALSE(described);
    check(described.error());
  }
}

TEST(KafkaTopic, SecretsAreHiddenAlsoWhereATextWasCutOff) {
  const Secrets secrets{{{"sasl.password", "swordfish"}, {"ssl.key.pem", "swordfish!"}, {"sasl.username", "admiral"}}};
  EXPECT_EQ(secrets.hidden_in("swordfish and swordfish! for admiral"), "*** and *** for admiral");
  EXPECT_EQ(secrets.hidden_in("the password is sword"), "the password is ***");
  EXPECT_EQ(secrets.hidden_in("swo"), "swo");
  EXPECT_EQ(secrets.hidden_in(""), "");
  EXPECT_EQ(Secrets{{}}.hidden_in("swordfish"), "swordfish");
}

// On brokers that are none of ours: SILLOK_TEST_KAFKA=127.0.0.1:9092, for instance from `ops/kafka up`. Leaves a topic
// behind.
class KafkaTopicOnRealBrokers : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* brokers = std::getenv("SILLOK_TEST_KAFKA");  // NOLINT(concurrency-mt-unsafe)
    if (brokers == nullptr) GTEST_SKIP() << "SILLOK_TEST_KAFKA names no brokers";
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    address_ = {brokers, fmt::format("sillok-test-{}", std::chrono::nanoseconds{now}.count()), {}};
  }
  TopicAddress address_;
};

TEST_F(KafkaTopicOnRealBrokers, ATopicIsMadeAsItHasToBe) {
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

TEST_F(KafkaTopicOnRealBrokers, TenThousandRecordsComeBackInOrderWithTheBrokersTime) {
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

}  // namespace
}  // namespace sillok::testing
