// Given acts on units and posts, then the organization on any day.
#include "ledger/record/organization_state.h"

#include <gtest/gtest.h>

#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

using F = Field;

OrganizationState state_of(const Telling& telling) { return fold_organization(resolve("", telling.acts())); }

TEST(OrganizationState, NamesAndParentsOfADay) {
  Telling telling;
  telling.unit_created("M", "2000-01-01", "ministry");
  telling.unit_created("B", "2001-01-01", "bureau", "M");
  telling.unit_created("D", "2002-01-01", "division", "B");
  telling.tell(Act::kUnitRenamed, "B", "2010-01-01", {{F::kUnit, "B"}, {F::kNameKo, "새 이름"}, {F::kNameEn, "New"}});
  const OrganizationState state = state_of(telling);
  EXPECT_EQ(state.unit("B")->name_on(day("2009-12-31"))->en, "Unit");
  EXPECT_EQ(state.unit("B")->name_on(day("2010-01-01"))->en, "New");
  EXPECT_EQ(state.chain("D"), (std::vector<std::string_view>{"D", "B", "M"}));
  EXPECT_TRUE(state.is_within("D", "M"));
  EXPECT_FALSE(state.is_within("M", "D"));
  EXPECT_EQ(state.ministry_of("D", day("2005-01-01")), "M");
  EXPECT_EQ(state.ministry_of("X", day("2005-01-01")), "X");
  EXPECT_EQ(state.unit("nothing"), nullptr);
}

std::string drawn(const UnitTree& tree, const std::vector<const Unit*>& units) {
  std::string out;
  for (const Unit* each : units) {
    out += (out.empty() ? "" : " ") + each->code;
    if (const auto below = tree.below.find(each->code); below != tree.below.end())
      out += "(" + drawn(tree, below->second) + ")";
  }
  return out;
}
std::string tree_on(const OrganizationState& state, const char* on) {
  const UnitTree tree = state.tree_on(day(on));
  return drawn(tree, tree.top);
}

TEST(OrganizationState, TheTreeOfADay) {
  Telling telling;
  for (const char* unit : {"M", "N"}) telling.unit_created(unit, "2000-01-01", "ministry");
  telling.unit_created("B", "2001-01-01", "bureau", "M");
  telling.unit_created("D", "2002-01-01", "division", "B");
  telling.unit_created("E", "2002-01-01", "division", "M");
  telling.tell(Act::kUnitAbolished, "B", "2005-01-01", {{F::kUnit, "B"}});
  telling.tell(Act::kUnitMerged, "N", "2010-01-01", {{F::kFrom, std::vector<std::string>{"M"}}, {F::kTo, "N"}});
  const OrganizationState state = state_of(telling);
  EXPECT_EQ(tree_on(state, "1999-12-31"), "");
  EXPECT_EQ(tree_on(state, "2000-12-31"), "M N");
  EXPECT_EQ(tree_on(state, "2002-01-01"), "M(B(D) E) N");
  EXPECT_EQ(tree_on(state, "2005-01-01"), "M(D E) N") << "what is left of an abolished bureau is its ministry's";
  EXPECT_EQ(tree_on(state, "2010-01-01"), "N(D E)") << "and goes with it";
}

TEST(OrganizationState, ACircleOfParentsIsShownOnce) {
  Telling telling;
  telling.unit_created("A", "2000-01-01", "bureau", "C");
  telling.unit_created("B", "2000-01-01", "bureau", "A");
  telling.unit_created("C", "2000-01-01", "bureau", "B");
  telling.unit_created("S", "2000-01-01", "bureau", "S");
  EXPECT_EQ(tree_on(state_of(telling), "2001-01-01"), "C(A(B)) S");
}

TEST(OrganizationState, TheTopmostMinistryAgencyOrOffice) {
  Telling telling;
  telling.unit_created("M", "2000-01-01", "ministry");
  telling.unit_created("A", "2000-01-01", "agency", "M");
  telling.unit_created("B", "2000-01-01", "bureau", "A");
  telling.tell(Act::kUnitAbolished, "M", "2010-01-01", {{F::kUnit, "M"}});
  const OrganizationState state = state_of(telling);
  EXPECT_EQ(state.ministry_of("B", day("2009-12-31")), "M");
  EXPECT_EQ(state.ministry_of("B", day("2010-01-01")), "A");
}

