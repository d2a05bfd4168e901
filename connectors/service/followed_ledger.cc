#include "connectors/service/followed_ledger.h"

#include <fmt/format.h>

#include "ledger/desk/checkpoint_store.h"

namespace sillok::service {
namespace {

constexpr int kTriesMax = 3;  // while others publish faster than this process looks

// At the ledger's head. `stored` was taken before the ledger was opened; `size` is what it holds.
Result<std::unique_ptr<Views>> views_at_head(const Ledger& ledger, Result<std::unique_ptr<ViewStore>> stored,
                                             std::uint64_t behind_max, std::uint64_t& size) {
  if (!stored) return tl::unexpected{std::move(stored).error()};
  SILLOK_TRY(views, Views::open_beside(ledger.views_directory(), *std::move(stored), ledger.log()));
  size = views->position();
  const std::uint64_t behind = ledger.log().head().size - size;
  if (behind > behind_max)
    return fail(Fault::unavailable, "views.behind", "views",
                fmt::format("the stored views are behind by {} events; `sillok rebuild` brings them up, and so does "
                            "whoever records next",
                            behind));
  SILLOK_CHECK(views->catch_up());
  size = views->position();
  return views;
}

}  // namespace

Result<std::unique_ptr<FollowedLedger>> FollowedLedger::open(std::filesystem::path directory, Pace pace, Tell tell) {
  std::unique_ptr<FollowedLedger> followed{new FollowedLedger(std::move(directory), pace, std::move(tell))};
  SILLOK_TRY(seen, followed->open_anew());
  followed->opened_at_ = Clock::now();
  followed->newest_.acknowledged = seen->size();
  followed->newest_.seen = std::move(seen);
  followed->look();
  return followed;
}

Look FollowedLedger::now() const {
  const std::lock_guard lock(mutex_);
  Look look = newest_;
  if (read_trouble_ && !look.log) look.log = read_trouble_;
  return look;
}

void FollowedLedger::reads_live(std::shared_ptr<const RocksLog> log, Clock::time_point had_all_at) {
  const std::lock_guard lock(mutex_);
  newest_.live = std::move(log);
  newest_.current_at = had_all_at;
  follows_topic_ = true;
}

void FollowedLedger::reads_live_no_more() {
  {
    const std::lock_guard alone(looking_);
    rests_until_ = {};
    open_trouble_.reset();  // it is opened now, whatever was wrong
  }
  look();
  const std::lock_guard lock(mutex_);
  newest_.floor = newest_.size();
  newest_.live.reset();
}

void FollowedLedger::failed(const Error& error) {
  if (error.fault != Fault::damaged) return;
  const std::lock_guard lock(mutex_);
  if (!read_trouble_) read_trouble_ = error;
}

void FollowedLedger::follow(const std::stop_token& stop) {
  do look();
  while (pause(stop, pace_.look));
}

Result<std::shared_ptr<const Seen>> FollowedLedger::open_anew() const {
  auto stored = Views::stored(Ledger::views_directory(directory_));
  auto open = std::make_shared<OpenedLedger>();
  SILLOK_TRY(ledger, Ledger::open(directory_, Access::kRead));
  open->ledger = std::move(ledger);
  auto seen = std::make_shared<Seen>();
  auto views = views_at_head(*open->ledger, std::move(stored), pace_.views_behind_max, seen->views_size);
  if (views) open->views = *std::move(views);
  else seen->no_views = std::move(views).error();
  seen->open = std::move(open);
  return seen;
}

bool FollowedLedger::is_due(const Look& look) const {
  const auto now = Clock::now();
  if (now < rests_until_) return false;
  const bool has_moved = look.acknowledged != look.seen->size();
  if (has_moved && !open_trouble_) return true;
  return now - opened_at_ >= (open_trouble_ || look.seen->no_views ? pace_.troubled : pace_.anyway);
}

// What holds takes the place of what was seen. It is the same ledger, grown or the same: nothing else ever is.
void FollowedLedger::open_again(Look& look) {
  const auto begun = Clock::now();
  auto opened = open_anew();
  opened_at_ = Clock::now();
  rests_until_ = opened_at_ + pace_.rest * (opened_at_ - begun);
  open_trouble_.reset();
  if (!opened) {
    open_trouble_ = std::move(opened).error();
    return;
  }
  const auto fresh = std::make_shared<Seen>(**opened);
  if (fresh->ledger().genesis().hash != look.seen->ledger().genesis().hash) {
    open_trouble_ = Error{Fault::damaged, "log.identity_changed", directory_.string(),
                          "another ledger stands there now; start the service again if that is meant"};
    return;
  }
  if (fresh->size() < look.seen->size()) {
    open_trouble_ = Error{
        Fault::damaged, "log.set_back", fmt::format("size {}", fresh->size()),
        fmt::format("{} events were acknowledged here before; go back to the copy that has them", look.seen->size())};
    return;
  }
  fresh->published = look.seen->published;
  look.acknowledged = std::max(look.acknowledged, fresh->size());
  look.seen = fresh;
}

// Nothing where none was published. Who publishes may be ahead of what was seen.
Result<std::optional<PublishedCheckpoint>> FollowedLedger::published(Look& look) {
  SILLOK_TRY(store, checkpoint_store(directory_));
  for (int i = 1;; ++i) {
    const Genesis& genesis = look.seen->ledger().genesis();
    auto found = published_in(store / checkpoint_file(), look.seen->ledger().log(),
                              make_note_key(genesis.origin, genesis.ledger_key));
    if (found || found.error().code != "checkpoint.behind" || i == kTriesMax) return found;
    open_again(look);
  }
}

Result<Ok> FollowedLedger::look_at_checkpoint(Look& look, bool opened) {
  const std::optional<PublishedCheckpoint> before = look.seen->published;
  SILLOK_TRY(store, checkpoint_store(directory_));
  SILLOK_TRY(note, published_note(store / checkpoint_file()));
  if (!note && !before) return Ok{};
  if (note && before && *note == before->note && !opened) return Ok{};
  SILLOK_TRY(found, published(look));
  if (before && (!found || found->checkpoint.size < before->checkpoint.size))
    return fail(Fault::damaged, "checkpoint.set_back", checkpoint_file(),
                fmt::format("a checkpoint of {} events was published, and the one that is kept now is older; put it "
                            "back from a copy before signing again",
                            before->checkpoint.size));
  const auto fresh = std::make_shared<Seen>(*look.seen);
  fresh->published = std::move(found);
  look.seen = fresh;
  return Ok{};
}

void FollowedLedger::look() {
  const std::lock_guard alone(looking_);
  Look look = now();
  const auto begun = Clock::now();
  const auto acknowledged = Ledger::acknowledged(directory_);
  if (acknowledged) look.acknowledged = *acknowledged;
  const bool opens = acknowledged && is_due(look);
  if (opens) open_again(look);
  const auto checkpoint = look_at_checkpoint(look, opens);
  look.log = acknowledged ? open_trouble_ : std::optional{acknowledged.error()};
  look.checkpoint = checkpoint ? std::nullopt : std::optional{checkpoint.error()};
  look.at = Clock::now();
  {
    const std::lock_guard lock(mutex_);
    const bool is_all = !look.log && look.seen->size() == look.acknowledged;
    look.current_at = is_all && !follows_topic_ ? begun : newest_.current_at;
    look.live = newest_.live;
    look.floor = newest_.floor;
    newest_ = std::move(look);
  }
  const Look told = now();
  tell_once(told.log, told_log_);
  tell_once(told.checkpoint, told_checkpoint_);
  tell_once(told.seen->no_views, told_views_);
}

void FollowedLedger::tell_once(const std::optional<Error>& error, std::string& told) const {
  const std::string code = error ? error->code : "";
  if (error && code != told) tell_(*error);
  told = code;
}

}  // namespace sillok::service
