#pragma once
// Calendar days and instants; with calendar.h (lengths of time) the one place that computes dates (domain §0.1).
// Days are Korean days (Asia/Seoul). Intervals are half-open [from, to).
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sillok {

// A day, counted from 1970-01-01. Values from 0001-01-01 to 9999-12-31.
struct Date {
  std::int32_t days = 0;
  auto operator<=>(const Date&) const = default;
  Date next() const { return {days + 1}; }
  Date previous() const { return {days - 1}; }
};
inline constexpr Date kLastDay{2932896};              // 9999-12-31
inline constexpr Date kEndOfTime{kLastDay.days + 1};  // behind every day: an open end, never shown

struct YearMonthDay {
  int year, month, day;
};

// Strictly YYYY-MM-DD; nothing for 2023-02-29 or 0000-00-00.
std::optional<Date> parse_date(std::string_view text);
std::string to_string(Date date);
YearMonthDay split(Date date);
std::optional<Date> make_date(int year, int month, int day);
// Clamped to the end of the month: 01-31 + 1 month = 02-28 or 02-29.
Date add_months(Date date, int months);

// Microseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t micros = 0;
  auto operator<=>(const Instant&) const = default;
};

// RFC 3339 with `Z` or an offset, up to 6 digits of fraction.
std::optional<Instant> parse_instant(std::string_view text);
// Always UTC with six digits of fraction: 2024-03-02T01:02:03.000004Z.
std::string to_string(Instant instant);
// The Korean day of an instant, and the instant a Korean day begins.
Date korean_day(Instant instant);
// The same of seconds after 1970, as cosignatures carry them; nothing for others and what no Instant reaches.
std::optional<Date> korean_day_of_seconds(std::int64_t seconds);
Instant start_of_korean_day(Date date);
Instant wall_clock_now();

}  // namespace sillok
