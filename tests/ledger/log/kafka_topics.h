#pragma once
// What the tests of a Kafka topic share: writing, reading and ending, each with an end to its patience.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "ledger/log/kafka_topic.h"
#include "tests/ledger/log/mock_brokers.h"

namespace sillok::testing {

using std::chrono::milliseconds;
using std::chrono::seconds;

// No test waits so long where all is well; one that fails ends all the same.
constexpr seconds kPatience{20};

inline std::vector<Bytes> numbered(int count, std::size_t size_bytes = 8) {
  std::vector<Bytes> out;
  for (int i = 0; i < count; ++i) {
    out.push_back(fmt::format("{:08}", i));
    out.back().resize(size_bytes, 'x');
  }
  return out;
}

inline std::unique_ptr<TopicWriter> writer_of(const TopicAddress& address, milliseconds delivery = kPatience) {
  auto writer = TopicWriter::open(address, {.delivery_timeout = delivery});
  EXPECT_TRUE(writer) << writer.error().message;
  return writer ? std::move(*writer) : nullptr;
}

inline std::unique_ptr<TopicReader> reader_of(const TopicAddress& address, std::int64_t offset) {
  auto reader = TopicReader::open(address, offset);
  EXPECT_TRUE(reader) << reader.error().message;
  return reader ? std::move(*reader) : nullptr;
}

inline std::uint64_t send(TopicWriter& writer, BytesView record) {
  const auto ticket = writer.send(record);
  EXPECT_TRUE(ticket) << ticket.error().message;
  return ticket.value_or(~0u);
}

// "stored", or the code of the error.
inline std::string outcome(TopicWriter& writer) {
  const auto out = writer.next_outcome(kPatience);
  if (!out) return "none";
  return out->stored ? "stored" : out->stored.error().code;
}

inline void store(TopicWriter& writer, const std::vector<Bytes>& records) {
  for (const Bytes& record : records) send(writer, record);
  ASSERT_TRUE(writer.flush(kPatience));
  for (std::size_t i = 0; i < records.size(); ++i) ASSERT_EQ(outcome(writer), "stored");
}

// What comes next, however long that takes.
inline Result<TopicReader::Next> next(TopicReader& reader) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    auto out = reader.next(seconds{1});
    if (!out || !std::holds_alternative<NothingYet>(*out) || std::chrono::steady_clock::now() > deadline) return out;
  }
}

inline TopicRecord next_record(TopicReader& reader) {
  auto out = next(reader);
  if (!out) ADD_FAILURE() << out.error().message;
  if (!out || !std::holds_alternative<TopicRecord>(*out)) ADD_FAILURE() << "no record";
  return out && std::holds_alternative<TopicRecord>(*out) ? std::get<TopicRecord>(*out) : TopicRecord{};
}

inline std::int64_t next_end(TopicReader& reader) {
  auto out = next(reader);
  if (!out) ADD_FAILURE() << out.error().message;
  return out && std::holds_alternative<TopicEnd>(*out) ? std::get<TopicEnd>(*out).offset : -1;
}

inline Error next_error(TopicReader& reader) {
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

}  // namespace sillok::testing
