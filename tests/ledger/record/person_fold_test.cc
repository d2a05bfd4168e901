// Given acts, then the record: what each act changes, and what becomes of acts on acts.
#include "ledger/record/person_fold.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

using F = Field;

TEST(PersonFold, EachActChangesWhatItNames) {
  struct Case {
    const char* name;
    std::function<void(Telling&)> given;  // after a hire on 2020-01-01: grade 9, U1, U1-A, step 1
    const char* as_of;
    std::function<void(const PersonState&)> then;
  };
  const Case cases[] = {
      {"hired", [](Telling&) {}, "2020-01-01",
       [](const PersonState& s) {
         EXPECT_EQ(s.status, Status::kActive);
         EXPECT_EQ(s.grade, 9);
         EXPECT_EQ(s.post, "U1-A");
         EXPECT_EQ(s.step, 1);
         EXPECT_EQ(s.hired_on, day("2020-01-01"));
         EXPECT_EQ(s.source(RecordField::kGrade), 1u);
       }},
      {"the day before the hire", [](Telling&) {}, "2019-12-31",
       [](const PersonState& s) { EXPECT_EQ(s.status, Status::kNone); }},
      {"promoted", [](Telling& t) { t.promoted("P1", "2021-01-01", 8); }, "2021-01-01",
       [](const PersonState& s) {
         EXPECT_EQ(s.grade, 8);
         EXPECT_EQ(s.grade_since, day("2021-01-01"));
         EXPECT_EQ(s.post, "U1-A");
       }},
      {"transferred", [](Telling& t) { t.transferred("P1", "2021-01-01", "U2", "U2-B"); }, "2021-06-01",
       [](const PersonState& s) {
         EXPECT_EQ(s.unit, "U2");
         EXPECT_EQ(s.post_since, day("2021-01-01"));
         EXPECT_EQ(s.source(RecordField::kUnit), 2u);
       }},
      {"transferred without a post",
       [](Telling& t) {
         t.tell(Act::kTransferred, "P1", "2021-01-01", {{F::kUnit, "U2"}});
       },
       "2021-01-01",
       [](const PersonState& s) {
         EXPECT_EQ(s.post, "");
         EXPECT_EQ(s.post_since, std::nullopt);
       }},
      {"on leave past its end",
       [](Telling& t) {
         t.tell(Act::kLeaveStarted, "P1", "2021-01-01",
                {{F::kGround, "LV.CHILD"}, {F::kUntil, days("2021-07-01")}, {F::kChild, std::int64_t{2}}});
       },
       "2022-01-01",
       [](const PersonState& s) {
         EXPECT_EQ(s.status, Status::kOnLeave);
         EXPECT_EQ(s.leave_until, day("2021-07-01"));
         EXPECT_EQ(s.leave_child, 2);
       }},
      {"reinstated to another post",
       [](Telling& t) {
         t.tell(Act::kLeaveStarted, "P1", "2021-01-01", {{F::kGround, "LV.SICK"}, {F::kUntil, days("2021-07-01")}});
         t.tell(Act::kReinstated, "P1", "2021-07-01", {{F::kUnit, "U3"}, {F::kPost, "U3-C"}});
       },
       "2021-07-01",
       [](const PersonState& s) {
         EXPECT_EQ(s.status, Status::kActive);
         EXPECT_EQ(s.unit, "U3");
         EXPECT_EQ(s.post, "U3-C");
       }},
      {"removed from position",
       [](Telling& t) {
         t.tell(Act::kRemovedFromPosition, "P1", "2021-01-01", {{F::kGround, "4"}});
       },
       "2021-01-01",
       [](const PersonState& s) {
         EXPECT_EQ(s.status, Status::kWithoutPosition);
         EXPECT_EQ(s.post, "");
         EXPECT_EQ(s.unit, "U1");
       }},
      {"on the day of death", [](Telling& t) { t.tell(Act::kDied, "P1", "2021-05-05"); }, "2021-05-05",
       [](const PersonState& s) { EXPECT_EQ(s.status, Status::kActive); }},
      {"the day after death", [](Telling& t) { t.tell(Act::kDied, "P1", "2021-05-05"); }, "2021-05-06",
       [](const PersonState& s) {
         EXPECT_EQ(s.status, Status::kSeparated);
         ASSERT_EQ(s.spells.size(), 1u);
         EXPECT_EQ(s.spells[0].to, day("2021-05-06"));
         EXPECT_EQ(s.spells[0].ground, "died");
       }},
      {"moved by law keeps seat and time",
       [](Telling& t) {
         t.tell(Act::kDeemedTransferred, "P1", "2021-01-01", {{F::kPlan, "R1"}, {F::kFrom, "U1"}, {F::kTo, "U9"}});
       },
       "2021-01-01",
       [](const PersonState& s) {
         EXPECT_EQ(s.unit, "U9");
         EXPECT_EQ(s.post, "U1-A");
         EXPECT_EQ(s.post_since, day("2020-01-01"));
       }},
      {"hired again after a resignation",
       [](Telling& t) {
         t.tell(Act::kResigned, "P1", "2021-01-01");
         t.hired("P1", "2023-01-01", {{F::kRoute, "rehire"}, {F::kGrade, std::int64_t{8}}});
       },
       "2023-01-01",
       [](const PersonState& s) {
         EXPECT_EQ(s.status, Status::kActive);
         EXPECT_EQ(s.hired_on, day("2023-01-01"));
         ASSERT_EQ(s.spells.size(), 1u);
         EXPECT_EQ(s.spells[0].unit, "U1");
       }},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    Telling telling;
    telling.hired("P1", "2020-01-01");
    c.given(telling);
    c.then(telling.state("P1", c.as_of));
  }
}

