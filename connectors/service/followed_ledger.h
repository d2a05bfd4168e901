#pragma once
// A ledger as a process answers from it while another one may be recording in it. What was seen at the last look
// stands still and is shared by all who ask. A look reads the head anchor and the published checkpoint; only where the
// anchor has moved is the ledger opened anew. No lock of the ledger is held. Any thread may ask; one at a time looks.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "connectors/service/beside.h"
#include "ledger/desk/checkpointer.h"
#include "projections/opened_ledger.h"

namespace sillok::service {

// What was seen at one time; never changes.
struct Seen {
  std::shared_ptr<const OpenedLedger> open;      // its views are at the ledger's head, or there are none
  std::optional<Error> no_views;                 // why
  std::uint64_t views_size = 0;                  // events that are in the views, or were in the stored ones
  std::optional<PublishedCheckpoint> published;  // verified against this log

  const Ledger& ledger() const { return *open->ledger; }
  std::uint64_t size() const { return ledger().log().head().size; }
  std::uint64_t published_size() const { return published ? published->checkpoint.size : 0; }
};

struct Look {
  std::shared_ptr<const Seen> seen;  // never null: the last one that held
  std::uint64_t acknowledged = 0;    // events, by the anchor
  std::chrono::steady_clock::time_point at{};
  // What was seen was all there was then; of a replica, in its topic.
  std::chrono::steady_clock::time_point current_at{};
  std::chrono::duration<double> staleness() const { return std::chrono::steady_clock::now() - current_at; }
  // Of a replica that this process keeps current: its log, which is ahead of what was seen by some moments.
  std::shared_ptr<const RocksLog> live;
  std::uint64_t floor = 0;  // of that, once it was let go: what was told is never taken back
  std::uint64_t size() const { return std::max({seen->size(), live ? live->head().size : 0, floor}); }
  // What does not hold now; answers go on from what was seen.
  std::optional<Error> log, checkpoint;
};

class FollowedLedger {
 public:
  struct Pace {
    std::chrono::milliseconds look{200};
    // The ledger is opened again after so long where the last opening found something wrong, and in any case, so that
    // a log that was lost under this process is missed.
    std::chrono::milliseconds troubled{2'000}, anyway{60'000};
    // Between two openings stands so many times what the last one took, however busy the writer.
    int rest = 4;
    // Views that are more events behind than this stay where they are: whoever records brings them up, or `rebuild`.
    std::uint64_t views_behind_max = 20'000;
  };

  // As Ledger::open() for reading; what is wrong with views or checkpoint does not stop it.
  static Result<std::unique_ptr<FollowedLedger>> open(std::filesystem::path directory, Pace pace, Tell tell);

  Look now() const;
  // Of a replica that this process keeps current: its log, and when it had all of its topic; nothing while that is not
  // known. From the first time on the ledger's own anchor says nothing of that.
  void reads_live(std::shared_ptr<const RocksLog> log, std::chrono::steady_clock::time_point had_all_at);
  // Who keeps it current lets the directory go: all of its log was seen when this returns, and none is held.
  void reads_live_no_more();
  // Sees what has been acknowledged and published by now.
  void look();
  // Looks again and again, until it is asked to stop (Beside).
  void follow(const std::stop_token& stop);
  // A read of what was seen failed. Damage stays a trouble of the log until the service is started again.
  void failed(const Error& error);
  const std::filesystem::path& directory() const { return directory_; }
  const Pace& pace() const { return pace_; }

 private:
  FollowedLedger(std::filesystem::path directory, Pace pace, Tell tell)
      : directory_(std::move(directory)), pace_(pace), tell_(std::move(tell)) {}
  using Clock = std::chrono::steady_clock;

  Result<std::shared_ptr<const Seen>> open_anew() const;
  bool is_due(const Look& look) const;
  void open_again(Look& look);
  Result<Ok> look_at_checkpoint(Look& look, bool opened);
  Result<std::optional<PublishedCheckpoint>> published(Look& look);
  void tell_once(const std::optional<Error>& error, std::string& told) const;

  const std::filesystem::path directory_;
  const Pace pace_;
  const Tell tell_;
  std::mutex looking_;  // of what one look after the other uses
  std::optional<Error> open_trouble_;
  Clock::time_point opened_at_, rests_until_;
  std::string told_log_, told_checkpoint_, told_views_;
  mutable std::mutex mutex_;  // of what is asked for
  Look newest_;
  std::optional<Error> read_trouble_;
  bool follows_topic_ = false;
};

}  // namespace sillok::service
