#include "ledger/crypto/secret_pool.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <thread>

namespace sillok {
namespace {

constexpr std::size_t kSlotBytes = 32;
using Slot = std::shared_ptr<unsigned char>;

bool all_zero(const unsigned char* bytes) {
  return std::all_of(bytes, bytes + kSlotBytes, [](unsigned char byte) { return byte == 0; });
}

TEST(SecretPool, SlotsAreZeroedApartAndWipedWhenGivenBack) {
  SecretPool pool(kSlotBytes);
  std::set<std::uintptr_t> places;
  std::vector<Slot> slots;
  for (int i = 0; i < 5000; ++i) {
    slots.push_back(pool.take());
    ASSERT_TRUE(all_zero(slots.back().get()));
    std::fill_n(slots.back().get(), kSlotBytes, static_cast<unsigned char>(0xa5));
    const auto place = reinterpret_cast<std::uintptr_t>(slots.back().get());
    const auto next = places.lower_bound(place);
    ASSERT_TRUE(next == places.end() || *next >= place + kSlotBytes);
    ASSERT_TRUE(next == places.begin() || *std::prev(next) + kSlotBytes <= place);
    places.insert(place);
  }
  EXPECT_EQ(pool.use().slots_out, 5000u);
  // The pages stay mapped as long as the pool lives, so looking is allowed.
  std::vector<const unsigned char*> raw;
  for (const Slot& slot : slots) raw.push_back(slot.get());
  const Slot shared = slots.front();
  slots.clear();
  EXPECT_EQ(pool.use().slots_out, 1u);
  EXPECT_FALSE(all_zero(shared.get())) << "still owned";
  for (std::size_t i = 1; i < raw.size(); ++i) ASSERT_TRUE(all_zero(raw[i]));
}

TEST(SecretPool, GivenBackSlotsAreUsedAgain) {
  SecretPool pool(kSlotBytes);
  for (int i = 0; i < 100'000; ++i) pool.take();
  EXPECT_EQ(pool.use().chunks_locked + pool.use().chunks_unlocked, 1u);
}

TEST(SecretPool, ServesSeveralThreads) {
  SecretPool pool(kSlotBytes);
  std::vector<std::thread> threads;
  for (unsigned char mark = 1; mark <= 4; ++mark) {
    threads.emplace_back([&pool, mark] {
      for (int round = 0; round < 50; ++round) {
        std::vector<Slot> mine;
        for (int i = 0; i < 100; ++i) {
          mine.push_back(pool.take());
          std::fill_n(mine.back().get(), kSlotBytes, mark);
        }
        for (const Slot& slot : mine) {
          ASSERT_TRUE(std::all_of(slot.get(), slot.get() + kSlotBytes, [&](unsigned char b) { return b == mark; }));
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(pool.use().slots_out, 0u);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SILLOK_MLOCK_REPLACED 1
#else
#define SILLOK_MLOCK_REPLACED 0
#endif

// The flags the kernel keeps for the pages around an address, e.g. "rd wr lo dd".
std::string page_flags(const void* at) {
  std::ifstream maps("/proc/self/smaps");
  bool inside = false;
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t begin = 0, end = 0;
    char dash = 0;
    std::istringstream range(line);
    if (range >> std::hex >> begin >> dash >> end && dash == '-') {
      const auto address = reinterpret_cast<std::uintptr_t>(at);
      inside = begin <= address && address < end;
    } else if (inside && line.starts_with("VmFlags:")) {
      return line + ' ';
    }
  }
  return "";
}

TEST(SecretPool, PagesAreLockedAndKeptOutOfCoreDumps) {
  if (SILLOK_MLOCK_REPLACED) GTEST_SKIP() << "sanitizers replace mlock";
  SecretPool pool(kSlotBytes);
  const Slot slot = pool.take();
  const std::string flags = page_flags(slot.get());
  if (flags.empty()) GTEST_SKIP() << "this kernel shows no page flags";
  EXPECT_NE(flags.find(" lo "), std::string::npos) << flags;
  EXPECT_NE(flags.find(" dd "), std::string::npos) << flags;
}

TEST(SecretPoolDeathTest, RunningOverASlotIntoTheGuardPageStops) {
  SecretPool pool(kSlotBytes);
  const Slot first = pool.take();  // the first slot of the first chunk: a guard page is before it
  EXPECT_DEATH(*(static_cast<volatile unsigned char*>(first.get()) - 1) = 1, "");
}

// In a child process: the limit goes for all of it. Root may lock without limit, so the child is
// somebody else.
void limit_locking(rlim_t bytes) {
  const rlimit limit{bytes, bytes};
  if (setrlimit(RLIMIT_MEMLOCK, &limit) != 0) std::_Exit(90);
  if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0) std::_Exit(91);
}

TEST(SecretPoolDeathTest, SaysWhatToDoWhereNothingCanBeLocked) {
  if (SILLOK_MLOCK_REPLACED) GTEST_SKIP() << "sanitizers replace mlock";
  const auto check = [] {
    limit_locking(0);
    const auto refused = SecretPool::lockable();
    const bool named = !refused && refused.error().fault == Fault::misuse &&
                       refused.error().code == "crypto.memory_lock" &&
                       refused.error().message.find("RLIMIT_MEMLOCK") != std::string::npos;
    std::_Exit(named ? 0 : 1);
  };
  EXPECT_EXIT(check(), testing::ExitedWithCode(0), "");
  const auto use = [] {
    limit_locking(0);
    SecretPool pool(kSlotBytes);
    pool.take();
  };
  EXPECT_DEATH(use(), "memory can be locked");
}

TEST(SecretPoolDeathTest, GoesOnUnlockedBeyondTheLimit) {
  if (SILLOK_MLOCK_REPLACED) GTEST_SKIP() << "sanitizers replace mlock";
  const auto check = [] {
    limit_locking(100 * 1024);
    SecretPool pool(kSlotBytes);
    std::vector<Slot> slots;
    for (int i = 0; i < 10'000; ++i) slots.push_back(pool.take());
    const auto use = pool.use();
    const bool undumped =
        page_flags(slots.back().get()).find(" dd ") != std::string::npos || page_flags(&slots).empty();
    std::_Exit(use.chunks_locked == 3 && use.chunks_unlocked == 7 && undumped ? 0 : 1);
  };
  EXPECT_EXIT(check(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace sillok
