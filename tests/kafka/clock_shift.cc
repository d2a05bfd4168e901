// Loaded before a program: its clock of the day goes SILLOK_CLOCK_SHIFT seconds wrong, and no other clock of it does.
// libfaketime can't be had for that: it and jemalloc each want the other to be there first.
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>

extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
  const long failed = syscall(SYS_clock_gettime, clock, now);  // dlsym would want memory, and jemalloc wants the time
  if (failed == 0 && clock == CLOCK_REALTIME) {
    const char* shift = std::getenv("SILLOK_CLOCK_SHIFT");
    now->tv_sec += shift != nullptr ? std::strtol(shift, nullptr, 10) : 0;
  }
  return static_cast<int>(failed);
}