TEST(PersonFold, WhatEndsByItself) {
  struct Case {
    const char* name;
    std::function<void(Telling&)> given;
    const char* last_day;  // still holds; the day after it has ended
    std::function<bool(const PersonState&)> holds;
  };
  const Case cases[] = {
      {"suspension",
       [](Telling& t) {
         t.tell(Act::kSanctioned, "P1", "2021-01-31",
                {{F::kCase, "C1"},
                 {F::kKind, "suspension"},
                 {F::kMonths, std::int64_t{1}},
                 {F::kMisconduct, "money"},
                 {F::kMisconductOn, days("2020-06-01")}});
       },
       "2021-02-27", [](const PersonState& s) { return s.status == Status::kSuspended; }},
      {"fixed term",
       [](Telling& t) {
         t.tell(Act::kTermExtended, "P1", "2020-02-01", {{F::kUntil, days("2021-01-01")}});
       },
       "2020-12-31", [](const PersonState& s) { return s.status == Status::kActive && s.unit == "U1"; }},
      {"secondment",
       [](Telling& t) {
         t.tell(Act::kSeconded, "P1", "2020-02-01",
                {{F::kHost, "PMO"}, {F::kGround, "1"}, {F::kUntil, days("2021-01-01")}});
       },
       "2020-12-31", [](const PersonState& s) { return s.seconded_to == "PMO"; }},
      {"concurrent post",
       [](Telling& t) {
         t.tell(Act::kConcurrentStarted, "P1", "2020-02-01",
                {{F::kUnit, "U2"}, {F::kPost, "U2-X"}, {F::kUntil, days("2021-01-01")}});
       },
       "2020-12-31", [](const PersonState& s) { return s.concurrent.size() == 1; }},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    Telling telling;
    telling.hired("P1", "2020-01-01");
    c.given(telling);
    EXPECT_TRUE(c.holds(telling.state("P1", c.last_day)));
    EXPECT_FALSE(c.holds(telling.state("P1", to_string(day(c.last_day).next()))));
  }
}

TEST(PersonFold, AnActOfTheVeryDayComesBeforeWhatWouldEndByItself) {
  Telling telling;
  telling.hired("P1", "2020-01-01", {{F::kUntil, days("2021-01-01")}});
  telling.tell(Act::kTermExtended, "P1", "2021-01-01", {{F::kUntil, days("2022-01-01")}});
  EXPECT_EQ(telling.state("P1", "2021-06-01").status, Status::kActive);
  EXPECT_EQ(telling.state("P1", "2022-01-01").status, Status::kSeparated);
  EXPECT_EQ(telling.state("P1", "2022-01-01").spells.back().ground, "term_ended");
}

TEST(PersonFold, AConcurrentPostWhoseEndIsDatedBeforeItsStartNeverHolds) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  telling.tell(Act::kConcurrentStarted, "P1", "2020-06-01", {{F::kUnit, "U2"}, {F::kPost, "U2-X"}});
  telling.tell(Act::kConcurrentEnded, "P1", "2020-05-01", {{F::kUnit, "U2"}, {F::kPost, "U2-X"}});
  EXPECT_TRUE(telling.state("P1").concurrent.empty());
  telling.tell(Act::kConcurrentStarted, "P1", "2021-06-01", {{F::kUnit, "U2"}, {F::kPost, "U2-X"}});
  EXPECT_EQ(telling.state("P1").concurrent.size(), 1u);
}

