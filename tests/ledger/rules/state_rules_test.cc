// Impossible states: refused ones beside those that are allowed, the day before beside the very day.
#include "ledger/rules/state_rules.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

using F = Field;

// What is said against the last act told, on the record before it.
std::vector<std::string> refusals(const Telling& telling) {
  const Position last = telling.log.head().size - 1;
  const auto known = telling.acts(last);
  const EventView event = EventView::trust(telling.log.entry(last));
  const Fact fact(last, event.recorded_at(), event.body());
  PersonState before;
  for (const Fact& each : resolve(fact.subject(), known)) {
    if (each.effective_on() <= fact.effective_on() && !is_organization_act(each.act())) evolve(before, each);
  }
  advance(before, advance_date(fact.act(), fact.effective_on()));
  const PersonState newest = fold(fact.subject(), known, std::nullopt);
  const OrganizationState organization = fold_organization(resolve("", known));
  std::vector<std::string> codes;
  for (const Refusal& each : refuse_impossible(before, fact, organization, &newest)) {
    EXPECT_FALSE(each.message.empty());
    codes.push_back(each.code);
  }
  return codes;
}

struct Case {
  const char* name;
  std::function<void(Telling&)> told;  // the last act is the one that is judged
  std::vector<std::string> codes;
};

// U1 and U2 there since 2000, P1 hired on 2020-01-01 into U1.
void expect(std::span<const Case> cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    Telling telling;
    telling.unit_created("U1", "2000-01-01", "ministry");
    telling.unit_created("U2", "2000-01-01", "bureau", "U1");
    telling.hired("P1", "2020-01-01");
    c.told(telling);
    EXPECT_EQ(refusals(telling), c.codes);
  }
}

void leave(Telling& t, const char* on) {
  t.tell(Act::kLeaveStarted, "P1", on, {{F::kGround, "LV.SICK"}, {F::kUntil, days("2022-01-01")}});
}

TEST(StateRules, Persons) {
  const Case cases[] = {
      {"somebody never hired", [](Telling& t) { t.promoted("P9", "2021-01-01", 8); }, {"person.unknown"}},
      {"promoted the day before the hire", [](Telling& t) { t.promoted("P1", "2019-12-31", 8); }, {"state.not_active"}},
      {"promoted on the very day", [](Telling& t) { t.promoted("P1", "2020-01-01", 8); }, {}},
      {"hired twice", [](Telling& t) { t.hired("P1", "2021-01-01"); }, {"person.exists"}},
      {"hired before the hire", [](Telling& t) { t.hired("P1", "2019-01-01"); }, {"person.exists"}},
      {"hired again after a resignation",
       [](Telling& t) {
         t.tell(Act::kResigned, "P1", "2021-01-01");
         t.hired("P1", "2021-01-01");
       },
       {}},
      {"hired again a day too early",
       [](Telling& t) {
         t.tell(Act::kResigned, "P1", "2021-01-01");
         t.hired("P1", "2020-12-31");
       },
       {"person.exists"}},
      {"promoted on the day of death",
       [](Telling& t) {
         t.tell(Act::kDied, "P1", "2021-01-01");
         t.promoted("P1", "2021-01-01", 8);
       },
       {}},
      {"promoted the day after death",
       [](Telling& t) {
         t.tell(Act::kDied, "P1", "2021-01-01");
         t.promoted("P1", "2021-01-02", 8);
       },
       {"state.not_active"}},
      {"hired after death",
       [](Telling& t) {
         t.tell(Act::kDied, "P1", "2021-01-01");
         t.hired("P1", "2022-01-01");
       },
       {"state.not_active"}},
      {"an award after death",
       [](Telling& t) {
         t.tell(Act::kDied, "P1", "2021-01-01");
         t.tell(Act::kAwarded, "P1", "2021-02-01", {{F::kKind, "medal"}, {F::kName, "Medal"}, {F::kGrantor, "State"}});
       },
       {}},
      {"a merged id",
       [](Telling& t) {
         t.hired("P2", "2020-01-01");
         t.tell(Act::kPersonsMerged, "P1", "2021-01-01", {{F::kDuplicate, "P2"}});
         t.promoted("P2", "2022-01-01", 8);
       },
       {"person.merged"}},
  };
  expect(cases);
}

