#include "connectors/service/publisher.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ledger/base/date.h"

namespace sillok::service {
namespace {

constexpr int kTriesMax = 3;  // while others publish more than this process has seen
constexpr std::chrono::seconds kLookAtKeyEvery{10};
constexpr std::int64_t kMicroseconds = 1'000'000;

// Told once: the error that takes the place of another one of its kind is no news.
bool is_news(const std::optional<Error>& before, const std::optional<Error>& now) {
  return now && (!before || before->code != now->code);
}

}  // namespace

Publisher::State Publisher::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void Publisher::add_to(Readiness& readiness, Metrics& metrics) {
  readiness.add("checkpoint", [this] { return checkpoint_trouble(); });
  readiness.add("key", [this]() -> std::optional<std::string> {
    const State now = state();
    return now.no_key ? std::optional{trouble_of(*now.no_key)} : std::nullopt;
  });
  const auto figure = [this](auto State::*member) {
    return [this, member] { return static_cast<double>(state().*member); };
  };
  metrics.add_counter("sillok_checkpoints_published_total", "Checkpoints that this process has published.",
                      figure(&State::published));
  metrics.add_counter("sillok_checkpoint_failures_total",
                      "Attempts of this process to publish a checkpoint that failed.", figure(&State::failures));
  metrics.add_gauge("sillok_checkpoint_published_timestamp_seconds",
                    "When this process published last, seconds since 1970; 0: not yet.", figure(&State::last_success));
  metrics.add_gauge("sillok_checkpoint_witnessed",
                    "1 if the newest checkpoint has the cosignatures that the witness policy asks for.",
                    [this] { return state().not_witnessed ? 0.0 : 1.0; });
}

std::optional<std::string> Publisher::checkpoint_trouble() const {
  const Look look = followed_.now();
  if (look.checkpoint) return trouble_of(*look.checkpoint);
  const State now = state();
  if (now.failure) return "not published: " + trouble_of(*now.failure);
  if (!look.seen->published) return "none published yet";
  const auto waited = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - now.behind_since);
  const std::uint64_t size = std::max(look.acknowledged, look.seen->size());
  if (size <= look.seen->published_size() || waited < pace_.patience()) return std::nullopt;
  return fmt::format("behind by {} events for {} s", size - look.seen->published_size(), waited.count());
}

void Publisher::look_at_key(const Ledger& ledger) {
  if (Clock::now() - key_looked_at_ < std::min(kLookAtKeyEvery, every_)) return;
  key_looked_at_ = Clock::now();
  const auto signer = ledger.ledger_signer();
  const auto no_key = signer ? std::nullopt : std::optional{signer.error()};
  if (is_news(state().no_key, no_key)) tell_(*no_key);
  const std::lock_guard lock(mutex_);
  state_.no_key = no_key;
}

Result<Published> Publisher::publish() {
  for (int i = 1;; ++i) {
    const Look look = followed_.now();
    // Nothing is signed of a log that does not hold.
    if (look.log) return tl::unexpected{*look.log};
    if (look.seen->no_views) return tl::unexpected{*look.seen->no_views};
    auto published = publish_(look.seen->ledger(), *look.seen->open->views);
    if (published || i == kTriesMax) return published;
    followed_.look();
    if (followed_.now().seen->size() <= look.seen->size()) return published;
  }
}

void Publisher::work_once() {
  const Look look = followed_.now();
  look_at_key(look.seen->ledger());
  {
    const std::lock_guard lock(mutex_);
    // Whoever publishes: what is behind the new one waits from now on.
    if (look.seen->size() <= look.seen->published_size() || state_.newest_size != look.seen->published_size())
      state_.behind_since = Clock::now();
    state_.newest_size = look.seen->published_size();
  }
  if (!pace_.is_due(look.seen->size(), look.seen->published_size(), Clock::now())) return;
  const auto published = publish();
  using Outcome = PublishingPace::Outcome;
  pace_.tried(!published                 ? Outcome::kFailed
              : published->not_witnessed ? Outcome::kNotWitnessed
                                         : Outcome::kDone,
              Clock::now());
  State next = state();
  const State before = next;
  next.failure = published ? std::nullopt : std::optional{published.error()};
  if (published) {
    ++next.published;
    next.last_success = wall_clock_now().micros / kMicroseconds;
    next.not_witnessed.reset();
    if (published->not_witnessed)
      next.not_witnessed = Error{Fault::unavailable, "witness.not_met", "", *published->not_witnessed};
  } else {
    ++next.failures;
  }
  if (is_news(before.failure, next.failure)) tell_(*next.failure);
  if (is_news(before.not_witnessed, next.not_witnessed)) tell_(*next.not_witnessed);
  {
    const std::lock_guard lock(mutex_);
    state_ = std::move(next);
  }
  if (published) followed_.look();
}

void Publisher::work(const std::stop_token& stop) {
  do work_once();
  while (pause(stop, followed_.pace().look));
}

}  // namespace sillok::service
