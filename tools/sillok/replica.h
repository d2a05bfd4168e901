#pragma once
// What a command does where the ledger's directory is a replica of a topic.
#include "tools/sillok/context.h"

namespace sillok::cli {

// Everything that was recorded before the call is in the directory after it, and its views know it; where another
// process keeps it current that is waited for. Nothing to do where the directory is no replica. Fault::unavailable
// where the topic can't be read: `--offline` answers from what is there, and tells on stderr up to when that goes.
Result<Ok> catch_up(const Context& context);

// Waits until the position that was asked for is there. Fault::unavailable (position.not_yet) where it doesn't come.
Result<Ok> wait_for_position(const Context& context);

// For a ledger that is open for writing: what others recorded is in it, and what it records goes through the topic.
Result<Ok> attach_to_topic(Ledger& ledger);

}  // namespace sillok::cli
