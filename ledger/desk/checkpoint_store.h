#pragma once
// Where a ledger keeps its published checkpoints: in its own directory, or apart from it, in the directory that the
// file `checkpoint.store` names (another disk, another machine). What stands apart is not set back with the ledger, and
// so shows a ledger that was (design 6). Files there are swapped one at a time under a lock, `checkpoint.lock`.
#include <filesystem>

#include "ledger/desk/ledger_files.h"

namespace sillok {

inline constexpr const char* kStoreFile = "checkpoint.store";

// Fault::unavailable (checkpoint.store) where it is not there now: a store that is named is never taken for empty.
Result<std::filesystem::path> checkpoint_store(const std::filesystem::path& ledger_directory);
bool is_store_apart(const std::filesystem::path& ledger_directory);

// Moves what was published into `apart`, which may hold this ledger's checkpoints already, and uses it from now on.
// Fault::misuse where it holds another ledger's.
class Ledger;
Result<Ok> place_checkpoints(const Ledger& ledger, const std::filesystem::path& apart);

}  // namespace sillok