TEST(OrganizationState, TheMinistryOfWhatIsLeftBelowAMergedOne) {
  Telling telling;
  for (const char* unit : {"M", "N"}) telling.unit_created(unit, "2000-01-01", "ministry");
  telling.unit_created("MD", "2000-01-01", "division", "M");
  telling.unit_created("B", "2000-01-01", "bureau");
  telling.unit_created("BD", "2000-01-01", "division", "B");
  telling.tell(Act::kUnitMerged, "N", "2010-09-01", {{F::kFrom, std::vector<std::string>{"M"}}, {F::kTo, "N"}});
  const OrganizationState state = state_of(telling);
  EXPECT_EQ(state.ministry_of("MD", day("2010-08-31")), "M");
  EXPECT_EQ(state.ministry_of("MD", day("2010-09-01")), "N") << "the successor of its ministry";
  EXPECT_EQ(state.ministry_of("M", day("2010-09-01")), "N") << "who is left in it, too";
  EXPECT_EQ(state.merged_into("M", day("2010-08-31")), "");
  EXPECT_EQ(state.ministry_of("BD", day("2005-01-01")), "B") << "no ministry above: the topmost there is";
}

TEST(OrganizationState, MergersAndSplitsWriteEdgesAndCloseWhatGoes) {
  Telling telling;
  for (const char* unit : {"A", "B", "C", "D", "E"}) telling.unit_created(unit, "2000-01-01", "agency");
  telling.tell(Act::kUnitMerged, "C", "2010-01-01", {{F::kFrom, std::vector<std::string>{"A", "B"}}, {F::kTo, "C"}});
  telling.tell(Act::kUnitSplit, "C", "2020-01-01", {{F::kFrom, "C"}, {F::kTo, std::vector<std::string>{"C", "D"}}});
  telling.tell(Act::kFunctionMoved, "D", "2021-01-01", {{F::kFrom, "D"}, {F::kTo, "E"}, {F::kFunction, "audit"}});
  const OrganizationState state = state_of(telling);
  EXPECT_TRUE(state.unit("A")->exists_on(day("2009-12-31")));
  EXPECT_FALSE(state.unit("A")->exists_on(day("2010-01-01")));
  EXPECT_TRUE(state.unit("C")->exists_on(day("2025-01-01")));  // goes on among its successors
  ASSERT_EQ(state.lineage.size(), 4u);
  EXPECT_EQ(state.lineage.back().function, "audit");
}

TEST(OrganizationState, QuotaOfADay) {
  Telling telling;
  telling.unit_created("A", "2000-01-01", "agency");
  const auto quota = [&](const char* on, std::int64_t count) {
    telling.tell(Act::kQuotaSet, "A", on, {{F::kUnit, "A"}, {F::kGrade, std::int64_t{7}}, {F::kCount, count}});
  };
  quota("2020-01-01", 9);
  quota("2010-01-01", 5);  // recorded later, effective earlier
  const OrganizationState state = state_of(telling);
  EXPECT_EQ(state.quota_on("A", 7, day("2009-12-31")), std::nullopt);
  EXPECT_EQ(state.quota_on("A", 7, day("2019-12-31")), 5);
  EXPECT_EQ(state.quota_on("A", 7, day("2020-01-01")), 9);
  EXPECT_EQ(state.quota_on("A", 8, day("2020-01-01")), std::nullopt);
}

TEST(OrganizationState, AnAnnulledAbolitionNeverWas) {
  Telling telling;
  telling.unit_created("A", "2000-01-01", "agency");
  const Position abolition = telling.tell(Act::kUnitAbolished, "A", "2010-01-01", {{F::kUnit, "A"}});
  EXPECT_FALSE(state_of(telling).unit("A")->exists_on(day("2011-01-01")));
  telling.annulled("A", "2012-01-01", abolition);
  EXPECT_TRUE(state_of(telling).unit("A")->exists_on(day("2011-01-01")));
}

}  // namespace
}  // namespace sillok::testing
