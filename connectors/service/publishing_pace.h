#pragma once
// When a checkpoint is due. Pure: the times are told. One thread.
#include <chrono>
#include <cstdint>
#include <optional>

namespace sillok::service {

class PublishingPace {
 public:
  using Time = std::chrono::steady_clock::time_point;
  struct Rules {
    std::chrono::seconds every{10};  // not 0
    std::uint64_t events = 10'000;
  };
  explicit PublishingPace(Rules rules) : rules_(rules) {}

  // Of a log of `size` events whose newest published checkpoint is of `published`. Once at the start in any case: who
  // was here before may have left without all cosignatures.
  bool is_due(std::uint64_t size, std::uint64_t published, Time now) const;
  enum class Outcome : std::uint8_t { kFailed, kNotWitnessed, kDone };
  void tried(Outcome outcome, Time now);
  // How long a checkpoint may stay behind before it is trouble.
  std::chrono::seconds patience() const;

 private:
  // Witnesses that were away are asked again after so many rounds, and a failure is no reason to hurry.
  static constexpr int kRoundsToAskAgain = 6;
  const Rules rules_;
  std::optional<Time> tried_;
  Outcome outcome_ = Outcome::kDone;
};

}  // namespace sillok::service
