#include "ledger/base/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

namespace sillok {
namespace {

std::error_code said() { return {errno, std::generic_category()}; }

std::error_code write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return said();
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::error_code fill(int file, std::string_view content, unsigned mode) {
  if (::fchmod(file, mode) != 0) return said();
  if (const auto failed = write_all(file, content)) return failed;
  return ::fsync(file) == 0 ? std::error_code{} : said();
}

// The name of a file survives a crash only if its directory was synced too.
std::error_code sync_parent(const std::filesystem::path& path) {
  return sync_directory(path.has_parent_path() ? path.parent_path() : std::filesystem::path{"."});
}

}  // namespace

std::error_code create_durably(const std::filesystem::path& path, std::string_view content, unsigned mode) {
  // 0600 until fchmod: a secret is never readable by others, not even for a moment.
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return said();
  auto failed = fill(file, content, mode);
  if (::close(file) != 0 && !failed) failed = said();
  if (!failed) failed = sync_parent(path);
  // Half a file is of no use to anyone; the first failure is the one to tell.
  if (failed) ::unlink(path.c_str());
  return failed;
}

std::error_code rename_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return said();
  return sync_parent(to);
}

std::error_code replace_durably(const std::filesystem::path& path, std::string_view content, unsigned mode) {
  const std::filesystem::path fresh = path.string() + ".new";
  std::error_code none_left;
  std::filesystem::remove(fresh, none_left);  // of a process that was killed in between
  if (const auto failed = create_durably(fresh, content, mode)) return failed;
  return rename_durably(fresh, path);
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

bool can_see(const std::filesystem::path& path) {
  std::error_code unknown;
  return std::filesystem::exists(path, unknown);
}

std::error_code create_directories_durably(const std::filesystem::path& path) {
  std::error_code error;
  if (path.empty() || std::filesystem::is_directory(path, error)) return {};
  if (const auto failed = create_directories_durably(path.parent_path())) return failed;
  std::filesystem::create_directory(path, error);
  return error ? error : sync_parent(path);
}

std::error_code remove_durably(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  return error ? error : sync_parent(path);
}

std::error_code sync_directory(const std::filesystem::path& path) {
  const int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return said();
  const auto outcome = ::fsync(directory) == 0 ? std::error_code{} : said();
  ::close(directory);
  return outcome;
}

}  // namespace sillok
