#pragma once
// How far a move came: the file MOVING of a directory (schemas/FORMAT.md, section 7), and the steps that each leave it
// whole. Not for two threads at once: who moves holds the ledger's lock, but for reading.
//   storage.failed  Fault::unavailable  a file could not be changed
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "ledger/desk/ledger.h"

namespace sillok {

// Of a topic its name alone: how to reach it is told anew.
struct MoveStage {
  std::string topic;      // that it goes to; empty: it comes home
  std::string heir;       // then: the name it leaves the topic for, in hexadecimal
  bool is_final = false;  // it may have arrived; or it has left the topic
  bool operator==(const MoveStage&) const = default;
};

// Of the one who records in the directory, and of the topic.
inline constexpr std::chrono::milliseconds kMovePatience{10'000};

// Nothing where no move was begun. Fault::damaged (ledger.moving) where it can't be read.
Result<std::optional<MoveStage>> read_move_stage(const std::filesystem::path& directory);
Result<Ok> write_move_stage(const std::filesystem::path& directory, const MoveStage& stage);
// The move is over.
Result<Ok> remove_move_stage(const std::filesystem::path& directory);

// Where the ledger is read back from its topic.
std::filesystem::path move_copy_path(const std::filesystem::path& directory);
Result<Ok> remove_move_copy(const std::filesystem::path& directory);

// What was read of a directory before it was locked.
struct MoveStanding {
  std::optional<MoveStage> begun;
  bool follows = false;  // it is a replica
  bool operator==(const MoveStanding&) const = default;
};
Result<MoveStanding> move_standing(const std::filesystem::path& directory);
// Locked, and still as it was; Fault::unavailable (ledger.locked) where another move has been at work since.
Result<std::unique_ptr<Ledger>> open_as_it_was(const std::filesystem::path& directory, const MoveStanding& before);

}  // namespace sillok
