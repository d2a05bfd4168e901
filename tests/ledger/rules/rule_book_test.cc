// Which row of which table decides, and who could know it when.
#include "ledger/rules/rule_book.h"

#include <gtest/gtest.h>

#include "ledger/rules/entitlements.h"
#include "ledger/rules/shipped_policies.h"
#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

using F = Field;

class Books {
 public:
  void adopt(const char* table, const char* valid_from, std::vector<std::string> rows, const char* recorded_on,
             const char* applies_by = "act") {
    PlainAct act;
    act.act = Act::kPolicyAdopted;
    act.effective_on = day(valid_from);
    act.data = {{F::kTable, table},
                {F::kValidFrom, days(valid_from)},
                {F::kAppliesBy, applies_by},
                {F::kRows, std::move(rows)},
                {F::kLegalReference, "DAPO:31"}};
    adopt(act, noon(recorded_on));
  }
  void adopt(const PlainAct& act, Instant recorded_at) {
    const Bytes body = body_of(act);
    book.adopt(Fact{next_++, recorded_at, BodyView::trust(body)});
  }
  std::optional<std::int64_t> value(const char* id, RuleQuery query, const char* known_on = "2030-01-01") const {
    const RuleRow* row = book.find("t", id, query, noon(known_on));
    return row == nullptr ? std::nullopt : row->value;
  }
  std::optional<std::int64_t> value(const char* id, const char* on, const char* known_on = "2030-01-01") const {
    return value(id, RuleQuery{day(on), std::nullopt, std::nullopt}, known_on);
  }

  RuleBook book;

 private:
  Position next_ = 1;
};

TEST(RuleBook, ALaterRowOfTheSameIdTakesOverOnItsDay) {
  Books books;
  books.adopt("t", "2012-03-30", {R"({"id":"7","value":24})", R"({"id":"8","value":18})"}, "2012-01-01");
  books.adopt("t", "2024-01-31", {R"({"id":"7","value":12})"}, "2012-01-01");
  EXPECT_EQ(books.value("7", "2012-03-29"), std::nullopt);
  EXPECT_EQ(books.value("7", "2012-03-30"), 24);
  EXPECT_EQ(books.value("7", "2024-01-30"), 24);
  EXPECT_EQ(books.value("7", "2024-01-31"), 12);
  EXPECT_EQ(books.value("8", "2024-01-31"), 18) << "rows of other ids stay";
  EXPECT_EQ(books.value("6", "2024-01-31"), std::nullopt);
}

TEST(RuleBook, ARowEndsOnItsLastDay) {
  Books books;
  books.adopt("t", "2020-01-01", {R"({"id":"a","value":1,"valid_to":"2022-01-01"})"}, "2019-01-01");
  EXPECT_EQ(books.value("a", "2021-12-31"), 1);
  EXPECT_EQ(books.value("a", "2022-01-01"), std::nullopt);
}

TEST(RuleBook, ARowIsKnownFromItsPromulgationAndNotBeforeItWasAdopted) {
  Books books;
  books.adopt("t", "2024-01-31", {R"({"id":"a","value":1,"promulgated_on":"2023-12-05"})"}, "2020-01-01");
  books.adopt("t", "2024-01-31", {R"({"id":"b","value":1,"promulgated_on":"2023-12-05"})"}, "2024-06-01");
  books.adopt("t", "2024-01-31", {R"({"id":"c","value":1})"}, "2020-01-01");
  EXPECT_EQ(books.value("a", "2024-02-01", "2023-12-04"), std::nullopt);
  EXPECT_EQ(books.value("a", "2024-02-01", "2023-12-05"), 1);
  EXPECT_EQ(books.value("b", "2024-02-01", "2024-05-31"), std::nullopt) << "adopted later";
  EXPECT_EQ(books.value("b", "2024-02-01", "2024-06-01"), 1);
  EXPECT_EQ(books.value("c", "2024-02-01", "2024-01-30"), std::nullopt) << "promulgated when it came into force";
  EXPECT_EQ(books.value("c", "2024-02-01", "2024-01-31"), 1);
}

TEST(RuleBook, ARowThatReachesBackHoldsForCasesOfBeforeOnceItIsInForce) {
  Books books;
  books.adopt("t", "2011-01-01", {R"({"id":"a","value":1})"}, "2010-01-01");
  books.adopt("t", "2025-01-07", {R"({"id":"a","value":36,"reach_back":true})"}, "2010-01-01");
  EXPECT_EQ(books.value("a", {day("2020-01-01"), day("2025-01-06"), std::nullopt}), 1);
  EXPECT_EQ(books.value("a", {day("2020-01-01"), day("2025-01-07"), std::nullopt}), 36);
  EXPECT_EQ(books.value("a", {day("2020-01-01"), std::nullopt, std::nullopt}), 1) << "not decided by a later day";
}

