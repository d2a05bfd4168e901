#include "ledger/base/date.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <chrono>

namespace sillok {
namespace {

// Two digits more than one reads: -1 where a character is no digit.
int number(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

const date::time_zone& seoul() {
  static const date::time_zone* zone = date::locate_zone("Asia/Seoul");
  return *zone;
}

using Micros = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

}  // namespace

std::optional<Date> make_date(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || day < 1) return std::nullopt;
  const date::year_month_day ymd{date::year{year}, date::month{static_cast<unsigned>(month)},
                                 date::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return Date{static_cast<std::int32_t>(date::sys_days{ymd}.time_since_epoch().count())};
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return make_date(number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2)));
}

YearMonthDay split(Date date) {
  const date::year_month_day ymd{date::sys_days{date::days{date.days}}};
  return {int(ymd.year()), static_cast<int>(unsigned(ymd.month())), static_cast<int>(unsigned(ymd.day()))};
}

std::string to_string(Date date) {
  const auto [year, month, day] = split(date);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

Date add_months(Date date, int months) {
  const auto [year, month, day] = split(date);
  const int total = year * 12 + (month - 1) + months;
  const date::year to_year{total / 12};
  const date::month to_month{static_cast<unsigned>(total % 12 + 1)};
  const auto last = static_cast<int>(unsigned((to_year / to_month / date::last).day()));
  return make_date(total / 12, total % 12 + 1, day < last ? day : last).value_or(kLastDay);
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const auto day = parse_date(text.substr(0, 10));
  const int hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2)), second = number(text.substr(17, 2));
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
  std::size_t at = 19;
  std::int64_t micros = 0;
  if (text[at] == '.') {
    std::size_t digits = 0;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
      if (digits >= 6) return std::nullopt;
      micros = micros * 10 + (text[at] - '0');
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 6; ++digits) micros *= 10;
  }
  if (at >= text.size()) return std::nullopt;
  std::int64_t offset_minutes = 0;
  const std::string_view zone = text.substr(at);
  if (zone != "Z" && zone != "z") {
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
    const int hours = number(zone.substr(1, 2)), minutes = number(zone.substr(4, 2));
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    offset_minutes = (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  const std::int64_t seconds =
      std::int64_t{day->days} * 86400 + hour * 3600 + minute * 60 + second - offset_minutes * 60;
  return Instant{seconds * 1'000'000 + micros};
}

std::string to_string(Instant instant) {
  std::int64_t days = instant.micros / 86'400'000'000, rest = instant.micros % 86'400'000'000;
  if (rest < 0) rest += 86'400'000'000, --days;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", to_string(Date{static_cast<std::int32_t>(days)}),
                     rest / 3'600'000'000, rest / 60'000'000 % 60, rest / 1'000'000 % 60, rest % 1'000'000);
}

Date korean_day(Instant instant) {
  const Micros point{std::chrono::microseconds{instant.micros}};
  const auto local = date::floor<date::days>(seoul().to_local(point));
  return Date{static_cast<std::int32_t>(local.time_since_epoch().count())};
}

std::optional<Date> korean_day_of_seconds(std::int64_t seconds) {
  constexpr std::int64_t kMicroseconds = 1'000'000;
  if (seconds <= 0 || INT64_MAX / kMicroseconds < seconds) return std::nullopt;
  return korean_day(Instant{seconds * kMicroseconds});
}

Instant start_of_korean_day(Date date) {
  const date::local_days local{date::days{date.days}};
  const auto point = seoul().to_sys(local, date::choose::earliest);
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(point.time_since_epoch()).count()};
}

Instant wall_clock_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

}  // namespace sillok
