#pragma once
// What text may stand in the ledger (contract §3), but for NFC: a body must mean the same to
// every release, and Unicode's tables grow, so NFC is asked of input and not of recorded bytes.
// Pure functions, safe from any thread.
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sillok {

inline constexpr std::size_t kTextCharactersMax = 2'000;
inline constexpr std::size_t kListCountMax = 1'024;
inline constexpr std::size_t kCareerCountMax = 64;
inline constexpr std::size_t kPatchCountMax = 32;
inline constexpr std::size_t kSealedCountMax = 32;

enum class TextFault : std::uint8_t {
  kNone,
  kEncoding,  // not UTF-8
  kControl,   // a control character, or one that turns the direction of writing
};

struct TextShape {
  TextFault fault = TextFault::kNone;
  bool ascii = true;
  std::size_t characters = 0;  // code points
};

TextShape shape_of(std::string_view text);
// What any text field may hold; and of that, what stands on one line.
bool is_text(std::string_view text);
bool is_line(std::string_view text);

// A file's text without the byte order mark that some editors write in front of it.
std::string_view without_byte_order_mark(std::string_view text);

}  // namespace sillok
