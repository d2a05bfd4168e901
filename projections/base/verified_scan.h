#pragma once
// Reads the log as a projector must: nothing is applied that does not hold (style (b) 5).
#include <functional>

#include "ledger/event/codec.h"
#include "ledger/log/event_log.h"
#include "projections/base/bookmark.h"

namespace sillok {

// Events from the bookmark to `end`: checked as events, positions dense, each `previous` the leaf
// hash of the event before, recorded_at never going back. Moves the bookmark along after `each`.
// Fault::damaged names the first position that does not hold.
Result<Ok> verified_scan(const EventLog& log, Bookmark& bookmark, Position end,
                         const std::function<Result<Ok>(const EventView& event)>& each);

}  // namespace sillok
