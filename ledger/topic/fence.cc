#include "ledger/topic/fence.h"

#include "ledger/base/invariant.h"

namespace sillok {
namespace {

// Both may be anything that somebody has written: no difference of theirs need fit into 63 bits.
bool is_too_far_ahead(Instant recorded_at, Instant appended_at) {
  if (recorded_at <= appended_at) return false;
  return static_cast<std::uint64_t>(recorded_at.micros) - static_cast<std::uint64_t>(appended_at.micros) >
         static_cast<std::uint64_t>(kClockAheadMax);
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kWins: return "wins";
    case Verdict::kFences: return "fences";
    case Verdict::kOtherEpoch: return "other_epoch";
    case Verdict::kOtherBase: return "other_base";
    case Verdict::kMissingPart: return "missing_part";
    case Verdict::kTime: return "time";
    case Verdict::kRefused: return "refused";
    case Verdict::kMoved: return "moved";
  }
  SILLOK_INVARIANT(false, "every verdict has a name");
}

Verdict judge(const TopicHead& head, const Claim& claim, bool has_clock) {
  if (head.has_moved) return Verdict::kMoved;
  if (claim.is_fence) return claim.epoch == head.epoch + 1 ? Verdict::kFences : Verdict::kOtherEpoch;
  if (claim.epoch != head.epoch) return Verdict::kOtherEpoch;
  if (claim.base_size != head.size || claim.base_root != head.root) return Verdict::kOtherBase;
  if (claim.first_recorded_at < head.recorded_at || claim.last_recorded_at < claim.first_recorded_at)
    return Verdict::kTime;
  return has_clock && is_too_far_ahead(claim.last_recorded_at, head.appended_at) ? Verdict::kTime : Verdict::kWins;
}

}  // namespace sillok