TEST(PersonFold, ARectificationReplacesTheNamedFieldsFromTheTargetsDate) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  const Position promotion = telling.promoted("P1", "2021-01-01", 8);
  const Position first = telling.rectified("P1", "2023-01-01", promotion, {{F::kGrade, std::int64_t{7}}});
  EXPECT_EQ(telling.state("P1", "2021-01-01").grade, 7);
  EXPECT_EQ(telling.state("P1", "2021-01-01").source(RecordField::kGrade), first);
  telling.rectified("P1", "2023-02-01", promotion, {}, {{F::kEffectiveOn, days("2021-03-01")}});
  EXPECT_EQ(telling.state("P1", "2021-02-01").grade, 9);
  EXPECT_EQ(telling.state("P1", "2021-03-01").grade, 7);
  EXPECT_EQ(telling.state("P1").grade_since, day("2021-03-01"));
  // What was wrong in the rectification is put right by one more, on it.
  telling.rectified("P1", "2023-03-01", first, {{F::kGrade, std::int64_t{6}}});
  EXPECT_EQ(telling.state("P1").grade, 6);
  // And without the first one, the newest goes too: it was said of it.
  telling.annulled("P1", "2023-04-01", first);
  EXPECT_EQ(telling.state("P1").grade, 8);
}

TEST(PersonFold, EarlierCareersAreThoseOfTheHireAsRectified) {
  Telling telling;
  const std::vector<PriorCareer> stated{{day("2010-01-01"), day("2012-01-01"), 8, 100}};
  const std::vector<PriorCareer> found{{day("2010-01-01"), day("2014-01-01"), 7, 80},
                                       {day("2015-01-01"), day("2016-01-01"), {}, 50}};
  const Position hire = telling.hired("P1", "2020-01-01", {{F::kPriorCareer, stated}});
  EXPECT_EQ(telling.state("P1").prior_career, stated);
  const Position by = telling.rectified("P1", "2021-01-01", hire, {{F::kPriorCareer, found}});
  EXPECT_EQ(telling.state("P1", "2020-01-01").prior_career, found);
  EXPECT_EQ(telling.state("P1").source(RecordField::kPriorCareer), by);
  EXPECT_EQ(telling.state("P1").grade, 9) << "what is not named stays";
  telling.rectified("P1", "2022-01-01", hire, {{F::kPriorCareer, std::monostate{}}});
  EXPECT_TRUE(telling.state("P1").prior_career.empty());
}

TEST(PersonFold, AnAnnulledActIsLeftOutUntilItIsReinstatedWithItsRectifications) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  const Position promotion = telling.promoted("P1", "2021-01-01", 8);
  telling.rectified("P1", "2021-02-01", promotion, {{F::kGrade, std::int64_t{7}}});
  telling.annulled("P1", "2022-01-01", promotion);
  EXPECT_EQ(telling.state("P1", "2021-06-01").grade, 9);
  telling.reinstated_act("P1", "2022-06-01", promotion);
  EXPECT_EQ(telling.state("P1", "2021-06-01").grade, 7);
  telling.annulled("P1", "2022-07-01", promotion);
  EXPECT_EQ(telling.state("P1").grade, 9);
}

TEST(PersonFold, AnAnnulledSeparationFillsTheGap) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  const Position dismissal = telling.tell(Act::kDismissed, "P1", "2021-01-01", {{F::kGround, "5"}});
  EXPECT_EQ(telling.state("P1").status, Status::kSeparated);
  telling.annulled("P1", "2022-01-01", dismissal);
  const PersonState state = telling.state("P1", "2021-06-01");
  EXPECT_EQ(state.status, Status::kActive);
  EXPECT_EQ(state.post, "U1-A");
  EXPECT_TRUE(state.spells.empty());
}

