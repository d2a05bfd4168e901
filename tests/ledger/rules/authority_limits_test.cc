// How far a role reaches: acts, grades and units (domain §2.1).
#include "ledger/rules/authority_limits.h"

#include <gtest/gtest.h>

#include "ledger/rules/shipped_policies.h"
#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

using F = Field;

class AuthorityLimits : public ::testing::Test {
 protected:
  AuthorityLimits() {
    auto shipped = shipped_rules();
    EXPECT_TRUE(shipped);
    book_ = std::move(*shipped);
    Telling units;
    units.unit_created("M", "2000-01-01", "ministry");
    units.unit_created("M-1", "2000-01-01", "bureau", "M");
    units.unit_created("N", "2000-01-01", "ministry");
    organization_ = fold_organization(resolve("", units.acts()));
  }

  // What is said against an act on somebody of that grade in that unit; empty: nothing.
  std::string said(std::vector<std::string_view> roles, std::optional<std::int64_t> grade, Act act, Data data = {},
                   const char* unit = "M-1", const char* authority = "M") {
    PersonState before;
    before.status = Status::kActive;
    before.class_code = "general";
    before.grade = grade;
    before.unit = unit;
    PlainAct plain;
    plain.act = act;
    plain.subject = "P1";
    plain.effective_on = day("2024-03-02");
    plain.data = std::move(data);
    const Bytes body = body_of(plain);
    const auto refusals = refuse_beyond_authority({"kim", authority, std::move(roles)}, before,
                                                  Fact{100, Instant{0}, BodyView::trust(body)}, organization_,
                                                  Law{book_, noon("2024-03-02")});
    return refusals.empty() ? "" : refusals.front().code;
  }
  std::string promotion(std::vector<std::string_view> roles, std::int64_t from) {
    return said(std::move(roles), from, Act::kPromoted, {{F::kKind, "ordinary"}, {F::kGrade, from - 1}});
  }

  RuleBook book_;
  OrganizationState organization_;
};

constexpr const char* kBeyond = "authority.not_granted";

TEST_F(AuthorityLimits, AnApproverReachesEverything) {
  EXPECT_EQ(promotion({"approver"}, 6), "");
  EXPECT_EQ(said({"approver"}, std::nullopt, Act::kResigned), "");
  EXPECT_EQ(said({"approver.agency_head", "approver"}, 4, Act::kResigned), "");
}

TEST_F(AuthorityLimits, GradesBeforeAndAfterHaveToBeInReach) {
  EXPECT_EQ(promotion({"approver.agency_head"}, 9), "");
  EXPECT_EQ(promotion({"approver.agency_head"}, 7), "");
  EXPECT_EQ(promotion({"approver.agency_head"}, 6), kBeyond) << "to grade 5";
  EXPECT_EQ(promotion({"approver.minister"}, 6), "") << "grades 3 to 5 and 6 to 9, by two rows";
  EXPECT_EQ(promotion({"approver.minister"}, 3), kBeyond) << "nobody but an approver reaches grade 2";
}

TEST_F(AuthorityLimits, ARowNamesItsActs) {
  const Data to{{F::kUnit, "M-1"}};
  EXPECT_EQ(said({"approver.agency_head"}, 4, Act::kTransferred, to), "");
  EXPECT_EQ(said({"approver.agency_head"}, 4, Act::kResigned), kBeyond);
  EXPECT_EQ(said({"approver.agency_head"}, 3, Act::kTransferred, to), kBeyond);
  EXPECT_EQ(said({"approver.grade5_head"}, 7, Act::kTransferred, to), "");
  EXPECT_EQ(said({"approver.grade5_head"}, 7, Act::kResigned), kBeyond);
  EXPECT_EQ(said({"approver.grade5_head"}, 8, Act::kResigned), "");
}

TEST_F(AuthorityLimits, WhoHasNoGradeIsForThePresidentOrInPartForTheMinister) {
  EXPECT_EQ(said({"approver.minister"}, std::nullopt, Act::kTransferred, {{F::kUnit, "M-1"}}), "");
  EXPECT_EQ(said({"approver.minister"}, std::nullopt, Act::kTransferredIn, {{F::kUnit, "M-1"}}), kBeyond);
  EXPECT_EQ(said({"approver.president"}, std::nullopt, Act::kTransferredIn, {{F::kUnit, "M-1"}}), "");
  EXPECT_EQ(said({"approver.president"}, 7, Act::kPromoted, {{F::kKind, "ordinary"}, {F::kGrade, std::int64_t{6}}}),
            kBeyond);
}

TEST_F(AuthorityLimits, AMinisterReachesTheOwnUnits) {
  EXPECT_EQ(said({"approver.minister"}, 7, Act::kResigned, {}, "N"), kBeyond);
  EXPECT_EQ(said({"approver.minister"}, 7, Act::kTransferredIn, {{F::kUnit, "M-1"}}, "N"), "")
      << "who comes in is hers";
  EXPECT_EQ(said({"approver.minister"}, 7, Act::kTransferredIn, {{F::kUnit, "N"}}, "N"), kBeyond);
  EXPECT_EQ(said({"approver.minister"}, 7, Act::kResigned, {}, "N", "no-unit"), "")
      << "a code that is no unit says nothing";
}

TEST_F(AuthorityLimits, WhatIsNoAppointmentNeedsNoReach) {
  EXPECT_EQ(
      said({"approver.grade5_head"}, 4, Act::kTrained, {{F::kCourse, "ethics"}, {F::kHours, std::int64_t{8'000}}}), "");
  EXPECT_EQ(said({"approver.grade5_head"}, 4, Act::kAnnulled, {{F::kTarget, std::int64_t{3}}, {F::kGround, "error"}}),
            kBeyond);
}

TEST_F(AuthorityLimits, RolesAreThoseOfTheTable) {
  const Law law{book_, noon("2024-03-02")};
  for (const char* role : {"drafter", "approver", "approver.minister", "approver.agency_head", "approver.president"})
    EXPECT_TRUE(is_role(role, law)) << role;
  for (const char* role : {"", "minister", "approver.", "approver.king", "approver.agency", "approver.minister.3-5"})
    EXPECT_FALSE(is_role(role, law)) << role;
}

}  // namespace
}  // namespace sillok::testing
