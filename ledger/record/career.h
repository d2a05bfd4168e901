#pragma once
// The record of one person while acts come in, with so much of what lies just behind that a late act
// or the correction of a recent one need not be folded from the start of a life.
//
// Kept are states of a few past days (milestones) and which acts have taken effect since the oldest.
// They follow from the acts alone: a career that has none, as one just read from a store, gives the
// same answers from more acts. A plain value; a const one is safe from any thread.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/record/person_fold.h"

namespace sillok {

// The last day on which an act that leaves a trace in the record took effect.
Date horizon_of(const PersonState& newest);

class Career {
 public:
  Career() = default;
  explicit Career(PersonState newest) : newest_(std::move(newest)) {}
  // From all her acts that leave a trace in a record, in recorded order (as resolve() takes them).
  static Career of(std::string_view person, std::span<const StoredAct> acts);

  // After all her acts, not advanced.
  const PersonState& newest() const { return newest_; }
  Date horizon() const { return horizon_of(newest_); }
  // What only the whole history tells: how many events are hers, and the last.
  void count(std::uint64_t revision, Position last_position);

  // Takes an act that needs no refold (needs_refold() of person_fold.h).
  void add(const Fact& fact);

  // A day from which a late act or a correction can be folded in.
  struct Window {
    Date from;
    PersonState before;          // with every act that takes effect before that day, and no other
    std::vector<Position> acts;  // the others, as recorded
  };
  // For a late act, or for an act on an act that names `root` in the end (kNoPosition: none).
  // Nothing where it reaches further back than is kept.
  std::optional<Window> window(const Fact& fact, Position root) const;
  // Takes the act that window() was asked for. `acts` are those of the window, with that one at the
  // end. False where it still reaches further back: then nothing has changed.
  bool refold(std::string_view person, const Window& window, std::span<const StoredAct> acts, Position root);

  std::size_t size_in_memory() const;

 private:
  struct Milestone {
    Date from;
    Bytes before;  // encoded state
  };
  struct Known {
    Position position = 0, root = 0;  // root: of an act on an act, what it names in the end; else itself
    Date effective_on;                // of the root
    Act act = Act::kUnknown;
  };
  void set_milestone(Date from, Date newest);
  void drop_milestones_after(Date day);
  void forget_past();
  const Known* known(Position position) const;

  PersonState newest_;
  std::vector<Milestone> milestones_;  // ascending
  std::vector<Known> known_;           // by position: every act that no milestone has in it
};

}  // namespace sillok