TEST(RuleBook, AProcedureBegunBeforeKeepsTheRowBeforeWhereTheRowSaysSo) {
  Books books;
  books.adopt("t", "2012-01-01", {R"({"id":"a","value":24})"}, "2010-01-01");
  books.adopt("t", "2024-01-31", {R"({"id":"a","value":12,"keeps_procedures":true})"}, "2010-01-01");
  EXPECT_EQ(books.value("a", {day("2024-03-01"), std::nullopt, day("2024-01-30")}), 24);
  EXPECT_EQ(books.value("a", {day("2024-03-01"), std::nullopt, day("2024-01-31")}), 12);
}

TEST(RuleBook, AdoptedAgainARowReplacesTheOneOfItsDay) {
  Books books;
  books.adopt("t", "2024-01-01", {R"({"id":"a","value":1})"}, "2020-01-01");
  books.adopt("t", "2024-01-01", {R"({"id":"a","value":2})"}, "2024-03-01");
  EXPECT_EQ(books.value("a", "2024-01-01", "2024-02-29"), 1);
  EXPECT_EQ(books.value("a", "2024-01-01", "2024-03-01"), 2);
}

TEST(RuleBook, WhatWasReplacedDoesNotReachBackAnyMore) {
  Books books;
  books.adopt("t", "2011-01-01", {R"({"id":"a","value":1})"}, "2010-01-01");
  books.adopt("t", "2025-01-07", {R"({"id":"a","value":36,"reach_back":true})"}, "2010-01-01");
  books.adopt("t", "2025-01-07", {R"({"id":"a","value":36})"}, "2025-03-01");
  const RuleQuery of_before{day("2020-01-01"), day("2025-02-01"), std::nullopt};
  EXPECT_EQ(books.value("a", of_before, "2025-02-28"), 36);
  EXPECT_EQ(books.value("a", of_before, "2025-03-01"), 1);
}

TEST(RuleBook, ARowThatCannotBeReadDecidesNothing) {
  Books books;
  books.adopt("t", "2024-01-01", {"no json", R"({"value":3})", R"({"id":"a","value":"x"})"}, "2020-01-01");
  EXPECT_EQ(books.value("a", "2024-01-01"), std::nullopt);
  EXPECT_EQ(books.book.rows("t").size(), 3u) << "kept and shown all the same";
}

// What was known stays known: whatever is recorded and adopted later, an answer of a past instant is the same.
TEST(RuleBook, LaterActsAndRowsLeaveEarlierAnswersAlone) {
  const auto shipped = shipped_policies();
  ASSERT_TRUE(shipped);
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    Telling telling;
    telling.recorded_from("2020-01-01");
    tell_at_random(telling, random, 80, 2);
    const Instant known_at = telling.acts().back().recorded_at;
    Books books;
    for (const PlainAct& act : *shipped) books.adopt(act, Instant{0});
    const RuleBook before = books.book;
    const Position size = telling.log.head().size;
    tell_at_random(telling, random, 40, 2);
    books.adopt("min_time_in_grade", "2011-01-01", {R"({"id":"7","value":1,"unit":"months"})"}, "2025-01-01");
    books.adopt("sanction_restriction", "1949-08-12", {R"({"id":"suspension","value":99,"unit":"months"})"},
                "2025-01-01");
    for (const char* person : {"P0", "P1"}) {
      for (const char* on : {"2012-01-01", "2013-06-30", "2019-12-31"}) {
        const PersonState then = fold(person, telling.acts(size), day(on));
        const Entitlements was = entitlements_of(then, Law{before, known_at}, day(on));
        const Entitlements is = entitlements_of(then, Law{books.book, known_at}, day(on));
        EXPECT_EQ(was.promotable_on, is.promotable_on);
        EXPECT_EQ(was.restricted_until, is.restricted_until);
        EXPECT_EQ(was.next_step_on, is.next_step_on);
        EXPECT_EQ(was.step, is.step);
        EXPECT_EQ(was.retires_on, is.retires_on);
        EXPECT_EQ(was.base_pay, is.base_pay);
      }
    }
  }
}

}  // namespace
}  // namespace sillok::testing
