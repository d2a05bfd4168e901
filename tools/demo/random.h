#pragma once
// splitmix64: the demo's only source of chance. Not for keys.
#include <cstdint>
#include <span>

namespace sillok::demo {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t x = state_ += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
  }
  // 0 .. count-1; count > 0.
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  // low .. high, both included.
  int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::uint64_t>(high - low + 1))); }
  bool chance(std::uint64_t per_million) { return below(1'000'000) < per_million; }
  template <class T, std::size_t N>
  const T& pick(const T (&list)[N]) {
    return list[below(N)];
  }

 private:
  std::uint64_t state_;
};

}  // namespace sillok::demo
