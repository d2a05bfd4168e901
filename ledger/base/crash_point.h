#pragma once
// Named places of the append path where the crash tests pull the plug. A normal build holds no
// code for them. A build with SILLOK_CRASH_POINTS dies by SIGKILL when a point is passed for the
// n-th time, n from 1, as told by SILLOK_CRASH_AT=name:n in the environment. Thread-safe.
//
// Sites stand in .cc files only (a header would give two builds two meanings), and every name
// stands once, with its file, in tests/faults/points.txt: a test compares both.
#ifdef SILLOK_CRASH_POINTS
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string_view>

namespace sillok {

inline void crash_point(std::string_view name) {
  static const char* const told = std::getenv("SILLOK_CRASH_AT");
  if (told == nullptr) return;
  const std::string_view at{told};
  const std::size_t colon = at.rfind(':');
  if (colon == std::string_view::npos || at.substr(0, colon) != name) return;
  static const long wanted = std::atol(told + colon + 1);
  static std::atomic<long> passes{0};
  // Only one name can be told, so one count is enough.
  if (++passes == wanted) std::raise(SIGKILL);
}

}  // namespace sillok
#define SILLOK_CRASH_POINT(name) ::sillok::crash_point(name)
#else
#define SILLOK_CRASH_POINT(name) static_cast<void>(0)
#endif
