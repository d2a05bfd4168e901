#include "ledger/topic/turn.h"

#include <optional>
#include <thread>

#include "ledger/base/file_lock.h"

namespace sillok {
namespace {

constexpr std::chrono::milliseconds kStep{20};

// Held by who waits; of several one is enough.
std::filesystem::path wanted_path(const std::filesystem::path& directory) { return directory / "wanted"; }

}  // namespace

Result<std::unique_ptr<Ledger>> take_turn(const std::filesystem::path& directory,
                                          const std::function<Result<std::unique_ptr<Ledger>>()>& open,
                                          std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::optional<FileLock> wanted;
  for (;;) {
    auto ledger = open();
    if (ledger || ledger.error().code != "ledger.locked" || std::chrono::steady_clock::now() > deadline) return ledger;
    if (!wanted || !wanted->is_held()) wanted.emplace(wanted_path(directory), FileLock::Wait::kNo);
    std::this_thread::sleep_for(kStep);
  }
}

bool is_turn_wanted(const std::filesystem::path& directory) {
  return !FileLock{wanted_path(directory), FileLock::Wait::kNo}.is_held();
}

}  // namespace sillok