TEST(PersonFold, AnAppealCancelsOrChangesTheSanctionFromItsDate) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  const auto sanction = [&](const char* on, const char* case_id) {
    telling.tell(Act::kSanctioned, "P1", on,
                 {{F::kCase, case_id},
                  {F::kKind, "suspension"},
                  {F::kMonths, std::int64_t{3}},
                  {F::kMisconduct, "money"},
                  {F::kMisconductOn, days("2020-06-01")}});
  };
  sanction("2021-01-01", "C1");
  sanction("2022-01-01", "C2");
  sanction("2023-01-01", "C3");
  telling.tell(Act::kAppealDecided, "P1", "2024-01-01", {{F::kCase, "C1"}, {F::kOutcome, "cancelled"}});
  telling.tell(Act::kAppealDecided, "P1", "2024-01-01",
               {{F::kCase, "C2"}, {F::kOutcome, "changed"}, {F::kKind, "reprimand"}});
  telling.tell(Act::kAppealDecided, "P1", "2024-01-01", {{F::kCase, "C3"}, {F::kOutcome, "rejected"}});
  EXPECT_EQ(telling.state("P1", "2021-01-15").status, Status::kActive);
  EXPECT_EQ(telling.state("P1", "2022-01-15").status, Status::kActive);
  EXPECT_EQ(telling.state("P1", "2023-01-15").status, Status::kSuspended);
  const PersonState state = telling.state("P1");
  ASSERT_EQ(state.sanctions.size(), 3u);
  EXPECT_EQ(state.sanctions[0].state, Sanction::State::kAnnulled);
  EXPECT_EQ(state.sanctions[1].kind, "reprimand");
  EXPECT_EQ(state.sanctions[1].months, std::nullopt) << "a reprimand has none";
  EXPECT_EQ(state.sanctions[2].months, 3);
}

TEST(PersonFold, AClosedInvestigationIsClosedFromTheDayItWasOpened) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  telling.tell(Act::kInvestigationOpened, "P1", "2021-01-01", {{F::kCase, "C1"}, {F::kKind, "probe"}});
  EXPECT_NE(telling.state("P1", "2021-06-01").open_case("C1"), nullptr);
  telling.tell(Act::kInvestigationClosed, "P1", "2022-01-01", {{F::kCase, "C1"}, {F::kOutcome, "cleared"}});
  EXPECT_EQ(telling.state("P1", "2021-06-01").open_case("C1"), nullptr);
  EXPECT_EQ(telling.state("P1").cases.at(0).closed_on, day("2022-01-01"));
}

TEST(PersonFold, ACancelledAppointmentFallsBackToTheHire) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  telling.promoted("P1", "2021-01-01", 8);
  telling.tell(Act::kAppointmentCancelled, "P1", "2022-01-01", {{F::kGround, "fraud"}});
  for (const char* date : {"2020-06-01", "2021-06-01", "2022-06-01"}) {
    const PersonState state = telling.state("P1", date);
    EXPECT_EQ(state.status, Status::kNone) << date;
    EXPECT_FALSE(state.was_ever_hired()) << date;
  }
}

TEST(PersonFold, ACancelledAppointmentLeavesThePersonKnownByName) {
  Telling telling;
  telling.hired("P1", "2020-01-01", {},
                {{Personal::kName, "a"}, {Personal::kSex, "F"}, {Personal::kBirthOn, "1990-07-01"}});
  telling.tell(Act::kAppointmentCancelled, "P1", "2022-01-01", {{F::kGround, "fraud"}});
  const PersonState state = telling.state("P1");
  EXPECT_EQ(state.status, Status::kNone);
  EXPECT_EQ(state.personal[static_cast<std::size_t>(Personal::kName)], 1u);
  EXPECT_EQ(state.sex, Sex::kFemale);
  EXPECT_EQ(state.birth_half, 1990 * 2 + 1);
  // An annulled hire was never said, so neither was a name.
  telling.hired("P2", "2020-01-01", {}, {{Personal::kName, "b"}});
  telling.annulled("P2", "2021-01-01", 3);
  EXPECT_EQ(telling.state("P2").personal[static_cast<std::size_t>(Personal::kName)], kNoPosition);
}

