#include "connectors/service/publishing_pace.h"

#include <gtest/gtest.h>

namespace sillok::service {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Outcome = PublishingPace::Outcome;

constexpr PublishingPace::Time kBegin{seconds{1'000}};
constexpr PublishingPace::Rules kRules{seconds{10}, 10'000};

TEST(PublishingPace, LooksOnceAtTheStart) {
  PublishingPace pace{kRules};
  EXPECT_TRUE(pace.is_due(5, 5, kBegin));
  pace.tried(Outcome::kDone, kBegin);
  EXPECT_FALSE(pace.is_due(5, 5, kBegin + seconds{1'000}));
}

TEST(PublishingPace, IsDueByTimeOrByEventsWhereTheHeadHasMoved) {
  struct Case {
    const char* name;
    Outcome before;
    std::uint64_t size, published;
    milliseconds waited;
    bool is_due;
  };
  const Case cases[] = {
      {"nothing new", Outcome::kDone, 7, 7, seconds{100}, false},
      {"an event, too early", Outcome::kDone, 8, 7, milliseconds{9'999}, false},
      {"an event, in time", Outcome::kDone, 8, 7, seconds{10}, true},
      {"many events, one too few", Outcome::kDone, 10'006, 7, seconds{1}, false},
      {"many events", Outcome::kDone, 10'007, 7, seconds{1}, true},
      {"many events behind a failure", Outcome::kFailed, 10'007, 7, seconds{1}, false},
      {"in time behind a failure", Outcome::kFailed, 8, 7, seconds{10}, true},
      {"a failure, and somebody else has published", Outcome::kFailed, 7, 7, seconds{100}, false},
      {"witnesses that are missing, too early", Outcome::kNotWitnessed, 7, 7, milliseconds{59'999}, false},
      {"witnesses that are missing", Outcome::kNotWitnessed, 7, 7, seconds{60}, true},
      {"witnesses that are missing, and an event", Outcome::kNotWitnessed, 8, 7, seconds{10}, true},
  };
  for (const Case& each : cases) {
    PublishingPace pace{kRules};
    pace.tried(each.before, kBegin);
    EXPECT_EQ(pace.is_due(each.size, each.published, kBegin + each.waited), each.is_due) << each.name;
  }
}

}  // namespace
}  // namespace sillok::service
