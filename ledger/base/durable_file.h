#pragma once
// Small files that must be there after a crash: their bytes are synced, and so is the directory
// that names them. Any thread may call these. Each gives an empty error code or what the system
// said; who calls knows what the file means and says it in an Error.
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace sillok {

// Makes a file that must not be there yet (std::errc::file_exists; a link counts as a file), with
// exactly these permission bits whatever the umask is. Nothing is left behind on failure.
[[nodiscard]] std::error_code create_durably(const std::filesystem::path& path, std::string_view content,
                                             unsigned mode);

// Puts the file `from` in the place of `to`: whoever looks finds the old one or the new one.
[[nodiscard]] std::error_code rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);

// A new file in the place of `path`, or of nothing: whoever looks finds the old one or the new one. By way of
// `path`.new, which only one process may use at a time.
[[nodiscard]] std::error_code replace_durably(const std::filesystem::path& path, std::string_view content,
                                              unsigned mode);

// A file or a directory with all that is in it, gone for good once this returns; also where it is gone already.
[[nodiscard]] std::error_code remove_durably(const std::filesystem::path& path);

// The whole of a small file; empty where it can't be read.
std::string content_of(const std::filesystem::path& path);

// Whether anything of that name can be seen.
bool can_see(const std::filesystem::path& path);

// Makes a directory and those above it that are missing, each name synced.
[[nodiscard]] std::error_code create_directories_durably(const std::filesystem::path& path);

// After it the names in that directory are safe.
[[nodiscard]] std::error_code sync_directory(const std::filesystem::path& path);

}  // namespace sillok