TEST(StateRules, Status) {
  const Case cases[] = {
      {"transferred when separated",
       [](Telling& t) {
         t.tell(Act::kResigned, "P1", "2021-01-01");
         t.transferred("P1", "2021-01-01", "U2", "U2-A");
       },
       {"state.not_active"}},
      {"transferred the day before",
       [](Telling& t) {
         t.tell(Act::kResigned, "P1", "2021-01-01");
         t.transferred("P1", "2020-12-31", "U2", "U2-A");
       },
       {}},
      {"promoted on leave",
       [](Telling& t) {
         leave(t, "2021-01-01");
         t.promoted("P1", "2021-01-01", 8);
       },
       {"state.not_active"}},
      {"promoted the day before leave",
       [](Telling& t) {
         leave(t, "2021-01-01");
         t.promoted("P1", "2020-12-31", 8);
       },
       {}},
      {"promoted on probation",
       [](Telling& t) {
         t.hired("P2", "2020-01-01", {{F::kProbationMonths, std::int64_t{6}}});
         t.promoted("P2", "2020-03-01", 8);
       },
       {"state.not_active"}},
      {"regularized from probation",
       [](Telling& t) {
         t.hired("P2", "2020-01-01", {{F::kProbationMonths, std::int64_t{6}}});
         t.tell(Act::kRegularized, "P2", "2020-07-01");
       },
       {}},
      {"regularized without probation",
       [](Telling& t) { t.tell(Act::kRegularized, "P1", "2020-07-01"); },
       {"state.not_on_probation"}},
      {"two leaves at once",
       [](Telling& t) {
         leave(t, "2021-01-01");
         leave(t, "2021-02-01");
       },
       {"state.on_leave"}},
      {"reinstated from leave",
       [](Telling& t) {
         leave(t, "2021-01-01");
         t.tell(Act::kReinstated, "P1", "2021-02-01");
       },
       {}},
      {"reinstated from nothing",
       [](Telling& t) { t.tell(Act::kReinstated, "P1", "2021-02-01"); },
       {"state.nothing_to_return_from"}},
      {"returned on the day the secondment ends",
       [](Telling& t) {
         t.tell(Act::kSeconded, "P1", "2021-01-01",
                {{F::kHost, "PMO"}, {F::kGround, "1"}, {F::kUntil, days("2021-07-01")}});
         t.tell(Act::kReturned, "P1", "2021-07-01");
       },
       {}},
      {"returned the day after",
       [](Telling& t) {
         t.tell(Act::kSeconded, "P1", "2021-01-01",
                {{F::kHost, "PMO"}, {F::kGround, "1"}, {F::kUntil, days("2021-07-01")}});
         t.tell(Act::kReturned, "P1", "2021-07-02");
       },
       {"state.not_seconded"}},
      {"a concurrent post that never began",
       [](Telling& t) {
         t.tell(Act::kConcurrentEnded, "P1", "2021-01-01", {{F::kUnit, "U2"}, {F::kPost, "U2-X"}});
       },
       {"state.not_held"}},
      {"a concurrent post ended before it began",
       [](Telling& t) {
         t.tell(Act::kConcurrentStarted, "P1", "2021-06-01", {{F::kUnit, "U2"}, {F::kPost, "U2-X"}});
         t.tell(Act::kConcurrentEnded, "P1", "2021-01-01", {{F::kUnit, "U2"}, {F::kPost, "U2-X"}});
       },
       {}},
      {"an acting post that never began",
       [](Telling& t) {
         t.tell(Act::kActingEnded, "P1", "2021-01-01", {{F::kUnit, "U2"}, {F::kPost, "U2-X"}});
       },
       {"state.not_held"}},
  };
  expect(cases);
}

