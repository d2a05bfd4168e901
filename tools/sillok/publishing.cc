#include "tools/sillok/publishing.h"

#include "ledger/crypto/keys.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/topic/beside.h"
#include "ledger/topic/replica.h"
#include "tools/sillok/replica.h"

namespace sillok::cli {
namespace {

constexpr int kAttempts = 5;  // while other nodes publish, or log reads

// Puts it into the topic, and gives the log of this replica as it is once the topic was read behind that.
Result<std::unique_ptr<RocksLog>> log_behind(const Context& context, const Ledger& ledger,
                                             const std::variant<TopicMark, TopicRead>& content) {
  if (ledger.anchored().moved) return moved_elsewhere(context.directory);
  if (context.offline)
    return fail(Fault::unavailable, "broker.unreachable", context.directory,
                "what a replica publishes goes through its topic; ask again without --offline");
  SILLOK_CHECK(put_beside(ledger, content));
  SILLOK_CHECK(catch_up(context));
  return RocksLog::open(ledger.directory() / "log", Access::kRead);
}

Result<Ok> mark_persons(const Context& context, const Ledger& ledger, PersonsLog& persons) {
  const std::uint64_t size = ledger.log().head().size;
  SILLOK_CHECK(persons.follow(ledger.log()));
  SILLOK_TRY(known, persons.covered());
  if (known == size) return Ok{};
  SILLOK_TRY(rows, log_behind(context, ledger, TopicMark{size}));
  SILLOK_CHECK(persons.follow(*rows));
  SILLOK_TRY(covered, persons.covered());
  if (covered == size) return Ok{};
  return fail(Fault::unavailable, "persons.ahead", kPersonsLog.data(),
              "another node has published more meanwhile, or the topic could not be read to its end; run the same "
              "command again");
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
  TopicRead read{{}, encode(record)};
  const Bytes name = random_bytes(read.nonce.size());
  std::copy(name.begin(), name.end(), read.nonce.begin());
  SILLOK_TRY(rows, log_behind(context, ledger, read));
  SILLOK_CHECK(access.follow(*rows));
  SILLOK_TRY(position, access.position_of(record));
  if (position) return *position;
  return fail(Fault::unavailable, "access.not_logged", kAccessLog.data(),
              "the topic has not taken what is to be read into the log of reads; run the same command again");
}

Result<Ok> take_home(const Ledger& ledger) {
  const auto reached = Replica::reached(ledger.log());
  if (!reached) return Ok{};  // done in a run that was cut off behind it
  if (reached->reads > 0) {
    SILLOK_TRY(access, AccessLog::open(ledger));
    SILLOK_CHECK(access.follow(ledger.log()));
  }
  if (reached->marks == 0) return Ok{};
  SILLOK_TRY(views, open_views(ledger));
  SILLOK_TRY(persons, PersonsLog::open(ledger, *views));
  SILLOK_CHECK(persons->follow(ledger.log()));
  // At home no size is committed to that was not published here.
  SILLOK_TRY(both, sign_both(ledger, *persons, ledger.log().head().size));
  warn(both.events);
  warn(both.persons);
  return Ok{};
}

}  // namespace sillok::cli
