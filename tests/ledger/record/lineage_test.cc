// Given mergers, splits and functions that move, then who had a unit's work before it and has it after.
#include "ledger/record/lineage.h"

#include <gtest/gtest.h>

#include "tests/support/builders.h"

namespace sillok {
void PrintTo(const Relative& relative, std::ostream* out) {
  *out << relative.unit << " [" << to_string(relative.from) << ", " << to_string(relative.to) << ")";
}
}  // namespace sillok

namespace sillok::testing {
namespace {

using F = Field;
using Codes = std::vector<std::string>;

class LineageTest : public ::testing::Test {
 protected:
  void units(const Codes& codes, const char* on = "2000-01-01") {
    for (const std::string& code : codes) telling_.unit_created(code, on, "agency");
  }
  void merge(const char* on, const Codes& from, const char* to) {
    telling_.tell(Act::kUnitMerged, to, on, {{F::kFrom, from}, {F::kTo, to}});
  }
  void split(const char* on, const char* from, const Codes& to) {
    telling_.tell(Act::kUnitSplit, from, on, {{F::kFrom, from}, {F::kTo, to}});
  }
  OrganizationState state() const { return fold_organization(resolve("", telling_.acts())); }
  std::vector<Relative> before(const char* code, const char* until = "2100-01-01") const {
    return predecessors_of(state(), code, day(until));
  }
  std::vector<Relative> after(const char* code, const char* until = "2100-01-01") const {
    return successors_of(state(), code, day(until));
  }
  static Relative one(const char* unit, const char* from, const char* to) { return {unit, day(from), day(to)}; }
  static Relative open(const char* unit, const char* from) { return {unit, day(from), kEndOfTime}; }

  Telling telling_;
};

TEST_F(LineageTest, MergersAndSplitsGoOnThroughUnitsThatAreNoMore) {
  units({"A", "B", "C", "D"});
  merge("2010-01-01", {"A", "B"}, "C");
  split("2020-01-01", "C", {"C", "D"});
  EXPECT_EQ(before("D"), (std::vector{one("A", "2000-01-01", "2010-01-01"), one("B", "2000-01-01", "2010-01-01"),
                                      one("C", "2000-01-01", "2020-01-01")}));
  EXPECT_EQ(after("A"), (std::vector{open("C", "2010-01-01"), open("D", "2020-01-01")}));
  EXPECT_EQ(after("A", "2019-12-31"), (std::vector{open("C", "2010-01-01")})) << "as of before the split";
  EXPECT_TRUE(before("nothing").empty());
}

TEST_F(LineageTest, WhatWasGivenAwayBeforeComesFromNobodyWhoJoinedLater) {
  units({"X", "A", "Part"});
  split("2005-01-01", "A", {"A", "Part"});
  merge("2010-01-01", {"X"}, "A");
  EXPECT_EQ(before("Part"), (std::vector{one("A", "2000-01-01", "2005-01-01")}));
  EXPECT_EQ(after("X"), (std::vector{open("A", "2010-01-01")}));
}

TEST_F(LineageTest, APathThatIsFoundLaterWidensAPart) {
  units({"A", "B", "C", "D"});
  split("2005-01-01", "A", {"A", "B"});
  merge("2008-01-01", {"B"}, "D");
  merge("2012-01-01", {"C"}, "A");
  merge("2015-01-01", {"A"}, "D");
  EXPECT_EQ(before("D"), (std::vector{one("A", "2000-01-01", "2015-01-01"), one("B", "2000-01-01", "2008-01-01"),
                                      one("C", "2000-01-01", "2012-01-01")}))
      << "C came to A before A came to D, though A gave B away before that";
}

TEST_F(LineageTest, UnitsThatGoBackAndForthEndSomewhere) {
  units({"A", "B"});
  split("2005-01-01", "A", {"A", "B"});
  split("2006-01-01", "B", {"B", "A"});
  split("2007-01-01", "A", {"A", "B"});
  EXPECT_EQ(before("A"), (std::vector{one("B", "2000-01-01", "2006-01-01")}));
  EXPECT_EQ(after("A"), (std::vector{open("B", "2005-01-01")}));
}

TEST_F(LineageTest, WhoBroughtOtherWorkIsLeftOutWithAllBehindHim) {
  units({"A", "B", "C", "D"});
  merge("2005-01-01", {"A"}, "B");
  merge("2010-01-01", {"B", "C"}, "D");
  EXPECT_EQ(predecessors_of(state(), "D", day("2100-01-01"), {"B"}),
            (std::vector{one("C", "2000-01-01", "2010-01-01")}));
  EXPECT_TRUE(successors_of(state(), "A", day("2100-01-01"), {"B"}).empty());
}

TEST_F(LineageTest, AFunctionMakesNobodyASuccessorButIsTold) {
  units({"A", "B", "C"});
  telling_.tell(Act::kFunctionMoved, "A", "2005-01-01", {{F::kFrom, "A"}, {F::kTo, "B"}, {F::kFunction, "audit"}});
  merge("2010-01-01", {"B"}, "C");
  EXPECT_TRUE(after("A").empty());
  const OrganizationState organization = state();
  const auto edges = edges_among(organization, {"A"}, day("2100-01-01"));
  ASSERT_EQ(edges.size(), 1u);
  EXPECT_EQ(edges[0]->function, "audit");
  EXPECT_TRUE(edges_among(organization, {"A"}, day("2004-12-31")).empty());
  EXPECT_EQ(edges_among(organization, {"B", "C"}, day("2100-01-01")).size(), 2u);
}

TEST_F(LineageTest, AnAnnulledMergerLeavesNoEdge) {
  units({"A", "B"});
  const Position merger = telling_.tell(Act::kUnitMerged, "B", "2010-01-01", {{F::kFrom, Codes{"A"}}, {F::kTo, "B"}});
  EXPECT_EQ(before("B").size(), 1u);
  telling_.annulled("B", "2011-01-01", merger);
  EXPECT_TRUE(before("B").empty());
}

}  // namespace
}  // namespace sillok::testing
