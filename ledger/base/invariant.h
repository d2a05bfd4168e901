#pragma once
// Our own mistakes. On in release: stop rather than sign something wrong.
#include <cstdio>
#include <cstdlib>

namespace sillok {

[[noreturn]] inline void invariant_broken(const char* condition, const char* why, const char* file, int line) {
  std::fprintf(stderr, "sillok: invariant broken at %s:%d: %s (%s)\n", file, line, condition, why);
  std::abort();
}

}  // namespace sillok

#define SILLOK_INVARIANT(condition, why) \
  ((condition) ? void(0) : ::sillok::invariant_broken(#condition, why, __FILE__, __LINE__))
