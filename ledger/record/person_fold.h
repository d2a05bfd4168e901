#pragma once
// The fold over all acts of one person (design 8): by (effective_on, position), without annulled
// ones, with rectified fields replaced. What is known at an instant is the fold over the acts
// recorded by then: the caller passes only those. Pure functions, safe from any thread.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/person_state.h"

namespace sillok {

// An act as it stands in the log; borrows the body's bytes.
struct StoredAct {
  Position position = 0;
  Instant recorded_at;
  BodyView body;
};
StoredAct stored_act(const EventView& event);
// Acts with the entries whose bytes they borrow; may be moved, not copied apart.
struct ReadActs {
  std::vector<Bytes> entries;
  std::vector<StoredAct> acts;
};
ReadActs acts_of(std::vector<Bytes> entries);

// The facts that count for `person`, in the order they take effect. `acts` in position order:
// her own, and those moved to her by a correction with everything that names them. Facts made
// void stay in as such (Fact::is_void). An empty person: acts on organizations, each counts.
std::vector<Fact> resolve(std::string_view person, std::span<const StoredAct> acts);

// What corrected what, one for each of `acts` in their order. Only what stands corrects: an undone
// annulment or rectification is not named.
struct ActLinks {
  std::optional<Position> target;       // what it names, or the act it is said of: the sanction an appeal
                                        // decides on, what a closing closes, the hire that is cancelled
  std::vector<Position> rectified_by;   // ascending
  std::optional<Position> annulled_by;  // set where the act counts no more
  Date effective_on;                    // as rectified
};
std::vector<ActLinks> links_of(std::span<const StoredAct> acts);
// Whether a reinstated_act that names `target` would bring anything back: an act that is annulled.
bool can_be_reinstated(std::span<const StoredAct> acts, Position target);

// Whose act it is, after moves, merges and splits; empty where it is none of `acts`. Borrows their bytes.
std::string_view owner_of(std::span<const StoredAct> acts, Position position);

PersonState fold(std::string_view person, std::span<const StoredAct> acts, std::optional<Date> as_of);

// Whether an act has to be folded in again from the start: it is an act on an act, or it takes
// effect before something that was already applied.
bool needs_refold(const PersonState& state, const Fact& fact);
// Acts on acts: rectified, annulled … The position they name, if they name one.
bool is_act_on_act(Act act);
// Whether an act may hold from an earlier day than it is dated: acts on acts, and a correction of a step.
bool reaches_back(Act act);
std::optional<Position> target_of(const BodyView& body);
// What the act at `position` says something of, through a chain of acts on acts; itself where it is none.
Position root_of(std::span<const StoredAct> acts, Position position);
// The person an act names beside its subject: moved to, merged, split off. Empty: none.
std::string_view other_person(const BodyView& body);

// What statistics count of a person on a day (design 13). Every member is in the clear.
struct Standing {
  Status status = Status::kNone;
  std::string unit, class_code, series, leave_ground;
  std::optional<std::int64_t> grade;
  Sex sex = Sex::kUnknown;
  std::optional<int> birth_half;
  std::optional<Date> hired_on;
  bool is_present() const { return status != Status::kNone && status != Status::kSeparated; }
  bool operator==(const Standing&) const = default;
};
Standing standing_of(const PersonState& state);

// A post held on a day.
struct Holding {
  enum class Kind : std::uint8_t { kMain, kConcurrent, kActing };
  std::string post, unit;
  Kind kind = Kind::kMain;
  Date since;
  Position source = kNoPosition;
  auto operator<=>(const Holding&) const = default;
};
std::string_view name_of(Holding::Kind kind);
std::vector<Holding> holdings_of(const PersonState& state);

// Half-open [from, to); the last one ends at kEndOfTime. Segments touch and differ.
struct TimelineSegment {
  Date from, to;
  Standing standing;
  std::vector<Holding> holdings;
};
std::vector<TimelineSegment> timeline(std::string_view person, std::span<const StoredAct> acts);
// From a state on, taking the facts that come after it.
std::vector<TimelineSegment> timeline(PersonState before, std::span<const Fact> facts);
// The same for what is yet to come of a state: from `from` on, if nothing more is recorded.
std::vector<TimelineSegment> timeline_from(const PersonState& state, Date from);

}  // namespace sillok
