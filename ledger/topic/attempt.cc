#include "ledger/topic/attempt.h"

#include "ledger/base/invariant.h"

namespace sillok {

Attempt::Attempt(const TopicHead& head, Instant first_recorded_at, Instant last_recorded_at, bool has_parts)
    : claim_{false, head.epoch, head.size, head.root, first_recorded_at, last_recorded_at},
      has_parts_(has_parts),
      step_(has_parts ? Step::kSendParts : Step::kSendCommit) {}

Claim Attempt::fence() const {
  Claim fence;
  fence.is_fence = true;
  fence.epoch = claim_.epoch + 1;
  return fence;
}

void Attempt::sent(Sent outcome) {
  switch (step_) {
    case Step::kSendParts:
      if (outcome == Sent::kStored) step_ = Step::kSendCommit;
      return;  // else once more
    case Step::kSendCommit:
    case Step::kSendFence:
      if (outcome != Sent::kNotStored) step_ = Step::kRead;
      return;
    default: SILLOK_INVARIANT(false, "nothing was to be sent");
  }
}

void Attempt::read(const TopicHead& head) {
  if (is_over()) return;
  if (head.has_moved) {
    reason_ = Verdict::kMoved;
    step_ = Step::kVoid;
    return;
  }
  const bool is_base = head.size == claim_.base_size && head.root == claim_.base_root;
  if (is_base && head.epoch == claim_.epoch) return;
  // No copy of it can win any more.
  if (giving_up_) {
    step_ = Step::kVoid;
  } else if (!is_base) {
    step_ = Step::kLost;
  } else {
    claim_.epoch = head.epoch;
    fencing_ = false;
    if (step_ != Step::kSendParts) step_ = Step::kSendCommit;
  }
}

void Attempt::read_mine(const TopicHead& head, Verdict verdict) {
  if (is_over()) return;
  switch (verdict) {
    case Verdict::kWins: step_ = Step::kWon; return;
    // On this head any copy is refused.
    case Verdict::kRefused:
      reason_ = verdict;
      step_ = Step::kVoid;
      return;
    // A copy that lands later may find the parts, or a broker's clock that has gone on.
    case Verdict::kMissingPart:
      if (!giving_up_ && !fencing_) step_ = Step::kSendParts;
      return;
    case Verdict::kTime:
      reason_ = verdict;
      give_up();
      return;
    default: read(head);
  }
}

void Attempt::patience_over() {
  if (step_ != Step::kRead) return;
  fencing_ = true;
  step_ = Step::kSendFence;
}

void Attempt::give_up() {
  if (is_over()) return;
  giving_up_ = true;
  if (fencing_) return;
  fencing_ = true;
  step_ = Step::kSendFence;
}

std::string Attempt::summary() const {
  std::string out{reinterpret_cast<const char*>(claim_.base_root.data()), claim_.base_root.size()};
  for (const int each : {static_cast<int>(claim_.epoch), static_cast<int>(claim_.base_size), static_cast<int>(step_),
                         int{has_parts_}, int{giving_up_}, int{fencing_}, reason_ ? static_cast<int>(*reason_) : -1})
    out += static_cast<char>(each);
  return out;
}

}  // namespace sillok
