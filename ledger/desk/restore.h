#pragma once
// The way back from a backup (contract §2, design 6). What is put in place was verified as `verify` does it; what was
// there is set aside, never deleted; and no old head signs again: a restored ledger is *held* (the file RESTORED), read
// but never written, until something that was not restored with it shows that nothing published is missing:
//
//   its own head anchor and checkpoints, where the directory still has them;
//   its store of checkpoints, where that stands apart (checkpoint_store.h);
//   so many witnesses that no quorum can have cosigned more without one of them;
//   the newest checkpoint that was ever published, named by who vouches for that.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/desk/ledger.h"
#include "ledger/desk/log_verifier.h"

namespace sillok {

struct RestoreOrder {
  std::filesystem::path file, directory;
  std::optional<std::filesystem::path> vault;  // a backup of the vault
  std::optional<std::filesystem::path> keys;   // a folder with copies of the ledger's own key files
  std::vector<std::string_view> side_logs;     // those that may be in a backup
  // Where the backup must be of one ledger, whoever it says it is of.
  std::optional<Hash> genesis;
};

struct Restored {
  VerifyReport report;
  bool is_held = false;
  bool has_keys = false;            // own key files are there now
  bool has_vault = false;           // data keys, too
  std::filesystem::path set_aside;  // where what was there is now; empty: nothing was
};

// Into an absent or empty directory, or one of the same ledger whose head is not ahead of the backup's
// (Fault::refused: restore.behind, restore.forked, restore.other_ledger, restore.not_empty). Nothing is changed there
// before all of the backup was read and verified; killed in the middle, it says so and is run again.
Result<Restored> restore_ledger(const RestoreOrder& order, const LogVerifier::Progress& progress);

}  // namespace sillok