TEST(PersonFold, WhatCorrectedWhatIsToldOfEveryActThatStands) {
  Telling t;
  const auto sanction = [&](const char* case_id) {
    return t.tell(Act::kSanctioned, "P1", "2021-01-01",
                  {{F::kCase, case_id},
                   {F::kKind, "suspension"},
                   {F::kMonths, std::int64_t{3}},
                   {F::kMisconduct, "money"},
                   {F::kMisconductOn, days("2020-06-01")}});
  };
  const auto decided = [&](const char* case_id, const char* outcome) {
    return t.tell(Act::kAppealDecided, "P1", "2022-01-01",
                  {{F::kCase, case_id}, {F::kOutcome, outcome}, {F::kKind, "reprimand"}});
  };
  const Position hire = t.hired("P1", "2020-01-01");
  const Position promotion = t.promoted("P1", "2021-01-01", 8);
  const Position rectified = t.rectified("P1", "2021-02-01", promotion, {{F::kGrade, std::int64_t{7}}});
  const Position undone = t.rectified("P1", "2021-03-01", promotion, {{F::kGrade, std::int64_t{6}}});
  const Position undoing = t.annulled("P1", "2021-04-01", undone);
  const Position annulment = t.annulled("P1", "2021-05-01", promotion);
  const Position reinstated = t.reinstated_act("P1", "2021-06-01", promotion);
  const Position cancelled = sanction("C1"), changed = sanction("C2"), kept = sanction("C3");
  const Position cancelling = decided("C1", "cancelled"), changing = decided("C2", "changed"),
                 rejecting = decided("C3", "rejected");
  const Position opened =
      t.tell(Act::kInvestigationOpened, "P1", "2021-01-01", {{F::kCase, "C4"}, {F::kKind, "probe"}});
  const Position closed =
      t.tell(Act::kInvestigationClosed, "P1", "2022-01-01", {{F::kCase, "C4"}, {F::kOutcome, "cleared"}});
  const Position award =
      t.tell(Act::kAwarded, "P1", "2021-01-01", {{F::kKind, "medal"}, {F::kName, "Medal"}, {F::kGrantor, "State"}});
  const Position revoked =
      t.tell(Act::kAwardRevoked, "P1", "2022-01-01", {{F::kTarget, static_cast<std::int64_t>(award)}});
  const auto links = links_of(t.acts());
  struct Case {
    const char* name;
    Position act;
    std::optional<Position> target;
    std::vector<Position> rectified_by;
    std::optional<Position> annulled_by;
  };
  const Case cases[] = {
      {"nothing was said of it", hire, {}, {}, {}},
      {"annulled and brought back; an undone rectification is none", promotion, {}, {rectified}, {}},
      {"a rectification", rectified, promotion, {}, {}},
      {"an annulled rectification", undone, promotion, {}, undoing},
      {"an annulment that is undone itself names its target still", annulment, promotion, {}, {}},
      {"a reinstatement", reinstated, promotion, {}, {}},
      {"a sanction cancelled on appeal", cancelled, {}, {}, cancelling},
      {"a sanction changed on appeal", changed, {}, {changing}, {}},
      {"a sanction upheld", kept, {}, {}, {}},
      {"the appeal that cancels", cancelling, cancelled, {}, {}},
      {"the appeal that changes", changing, changed, {}, {}},
      {"the appeal that fails says nothing of the sanction", rejecting, {}, {}, {}},
      {"a closing", closed, opened, {}, {}},
      {"a revoked award", award, {}, {}, revoked},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const ActLinks& found = links.at(c.act - 1);
    EXPECT_EQ(found.target, c.target);
    EXPECT_EQ(found.rectified_by, c.rectified_by);
    EXPECT_EQ(found.annulled_by, c.annulled_by);
  }
  EXPECT_TRUE(can_be_reinstated(t.acts(), cancelled));
  EXPECT_TRUE(can_be_reinstated(t.acts(), undone));
  for (const Position never : {hire, promotion, undoing, annulment, annulment + 100})
    EXPECT_FALSE(can_be_reinstated(t.acts(), never));
}

TEST(PersonFold, ACancelledAppointmentTakesTheHireAndWhatRestedOnItBack) {
  Telling telling;
  const Position hire = telling.hired("P1", "2020-01-01");
  const Position promotion = telling.promoted("P1", "2021-01-01", 8);
  const Position cancelled = telling.tell(Act::kAppointmentCancelled, "P1", "2022-01-01", {{F::kGround, "fraud"}});
  const auto links = links_of(telling.acts());
  EXPECT_EQ(links.at(cancelled - 1).target, hire);
  EXPECT_EQ(links.at(hire - 1).annulled_by, cancelled);
  EXPECT_EQ(links.at(promotion - 1).annulled_by, cancelled);
}

