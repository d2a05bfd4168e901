#pragma once
// Working days and office hours of the demo. Public holidays are left out of account.
#include "ledger/base/date.h"

namespace sillok::demo {

inline bool is_workday(Date day) { return (day.days + 3) % 7 < 5; }  // 1970-01-01 was a Thursday
inline Date workday_from(Date day) {
  while (!is_workday(day)) day = day.next();
  return day;
}
inline Date plus(Date day, int days) { return {day.days + days}; }
// The first of a month on or after `day`.
inline Date first_from(Date day) {
  const auto parts = split(day);
  if (parts.day == 1) return day;
  return add_months(plus(day, 1 - parts.day), 1);
}
inline Date date_of(int yyyymmdd) {
  return make_date(yyyymmdd / 10'000, yyyymmdd / 100 % 100, yyyymmdd % 100).value_or(Date{});
}

}  // namespace sillok::demo
