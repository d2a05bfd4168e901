#pragma once
// Text in columns of a terminal, where Hangul and Hanja take two.
#include <string>
#include <string_view>
#include <vector>

namespace sillok::cli {

std::size_t display_width(std::string_view text);

// The text in lines of at most `width` columns (2 or more), broken between words; a word that is
// wider is broken where it must be. Lines are parted by '\n'.
std::string wrapped(std::string_view text, std::size_t width);

// How wide each text may be if all together may take `available`: the narrow ones what they need,
// the others the same share, but never less than `floor`.
std::vector<std::size_t> shared_widths(const std::vector<std::size_t>& wanted, std::size_t available,
                                       std::size_t floor);

}  // namespace sillok::cli