TEST(PersonFold, ARevokedAwardIsNoAward) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  const Position award = telling.tell(Act::kAwarded, "P1", "2021-01-01",
                                      {{F::kKind, "medal"}, {F::kName, "Medal"}, {F::kGrantor, "State"}});
  EXPECT_EQ(telling.state("P1").awards.size(), 1u);
  telling.tell(Act::kAwardRevoked, "P1", "2022-01-01", {{F::kTarget, static_cast<std::int64_t>(award)}});
  EXPECT_TRUE(telling.state("P1").awards.empty());
}

TEST(PersonFold, AnActMovedToAnotherPersonIsHers) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  telling.hired("P2", "2020-01-01");
  const Position promotion = telling.promoted("P1", "2021-01-01", 8);
  telling.rectified("P1", "2022-01-01", promotion, {}, {{F::kPerson, "P2"}});
  EXPECT_EQ(telling.state("P1").grade, 9);
  EXPECT_EQ(telling.state("P2").grade, 8);
  EXPECT_EQ(telling.state("P2").revision, 1u);
}

TEST(PersonFold, AMergedPersonsActsCountForTheOneThatStaysUntilTheMergeIsUndone) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  telling.hired("P2", "2021-01-01", {{F::kGrade, std::int64_t{8}}});
  const Position merge = telling.tell(Act::kPersonsMerged, "P1", "2022-01-01", {{F::kDuplicate, "P2"}});
  EXPECT_EQ(telling.state("P1", "2021-01-01").grade, 8);
  EXPECT_EQ(telling.state("P2").merged_into, "P1");
  EXPECT_EQ(telling.state("P2").grade, std::nullopt);
  telling.tell(Act::kPersonsSplit, "P1", "2023-01-01",
               {{F::kTarget, static_cast<std::int64_t>(merge)}, {F::kPerson, "P2"}});
  EXPECT_EQ(telling.state("P1").grade, 9);
  EXPECT_EQ(telling.state("P2").merged_into, "");
  EXPECT_EQ(telling.state("P2").grade, 8);
}

TEST(PersonFold, PersonalFieldsPointToTheNewestActThatCarriesThem) {
  Telling telling;
  telling.hired(
      "P1", "2020-01-01", {},
      {{Personal::kName, "a"}, {Personal::kPhone, "1"}, {Personal::kSex, "F"}, {Personal::kBirthOn, "1990-07-01"}});
  const Position update = telling.tell(Act::kPersonalUpdated, "P1", "2021-01-01", {}, {{Personal::kPhone, "2"}});
  const PersonState state = telling.state("P1");
  EXPECT_EQ(state.personal[static_cast<std::size_t>(Personal::kName)], 1u);
  EXPECT_EQ(state.personal[static_cast<std::size_t>(Personal::kPhone)], update);
  EXPECT_EQ(state.personal[static_cast<std::size_t>(Personal::kEmail)], kNoPosition);
  EXPECT_EQ(state.sex, Sex::kFemale);
  EXPECT_EQ(state.birth_half, 1990 * 2 + 1);
}

// Positions decide between acts of one day; between days the order of arrival says nothing.
TEST(PersonFold, TheOrderOfArrivalOfDifferentDaysDoesNotMatter) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    std::mt19937 random(seed);
    std::vector<PlainAct> plain;
    {
      Telling source;
      source.hired("P1", "2020-01-01");
      source.transferred("P1", "2020-03-01", "U2", "U2-A");
      source.promoted("P1", "2020-05-01", 8);
      source.tell(Act::kSeconded, "P1", "2020-06-01",
                  {{F::kHost, "PMO"}, {F::kGround, "1"}, {F::kUntil, days("2020-09-01")}});
      source.tell(Act::kLeaveStarted, "P1", "2020-10-01", {{F::kGround, "LV.SICK"}, {F::kUntil, days("2020-12-01")}});
      source.tell(Act::kReinstated, "P1", "2020-12-01");
      source.tell(Act::kAwarded, "P1", "2020-08-01",
                  {{F::kKind, "medal"}, {F::kName, "Medal"}, {F::kGrantor, "State"}});
      source.tell(Act::kResigned, "P1", "2021-01-01");
      struct None final : FieldOpener {
        std::optional<std::string> open(std::string_view, Act, const SealedField&) const override {
          return std::nullopt;
        }
      } none;
      for (const StoredAct& act : source.acts()) plain.push_back(plain_act(act.body, none));
    }
    Telling shuffled;
    std::shuffle(plain.begin(), plain.end(), random);
    for (const PlainAct& act : plain) shuffled.add(act);
    for (const char* date : {"2020-02-01", "2020-07-01", "2020-09-01", "2020-11-01", "2021-02-01"}) {
      const PersonState state = shuffled.state("P1", date);
      const std::string on = date;
      EXPECT_EQ(state.unit, on == "2021-02-01" ? "" : on < "2020-03-01" ? "U1" : "U2");
      EXPECT_EQ(state.grade, on < "2020-05-01" ? 9 : 8);
      EXPECT_EQ(state.seconded_to, on == "2020-07-01" ? "PMO" : "");
      EXPECT_EQ(state.status, on == "2020-11-01"   ? Status::kOnLeave
                              : on == "2021-02-01" ? Status::kSeparated
                                                   : Status::kActive);
    }
  }
}

