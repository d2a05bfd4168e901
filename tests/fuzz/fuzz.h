#pragma once
// What the fuzz targets share. A target is one function for libFuzzer, `LLVMFuzzerTestOneInput`; with
// mutate.cc as its main it also runs without libFuzzer, always with the same inputs.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace sillok::fuzz {

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// How many inputs were taken for what they should be: mutants that are all refused prove little.
inline long accepted = 0;

// A rule that must hold for every input; the input is told by whoever made it.
inline void must(bool holds, const char* rule) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: broken: %s\n", rule);
  std::abort();
}

}  // namespace sillok::fuzz
