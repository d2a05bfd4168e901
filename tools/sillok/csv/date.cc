#include "tools/sillok/csv/date.h"

#include <algorithm>

namespace sillok::cli {

std::optional<DateFormat> DateFormat::parse(std::string_view format) {
  DateFormat out;
  out.text_ = format;
  std::string seen;
  while (!format.empty()) {
    const char first = format.front();
    const std::size_t count = std::min(format.find_first_not_of(first), format.size());
    if (first != 'Y' && first != 'M' && first != 'D') {
      out.parts_.push_back({0, 0, 0, std::string{format.substr(0, count)}});
    } else {
      if (first == 'Y' ? count != 4 : count > 2) return std::nullopt;
      seen += first;
      out.parts_.push_back({first, count, std::max<std::size_t>(count, 2), {}});
    }
    format.remove_prefix(count);
  }
  std::sort(seen.begin(), seen.end());
  if (seen != "DMY") return std::nullopt;
  return out;
}

std::optional<Date> DateFormat::read(std::string_view text) const {
  int year = 0, month = 0, day = 0;
  for (const Part& part : parts_) {
    if (part.what == 0) {
      if (!text.starts_with(part.literal)) return std::nullopt;
      text.remove_prefix(part.literal.size());
      continue;
    }
    int& number = part.what == 'Y' ? year : part.what == 'M' ? month : day;
    std::size_t digits = 0;
    for (; digits < part.digits_max && digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
      number = number * 10 + (text[digits] - '0');
    }
    if (digits < part.digits_min) return std::nullopt;
    text.remove_prefix(digits);
  }
  return text.empty() ? make_date(year, month, day) : std::nullopt;
}

std::optional<Date> DateFormats::read(std::string_view text) const {
  for (const DateFormat& format : formats) {
    if (const auto date = format.read(text)) return date;
  }
  return std::nullopt;
}

std::optional<Date> DateFormats::read_own(std::string_view text) const {
  const auto date = parse_date(text);
  return date ? date : read(text);
}

std::string DateFormats::names() const {
  std::string out;
  for (const DateFormat& format : formats) out += (out.empty() ? "" : " or ") + format.text();
  return out;
}

}  // namespace sillok::cli