TEST(PersonState, ComesBackFromItsBytesAndOnlyFromThose) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    std::mt19937 random(seed);
    Telling telling;
    tell_at_random(telling, random, 150, 3);
    for (const char* person : {"P0", "P1", "P2", "nobody"}) {
      const PersonState state = telling.state(person);
      const Bytes bytes = encode(state);
      const auto back = decode(bytes);
      ASSERT_TRUE(back);
      EXPECT_EQ(*back, state);
      EXPECT_FALSE(decode(BytesView(bytes).substr(0, bytes.size() - 1)));
      EXPECT_FALSE(decode(bytes + "x"));
    }
  }
  EXPECT_FALSE(decode(""));
  EXPECT_FALSE(decode(std::string(40, '\xff')));
}

TEST(Timeline, SegmentsTouchAndSayWhatTheFoldSays) {
  for (unsigned seed = 100; seed < 120; ++seed) {
    std::mt19937 random(seed);
    Telling telling;
    tell_at_random(telling, random, 60, 2);
    const auto acts = telling.acts();
    const auto segments = timeline("P0", acts);
    for (std::size_t i = 0; i + 1 < segments.size(); ++i) EXPECT_EQ(segments[i].to, segments[i + 1].from);
    ASSERT_FALSE(segments.empty());
    EXPECT_EQ(segments.back().to, kEndOfTime);
    for (const TimelineSegment& segment : segments) {
      if (segment.from.days == INT32_MIN) continue;
      for (const Date on : {segment.from, std::min(segment.to, Date{30'000}).previous()}) {
        if (on < segment.from) continue;
        const PersonState state = fold("P0", acts, on);
        EXPECT_EQ(segment.standing, standing_of(state)) << "seed " << seed << " on " << to_string(on);
        EXPECT_EQ(segment.holdings, holdings_of(state)) << "seed " << seed << " on " << to_string(on);
      }
    }
  }
}

TEST(PersonFold, WhoIsNotInServiceHoldsNothing) {
  struct Case {
    const char* name;
    std::function<void(Telling&)> ends;  // recorded after acts that take effect later than it
  };
  const Case cases[] = {
      {"died", [](Telling& t) { t.tell(Act::kDied, "P1", "2024-06-14"); }},
      {"resigned", [](Telling& t) { t.tell(Act::kResigned, "P1", "2024-06-15"); }},
      {"expelled",
       [](Telling& t) {
         t.tell(Act::kSanctioned, "P1", "2024-06-15",
                {{F::kCase, "C1"},
                 {F::kKind, "expulsion"},
                 {F::kMisconduct, "money"},
                 {F::kMisconductOn, days("2024-01-01")}});
       }},
      {"appointment cancelled",
       [](Telling& t) {
         t.tell(Act::kAppointmentCancelled, "P1", "2024-06-15", {{F::kGround, "fraud"}});
       }},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    Telling t;
    t.hired("P1", "2020-01-01");
    t.transferred("P1", "2024-07-01", "U2", "Q");
    t.promoted("P1", "2024-07-02", 5);
    t.tell(Act::kConcurrentStarted, "P1", "2024-07-03", {{F::kUnit, "U3"}, {F::kPost, "R"}});
    t.tell(Act::kAssignedActing, "P1", "2024-07-04", {{F::kUnit, "U3"}, {F::kPost, "S"}});
    t.tell(Act::kSeconded, "P1", "2024-07-05",
           {{F::kHost, "host"}, {F::kGround, "1"}, {F::kUntil, days("2026-01-01")}});
    t.tell(Act::kLeaveStarted, "P1", "2024-07-06", {{F::kGround, "LV.SICK"}, {F::kUntil, days("2026-01-01")}});
    c.ends(t);
    const PersonState state = t.state("P1", "2024-08-01");
    EXPECT_FALSE(state.in_service());
    EXPECT_TRUE(holdings_of(state).empty());
    EXPECT_EQ(state.unit, "");
    EXPECT_EQ(state.seconded_to, "");
    EXPECT_EQ(state.leave_ground, "");
    EXPECT_NE(state.grade, 5);
  }
}

TEST(PersonFold, AReturnFromLeaveEndsNoSuspension) {
  Telling t;
  t.hired("P1", "2010-01-01");
  t.tell(Act::kLeaveStarted, "P1", "2011-01-01", {{F::kGround, "LV.SICK"}, {F::kUntil, days("2011-12-01")}});
  t.tell(Act::kSanctioned, "P1", "2011-02-01",
         {{F::kCase, "C1"},
          {F::kKind, "suspension"},
          {F::kMonths, std::int64_t{2}},
          {F::kMisconduct, "general"},
          {F::kMisconductOn, days("2010-06-01")}});
  EXPECT_EQ(t.state("P1", "2011-02-14").status, Status::kOnLeave);
  t.tell(Act::kReinstated, "P1", "2011-02-15");
  EXPECT_EQ(t.state("P1", "2011-02-15").status, Status::kSuspended);
  EXPECT_EQ(t.state("P1", "2011-03-31").status, Status::kSuspended);
  EXPECT_EQ(t.state("P1", "2011-04-01").status, Status::kActive);
}

TEST(PersonFold, ARectificationOfARectificationIsOneMoreOfTheSameAct) {
  Telling t;
  t.hired("P1", "2020-01-01");
  const Position promotion = t.promoted("P1", "2021-01-01", 6);
  const Position first = t.rectified("P1", "2021-02-01", promotion, {{F::kGrade, std::int64_t{5}}});
  const Position second =
      t.rectified("P1", "2021-03-01", first, {{F::kGrade, std::int64_t{8}}}, {{F::kEffectiveOn, days("2021-01-05")}});
  EXPECT_EQ(t.state("P1").grade, 8);
  EXPECT_EQ(t.state("P1").grade_since, day("2021-01-05"));
  EXPECT_EQ(t.state("P1").source(RecordField::kGrade), second);
  EXPECT_EQ(t.state("P1").source(RecordField::kGradeSince), second) << "the date stands in it";
  t.annulled("P1", "2021-04-01", first);
  EXPECT_EQ(t.state("P1").grade, 6) << "with the rectification goes what was laid over it";
}

TEST(PersonFold, AnAnnulledAnnulmentCanComeBack) {
  Telling t;
  t.hired("P1", "2020-01-01");
  const Position promotion = t.promoted("P1", "2021-01-01", 6);
  const Position annulment = t.annulled("P1", "2021-02-01", promotion);
  t.annulled("P1", "2021-03-01", annulment);
  EXPECT_EQ(t.state("P1").grade, 6);
  EXPECT_TRUE(can_be_reinstated(t.acts(), annulment));
  t.reinstated_act("P1", "2021-04-01", annulment);
  EXPECT_EQ(t.state("P1").grade, 9);
}

TEST(PersonFold, WhatIsGivenBackAfterAMergeStaysThere) {
  Telling t;
  t.hired("P1", "2020-01-01");
  const Position hire = t.hired("P2", "2021-01-01");
  const Position moved = t.transferred("P2", "2021-06-01", "U2", "Q");
  t.tell(Act::kPersonsMerged, "P1", "2022-01-01", {{F::kDuplicate, "P2"}});
  EXPECT_EQ(owner_of(t.acts(), moved), "P1");
  EXPECT_EQ(owner_of(t.acts(), hire), "P1");
  EXPECT_EQ(owner_of(t.acts(), 99), "");
  t.tell(Act::kPersonsSplit, "P1", "2023-01-01", {{F::kTarget, static_cast<std::int64_t>(hire)}, {F::kPerson, "P2"}});
  EXPECT_EQ(owner_of(t.acts(), hire), "P2");
  EXPECT_EQ(owner_of(t.acts(), moved), "P1") << "the others were not given back";
  EXPECT_EQ(t.state("P2").hired_on, day("2021-01-01"));
}

}  // namespace
}  // namespace sillok::testing
