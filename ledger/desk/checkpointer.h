#pragma once
// Publishes checkpoints, and never two that disagree (design 6): the newest one stands in a file
// beside the ledger, replaced only under a lock and only by one that contains it. A ledger that
// wakes up behind its own checkpoint refuses to sign.
#include <optional>
#include <string>

#include "ledger/desk/ledger.h"

namespace sillok {

// The signed note over the first `size` events (the whole log: head().size). Smaller sizes than the
// newest published one are signed after their root was checked to lead to it, and not stored.
Result<std::string> publish_checkpoint(const Ledger& ledger, std::uint64_t size);

// Keeps cosignatures: `note` is a checkpoint that publish_checkpoint() gave, with witnesses' lines behind it. It takes
// the place of the published one if that is of the same size; with `is_met` it becomes the last witnessed one, unless
// that is of more events already.
Result<Ok> keep_cosigned(const Ledger& ledger, const std::string& note, bool is_met);
// The newest checkpoint whose witnesses met the policy then; nothing where there was none.
Result<std::optional<std::string>> last_witnessed(const Ledger& ledger);

// Whether the newest published checkpoint holds and the log contains it; Ok where none was published.
Result<Ok> check_published(const Ledger& ledger);

}  // namespace sillok
