#include "tools/sillok/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

namespace sillok::cli {
namespace {

constexpr std::int64_t kEveryMillis = 100;
constexpr int kBarWidth = 30;

std::int64_t millis_now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Progress::Progress(std::string what, std::uint64_t total)
    : what_(std::move(what)), total_(total), terminal_(::isatty(STDERR_FILENO) == 1) {}

void Progress::show(std::uint64_t done) {
  if (!terminal_ || millis_now() < next_millis_) return;
  next_millis_ = millis_now() + kEveryMillis;
  shown_ = true;
  if (total_ == 0) {
    fmt::print(stderr, "\r{} {}", what_, done);
  } else {
    const int filled = static_cast<int>(static_cast<double>(done) / static_cast<double>(total_) * kBarWidth);
    fmt::print(stderr, "\r{} [{:#<{}}{:.<{}}] {}/{}", what_, "", filled, "", kBarWidth - filled, done, total_);
  }
}

Progress::~Progress() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

}  // namespace sillok::cli
