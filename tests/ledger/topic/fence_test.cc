// The verdicts of one record on one head; what follows from many of them is fence_model_test.cc's.
#include "ledger/topic/fence.h"

#include <gtest/gtest.h>

#include "ledger/crypto/hash.h"
#include "ledger/topic/attempt.h"

namespace sillok {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kAppended = 1'000'000 * kSecond;

class FenceTest : public testing::Test {
 protected:
  const TopicHead head_{7, sha256("head"), 3, Instant{kAppended - kSecond}, Instant{kAppended}};
  Claim claim_{false, 3, 7, sha256("head"), Instant{kAppended - kSecond}, Instant{kAppended}};

  Verdict verdict(bool has_clock = true) const { return judge(head_, claim_, has_clock); }
};

TEST_F(FenceTest, WhatIsDecidedOnTheHeadWins) { EXPECT_EQ(verdict(), Verdict::kWins); }

TEST_F(FenceTest, AnotherHeadOrEpochIsVoid) {
  for (const std::uint64_t size : {0, 6, 8}) {
    claim_.base_size = size;
    EXPECT_EQ(verdict(), Verdict::kOtherBase);
  }
  claim_.base_size = 7;
  claim_.base_root = sha256("another");
  EXPECT_EQ(verdict(), Verdict::kOtherBase) << "a fork of the same size";
  claim_.base_root = sha256("head");
  for (const std::uint64_t epoch : {0, 2, 4}) {
    claim_.epoch = epoch;
    EXPECT_EQ(verdict(), Verdict::kOtherEpoch);
  }
}

TEST_F(FenceTest, AFenceBeginsTheNextEpochAndNoOther) {
  claim_ = {};
  claim_.is_fence = true;
  for (const auto& [epoch, expected] : {std::pair{std::uint64_t{4}, Verdict::kFences},
                                        {std::uint64_t{3}, Verdict::kOtherEpoch},
                                        {std::uint64_t{5}, Verdict::kOtherEpoch},
                                        {~std::uint64_t{0}, Verdict::kOtherEpoch}}) {
    claim_.epoch = epoch;
    EXPECT_EQ(verdict(), expected) << epoch;
  }
}

TEST_F(FenceTest, NothingCountsOnceTheLedgerHasMoved) {
  TopicHead left = head_;
  left.has_moved = true;
  EXPECT_EQ(judge(left, claim_, true), Verdict::kMoved);
  claim_.is_fence = true;
  claim_.epoch = 4;
  EXPECT_EQ(judge(head_, claim_, true), Verdict::kFences);
  EXPECT_EQ(judge(left, claim_, true), Verdict::kMoved);
}

TEST_F(FenceTest, AWriterThatReadsThatItHasMovedGivesUp) {
  for (const bool fenced : {false, true}) {
    Attempt attempt{head_, claim_.first_recorded_at, claim_.last_recorded_at, false};
    attempt.sent(Attempt::Sent::kUnknown);
    if (fenced) attempt.patience_over();
    TopicHead left = head_;
    ++left.epoch;
    left.has_moved = true;
    attempt.read(left);
    EXPECT_EQ(attempt.next(), Attempt::Step::kVoid) << "no copy of it can win any more";
    EXPECT_EQ(attempt.reason(), Verdict::kMoved);
  }
}

TEST_F(FenceTest, TimeGoesNeitherBackNorFarAhead) {
  claim_.first_recorded_at = Instant{kAppended - kSecond - 1};
  EXPECT_EQ(verdict(), Verdict::kTime) << "before the newest event";
  claim_.first_recorded_at = claim_.last_recorded_at = Instant{kAppended + kClockAheadMax};
  EXPECT_EQ(verdict(), Verdict::kWins);
  claim_.last_recorded_at = Instant{kAppended + kClockAheadMax + 1};
  EXPECT_EQ(verdict(), Verdict::kTime);
  EXPECT_EQ(verdict(false), Verdict::kWins) << "a sandbox has no clock";
  claim_.last_recorded_at = Instant{claim_.first_recorded_at.micros - 1};
  EXPECT_EQ(verdict(false), Verdict::kTime) << "its last order before its first";
}

TEST_F(FenceTest, TimesThatAnybodyMayWriteDoNotOverflow) {
  claim_.last_recorded_at = Instant{INT64_MAX};
  EXPECT_EQ(judge({7, sha256("head"), 3, Instant{INT64_MIN}, Instant{INT64_MIN}}, claim_, true), Verdict::kTime);
  claim_.first_recorded_at = claim_.last_recorded_at = Instant{INT64_MIN};
  EXPECT_EQ(judge({7, sha256("head"), 3, Instant{INT64_MIN}, Instant{INT64_MAX}}, claim_, true), Verdict::kWins);
}

}  // namespace
}  // namespace sillok
