#pragma once
// One line of the workload, read where it stands. Only for what gen_events writes: flat JSON
// objects without escapes.
#include <charconv>
#include <cstdint>
#include <string_view>

namespace bench {

// The text of a member, quotes taken off; empty where it is absent.
inline std::string_view member(std::string_view line, std::string_view key) {
  for (std::size_t at = line.find(key); at != std::string_view::npos; at = line.find(key, at + 1)) {
    const std::size_t colon = at + key.size() + 1;
    if (at == 0 || line[at - 1] != '"' || colon >= line.size() || line[colon - 1] != '"' || line[colon] != ':') {
      continue;
    }
    std::size_t begin = colon + 1;
    const char end_mark = line[begin] == '"' ? '"' : ',';
    if (end_mark == '"') ++begin;
    std::size_t end = line.find(end_mark, begin);
    if (end == std::string_view::npos) end = line.find('}', begin);
    return line.substr(begin, end - begin);
  }
  return {};
}

inline std::uint64_t number(std::string_view line, std::string_view key) {
  const std::string_view text = member(line, key);
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace bench
