#pragma once
// A replica's directory has one writer at a time, and following is writing. Who keeps it current for long gives way to
// who has something to record. Safe from several processes.
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

#include "ledger/desk/ledger.h"

namespace sillok {

// Opens it, by that function, as soon as whoever holds it has given way; ledger.locked where that takes too long.
Result<std::unique_ptr<Ledger>> take_turn(const std::filesystem::path& directory,
                                          const std::function<Result<std::unique_ptr<Ledger>>()>& open,
                                          std::chrono::milliseconds patience);

// Whether somebody waits for it: who holds it should let it go, and take a turn again a moment later.
bool is_turn_wanted(const std::filesystem::path& directory);

}  // namespace sillok
