#pragma once
// Small text files of a ledger directory: a line that names the form, then `NAME VALUE` in one line each, in a fixed
// order, and nothing behind. Once something is missing, everything is.
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

namespace sillok {

class NamedLines {
 public:
  NamedLines(const std::string& text, std::string_view form) : lines_(text) { good_ = next_line() == form; }

  // Empty where the next line has another name.
  std::string take(std::string_view name) {
    std::string line = next_line();
    good_ = good_ && line.size() > name.size() + 1 && line.starts_with(name) && line[name.size()] == ' ';
    return good_ ? line.substr(name.size() + 1) : std::string{};
  }
  // Whether all were there so far, and no more is.
  bool are_all() {
    std::string rest;
    return good_ && !std::getline(lines_, rest);
  }

 private:
  std::string next_line() {
    std::string line;
    good_ = bool{std::getline(lines_, line)} && good_;
    return line;
  }

  std::istringstream lines_;
  bool good_ = true;
};

}  // namespace sillok
