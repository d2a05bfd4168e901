// Lines come out in order, whoever finishes first; nobody is left waiting.
#include "ledger/desk/line_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <span>
#include <thread>

namespace sillok::testing {
namespace {

std::unique_ptr<LineQueue::Line> line_of(std::uint64_t number, std::size_t bytes = 10) {
  auto line = std::make_unique<LineQueue::Line>();
  line->number = number;
  line->bytes = bytes;
  return line;
}

// One line at a time, as a worker gets them where few wait; nothing at the end.
LineQueue::Line* take_one(LineQueue& queue) {
  const auto lines = queue.take();
  EXPECT_LE(lines.size(), 1u);
  return lines.empty() ? nullptr : lines.front();
}

void done(LineQueue& queue, LineQueue::Line* line, Result<PreparedOrder> prepared) {
  line->prepared.emplace(std::move(prepared));
  queue.done(std::span{&line, 1});
}

TEST(LineQueueTest, TheDeciderGetsLinesInOrderHoweverTheyAreDone) {
  LineQueue queue;
  for (std::uint64_t number = 1; number <= 3; ++number) ASSERT_TRUE(queue.push(line_of(number)));
  queue.close();
  std::vector<LineQueue::Line*> taken{take_one(queue), take_one(queue), take_one(queue)};
  EXPECT_EQ(take_one(queue), nullptr) << "nothing is handed out twice";
  bool at_end = true;
  done(queue, taken[1], PreparedOrder{});
  EXPECT_TRUE(queue.next(std::chrono::microseconds{0}, at_end).empty()) << "the first is still under way";
  EXPECT_FALSE(at_end);
  EXPECT_FALSE(queue.idle());
  done(queue, taken[0], PreparedOrder{});
  const auto ready = queue.next(std::nullopt, at_end);
  ASSERT_EQ(ready.size(), 2u) << "as far as they are done";
  EXPECT_EQ(ready[0]->number, 1u);
  EXPECT_EQ(ready[1]->number, 2u);
  EXPECT_FALSE(queue.idle());
  done(queue, taken[2], PreparedOrder{});
  EXPECT_EQ(queue.next(std::nullopt, at_end).at(0)->number, 3u);
  EXPECT_FALSE(at_end);
  EXPECT_TRUE(queue.idle());
  EXPECT_TRUE(queue.next(std::nullopt, at_end).empty());
  EXPECT_TRUE(at_end);
}

TEST(LineQueueTest, ManyThatWaitAreTakenTogetherButSharedOut) {
  LineQueue queue;
  for (std::uint64_t number = 1; number <= 64; ++number) ASSERT_TRUE(queue.push(line_of(number)));
  EXPECT_EQ(queue.take().size(), 4u) << "a worker that comes next finds as much";
  for (std::uint64_t number = 65; number <= 1'000; ++number) ASSERT_TRUE(queue.push(line_of(number)));
  EXPECT_EQ(queue.take().size(), 16u);
}

TEST(LineQueueTest, WithoutLinesAnOpenQueueIsNotAtItsEnd) {
  LineQueue queue;
  bool at_end = true;
  EXPECT_TRUE(queue.next(std::chrono::microseconds{0}, at_end).empty());
  EXPECT_FALSE(at_end);
  queue.close();
  EXPECT_TRUE(queue.next(std::chrono::microseconds{0}, at_end).empty());
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
      for (auto lines = queue.take(); !lines.empty(); lines = queue.take()) {
        for (LineQueue::Line* line : lines) line->prepared.emplace(PreparedOrder{});
        queue.done(lines);
      }
    });
  }
  std::uint64_t expected = 1;
  for (bool at_end = false; !at_end;) {
    const auto lines = queue.next(std::nullopt, at_end);
    if (at_end) break;
    ASSERT_FALSE(lines.empty());
    for (const auto& line : lines) ASSERT_EQ(line->number, expected++);
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
  done(queue, take_one(queue), PreparedOrder{});
  bool at_end = false;
  EXPECT_EQ(queue.next(std::nullopt, at_end).at(0)->number, 1u);
  EXPECT_TRUE(second.get());
  EXPECT_EQ(take_one(queue)->number, 2u);
}

TEST(LineQueueTest, GivingUpFreesWhoeverWaits) {
  LineQueue queue;
  ASSERT_TRUE(queue.push(line_of(1, 1'000u << 20)));
  ASSERT_NE(take_one(queue), nullptr);
  auto reader = std::async(std::launch::async, [&] { return queue.push(line_of(2)); });
  auto worker = std::async(std::launch::async, [&] { return take_one(queue); });
  queue.give_up();
  EXPECT_FALSE(reader.get());
  EXPECT_EQ(worker.get(), nullptr);
}

TEST(LineQueueTest, WhatAWorkerFoundIsHandedOn) {
  LineQueue queue;
  ASSERT_TRUE(queue.push(line_of(1)));
  done(queue, take_one(queue), fail(Fault::malformed, "test.bad", "acts[2]", "no"));
  bool at_end = false;
  const auto lines = queue.next(std::nullopt, at_end);
  ASSERT_EQ(lines.size(), 1u);
  const auto& line = lines.front();
  ASSERT_TRUE(line->prepared && !*line->prepared);
  EXPECT_EQ(line->prepared->error().code, "test.bad");
}

}  // namespace
}  // namespace sillok::testing
