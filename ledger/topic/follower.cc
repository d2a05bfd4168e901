#include "ledger/topic/follower.h"

#include <fmt/format.h>

#include <algorithm>

namespace sillok {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kStepPatience{200};

tl::unexpected<Error> is_truncated() {
  return fail(
      Fault::damaged, "log.truncated", "topic",
      "the topic does not hold any more what this replica has read from it; keep this directory, it has what the "
      "topic lost. --offline answers from it");
}

}  // namespace

Result<std::unique_ptr<Follower>> Follower::open(Ledger& ledger, const TopicAddress& address) {
  SILLOK_TRY(replica, Replica::open(ledger));
  SILLOK_TRY(reader, TopicReader::open(address, replica.next_offset() - 1));
  return std::unique_ptr<Follower>{new Follower{std::move(replica), std::move(reader)}};
}

Result<Follower::Step> Follower::step(milliseconds patience, BytesView own_record,
                                      const std::optional<Replica::Own>& own) {
  auto got = reader_->next(patience);
  if (!got && got.error().code == "topic.truncated") return is_truncated();
  SILLOK_TRY(next, std::move(got));
  Step step;
  if (const auto* end = std::get_if<TopicEnd>(&next)) end_ = end->offset;
  const auto* record = std::get_if<TopicRecord>(&next);
  if (record == nullptr) return step;
  if (!is_whole_) {
    is_whole_ = replica_.is_last({record->offset, record->append_time, record->is_append_time, record->value});
    if (!is_whole_) return is_truncated();
    return step;
  }
  step.took = true;
  step.was_own = !own_record.empty() && record->value == own_record;
  SILLOK_TRY(judged, replica_.take({record->offset, record->append_time, record->is_append_time, record->value},
                                   step.was_own ? own : std::nullopt));
  step.verdict = judged.verdict;
  if (judged.verdict == Verdict::kOtherBase && !step.was_own) ++others_too_late_;
  return step;
}

Result<Ok> Follower::catch_up(milliseconds timeout, const std::function<bool()>& each) {
  SILLOK_TRY(end, reader_->end_offset(timeout));
  if (end < replica_.next_offset()) return is_truncated();
  auto last = std::chrono::steady_clock::now();
  // Behind the last record there may be offsets that hold none: marks of somebody's transaction.
  while (!is_whole_ || std::max(replica_.next_offset(), end_) < end) {
    SILLOK_TRY(step, this->step(kStepPatience));
    if (step.took) {
      last = std::chrono::steady_clock::now();
      if (each && !each()) return Ok{};
    } else if (std::chrono::steady_clock::now() - last > timeout) {
      return fail(Fault::unavailable, "broker.unreachable", "",
                  fmt::format("the topic's records from offset {} on don't come; ask again", replica_.next_offset()));
    }
  }
  return Ok{};
}

}  // namespace sillok
