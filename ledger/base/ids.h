#pragma once
// Names of things (contract §1, §2).
#include <cstdint>
#include <string_view>

namespace sillok {

// Place of an event in the log: 0, 1, 2 … without gaps. Ours, never a Kafka offset.
using Position = std::uint64_t;
inline constexpr Position kNoPosition = ~Position{0};

// 1..64 of [A-Za-z0-9._:-]: persons, units, posts, orders, authorities, officers.
bool is_id(std::string_view text);

}  // namespace sillok
