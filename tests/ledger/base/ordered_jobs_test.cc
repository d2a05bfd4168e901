// Jobs of several threads are taken in the order they were given, by the thread that gave them.
#include "ledger/base/ordered_jobs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <numeric>

namespace sillok::testing {
namespace {

// A job that takes longer the lower its number is among eight.
OrderedJobs::Take slow(int number, std::vector<int>& taken, std::thread::id giver) {
  std::this_thread::sleep_for(std::chrono::microseconds(100 * (7 - number % 8)));
  return [number, &taken, giver]() -> Result<bool> {
    EXPECT_EQ(std::this_thread::get_id(), giver);
    taken.push_back(number);
    return true;
  };
}

TEST(OrderedJobs, AreTakenInOrderAndNeverFartherAheadThanTold) {
  std::vector<int> taken;
  std::atomic<int> begun{0};
  const auto giver = std::this_thread::get_id();
  OrderedJobs jobs{8};
  for (int i = 0; i < 200; ++i) {
    const auto given = jobs.give([&, i] {
      ++begun;
      return slow(i, taken, giver);
    });
    ASSERT_TRUE(given && *given);
    EXPECT_GT(static_cast<int>(taken.size()), i - 8);
    EXPECT_LE(begun, static_cast<int>(taken.size()) + 8);
  }
  const auto finished = jobs.finish();
  ASSERT_TRUE(finished && *finished);
  std::vector<int> expected(200);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(taken, expected);
}

TEST(OrderedJobs, EndWhereOneIsNotWantedOrFails) {
  for (const bool fails : {false, true}) {
    std::vector<int> taken;
    Result<bool> outcome = true;
    {
      OrderedJobs jobs{4};
      for (int i = 0; i < 100 && outcome && *outcome; ++i) {
        outcome = jobs.give([&taken, i, fails]() -> OrderedJobs::Take {
          return [&taken, i, fails]() -> Result<bool> {
            if (i == 20 && fails) return fail(Fault::damaged, "test", "20", "");
            taken.push_back(i);
            return i != 20;
          };
        });
      }
    }
    EXPECT_EQ(outcome.has_value(), !fails);
    EXPECT_EQ(taken.size(), fails ? 20u : 21u);
  }
}

TEST(OrderedJobs, AJobThatFailsIsToldInItsTurn) {
  std::vector<int> taken;
  const auto giver = std::this_thread::get_id();
  OrderedJobs jobs{8};
  Result<bool> outcome = true;
  for (int i = 0; i < 40 && outcome && *outcome; ++i) {
    outcome = jobs.give([&taken, i, giver]() -> Result<OrderedJobs::Take> {
      if (i == 20) return fail(Fault::damaged, "test", "20", "");
      return slow(i, taken, giver);
    });
  }
  if (outcome) outcome = jobs.finish();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().where, "20");
  EXPECT_EQ(taken.size(), 20u);
}

TEST(OrderedJobs, WithoutAnyFinishAtOnce) {
  OrderedJobs jobs{1};
  const auto finished = jobs.finish();
  EXPECT_TRUE(finished && *finished);
}

}  // namespace
}  // namespace sillok::testing
