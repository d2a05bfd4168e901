#pragma once
// Which directory of views is the live one: named by a pointer file that is replaced atomically, so
// that a rebuild beside it switches at once or not at all. Directories of another version of the
// views, and half-built ones, are never live.
#include <filesystem>
#include <optional>

#include "ledger/base/result.h"

namespace sillok {

// Raised whenever the keys or values of a view change: older views are then built anew.
inline constexpr int kViewsVersion = 8;

// Nothing where there is none of this version.
std::optional<std::filesystem::path> live_views(const std::filesystem::path& dir);
// A path no directory has yet, for views to be built in.
std::filesystem::path next_views(const std::filesystem::path& dir);
// From now on `views` is live: durable before it returns.
Result<Ok> make_live(const std::filesystem::path& dir, const std::filesystem::path& views);
// Removes every directory of views but the live one.
void remove_dead_views(const std::filesystem::path& dir);

}  // namespace sillok
