#include "projections/base/verified_scan.h"

#include <fmt/format.h>

#include "ledger/crypto/hash.h"

namespace sillok {

Result<Ok> verified_scan(const EventLog& log, Bookmark& bookmark, Position end,
                         const std::function<Result<Ok>(const EventView& event)>& each) {
  Result<Ok> outcome = Ok{};
  Instant last_recorded{INT64_MIN};
  const auto damaged = [&](Position position, const char* what) {
    outcome = fail(Fault::damaged, "log.damaged", fmt::format("position {}", position), what);
    return false;
  };
  SILLOK_CHECK(log.scan(bookmark.position, end, [&](Position position, BytesView entry) {
    if (position != bookmark.position) return damaged(bookmark.position, "the log gives another position in its place");
    const auto event = EventView::check(entry);
    if (!event) return damaged(position, "the entry can't be read as an event");
    if (event->position() != position) return damaged(position, "the event says another position");
    if (event->previous() != bookmark.last)
      return damaged(position, "the chain is broken: `previous` is not the hash of the event before");
    if (event->recorded_at() < last_recorded) return damaged(position, "recorded before the event before it");
    last_recorded = event->recorded_at();
    const Hash leaf = leaf_hash(entry);
    outcome = each(*event);
    if (!outcome) return false;
    bookmark = {position + 1, leaf};
    return true;
  }));
  if (outcome && bookmark.position < end) {
    return fail(Fault::damaged, "log.damaged", fmt::format("position {}", bookmark.position),
                "the log ends before its head");
  }
  return outcome;
}

}  // namespace sillok
