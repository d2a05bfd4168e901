#pragma once
// Lengths of time as the law counts them, in months and days (domain §0.1, §14.5; Civil Act §157). Periods are
// half-open [from, to). Pure; any thread.
#include <cstdint>
#include <vector>

#include "ledger/base/date.h"

namespace sillok {

// A length of calendar time: months are added first, then days. Either may be negative.
struct Span {
  std::int64_t months = 0, days = 0;
  bool operator==(const Span&) const = default;
  Span operator+(Span other) const { return {months + other.months, days + other.days}; }
  Span operator-(Span other) const { return {months - other.months, days - other.days}; }
};

struct Period {
  Date from, to;
  auto operator<=>(const Period&) const = default;
  bool is_empty() const { return to <= from; }
  bool has(Date day) const { return from <= day && day < to; }
};

// Months first (clamped to the end of the month), then days; never past kEndOfTime.
Date add(Date date, Span span);
// The whole months that fit between, and the days left over. Nothing where `to` is not behind `from`.
Span span_between(Date from, Date to);
inline Span length_of(Period period) { return span_between(period.from, period.to); }
// That share of a length; parts of a month are days of a thirtieth, and what is left of a day counts as one.
Span share_of(Span span, std::int64_t percent);
// As years, months and days of service are written: thirty days are a month.
Span in_whole_months(Span span);
// On that day where it is the 1st of a month, else on the next 1st.
Date first_of_month_from(Date day);

// What of a period lies before, and what behind, another one and so on: `periods` without `holes`, in order.
std::vector<Period> without(std::vector<Period> periods, const std::vector<Period>& holes);
// In order, touching and overlapping ones joined, empty ones left out.
std::vector<Period> joined(std::vector<Period> periods);
Period common(Period a, Period b);  // may be empty

}  // namespace sillok
