#include "ledger/event/text_rules.h"

#include <cstring>

namespace sillok {
namespace {

bool is_continuation(unsigned char byte) { return (byte & 0xc0) == 0x80; }

// U+0080..009F are controls; the rest turn the direction of what follows, so that a name can
// be shown as another one.
bool is_control_or_bidi(std::uint32_t c) {
  return (c >= 0x80 && c <= 0x9f) || c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

// Whether eight bytes are all printable ASCII.
bool eight_plain(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, 8);
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHigh = 0x8080808080808080;
  const std::uint64_t below_space = (word - 0x20 * kOnes) & ~word & kHigh;
  const std::uint64_t delete_char = ((word ^ (0x7f * kOnes)) - kOnes) & ~(word ^ (0x7f * kOnes)) & kHigh;
  return ((word & kHigh) | below_space | delete_char) == 0;
}

// Length of the character at `at` and its code point; length 0 where the bytes are no UTF-8.
struct Decoded {
  std::size_t length;
  std::uint32_t code;
};
Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned char lead = byte(0);
  const std::size_t left = text.size() - at;
  if (lead >= 0xc2 && lead <= 0xdf && left >= 2 && is_continuation(byte(1))) {
    return {2, (lead & 0x1fu) << 6 | (byte(1) & 0x3fu)};
  }
  if ((lead & 0xf0) == 0xe0 && left >= 3 && is_continuation(byte(1)) && is_continuation(byte(2))) {
    const std::uint32_t code = (lead & 0x0fu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu);
    if (code >= 0x800 && (code < 0xd800 || code > 0xdfff)) return {3, code};
  }
  if (lead >= 0xf0 && lead <= 0xf4 && left >= 4 && is_continuation(byte(1)) && is_continuation(byte(2)) &&
      is_continuation(byte(3))) {
    const std::uint32_t code =
        (lead & 0x07u) << 18 | (byte(1) & 0x3fu) << 12 | (byte(2) & 0x3fu) << 6 | (byte(3) & 0x3fu);
    if (code >= 0x10000 && code <= 0x10ffff) return {4, code};
  }
  return {0, 0};
}

}  // namespace

TextShape shape_of(std::string_view text) {
  TextShape shape;
  for (std::size_t at = 0; at < text.size();) {
    if (text.size() - at >= 8 && eight_plain(text.data() + at)) {
      at += 8;
      shape.characters += 8;
      continue;
    }
    const auto lead = static_cast<unsigned char>(text[at]);
    ++shape.characters;
    if (lead < 0x80) {
      if (lead < 0x20 || lead == 0x7f) {
        shape.fault = TextFault::kControl;
        return shape;
      }
      ++at;
      continue;
    }
    shape.ascii = false;
    const Decoded decoded = decode(text, at);
    if (decoded.length == 0 || is_control_or_bidi(decoded.code)) {
      shape.fault = decoded.length == 0 ? TextFault::kEncoding : TextFault::kControl;
      return shape;
    }
    at += decoded.length;
  }
  return shape;
}

bool is_text(std::string_view text) {
  constexpr std::size_t kBytesMax = 4;  // of a code point
  if (text.size() > kTextCharactersMax * kBytesMax) return false;
  const TextShape shape = shape_of(text);
  return shape.fault == TextFault::kNone && shape.characters <= kTextCharactersMax;
}

bool is_line(std::string_view text) { return is_text(text) && text.find('\n') == text.npos; }

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

}  // namespace sillok
