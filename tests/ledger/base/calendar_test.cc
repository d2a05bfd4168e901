#include "ledger/base/calendar.h"

#include <gtest/gtest.h>

namespace sillok {
namespace {

Date day(std::string_view text) { return parse_date(text).value(); }

TEST(Calendar, MonthsAreAddedFirstAndClamped) {
  EXPECT_EQ(to_string(add(day("2024-01-31"), {1, 0})), "2024-02-29");
  EXPECT_EQ(to_string(add(day("2024-01-31"), {1, 1})), "2024-03-01");
  EXPECT_EQ(to_string(add(day("2025-09-01"), {5, 10})), "2026-02-11");
  EXPECT_EQ(to_string(add(day("2023-04-15"), {0, -14})), "2023-04-01");
  EXPECT_EQ(add(day("9999-12-01"), {6, 0}), kLastDay);
  EXPECT_EQ(add(kEndOfTime, {-6, 0}), kEndOfTime);
}

TEST(Calendar, ALengthIsTheWholeMonthsThatFitAndTheDaysLeft) {
  struct Case {
    const char *from, *to;
    Span length;
  };
  const Case cases[] = {
      {"2024-09-01", "2024-12-01", {3, 0}},   {"2025-03-01", "2025-08-11", {5, 10}},
      {"2024-01-31", "2024-02-29", {1, 0}},  // the clamped month is whole
      {"2024-01-31", "2024-02-28", {0, 28}},  {"2024-02-29", "2025-02-28", {12, 0}},
      {"2024-02-29", "2025-02-27", {11, 29}}, {"2022-03-02", "2022-04-01", {0, 30}},
      {"2024-05-05", "2024-05-05", {0, 0}},   {"2024-05-06", "2024-05-05", {0, 0}},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(std::string{each.from} + " to " + each.to);
    EXPECT_EQ(span_between(day(each.from), day(each.to)), each.length);
  }
}

TEST(Calendar, AddingALengthLeadsBackToTheEnd) {
  for (int from = 19'000; from < 19'800; from += 7) {
    for (int to = from; to < from + 900; to += 11) {
      ASSERT_EQ(add(Date{from}, span_between(Date{from}, Date{to})), Date{to});
    }
  }
}

TEST(Calendar, SharesAreRoundedUpToDays) {
  EXPECT_EQ(share_of({12, 0}, 50), (Span{6, 0}));
  EXPECT_EQ(share_of({13, 0}, 50), (Span{6, 15}));
  EXPECT_EQ(share_of({0, 7}, 50), (Span{0, 4}));
  EXPECT_EQ(share_of({3, 1}, 100), (Span{3, 1}));
  EXPECT_EQ(share_of({3, 1}, 0), (Span{0, 0}));
}

TEST(Calendar, FirstOfTheMonth) {
  EXPECT_EQ(to_string(first_of_month_from(day("2022-04-01"))), "2022-04-01");
  EXPECT_EQ(to_string(first_of_month_from(day("2022-03-02"))), "2022-04-01");
  EXPECT_EQ(to_string(first_of_month_from(day("2022-12-31"))), "2023-01-01");
}

TEST(Calendar, PeriodsAreJoinedAndCut) {
  const Period january{day("2024-01-01"), day("2024-02-01")}, february{day("2024-02-01"), day("2024-03-01")},
      middle{day("2024-01-10"), day("2024-02-10")};
  EXPECT_EQ(joined({february, january}), (std::vector<Period>{{january.from, february.to}}));
  EXPECT_EQ(without({january, february}, {middle}),
            (std::vector<Period>{{january.from, middle.from}, {middle.to, february.to}}));
  EXPECT_EQ(without({middle}, {january, february}), std::vector<Period>{});
  EXPECT_EQ(without({middle}, {}), std::vector<Period>{middle});
  EXPECT_TRUE(common(january, february).is_empty());
  EXPECT_EQ(common(january, middle), (Period{middle.from, january.to}));
}

}  // namespace
}  // namespace sillok
