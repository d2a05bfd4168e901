#include "ledger/event/plain_json.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>

namespace sillok {
namespace {

constexpr std::string_view kNumberCharacters = "+-.0123456789E";

// The end of the string that begins at `at`, behind its closing quote.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

// Doubles come with an exponent, whole numbers never do.
void append_number(std::string& out, std::string_view number) {
  double value = 0;
  std::array<char, 512> digits;  // the longest double in full has fewer
  if (number.find('E') != std::string_view::npos &&
      std::from_chars(number.begin(), number.end(), value).ec == std::errc{}) {
    const auto written = std::to_chars(digits.begin(), digits.end(), value, std::chars_format::fixed);
    number = {digits.data(), static_cast<std::size_t>(written.ptr - digits.data())};
  }
  out.append(number);
}

}  // namespace

std::string json_text(const boost::json::value& value) {
  const std::string text = boost::json::serialize(value);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (text[at] == '"') {
      at = end_of_string(text, at);
      out.append(text, begin, at - begin);
    } else if (text[at] == '-' || (text[at] >= '0' && text[at] <= '9')) {
      at = std::min(text.find_first_not_of(kNumberCharacters, at), text.size());
      append_number(out, std::string_view{text}.substr(begin, at - begin));
    } else {
      out.push_back(text[at++]);
    }
  }
  return out;
}

boost::json::value decimal_json(std::int64_t thousandths) {
  if (thousandths % 1000 == 0) return thousandths / 1000;
  return static_cast<double>(thousandths) / 1000;
}

}  // namespace sillok
