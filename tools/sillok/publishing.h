#pragma once
// Publishing the ledger together with the logs beside its events. On a replica those go through its topic, so that
// whoever publishes adds to the same ones (ledger/topic/beside.h).
#include "ledger/desk/access_log.h"
#include "tools/sillok/witnessing.h"

namespace sillok::cli {

// The checkpoint of the log, and the one of the log of persons whose newest entry commits to the same size.
struct BothCheckpoints {
  WitnessedCheckpoint events, persons;
};
// At the ledger's head. Fault::unavailable (persons.ahead) where others have published more than this ledger and its
// views show: open them anew. On a replica also as put_beside() says, and refused (ledger.moved).
Result<BothCheckpoints> publish_both(const Context& context, const Ledger& ledger, PersonsLog& persons);
// A ledger and its views at a head whose map of persons is published.
struct Published {
  OpenedLedger open;
  std::unique_ptr<PersonsLog> persons;
  BothCheckpoints both;
};
// Opened anew, some times over, as long as others publish more.
Result<Published> open_published(const Context& context);
// On a replica, for who can't add to the topic: at the newest size that was published, which may be before the head.
Result<Published> open_known(const Context& context);

// Enters a read into the log of reads (contract §3), before it is answered; gives its place there. On a replica
// Fault::unavailable (access.not_logged) where another read has come in between that is younger: ask again.
Result<Position> log_read(const Context& context, const Ledger& ledger, AccessLog& access, const ReadRecord& record);

// On a replica whose topic is over: the logs beside the events as far as it had them (ledger/topic/moving.h).
Result<Ok> take_home(const Ledger& ledger);

}  // namespace sillok::cli
