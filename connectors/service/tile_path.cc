#include "connectors/service/tile_path.h"

#include <algorithm>
#include <charconv>

namespace sillok::service {
namespace {

constexpr std::uint32_t kTileHeight = 8;
constexpr std::uint64_t kLevelMax = 63;
constexpr std::size_t kGroup = 3;      // digits of the index in one part of the path
constexpr std::size_t kGroupsMax = 6;  // 10^18 tiles hold more leaves than a tree can have

bool are_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Decimal digits without a leading zero, at most `max`.
std::optional<std::uint64_t> read_number(std::string_view text, std::uint64_t max) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_plain = are_digits(text) && (text.size() == 1 || !text.starts_with('0'));
  if (error != std::errc{} || !is_plain || value > max) return std::nullopt;
  return value;
}

// `x001/x234/067`: no more parts than it takes.
std::optional<std::uint64_t> read_index(std::string_view text) {
  std::uint64_t value = 0;
  for (std::size_t count = 1;; ++count) {
    const std::size_t slash = text.find('/');
    const bool is_last = slash == std::string_view::npos;
    std::string_view part = text.substr(0, slash);
    if (!is_last) {
      if (!part.starts_with('x')) return std::nullopt;
      part.remove_prefix(1);
    }
    if (part.size() != kGroup || !are_digits(part) || count > kGroupsMax) return std::nullopt;
    if (count == 1 && !is_last && part == "000") return std::nullopt;
    for (const char digit : part) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
    if (is_last) return value;
    text.remove_prefix(slash + 1);
  }
}

}  // namespace

std::optional<TilePath> parse_tile_path(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto level = read_number(path.substr(0, slash), kLevelMax);
  if (!level) return std::nullopt;
  std::string_view index_text = path.substr(slash + 1);
  TilePath tile;
  tile.id.level = static_cast<std::uint32_t>(*level);
  constexpr std::string_view kPartial = ".p/";
  if (const std::size_t partial = index_text.find(kPartial); partial != std::string_view::npos) {
    const auto width = read_number(index_text.substr(partial + kPartial.size()), kTileWidth - 1);
    if (!width || *width == 0) return std::nullopt;
    tile.width = *width;
    index_text = index_text.substr(0, partial);
  }
  const auto index = read_index(index_text);
  if (!index) return std::nullopt;
  tile.id.index = *index;
  return tile;
}

bool is_within(const TilePath& tile, std::uint64_t size) {
  const std::uint32_t shift = kTileHeight * tile.id.level;
  const std::uint64_t hashes = shift >= 64 ? 0 : size >> shift;
  return tile.id.index < hashes / kTileWidth ||
         (tile.id.index == hashes / kTileWidth && tile.width <= hashes % kTileWidth);
}

}  // namespace sillok::service
