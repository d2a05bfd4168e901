#include "connectors/service/publishing_pace.h"

namespace sillok::service {
namespace {

constexpr std::chrono::seconds kPatience{60};

}  // namespace

bool PublishingPace::is_due(std::uint64_t size, std::uint64_t published, Time now) const {
  if (!tried_) return true;
  const auto waited = now - *tried_;
  if (size <= published) return outcome_ == Outcome::kNotWitnessed && waited >= kRoundsToAskAgain * rules_.every;
  return waited >= rules_.every || (outcome_ != Outcome::kFailed && size - published >= rules_.events);
}

void PublishingPace::tried(Outcome outcome, Time now) {
  outcome_ = outcome;
  tried_ = now;
}

std::chrono::seconds PublishingPace::patience() const { return kRoundsToAskAgain * rules_.every + kPatience; }

}  // namespace sillok::service
