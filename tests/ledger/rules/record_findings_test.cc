// What cannot be right in a record, and what a correction would break.
#include "ledger/rules/record_findings.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

using F = Field;

struct Found {
  std::string rule;
  std::vector<Position> positions;
  bool operator==(const Found&) const = default;
};
void PrintTo(const Found& found, std::ostream* out) {
  *out << found.rule;
  for (const Position position : found.positions) *out << " " << position;
}

std::vector<Found> found(std::string_view person, std::span<const StoredAct> acts) {
  std::vector<Found> out;
  for (const Finding& each : record_findings(person, acts)) {
    EXPECT_FALSE(each.message.empty()) << each.rule;
    EXPECT_FALSE(each.legal_reference.empty()) << each.rule;
    out.push_back({each.rule, each.positions});
  }
  return out;
}

void sanction(Telling& t, const char* on, const char* case_id) {
  t.tell(Act::kSanctioned, "P1", on,
         {{F::kCase, case_id},
          {F::kKind, "reprimand"},
          {F::kMisconduct, "general"},
          {F::kMisconductOn, days("2020-02-01")}});
}
void request(Telling& t, const char* on, const char* case_id) {
  t.tell(Act::kSanctionRequested, "P1", on,
         {{F::kCase, case_id},
          {F::kWeight, "light"},
          {F::kMisconduct, "general"},
          {F::kMisconductOn, days("2020-02-01")}});
}
void side(Telling& t, Act act, const char* on) { t.tell(act, "P1", on, {{F::kUnit, "U2"}, {F::kPost, "U2-X"}}); }

