#include "tools/sillok/following.h"

#include "ledger/desk/ledger_files.h"
#include "ledger/topic/follower.h"
#include "ledger/topic/founding.h"
#include "ledger/topic/turn.h"
#include "tools/sillok/context.h"

namespace sillok::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{10'000}, kStep{100};
// Between two turns; and so long may others have theirs before it is told.
constexpr milliseconds kTurn{50}, kWithoutTurn{10'000};
constexpr std::chrono::hours kLookEvery{1};

// At the end of a turn, however it ends.
struct Leave {
  std::function<void()> leave;
  ~Leave() { leave(); }
};

}  // namespace

void TopicFollowing::add_to(service::Readiness& readiness, service::Metrics& metrics) const {
  const auto trouble = [this](const std::optional<std::string>& which) {
    return [this, &which] {
      const std::scoped_lock lock{mutex_};
      return which;
    };
  };
  followed_.reads_live(nullptr, {});
  readiness.add("replica", trouble(replica_trouble_));
  readiness.add("topic", trouble(topic_trouble_));
  metrics.add_gauge("sillok_topic_next_offset", "offset of the topic that is read next",
                    [this] { return static_cast<double>(next_offset_); });
  metrics.add_gauge("sillok_topic_epoch", "fences that were set in the topic",
                    [this] { return static_cast<double>(epoch_); });
  metrics.add_counter("sillok_topic_quarantined_records_total", "records of the topic that are no part of the ledger",
                      [this] { return static_cast<double>(quarantined_); });
}

void TopicFollowing::work(const std::stop_token& stop) {
  do {
    auto followed = follow(stop);
    if (!followed) take_trouble(followed.error());
  } while (service::pause(stop, kTurn));
}

void TopicFollowing::take_trouble(const Error& error) {
  // Somebody records here; whoever does so has first read what was there.
  if (error.code == "ledger.locked" && Clock::now() - had_turn_at_ < kWithoutTurn) return;
  set(replica_trouble_, error);
  // It is tried again and again; its reason is told once.
  if (error.code != told_) tell_(error);
  told_ = error.code;
}

Result<Ok> TopicFollowing::follow(const std::stop_token& stop) {
  SILLOK_TRY(home, read_topic_home(directory_));
  SILLOK_TRY(address, address_of(home));
  SILLOK_TRY(ledger, Ledger::open_to_follow(directory_));
  SILLOK_TRY(follower, Follower::open(*ledger, address));
  std::unique_ptr<Views> views;  // opened when the log is whole: many events at once are built many times faster
  if (!looked_at_ || Clock::now() - *looked_at_ > kLookEvery) look_at_topic(home, address);
  Clock::time_point current_at = followed_.now().current_at;
  const Leave leave{[this] { followed_.reads_live_no_more(); }};
  while (!stop.stop_requested() && !is_turn_wanted(directory_)) {
    had_turn_at_ = Clock::now();
    const auto asked_at = Clock::now();
    auto caught_up =
        follower->catch_up(kPatience, [&] { return !stop.stop_requested() && !is_turn_wanted(directory_); });
    if (stop.stop_requested()) break;
    // What the broker does not give now it may give later; all else is for who starts the service.
    if (!caught_up && caught_up.error().fault != Fault::unavailable) return caught_up;
    if (caught_up) {
      told_.clear();
      current_at = asked_at;
    }
    followed_.reads_live(ledger->log().as_it_stands(), current_at);
    set(replica_trouble_, caught_up ? std::nullopt : std::optional{caught_up.error()});
    if (views) {
      SILLOK_CHECK(views->catch_up());
    } else if (caught_up) {
      SILLOK_TRY(opened, open_views(*ledger));
      views = std::move(opened);
    }
    // Nothing more comes, whatever the broker says: the ledger goes on elsewhere.
    if (follower->replica().heir()) return moved_elsewhere(directory_);
    SILLOK_CHECK(ledger->destroy_pending_keys());
    next_offset_ = follower->replica().next_offset();
    quarantined_ = follower->replica().quarantined();
    epoch_ = follower->replica().head().epoch;
    if (!looked_at_ || Clock::now() - *looked_at_ > kLookEvery) look_at_topic(home, address);
    // Whatever comes is taken at once; where nothing does, the topic is asked whether that is so.
    auto step = follower->step(kStep);
    if (!step && step.error().fault != Fault::unavailable) return tl::unexpected{std::move(step).error()};
    if (step && step->took) followed_.reads_live(ledger->log().as_it_stands(), current_at);
  }
  return Ok{};
}

void TopicFollowing::look_at_topic(const TopicHome& home, const TopicAddress& address) {
  looked_at_ = Clock::now();
  auto looked = check_topic(home, address, kPatience);
  set(topic_trouble_, looked ? std::nullopt : std::optional{looked.error()});
  if (!looked) tell_(looked.error());
}

void TopicFollowing::set(std::optional<std::string>& trouble, std::optional<Error> error) {
  const std::scoped_lock lock{mutex_};
  trouble = error ? std::optional{service::trouble_of(*error)} : std::nullopt;
}

}  // namespace sillok::cli
