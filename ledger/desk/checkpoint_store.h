#pragma once
// Where a ledger keeps its published checkpoints: in its own directory, or apart from it, in the directory that the
// file `checkpoint.store` names (another disk, another machine). What stands apart is not set back with the ledger, and
// so shows a ledger that was (design 6). Files there are swapped one at a time under a lock, `checkpoint.lock`.
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/desk/ledger_files.h"

namespace sillok {

inline constexpr const char* kStoreFile = "checkpoint.store";

// Fault::unavailable (checkpoint.store) where it is not there now: a store that is named is never taken for empty.
Result<std::filesystem::path> checkpoint_store(const std::filesystem::path& ledger_directory);
bool is_store_apart(const std::filesystem::path& ledger_directory);

// A ledger that went into a topic says so in a store apart: a copy of it from before is none to record in, wherever it
// came from. Nothing to do where there is no such store.
Result<Ok> tell_store_moved(const std::filesystem::path& ledger_directory);
Result<Ok> tell_store_is_home(const std::filesystem::path& ledger_directory);
// Fault::refused (ledger.moved) where it does, and this directory is no replica of a topic.
Result<Ok> check_store_not_moved(const std::filesystem::path& ledger_directory);

// Uses a store again that was this ledger's before it was restored, if it knows of nothing newer.
class Ledger;
Result<Ok> use_store(const Ledger& ledger, const std::filesystem::path& store);

// Copies what was published into `apart`, which may hold this ledger's checkpoints already, and uses it from now on.
// The newer of two stays, and each must be part of this ledger's past (published_in()). `newest`: where the store so
// far is lost, the newest checkpoint that was ever published, by the word of whoever names it. Fault::misuse
// (checkpoint.store) where it can't be a store apart, refused (ledger.restored) for a ledger that is held.
Result<Ok> place_checkpoints(const Ledger& ledger, const std::filesystem::path& apart,
                             const std::optional<std::string>& newest);

}  // namespace sillok