TEST(RecordFindings, OfActsAsTheyTakeEffect) {
  struct Case {
    const char* name;
    std::function<void(Telling&)> told;  // after a hire on 2020-01-01 at position 1, grade 9
    std::vector<Found> findings;
  };
  const Case cases[] = {
      {"an ordinary career",
       [](Telling& t) {
         t.promoted("P1", "2021-01-01", 8);
         request(t, "2021-02-01", "C1");
         sanction(t, "2021-03-01", "C1");
         side(t, Act::kConcurrentStarted, "2021-04-01");
         side(t, Act::kConcurrentEnded, "2021-05-01");
         t.tell(Act::kResigned, "P1", "2022-01-01");
         t.hired("P1", "2022-01-01");
       },
       {}},
      {"promoted before hired", [](Telling& t) { t.promoted("P1", "2019-12-31", 8); }, {{"state.not_active", {2}}}},
      {"promoted on the day of the hire", [](Telling& t) { t.promoted("P1", "2020-01-01", 8); }, {}},
      {"hired twice", [](Telling& t) { t.hired("P1", "2021-01-01"); }, {{"person.exists", {2}}}},
      {"a late resignation leaves the promotion behind",
       [](Telling& t) {
         t.promoted("P1", "2021-01-01", 8);
         t.tell(Act::kResigned, "P1", "2020-06-01");
       },
       {{"state.not_active", {2}}}},
      {"promoted to the same grade",
       [](Telling& t) { t.promoted("P1", "2021-01-01", 9); },
       {{"promotion.not_higher", {2, 1}}}},
      {"promoted downwards",
       [](Telling& t) {
         t.promoted("P1", "2021-01-01", 7);
         t.promoted("P1", "2022-01-01", 8);
       },
       {{"promotion.not_higher", {3, 2}}}},
      {"sanctioned without a request",
       [](Telling& t) { sanction(t, "2021-03-01", "C1"); },
       {{"sanction.without_request", {2}}}},
      {"sanctioned on a request of another case",
       [](Telling& t) {
         request(t, "2021-02-01", "C1");
         sanction(t, "2021-03-01", "C2");
       },
       {{"sanction.without_request", {3}}}},
      {"sanctioned before the request",
       [](Telling& t) {
         request(t, "2021-04-01", "C1");
         sanction(t, "2021-03-01", "C1");
       },
       {{"sanction.without_request", {3}}}},
      {"an annulled sanction needs no request",
       [](Telling& t) {
         sanction(t, "2021-03-01", "C1");
         t.annulled("P1", "2021-04-01", 2);
       },
       {}},
      {"a concurrent post ended before it began",
       [](Telling& t) {
         side(t, Act::kConcurrentStarted, "2021-06-01");
         side(t, Act::kConcurrentEnded, "2021-05-01");
       },
       {{"concurrent.ended_before_start", {2, 3}}}},
      {"an acting post ended before it began",
       [](Telling& t) {
         side(t, Act::kAssignedActing, "2021-06-01");
         side(t, Act::kActingEnded, "2021-05-01");
       },
       {{"acting.ended_before_start", {2, 3}}}},
      {"an end of what never began",
       [](Telling& t) { side(t, Act::kConcurrentEnded, "2021-05-01"); },
       {{"state.not_held", {2}}}},
      {"trained on the day a secondment ends, then returned",
       [](Telling& t) {
         t.tell(Act::kSeconded, "P1", "2020-02-01",
                {{F::kHost, "PMO"}, {F::kGround, "1"}, {F::kUntil, days("2021-01-01")}});
         t.tell(Act::kTrained, "P1", "2021-01-01", {{F::kCourse, "x"}, {F::kHours, std::int64_t{8'000}}});
         t.tell(Act::kReturned, "P1", "2021-01-01");
       },
       {}},
      {"a rectified date",
       [](Telling& t) {
         t.promoted("P1", "2021-01-01", 8);
         t.rectified("P1", "2022-01-01", 2, {}, {{F::kEffectiveOn, days("2019-01-01")}});
       },
       {{"state.not_active", {2}}}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    Telling telling;
    telling.hired("P1", "2020-01-01");
    c.told(telling);
    EXPECT_EQ(found("P1", telling.acts()), c.findings);
  }
}

TEST(RecordFindings, OfActsOnNobody) {
  Telling telling;
  telling.promoted("P9", "2020-01-01", 8);
  EXPECT_EQ(found("P9", telling.acts()), (std::vector<Found>{{"person.unknown", {1}}}));
  EXPECT_TRUE(found("P8", telling.acts()).empty());
}

TEST(RecordFindings, WhatACorrectionBreaks) {
  struct Case {
    const char* name;
    std::function<void(Telling&)> told;  // the last act is the correction
    Position corrected;
    std::vector<Found> broken;
  };
  const auto leave = [](Telling& t) {
    t.tell(Act::kLeaveStarted, "P1", "2021-01-01", {{F::kGround, "LV.SICK"}, {F::kUntil, days("2021-07-01")}});
  };
  const auto to = [](const char* date) { return Data{{F::kEffectiveOn, days(date)}}; };
  const Case cases[] = {
      {"a hire that a promotion rests on",
       [](Telling& t) {
         t.promoted("P1", "2021-01-01", 8);
         t.annulled("P1", "2022-01-01", 1);
       },
       1,
       {{"person.unknown", {2}}}},
      {"a hire that nothing rests on", [](Telling& t) { t.annulled("P1", "2022-01-01", 1); }, 1, {}},
      {"a hire moved behind a promotion",
       [&](Telling& t) {
         t.promoted("P1", "2021-01-01", 8);
         t.rectified("P1", "2022-01-01", 1, {}, to("2021-01-02"));
       },
       1,
       {{"state.not_active", {2}}}},
      {"a hire moved to the day of the promotion",
       [&](Telling& t) {
         t.promoted("P1", "2021-01-01", 8);
         t.rectified("P1", "2022-01-01", 1, {}, to("2021-01-01"));
       },
       1,
       {}},
      {"a promotion moved into a leave",
       [&](Telling& t) {
         t.promoted("P1", "2020-06-01", 8);
         leave(t);
         t.rectified("P1", "2022-01-01", 2, {}, to("2021-03-01"));
       },
       2,
       {{"state.not_active", {2}}}},
      {"a leave that a return rests on is left as a finding",
       [&](Telling& t) {
         leave(t);
         t.tell(Act::kReinstated, "P1", "2021-07-01");
         t.annulled("P1", "2022-01-01", 2);
       },
       2,
       {}},
      {"a dismissal before a second hire",
       [](Telling& t) {
         t.tell(Act::kDismissed, "P1", "2021-01-01", {{F::kGround, "5"}});
         t.hired("P1", "2022-01-01");
         t.annulled("P1", "2023-01-01", 2);
       },
       2,
       {{"person.exists", {3}}}},
      {"what was broken before",
       [](Telling& t) {
         t.promoted("P1", "2019-01-01", 8);
         t.rectified("P1", "2022-01-01", 2, {{F::kGrade, std::int64_t{7}}});
       },
       2,
       {}},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    Telling telling;
    telling.hired("P1", "2020-01-01");
    c.told(telling);
    std::vector<StoredAct> acts = telling.acts();
    const std::vector<Finding> after = record_findings("P1", acts);
    acts.pop_back();
    std::vector<Found> broken;
    for (const Finding& each : broken_by_correction(record_findings("P1", acts), after, {c.corrected}))
      broken.push_back({each.rule, each.positions});
    EXPECT_EQ(broken, c.broken);
  }
}

}  // namespace
}  // namespace sillok::testing
