#include "ledger/base/calendar.h"

#include <algorithm>

namespace sillok {

Date add(Date date, Span span) {
  if (kEndOfTime <= date) return kEndOfTime;
  const std::int64_t days = std::int64_t{add_months(date, static_cast<int>(span.months)).days} + span.days;
  return Date{static_cast<std::int32_t>(std::min<std::int64_t>(days, kEndOfTime.days))};
}

Span span_between(Date from, Date to) {
  if (to <= from) return {};
  const auto [from_year, from_month, from_day] = split(from);
  const auto [to_year, to_month, to_day] = split(to);
  std::int64_t months = (to_year - from_year) * 12 + (to_month - from_month);
  if (to < add_months(from, static_cast<int>(months))) --months;
  return {months, to.days - add_months(from, static_cast<int>(months)).days};
}

Span share_of(Span span, std::int64_t percent) {
  if (percent >= 100) return span;
  if (percent <= 0) return {};
  const std::int64_t hundredths = span.months * percent;  // of a month
  const std::int64_t rest = (hundredths % 100) * 30 + span.days * percent;
  return {hundredths / 100, (rest + 99) / 100};
}

Span in_whole_months(Span span) {
  const std::int64_t carried = span.days >= 0 ? span.days / 30 : -((29 - span.days) / 30);
  return {span.months + carried, span.days - carried * 30};
}

Date first_of_month_from(Date day) {
  if (kEndOfTime <= day) return kEndOfTime;
  const Date first{day.days - (split(day).day - 1)};
  return first == day ? day : add_months(first, 1);
}

std::vector<Period> joined(std::vector<Period> periods) {
  std::erase_if(periods, [](const Period& each) { return each.is_empty(); });
  std::sort(periods.begin(), periods.end());
  std::vector<Period> out;
  for (const Period& each : periods) {
    if (!out.empty() && each.from <= out.back().to) {
      out.back().to = std::max(out.back().to, each.to);
    } else {
      out.push_back(each);
    }
  }
  return out;
}

std::vector<Period> without(std::vector<Period> periods, const std::vector<Period>& holes) {
  const std::vector<Period> cut = joined(holes);
  std::vector<Period> out;
  for (Period rest : joined(std::move(periods))) {
    for (const Period& hole : cut) {
      if (hole.to <= rest.from || rest.to <= hole.from) continue;
      if (rest.from < hole.from) out.push_back({rest.from, hole.from});
      rest.from = std::min(std::max(rest.from, hole.to), rest.to);
    }
    if (!rest.is_empty()) out.push_back(rest);
  }
  return out;
}

Period common(Period a, Period b) { return {std::max(a.from, b.from), std::min(a.to, b.to)}; }

}  // namespace sillok
