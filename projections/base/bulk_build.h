#pragma once
// Builds all views of a log from nothing: one thread reads and verifies, two bring events in, each
// for its half of the persons; everything is sorted once at the end. Gives the same keys and
// values as growth does. What touches several persons waits for both and is done in between.
#include <filesystem>
#include <functional>

#include "ledger/log/event_log.h"

namespace sillok {

// Into `dir`, which must not exist; events below `end`.
Result<Ok> build_views(const std::filesystem::path& dir, const EventLog& log, Position end,
                       const std::function<void(Position done, Position size)>& progress);

}  // namespace sillok
