#include "ledger/topic/sequencer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ledger/base/crash_point.h"
#include "ledger/base/invariant.h"
#include "ledger/desk/ledger_files.h"

namespace sillok {
namespace {

using std::chrono::milliseconds;

// A record's own bytes besides its orders, the names of its parts, and the stream: generously.
constexpr std::size_t kFrameBytes = 512, kStampBytes = 41;
constexpr milliseconds kGivingWayMax{50};
constexpr milliseconds kStepPatience{200}, kDeliveryTimeout{5'000};

bool concerns_authority(std::span<const BytesView> entries) {
  return std::any_of(entries.begin(), entries.end(),
                     [](BytesView entry) { return KeyRegistry::concerns(EventView::trust(entry).body().act()); });
}

tl::unexpected<Error> not_recorded(const Attempt& attempt) {
  if (attempt.reason() == Verdict::kTime) {
    return fail(Fault::unavailable, "topic.clock", "",
                "this machine's clock is more than five minutes ahead of the broker's; set one of them right. Nothing "
                "was recorded");
  }
  if (attempt.reason() == Verdict::kRefused) {
    return fail(Fault::damaged, "topic.refused", "",
                "what was decided here does not pass this replica's own check; run `sillok verify`. Nothing was "
                "recorded");
  }
  if (attempt.reason() == Verdict::kMoved) return moved_elsewhere("topic");
  return fail(Fault::unavailable, "topic.not_recorded", "",
              "the topic did not take the orders in time. Nothing was recorded; ask again");
}

}  // namespace

tl::unexpected<Error> is_no_node(const std::filesystem::path& directory) {
  return fail(Fault::misuse, "topic.node", directory.string(),
              "this node's key is not registered in the ledger; two roots do that with `sillok keys register --kind "
              "node`, then it may record. It reads as it is");
}

Result<std::unique_ptr<TopicSequencer>> TopicSequencer::open(Ledger& ledger, const TopicAddress& address,
                                                             const Options& options) {
  SILLOK_TRY(node, node_signer(ledger.directory(), ledger.genesis()));
  SILLOK_TRY(sequencer, open_to_move(ledger, address, std::move(node), options));
  SILLOK_CHECK(sequencer->follower_->catch_up(options.patience));  // to where the key may have been registered
  SILLOK_CHECK(sequencer->check_may_write());
  return sequencer;
}

Result<std::unique_ptr<TopicSequencer>> TopicSequencer::open_to_move(Ledger& ledger, const TopicAddress& address,
                                                                     Signer node, const Options& options) {
  SILLOK_TRY(follower, Follower::open(ledger, address));
  SILLOK_TRY(writer, TopicWriter::open(address, {std::min(kDeliveryTimeout, options.patience), milliseconds{0}}));
  return std::unique_ptr<TopicSequencer>{
      new TopicSequencer{ledger, std::move(node), options, std::move(follower), std::move(writer)}};
}

Result<Ok> TopicSequencer::check_may_write() const {
  if (replica().heir()) return moved_elsewhere("topic");
  if (const auto& arriving = replica().arriving()) {
    return fail(Fault::unavailable, "topic.arriving", "topic",
                fmt::format("the ledger is still being moved into this topic, {} of {} events are there; `sillok "
                            "migrate` where it comes from goes on with that. Until then it is only read here",
                            ledger_.log().head().size, arriving->head.size));
  }
  if (replica().may_write(node_.public_key())) return Ok{};
  return is_no_node(ledger_.directory());
}

TopicSequencer::Batch TopicSequencer::batch_of(std::span<const BytesView> entries, std::span<const Hash> leaves) const {
  StreamedEntries streamed = stream_of(entries);
  Batch batch;
  batch.commit.base_size = ledger_.log().head().size;
  batch.commit.base_root = ledger_.log().head().root;
  batch.commit.root = ledger_.log().root_with(leaves);
  batch.commit.orders = std::move(streamed.orders);
  const std::size_t fixed = kFrameBytes + batch.commit.orders.size() * kStampBytes;
  SILLOK_INVARIANT(fixed < kSignedRecordBytesMax, "a batch has not so many orders");
  BytesView rest = streamed.stream;
  while (fixed + batch.parts.size() * sizeof(Hash) + rest.size() > kSignedRecordBytesMax) {
    const TopicPart part{Bytes{rest.substr(0, kPartBytesMax)}};
    rest.remove_prefix(part.stream.size());
    batch.commit.parts.push_back(part.name());
    batch.parts.push_back(write_signed_record(part, node_, ledger_.genesis().hash));
  }
  batch.commit.stream = rest;
  return batch;
}

Attempt::Sent TopicSequencer::send(std::span<const Bytes> records, std::optional<Error>& why) {
  auto worst = Attempt::Sent::kStored;
  const auto note = [&](const Error& error) {
    const bool unknown = error.fault == Fault::outcome_unknown;
    if (worst != Attempt::Sent::kUnknown) worst = unknown ? Attempt::Sent::kUnknown : Attempt::Sent::kNotStored;
    why = error;
  };
  std::size_t open = 0;
  const auto take_outcome = [&] {
    auto outcome = writer_->next_outcome(kDeliveryTimeout);
    while (!outcome) outcome = writer_->next_outcome(kDeliveryTimeout);  // every ticket gets one in its time
    --open;
    if (!outcome->stored) note(outcome->stored.error());
  };
  for (const Bytes& record : records) {
    auto ticket = writer_->send(record);
    while (!ticket && ticket.error().code == "topic.queue_full" && open > 0) {
      take_outcome();
      ticket = writer_->send(record);
    }
    if (ticket) ++open;
    else note(ticket.error());
  }
  while (open > 0) take_outcome();
  return worst;
}

Result<Appended> TopicSequencer::append(std::span<const BytesView> entries, std::span<const Hash> leaves,
                                        std::span<const RocksLog::IndexPut> index) {
  // The desk has let what it was about to record take effect already; others' events are judged without it.
  if (concerns_authority(entries)) SILLOK_CHECK(ledger_.reload_registry());
  return place(entries, leaves, Replica::Own{entries, leaves, index});
}

Result<Appended> TopicSequencer::bring(std::span<const BytesView> entries, std::span<const Hash> leaves) {
  return place(entries, leaves, std::nullopt);
}

Result<Ok> TopicSequencer::bring_beside(std::span<const TopicContent> contents) {
  std::vector<Bytes> records;
  for (const TopicContent& each : contents) records.push_back(write_signed_record(each, node_, ledger_.genesis().hash));
  std::optional<Error> why;
  if (send(records, why) != Attempt::Sent::kStored) return tl::unexpected{*why};
  return follower_->catch_up(options_.patience);
}

Result<Ok> TopicSequencer::depart(const Hash& heir) {
  const auto began = Clock::now();
  std::optional<Error> why;
  while (!replica().heir()) {
    if (Clock::now() - began > options_.deadline) {
      if (why) return tl::unexpected{*why};
      return fail(Fault::unavailable, "topic.not_recorded", "", "the topic did not take it in time; ask again");
    }
    const Bytes record =
        write_signed_record(TopicFence{replica().head().epoch + 1, heir}, node_, ledger_.genesis().hash);
    send({&record, 1}, why);
    // Stored or not: what counts is what is read.
    auto caught_up = follower_->catch_up(options_.patience);
    if (!caught_up && caught_up.error().fault != Fault::unavailable) return caught_up;
    if (!caught_up) why = caught_up.error();
  }
  if (*replica().heir() == heir) return Ok{};
  return moved_elsewhere("topic");
}

Result<Ok> TopicSequencer::give_way() {
  const std::uint64_t before = std::exchange(others_too_late_, follower_->others_too_late());
  const auto losers = static_cast<std::int64_t>(others_too_late_ - before);
  const auto until = Clock::now() + std::min<Clock::duration>(losers * 2 * time_of_a_commit_, kGivingWayMax);
  const std::uint64_t size = ledger_.log().head().size;
  while (ledger_.log().head().size == size) {
    const auto remaining = std::chrono::duration_cast<milliseconds>(until - Clock::now());
    if (remaining.count() <= 0) break;
    auto step = follower_->step(remaining);
    if (!step && step.error().fault != Fault::unavailable) return tl::unexpected{std::move(step).error()};
    if (!step) break;
  }
  return Ok{};
}

Result<Appended> TopicSequencer::place(std::span<const BytesView> entries, std::span<const Hash> leaves,
                                       const std::optional<Replica::Own>& own) {
  SILLOK_CHECK(follower_->catch_up(options_.patience));
  SILLOK_CHECK(give_way());
  if (ledger_.log().head().size != EventView::trust(entries.front()).position()) return Appended::kHeadMoved;

  Batch batch = batch_of(entries, leaves);
  Attempt attempt{replica().head(), EventView::trust(entries.front()).recorded_at(),
                  EventView::trust(entries.back()).recorded_at(), !batch.parts.empty()};
  Bytes commit;  // as it was sent last
  std::optional<Error> why;
  bool was_sent = false;
  const auto began = Clock::now();
  auto waiting_since = began, sent_at = began;
  for (;;) {
    if (Clock::now() - began > options_.deadline) attempt.give_up();
    if (Clock::now() - began > 2 * options_.deadline) {
      if (!was_sent && why) return tl::unexpected{*why};
      return fail(Fault::outcome_unknown, "topic.outcome_unknown", "",
                  "the broker did not say whether the orders were stored; ask again with the same command_id");
    }
    switch (attempt.next()) {
      case Attempt::Step::kSendParts: {
        SILLOK_CRASH_POINT("topic.before_parts");
        const auto sent = send(batch.parts, why);
        if (sent != Attempt::Sent::kStored && why && why->fault == Fault::misuse) return tl::unexpected{*why};
        attempt.sent(sent);
        break;
      }
      case Attempt::Step::kSendCommit: {
        batch.commit.epoch = attempt.claim().epoch;
        SILLOK_CRASH_POINT("topic.before_commit");
        sent_at = Clock::now();
        commit = write_signed_record(batch.commit, node_, ledger_.genesis().hash);
        const auto sent = send({&commit, 1}, why);
        if (sent == Attempt::Sent::kNotStored && !was_sent && why->fault == Fault::misuse) return tl::unexpected{*why};
        SILLOK_CRASH_POINT("topic.after_commit");
        was_sent = was_sent || sent != Attempt::Sent::kNotStored;
        attempt.sent(sent);
        waiting_since = Clock::now();
        break;
      }
      case Attempt::Step::kSendFence: {
        const Bytes fence = write_signed_record(TopicFence{attempt.fence().epoch}, node_, ledger_.genesis().hash);
        attempt.sent(send({&fence, 1}, why));
        waiting_since = Clock::now();
        break;
      }
      case Attempt::Step::kRead: {
        auto step = follower_->step(kStepPatience, commit, own);
        if (!step && step.error().fault != Fault::unavailable) return tl::unexpected{std::move(step).error()};
        if (step && step->took) {
          if (step->was_own) attempt.read_mine(replica().head(), step->verdict.value_or(Verdict::kRefused));
          else attempt.read(replica().head());
        } else if (Clock::now() - waiting_since > options_.patience) {
          attempt.patience_over();
        }
        break;
      }
      case Attempt::Step::kWon:
        SILLOK_CRASH_POINT("topic.after_win");
        time_of_a_commit_ = Clock::now() - sent_at;
        return Appended::kRecorded;
      case Attempt::Step::kLost: return Appended::kHeadMoved;
      case Attempt::Step::kVoid: return not_recorded(attempt);
    }
  }
}

}  // namespace sillok
