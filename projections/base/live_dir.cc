#include "projections/base/live_dir.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>

namespace sillok {
namespace {

constexpr const char* kPointer = "LIVE";

std::string prefix() { return fmt::format("v{}-", kViewsVersion); }

tl::unexpected<Error> failure(const std::filesystem::path& path) {
  return fail(Fault::unavailable, "views.unavailable", path.string(),
              fmt::format("{}; check the disk and run the same command again", std::strerror(errno)));
}

Result<Ok> sync(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failure(path);
  const bool is_synced = ::fsync(file) == 0;
  ::close(file);
  if (!is_synced) return failure(path);
  return Ok{};
}

bool is_views_name(const std::string& name) {
  return name.size() > 1 && name[0] == 'v' && std::isdigit(static_cast<unsigned char>(name[1])) &&
         name.find('-') != std::string::npos;
}

}  // namespace

std::optional<std::filesystem::path> live_views(const std::filesystem::path& dir) {
  std::ifstream file(dir / kPointer);
  std::string name;
  if (!std::getline(file, name) || !name.starts_with(prefix())) return std::nullopt;
  std::error_code error;
  if (!std::filesystem::is_directory(dir / name, error)) return std::nullopt;
  return dir / name;
}

std::filesystem::path next_views(const std::filesystem::path& dir) {
  int highest = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(dir, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(prefix())) continue;
    int number = 0;
    std::from_chars(name.data() + prefix().size(), name.data() + name.size(), number);
    highest = std::max(highest, number);
  }
  return dir / fmt::format("{}{}", prefix(), highest + 1);
}

Result<Ok> make_live(const std::filesystem::path& dir, const std::filesystem::path& views) {
  const std::filesystem::path fresh = dir / "LIVE.new";
  {
    std::ofstream file(fresh, std::ios::trunc);
    file << views.filename().string() << '\n';
    file.flush();
    if (!file) return failure(fresh);
  }
  SILLOK_CHECK(sync(fresh));
  if (::rename(fresh.c_str(), (dir / kPointer).c_str()) != 0) return failure(fresh);
  return sync(dir);
}

void remove_dead_views(const std::filesystem::path& dir) {
  const auto live = live_views(dir);
  std::error_code error;  // what can't be removed now is removed at the next start
  for (const auto& entry : std::filesystem::directory_iterator(dir, error)) {
    const std::string name = entry.path().filename().string();
    if (is_views_name(name) && (!live || name != live->filename())) std::filesystem::remove_all(entry.path(), error);
  }
}

}  // namespace sillok
