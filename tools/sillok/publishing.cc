#include "tools/sillok/publishing.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/base/durable_file.h"
#include "ledger/crypto/checkpoint.h"
#include "ledger/crypto/keys.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/topic/beside.h"
#include "ledger/topic/replica.h"
#include "tools/sillok/replica.h"

namespace sillok::cli {
namespace {

constexpr int kAttempts = 5;  // while other nodes publish, or log reads

struct Behind {
  std::unique_ptr<RocksLog> log;  // of this replica, once the topic was read behind what was put there
  std::string put_aside;          // why that does not count; empty: it does, or it was not read yet
};
Result<Behind> log_behind(const Context& context, const Ledger& ledger,
                          const std::variant<TopicMark, TopicRead>& content) {
  if (ledger.anchored().moved) {
    // Away for good; or it was opened on its way into the topic, and has arrived since.
    SILLOK_TRY(now, Ledger::open(context.directory, Access::kRead));
    const bool is_away = now->anchored().moved && !can_see(moving_path(context.directory));
    if (is_away) return moved_elsewhere(context.directory);
    SILLOK_CHECK(check_may_add(*now));
  }
  if (context.offline)
    return fail(Fault::unavailable, "broker.unreachable", context.directory,
                "what a replica publishes goes through its topic; ask again without --offline");
  SILLOK_TRY(offset, put_beside(ledger, content));
  SILLOK_CHECK(catch_up(context));
  Behind out;
  SILLOK_TRY(log, RocksLog::open(ledger.directory() / "log", Access::kRead));
  out.log = std::move(log);
  SILLOK_TRY(aside, Replica::quarantine(*out.log));
  const auto found =
      std::find_if(aside.rbegin(), aside.rend(), [&](const auto& each) { return each.offset == offset; });
  if (found != aside.rend()) out.put_aside = found->reason;
  return out;
}

tl::unexpected<Error> not_taken(const Behind& behind) {
  if (behind.put_aside == "topic.clock")
    return fail(Fault::unavailable, "topic.clock", "",
                "this machine's clock is more than five minutes ahead of the broker's; set one of them right");
  if (behind.put_aside.empty())
    return fail(Fault::unavailable, "replica.behind", "",
                "who keeps this replica current has not read the topic to its end yet; run the same command again");
  return fail(
      Fault::unavailable, behind.put_aside, "",
      "the topic has put it aside: this node may not write it, or the ledger is on its way; `sillok replica` says "
      "more");
}

Result<Ok> mark_persons(const Context& context, const Ledger& ledger, PersonsLog& persons) {
  const std::uint64_t size = ledger.log().head().size;
  SILLOK_CHECK(persons.follow(ledger.log()));
  SILLOK_TRY(known, persons.covered());
  if (known == size) return Ok{};
  SILLOK_TRY(behind, log_behind(context, ledger, TopicMark{size}));
  SILLOK_CHECK(persons.follow(*behind.log));
  SILLOK_TRY(covered, persons.covered());
  if (covered == size) return Ok{};
  if (behind.put_aside != "persons.mark" && !(covered && *covered > size)) return not_taken(behind);
  return fail(Fault::unavailable, "persons.ahead", kPersonsLog.data(),
              "another node has published more meanwhile; run the same command again");
}

Result<BothCheckpoints> sign_both(const Ledger& ledger, const PersonsLog& persons, std::uint64_t size) {
  BothCheckpoints both;
  SILLOK_TRY(events, witnessed_checkpoint(ledger, Checkpoints{ledger}, size));
  both.events = std::move(events);
  SILLOK_TRY(of_persons, witnessed_checkpoint(ledger, Checkpoints{ledger, persons.log(), kPersonsLog}));
  both.persons = std::move(of_persons);
  return both;
}

}  // namespace

Result<BothCheckpoints> publish_both(const Context& context, const Ledger& ledger, PersonsLog& persons) {
  const std::uint64_t size = ledger.log().head().size;
  if (is_replica(ledger.directory())) {
    SILLOK_CHECK(mark_persons(context, ledger, persons));
  } else {
    // Its size is committed to beside it only once it was published.
    SILLOK_CHECK(Checkpoints{ledger}.publish(size));
    SILLOK_CHECK(persons.publish());
  }
  return sign_both(ledger, persons, size);
}

namespace {

Result<Published> open_unsigned(const Context& context) {
  Published out;
  SILLOK_TRY(open, open_to_read(context.directory));
  out.open = std::move(open);
  SILLOK_TRY(persons, PersonsLog::open(*out.open.ledger, *out.open.views));
  out.persons = std::move(persons);
  return out;
}

}  // namespace

Result<Published> open_known(const Context& context) {
  SILLOK_TRY(out, open_unsigned(context));
  SILLOK_CHECK(out.persons->follow(out.open.ledger->log()));
  SILLOK_TRY(covered, out.persons->covered());
  if (!covered)
    return fail(Fault::unavailable, "persons.unpublished", kPersonsLog.data(),
                "no node has published the map of persons in this ledger's topic yet; one that may record does so by "
                "`sillok checkpoint`");
  SILLOK_TRY(both, sign_both(*out.open.ledger, *out.persons, *covered));
  out.both = std::move(both);
  // Witnesses that know of more cosign an older size no more; what they cosigned then counts.
  for (WitnessedCheckpoint* each : {&out.both.events, &out.both.persons}) {
    if (each->is_met || !each->last_witnessed) continue;
    SILLOK_TRY(last, read_unverified_checkpoint(*each->last_witnessed));
    if (last.size != each->size) continue;
    each->note = *each->last_witnessed;
    each->is_met = true;
    each->warning.reset();
  }
  for (const WitnessedCheckpoint* each : {&out.both.events, &out.both.persons}) {
    if (each->is_met) continue;
    return fail(Fault::unavailable, "checkpoint.not_witnessed", fmt::format("size {}", each->size),
                "what was published last is not cosigned as this ledger's policy asks, and nothing newer can be "
                "published from here; ask again when the topic can be reached");
  }
  warn(out.both.events);
  warn(out.both.persons);
  return out;
}

Result<Published> open_published(const Context& context) {
  for (int attempt = 1;; ++attempt) {
    SILLOK_TRY(out, open_unsigned(context));
    auto both = publish_both(context, *out.open.ledger, *out.persons);
    if (!both && both.error().code == "persons.ahead" && attempt < kAttempts) continue;
    SILLOK_CHECK(both);
    out.both = *std::move(both);
    warn(out.both.events);
    warn(out.both.persons);
    return out;
  }
}

Result<Position> log_read(const Context& context, const Ledger& ledger, AccessLog& access, const ReadRecord& record) {
  if (!is_replica(ledger.directory())) return access.append(record);
  const TopicRead read{get_array<ReadNonce>(random_bytes(sizeof(ReadNonce))), encode(record)};
  SILLOK_TRY(behind, log_behind(context, ledger, read));
  SILLOK_CHECK(access.follow(*behind.log));
  if (!behind.put_aside.empty() && behind.put_aside != "access.time") return not_taken(behind);
  if (behind.put_aside.empty()) {
    SILLOK_TRY(position, access.position_of(record));
    if (position) return *position;
    return not_taken(behind);
  }
  return fail(Fault::unavailable, "access.not_logged", kAccessLog.data(),
              "another node has logged a younger read meanwhile; run the same command again");
}

Result<Ok> take_home(const Ledger& ledger) {
  const auto reached = Replica::reached(ledger.log());
  // Done in a run that was cut off behind it.
  if (!reached && reached.error().code == "topic.not_a_replica") return Ok{};
  SILLOK_CHECK(reached);
  if (reached->reads > 0) {
    SILLOK_TRY(access, AccessLog::open(ledger));
    SILLOK_CHECK(access.follow(ledger.log()));
  }
  SILLOK_CHECK(check_access_log(ledger));
  if (reached->marks == 0) {
    SILLOK_TRY(events, witnessed_checkpoint(ledger, Checkpoints{ledger}));
    warn(events);
    return Ok{};
  }
  SILLOK_TRY(views, open_views(ledger));
  SILLOK_TRY(persons, PersonsLog::open(ledger, *views));
  SILLOK_CHECK(persons->follow(ledger.log()));
  SILLOK_CHECK(check_published_persons(ledger));
  // At home no size is committed to that was not published here.
  SILLOK_TRY(both, sign_both(ledger, *persons, ledger.log().head().size));
  warn(both.events);
  warn(both.persons);
  return Ok{};
}

}  // namespace sillok::cli
