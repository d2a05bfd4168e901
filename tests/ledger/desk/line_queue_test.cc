// Lines come out in order, whoever finishes first; nobody is left waiting.
#include "ledger/desk/line_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace sillok::testing {
namespace {

std::unique_ptr<LineQueue::Line> line_of(std::uint64_t number, std::size_t bytes = 10) {
  auto line = std::make_unique<LineQueue::Line>();
  line->number = number;
  line->bytes = bytes;
  return line;
}

TEST(LineQueueTest, TheDeciderGetsLinesInOrderHoweverTheyAreDone) {
  LineQueue queue;
  for (std::uint64_t number = 1; number <= 3; ++number) ASSERT_TRUE(queue.push(line_of(number)));
  queue.close();
  std::vector<LineQueue::Line*> taken{queue.take(), queue.take(), queue.take()};
  EXPECT_EQ(queue.take(), nullptr) << "nothing is handed out twice";
  bool at_end = true;
  queue.done(taken[2], PreparedOrder{});
  queue.done(taken[1], PreparedOrder{});
  EXPECT_EQ(queue.next(std::chrono::microseconds{0}, at_end), nullptr) << "the first is still under way";
  EXPECT_FALSE(at_end);
  EXPECT_FALSE(queue.idle());
  queue.done(taken[0], PreparedOrder{});
  for (std::uint64_t number = 1; number <= 3; ++number) {
    const auto line = queue.next(std::nullopt, at_end);
    ASSERT_NE(line, nullptr);
    EXPECT_EQ(line->number, number);
    EXPECT_FALSE(at_end);
  }
  EXPECT_TRUE(queue.idle());
  EXPECT_EQ(queue.next(std::nullopt, at_end), nullptr);
  EXPECT_TRUE(at_end);
}

TEST(LineQueueTest, WithoutLinesAnOpenQueueIsNotAtItsEnd) {
  LineQueue queue;
  bool at_end = true;
  EXPECT_EQ(queue.next(std::chrono::microseconds{0}, at_end), nullptr);
  EXPECT_FALSE(at_end);
  queue.close();
  EXPECT_EQ(queue.next(std::chrono::microseconds{0}, at_end), nullptr);
  EXPECT_TRUE(at_end);
}

TEST(LineQueueTest, AFullQueueLetsTheReaderWaitAndGoOn) {
  LineQueue queue;
  std::atomic<std::uint64_t> pushed = 0;
  constexpr std::uint64_t kLines = 10'000;  // more than the queue takes
  std::thread reader{[&] {
    for (std::uint64_t number = 1; number <= kLines; ++number) {
      if (!queue.push(line_of(number))) return;
      ++pushed;
    }
    queue.close();
  }};
  std::vector<std::thread> workers;
  for (int i = 0; i < 3; ++i) {
    workers.emplace_back([&] {
      while (LineQueue::Line* line = queue.take()) queue.done(line, PreparedOrder{});
    });
  }
  std::uint64_t expected = 1;
  for (bool at_end = false; !at_end;) {
    const auto line = queue.next(std::nullopt, at_end);
    if (at_end) break;
    ASSERT_NE(line, nullptr);
    ASSERT_EQ(line->number, expected);
    ++expected;
    // Bounded: the reader is never further ahead than the queue is long.
    ASSERT_LE(pushed.load(), expected + 4'097);
  }
  EXPECT_EQ(expected, kLines + 1);
  reader.join();
  for (auto& worker : workers) worker.join();
}

TEST(LineQueueTest, OneLineIsLetInWhateverItsSizeAndNoSecondBesideIt) {
  LineQueue queue;
  ASSERT_TRUE(queue.push(line_of(1, 1'000u << 20)));
  auto second = std::async(std::launch::async, [&] { return queue.push(line_of(2)); });
  LineQueue::Line* first = queue.take();
  queue.done(first, PreparedOrder{});
  bool at_end = false;
  EXPECT_EQ(queue.next(std::nullopt, at_end)->number, 1u);
  EXPECT_TRUE(second.get());
  EXPECT_EQ(queue.take()->number, 2u);
}

TEST(LineQueueTest, GivingUpFreesWhoeverWaits) {
  LineQueue queue;
  ASSERT_TRUE(queue.push(line_of(1, 1'000u << 20)));
  ASSERT_NE(queue.take(), nullptr);
  auto reader = std::async(std::launch::async, [&] { return queue.push(line_of(2)); });
  auto worker = std::async(std::launch::async, [&] { return queue.take(); });
  queue.give_up();
  EXPECT_FALSE(reader.get());
  EXPECT_EQ(worker.get(), nullptr);
}

TEST(LineQueueTest, WhatAWorkerFoundIsHandedOn) {
  LineQueue queue;
  ASSERT_TRUE(queue.push(line_of(1)));
  queue.done(queue.take(), fail(Fault::malformed, "test.bad", "acts[2]", "no"));
  bool at_end = false;
  const auto line = queue.next(std::nullopt, at_end);
  ASSERT_TRUE(line && line->prepared && !*line->prepared);
  EXPECT_EQ(line->prepared->error().code, "test.bad");
}

}  // namespace
}  // namespace sillok::testing
