#include "ledger/crypto/note.h"

#include <algorithm>
#include <charconv>

namespace sillok {
namespace {

// The limits of Go's implementation; the specification wants 16 signatures at least.
constexpr std::size_t kNoteBytesMax = 1'000'000;
constexpr std::size_t kSignaturesMax = 100;
constexpr std::string_view kDash = "\xe2\x80\x94 ";  // em dash, space
constexpr char32_t kBadCodePoint = 0xffffffff;

// Takes one code point off the front. Overlong forms, surrogates and values past U+10FFFF are bad.
char32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first >= 0xf8 || (first >= 0x80 && first < 0xc0) || text.size() < length) return kBadCodePoint;
  char32_t value = length == 1 ? first : first & (0x7fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return kBadCodePoint;
    value = value << 6 | (byte(i) & 0x3fu);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return kBadCodePoint;
  text.remove_prefix(length);
  return value;
}

// White_Space of the Unicode character database.
bool is_space(char32_t c) {
  return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
         c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

tl::unexpected<Error> malformed(const char* what) { return fail(Fault::malformed, "note.malformed", "", what); }

Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(kDash)) return malformed("a signature line starts with an em dash and a space");
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return malformed("a signature line is `— name base64`");
  const auto name = line.substr(0, space);
  if (!is_note_name(name)) return malformed("the key name of a signature is empty or has a space or plus");
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() < 5) return malformed("a signature is strict base64 of a key id and a signature");
  return NoteSignature{name, get_u32(*bytes), bytes->substr(4)};
}

}  // namespace

bool is_note_name(std::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const char32_t c = take_code_point(name);
    if (c == kBadCodePoint || c < 0x20 || c == '+' || is_space(c)) return false;
  }
  return true;
}

bool is_note_text(std::string_view text, bool lines) {
  while (!text.empty()) {
    const char32_t c = take_code_point(text);
    if (c == kBadCodePoint || (c < 0x20 && !(lines && c == '\n'))) return false;
  }
  return true;
}

Result<Note> parse_note(std::string_view note) {
  if (note.size() > kNoteBytesMax) return malformed("longer than 1,000,000 bytes");
  if (!is_note_text(note, true)) return malformed("not UTF-8, or a control character");
  // The last empty line parts text and signatures; the text itself may have empty lines.
  const std::size_t split = note.rfind("\n\n");
  if (split == std::string_view::npos) return malformed("no empty line before the signatures");
  Note parsed{note.substr(0, split + 1), {}};
  auto lines = note.substr(split + 2);
  if (!lines.ends_with('\n')) return malformed("no signature, or the last line is not ended");
  while (!lines.empty()) {
    if (parsed.signatures.size() == kSignaturesMax) return malformed("more than 100 signatures");
    const std::size_t end = lines.find('\n');
    SILLOK_TRY(signature, parse_signature(lines.substr(0, end)));
    parsed.signatures.push_back(std::move(signature));
    lines.remove_prefix(end + 1);
  }
  return parsed;
}

Result<std::uint64_t> parse_note_number(std::string_view digits) {
  std::uint64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  const bool leading_zero = digits.size() > 1 && digits.front() == '0';
  if (digits.empty() || error != std::errc{} || stop != end || leading_zero || value > INT64_MAX) {
    return malformed("a number is decimal, without sign or leading zeros, below 2^63");
  }
  return value;
}

Result<Hash> parse_note_hash(std::string_view base64) {
  const auto bytes = from_base64(base64);
  if (!bytes || bytes->size() != sizeof(Hash)) return malformed("a hash is strict base64 of 32 bytes");
  return get_array<Hash>(*bytes);
}

}  // namespace sillok
