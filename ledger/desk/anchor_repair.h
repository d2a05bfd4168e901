#pragma once
// The way back after a power loss in the middle of an anchor's write (design 6). One slot holds: it
// is a head that this ledger's node signed. The other is rewritten with that same head, but only if
// nothing that was acknowledged can be missing from the log:
//
//   - the whole log verifies, and its root at the size of the slot that holds is the one signed there;
//   - the newest published checkpoint holds and the log contains it;
//   - the torn slot was not the newer one of a log that lost its end. The log is synced before the
//     anchor is written, batch by batch, so where the torn slot was the newer one the log goes on
//     behind the slot that holds. If it ends there, either the torn slot still says in plain text an
//     older head of this very log, or whoever runs the repair says what was acknowledged last.
//
// What lies behind the anchored head stays for the next writer to verify and take over, as after
// any crash. Nothing else is written, and a killed repair is simply run again.
#include <filesystem>
#include <optional>

#include "ledger/desk/log_verifier.h"
#include "ledger/log/head_anchor.h"

namespace sillok {

struct AnchorRepair {
  bool repaired = false;  // false: both slots hold, there was nothing to do
  AnchoredHead head;      // what both slots say now
  std::uint64_t log_size = 0;
};

// Takes the writer's lock (Fault::unavailable where it is held). Fault::damaged where the log or both
// slots do not hold, Fault::refused `anchor.not_repairable` where the log may have lost its end.
// `acknowledged`: the size (`checkpoint_size`) of the last receipt, known from elsewhere.
Result<AnchorRepair> repair_anchor(const std::filesystem::path& directory, std::optional<std::uint64_t> acknowledged,
                                   const LogVerifier::Progress& progress = {});

}  // namespace sillok
