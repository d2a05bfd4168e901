#include "tools/sillok/wrap.h"

#include <wchar.h>

#include <algorithm>
#include <numeric>

namespace sillok::cli {
namespace {

// The first character of `text` and its width; a byte that is no text counts as one column.
struct Glyph {
  std::size_t bytes = 1, width = 1;
};

Glyph first_glyph(std::string_view text) {
  wchar_t character = 0;
  std::mbstate_t state{};
  const std::size_t bytes = ::mbrtowc(&character, text.data(), text.size(), &state);
  if (bytes == 0 || bytes > text.size()) return {};
  const int width = ::wcwidth(character);
  return {bytes, width < 0 ? 0 : static_cast<std::size_t>(width)};
}

// As many bytes as fit into `width`, at least one character.
std::size_t fitting_bytes(std::string_view text, std::size_t width) {
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const Glyph glyph = first_glyph(text.substr(bytes));
    if (bytes > 0 && glyph.width > width) break;
    width -= std::min(width, glyph.width);
    bytes += glyph.bytes;
  }
  return bytes;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Glyph glyph = first_glyph(text);
    width += glyph.width;
    text.remove_prefix(glyph.bytes);
  }
  return width;
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t used = 0;  // of the line being written
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    const std::size_t needed = display_width(word);
    if (used > 0 && used + 1 + needed > width) {
      out += '\n';
      used = 0;
    } else if (used > 0) {
      out += ' ';
      ++used;
    }
    while (used + display_width(word) > width) {
      const std::size_t bytes = fitting_bytes(word, width - used);
      out.append(word.substr(0, bytes));
      word.remove_prefix(bytes);
      used = 0;
      if (word.empty()) break;
      out += '\n';
    }
    out += word;
    used += display_width(word);
  }
  return out;
}

std::vector<std::size_t> shared_widths(const std::vector<std::size_t>& wanted, std::size_t available,
                                       std::size_t floor) {
  std::vector<std::size_t> narrow_first(wanted.size());
  std::iota(narrow_first.begin(), narrow_first.end(), 0);
  std::sort(narrow_first.begin(), narrow_first.end(),
            [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  std::vector<std::size_t> widths(wanted.size());
  std::size_t left = wanted.size();
  for (const std::size_t i : narrow_first) {
    widths[i] = std::min(wanted[i], std::max(floor, available / left));
    available -= std::min(available, widths[i]);
    --left;
  }
  return widths;
}

}  // namespace sillok::cli