// Both acts of one day, in either order; but nothing is closed twice, and nobody has two successors.
TEST(StateRules, AUnitsLastDay) {
  const auto merge = [](Telling& t, const char* on) {
    t.tell(Act::kUnitMerged, "U1", on, {{F::kFrom, std::vector<std::string>{"U2"}}, {F::kTo, "U1"}});
  };
  const auto abolish = [](Telling& t, const char* on) { t.tell(Act::kUnitAbolished, "U2", on, {{F::kUnit, "U2"}}); };
  const auto split = [](Telling& t, const char* on) {
    t.tell(Act::kUnitSplit, "U2", on, {{F::kFrom, "U2"}, {F::kTo, std::vector<std::string>{"U1"}}});
  };
  const Case cases[] = {
      {"abolished on the day it was merged",
       [&](Telling& t) {
         merge(t, "2021-01-01");
         abolish(t, "2021-01-01");
       },
       {}},
      {"merged on the day it was abolished",
       [&](Telling& t) {
         abolish(t, "2021-01-01");
         merge(t, "2021-01-01");
       },
       {}},
      {"split up on the day it was abolished",
       [&](Telling& t) {
         abolish(t, "2021-01-01");
         split(t, "2021-01-01");
       },
       {}},
      {"abolished the day after it was merged",
       [&](Telling& t) {
         merge(t, "2021-01-01");
         abolish(t, "2021-01-02");
       },
       {"organization.closed"}},
      {"merged the day after it was abolished",
       [&](Telling& t) {
         abolish(t, "2021-01-01");
         merge(t, "2021-01-02");
       },
       {"organization.closed"}},
      {"abolished twice",
       [&](Telling& t) {
         abolish(t, "2021-01-01");
         abolish(t, "2021-01-01");
       },
       {"organization.closed"}},
      {"merged, then split up",
       [&](Telling& t) {
         merge(t, "2021-01-01");
         split(t, "2021-01-01");
       },
       {"organization.closed"}},
      {"its function moved on its last day",
       [&](Telling& t) {
         abolish(t, "2021-01-01");
         t.tell(Act::kFunctionMoved, "U2", "2021-01-01", {{F::kFrom, "U2"}, {F::kTo, "U1"}, {F::kFunction, "x"}});
       },
       {}},
  };
  expect(cases);
}

TEST(StateRules, Organization) {
  const Case cases[] = {
      {"into a unit that never was",
       [](Telling& t) { t.transferred("P1", "2021-01-01", "U7", "U7-A"); },
       {"organization.unknown_unit"}},
      {"into a unit of tomorrow",
       [](Telling& t) {
         t.unit_created("U3", "2021-01-02", "bureau", "U1");
         t.transferred("P1", "2021-01-01", "U3", "U3-A");
       },
       {"organization.unknown_unit"}},
      {"into an abolished unit",
       [](Telling& t) {
         t.tell(Act::kUnitAbolished, "U2", "2021-01-01", {{F::kUnit, "U2"}});
         t.transferred("P1", "2021-01-01", "U2", "U2-A");
       },
       {"organization.closed"}},
      {"the day before its end",
       [](Telling& t) {
         t.tell(Act::kUnitAbolished, "U2", "2021-01-01", {{F::kUnit, "U2"}});
         t.transferred("P1", "2020-12-31", "U2", "U2-A");
       },
       {}},
      {"into a unit that was merged away",
       [](Telling& t) {
         t.unit_created("U3", "2010-01-01", "bureau", "U1");
         t.tell(Act::kUnitMerged, "U3", "2021-01-01", {{F::kFrom, std::vector<std::string>{"U2"}}, {F::kTo, "U3"}});
         t.transferred("P1", "2021-01-01", "U2", "U2-A");
       },
       {"organization.closed"}},
      {"person first, then the unit",
       [](Telling& t) { t.transferred("P9", "2021-01-01", "U7", "U7-A"); },
       {"person.unknown", "organization.unknown_unit"}},
      {"a unit created twice",
       [](Telling& t) { t.unit_created("U2", "2021-01-01", "bureau", "U1"); },
       {"organization.exists"}},
      {"under a parent that is not there",
       [](Telling& t) { t.unit_created("U3", "2021-01-01", "bureau", "U7"); },
       {"organization.unknown_unit"}},
      {"a post abolished that never was",
       [](Telling& t) {
         t.tell(Act::kPostAbolished, "U1-Z", "2021-01-01", {{F::kPost, "U1-Z"}});
       },
       {"organization.unknown_post"}},
  };
  expect(cases);
}

}  // namespace
}  // namespace sillok::testing
