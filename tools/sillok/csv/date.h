#pragma once
// Dates as a spreadsheet writes them: formats of YYYY, MM or M, DD or D and other characters as
// they are. Constant once made, then safe from any thread.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/date.h"

namespace sillok::cli {

class DateFormat {
 public:
  // Nothing where the format hasn't exactly one year, one month and one day.
  static std::optional<DateFormat> parse(std::string_view format);
  std::optional<Date> read(std::string_view text) const;
  const std::string& text() const { return text_; }

 private:
  struct Part {
    char what = 0;  // 'Y', 'M', 'D', or 0 for `literal`
    std::size_t digits_min = 0, digits_max = 0;
    std::string literal;
  };
  std::string text_;
  std::vector<Part> parts_;
};

struct DateFormats {
  std::vector<DateFormat> formats;  // tried in turn
  std::optional<Date> read(std::string_view text) const;
  // As the contract writes dates, else by the formats: for dates that stand in the map itself.
  std::optional<Date> read_own(std::string_view text) const;
  std::string names() const;
};

}  // namespace sillok::cli
