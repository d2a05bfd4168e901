#pragma once
// The form that proofs of persons and capsules share: lines that begin with a word, and parts of so many bytes as the
// line before them says. Nothing stands between or behind them.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "ledger/crypto/note.h"

namespace sillok {

inline std::string write_part(std::string_view word, std::string_view bytes) {
  return fmt::format("{} {}\n{}", word, bytes.size(), bytes);
}

// Borrows the text.
class PartReader {
 public:
  explicit PartReader(std::string_view text) : text_(text), rest_(text) {}

  bool is_done() const { return rest_.empty(); }
  void skip(std::size_t bytes) { rest_.remove_prefix(bytes); }
  // All before the next line.
  std::string_view read_so_far() const { return text_.substr(0, text_.size() - rest_.size()); }
  bool is_next(std::string_view word) const {
    return rest_.starts_with(word) && rest_.substr(word.size()).starts_with(' ');
  }
  // The line behind its word; nothing where another one stands there.
  std::optional<std::string_view> line(std::string_view word) {
    const std::size_t end = rest_.find('\n');
    if (!is_next(word) || end == std::string_view::npos) return std::nullopt;
    const std::string_view found = rest_.substr(word.size() + 1, end - word.size() - 1);
    rest_.remove_prefix(end + 1);
    return found;
  }
  // So many bytes as the line behind the word says.
  std::optional<std::string_view> part(std::string_view word) {
    const auto size = line(word);
    if (!size) return std::nullopt;
    const auto count = parse_note_number(*size);
    if (!count || rest_.size() < *count) return std::nullopt;
    const std::string_view found = rest_.substr(0, *count);
    rest_.remove_prefix(*count);
    return found;
  }

 private:
  std::string_view text_, rest_;
};

}  // namespace sillok
