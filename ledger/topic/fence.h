#pragma once
// The compare-and-swap of a log on Kafka (design 5): which of the commits that stand in the topic are part of the
// ledger. Kafka has no conditional append, so a commit names the head that it was decided on, and every reader of the
// topic judges it once, by what stands before it. Pure values and functions: all replicas agree, and a model checker
// can walk every interleaving (tests/ledger/topic/fence_model_test.cc).
#include <cstdint>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/date.h"

namespace sillok {

// How far the clock of who records may go ahead of the broker's, in microseconds.
inline constexpr std::int64_t kClockAheadMax = std::int64_t{5} * 60 * 1'000'000;

// Where the records read so far lead to.
struct TopicHead {
  std::uint64_t size = 0;   // of the log: the next position
  Hash root{};              // of the tree over it
  std::uint64_t epoch = 0;  // how many fences were set
  Instant recorded_at{};    // of the newest event
  Instant appended_at{};    // the latest append time of any record read
  bool has_moved = false;   // its ledger left the topic: nothing counts any more
  bool operator==(const TopicHead&) const = default;
};

// What a commit or a fence says of itself.
struct Claim {
  bool is_fence = false;
  std::uint64_t epoch = 0;  // of a commit the one in force; of a fence the one it begins
  // Of a commit alone: the head it was decided on, and the times of its first and last order.
  std::uint64_t base_size = 0;
  Hash base_root{};
  Instant first_recorded_at{}, last_recorded_at{};
  bool operator==(const Claim&) const = default;
};

enum class Verdict : std::uint8_t {
  kWins,         // a commit: its events are the next ones
  kFences,       // a fence: whatever names an older epoch is void from here on
  kOtherEpoch,   // void: decided before a fence that stands before it; or a fence of an epoch that is past
  kOtherBase,    // void: another commit came first
  kMissingPart,  // void: a part of it does not stand before it
  kTime,         // void: recorded before the newest event, or too far ahead of the broker's clock
  kRefused,      // void: its orders are not those an honest node records
  kMoved,        // void: the ledger has left this topic
};
std::string_view name_of(Verdict verdict);  // as the quarantine list says it: wins, other_base …

// The verdict as far as it depends on the head alone; parts and orders are looked at only where this says kWins.
// `has_clock`: not in a sandbox, whose time is that of its orders. `head` has seen the record's own append time.
Verdict judge(const TopicHead& head, const Claim& claim, bool has_clock);

}  // namespace sillok
