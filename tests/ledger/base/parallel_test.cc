// Jobs cut into parts: each thing once, errors told as one thread would meet them.
#include "ledger/base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace sillok::testing {
namespace {

tl::unexpected<Error> failure(std::size_t i) { return fail(Fault::damaged, "test", std::to_string(i), ""); }

TEST(ForEachInParallel, DoesEachOnceWhateverGoesTogether) {
  for (const std::size_t count : {0u, 1u, 7u, 64u, 65u, 1000u}) {
    for (const std::size_t together : {1u, 7u, 64u, 5000u}) {
      std::vector<std::atomic<int>> done(count);
      const auto outcome = for_each_in_parallel(count, together, [&](std::size_t i) {
        ++done[i];
        return Result<Ok>{};
      });
      ASSERT_TRUE(outcome);
      for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(done[i], 1) << i << " of " << count << " by " << together;
    }
  }
}

void wait_for(const std::atomic<bool>& flag) {
  for (int i = 0; i < 2'000 && !flag; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

TEST(ForEachInParallel, TellsTheErrorOfTheLowestWhicheverComesFirst) {
  for (const std::size_t first : {42u, 50u}) {
    std::atomic<bool> other_has_begun{false}, has_failed{false};
    const auto outcome = for_each_in_parallel(100, 4, [&](std::size_t i) -> Result<Ok> {
      if (i != 42 && i != 50) return Ok{};
      if (i == first) {
        wait_for(other_has_begun);
        has_failed = true;
      } else {
        other_has_begun = true;
        wait_for(has_failed);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));  // its error is told by then
      }
      return failure(i);
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().where, "42");
  }
}

TEST(ForEachInParallel, BeginsNoMoreAfterAnError) {
  std::atomic<std::size_t> begun{0};
  const auto outcome = for_each_in_parallel(4'000, 1, [&](std::size_t i) -> Result<Ok> {
    ++begun;
    if (i == 42) return failure(i);
    std::this_thread::sleep_for(std::chrono::microseconds(100));
    return Ok{};
  });
  ASSERT_FALSE(outcome);
  EXPECT_LT(begun, 2'000u);
}

TEST(ForEachPartInParallel, PartsFollowEachOtherWithoutGaps) {
  std::vector<int> seen(1001);
  const auto outcome = for_each_part_in_parallel(1001, 100, [&](std::size_t begin, std::size_t end) -> Result<Ok> {
    EXPECT_EQ(begin % 100, 0u);
    EXPECT_EQ(end, std::min<std::size_t>(1001, begin + 100));
    for (std::size_t i = begin; i < end; ++i) ++seen[i];
    return Ok{};
  });
  ASSERT_TRUE(outcome);
  EXPECT_EQ(seen, std::vector<int>(1001, 1));
}

}  // namespace
}  // namespace sillok::testing
