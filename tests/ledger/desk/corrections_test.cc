// Acts on acts at the desk: what may be said of an act that is recorded, and what must then still hold.
#include <gmock/gmock.h>

#include "ledger/desk/log_verifier.h"
#include "tests/ledger/desk/rooms.h"

namespace sillok::testing {
namespace {

using ::testing::ElementsAre;

class CorrectionsTest : public DeskTest {
 protected:
  static std::string act(std::string_view kind, std::string_view person, std::string_view on, std::string_view data) {
    return fmt::format(R"({{"act":"{}","person":"{}","effective_on":"{}","data":{}}})", kind, person, on, data);
  }
  static const Receipt& receipt(const LineOutcome& outcome) { return std::get<Receipt>(outcome.outcome); }
  static std::string rectify(std::string_view person, Position target, std::string_view more) {
    return act("rectified", person, "2025-01-01", fmt::format(R"({{"target":{},{}}})", target, more));
  }
};

TEST_F(CorrectionsTest, EarlierCareersOfAHireCanBeRectified) {
  const auto room = sandbox();
  const auto outcomes = room->take_in(
      {order_line("A", {hire_act("P1"), promote_act("P1", "2024-06-01", 8)}),
       order_line(
           "B",
           {rectify("P1", 2,
                    R"("data":{"prior_career":[{"from":"2010-01-01","to":"2012-01-01","grade":8,"percent":80}]})")}),
       order_line(
           "C",
           {rectify("P1", 3,
                    R"("data":{"prior_career":[{"from":"2010-01-01","to":"2012-01-01","grade":8,"percent":80}]})")})});
  EXPECT_THAT(told(outcomes), ElementsAre("recorded 2-3", "recorded 4-4", "input.unknown_field"));
  const PersonState state = room->record("P1");
  ASSERT_EQ(state.prior_career.size(), 1u);
  EXPECT_EQ(state.prior_career[0], (PriorCareer{*parse_date("2010-01-01"), *parse_date("2012-01-01"), 8, 80}));
  EXPECT_EQ(state.source(RecordField::kPriorCareer), 4u);
}

TEST_F(CorrectionsTest, WhatAnActSaysNowIsDecidedAsIfItWereRecordedAnew) {
  const auto room = sandbox();
  room->take_in(
      {order_line("A", {hire_act("P1"), promote_act("P1", "2024-06-01", 8)}),
       order_line("B", {unit_act("U2", "2024-05-01"), act("transferred", "P1", "2024-07-01", R"({"unit":"U2"})")})});
  const std::string before_the_hire = rectify("P1", 3, R"("effective_on":"2024-03-01")");
  const auto outcomes = room->take_in(
      {order_line("C1", {before_the_hire}), order_line("C2", {rectify("P1", 3, R"("effective_on":"2024-03-02")")}),
       order_line("C3", {rectify("P1", 5, R"("effective_on":"2024-04-30")")}),
       order_line("C4", {rectify("P1", 5, R"("data":{"unit":"U9"})")}),
       order_line("C5", {rectify("P1", 2, R"("effective_on":"2024-03-03")")}),
       order_line("C6", {act("annulled", "P1", "2025-01-01", R"({"target":2,"ground":"x"})")})});
  EXPECT_THAT(told(outcomes),
              ElementsAre("refused state.not_active", "recorded 6-6", "refused organization.unknown_unit",
                          "refused organization.unknown_unit", "refused state.not_active", "refused person.unknown"));
  EXPECT_EQ(receipt(outcomes[0]).reasons.front().person, "P1");
  EXPECT_EQ(room->record("P1").grade_since, *parse_date("2024-03-02"));
  // What rests on the hire is taken back first, in one order.
  EXPECT_THAT(
      told(room->take_in({order_line("D", {act("annulled", "P1", "2025-01-01", R"({"target":5,"ground":"x"})"),
                                           act("annulled", "P1", "2025-01-01", R"({"target":3,"ground":"x"})"),
                                           act("annulled", "P1", "2025-01-01", R"({"target":2,"ground":"x"})")})})),
      ElementsAre("recorded 7-9"));
  EXPECT_FALSE(room->record("P1").was_ever_hired());
  // Nor can an act come back that has nobody in service any more.
  EXPECT_THAT(told(room->take_in({order_line("E", {act("reinstated_act", "P1", "2025-01-01", R"({"target":3})")})})),
              ElementsAre("refused person.unknown"));
}

TEST_F(CorrectionsTest, AnImportRecordsWhatACorrectionBreaksAsAFinding) {
  const auto room = sandbox();
  room->take_in({order_line("A", {hire_act("P1"), promote_act("P1", "2024-06-01", 8)})});
  IntakeOptions options;
  options.intake = Intake::kImport;
  options.trust = Trust::kPaper;
  const auto outcomes = room->take_in({order_line("B", {rectify("P1", 3, R"("effective_on":"2024-03-01")")})}, options);
  ASSERT_THAT(told(outcomes), ElementsAre("recorded 4-4"));
  ASSERT_EQ(receipt(outcomes[0]).reasons.size(), 1u);
  EXPECT_EQ(receipt(outcomes[0]).reasons[0].code, "state.not_active");
  // The record says so too, and it takes no correction to be corrected again.
  EXPECT_THAT(told(room->take_in({order_line("C", {rectify("P1", 3, R"("data":{"grade":7})")}),
                                  order_line("D", {rectify("P1", 3, R"("effective_on":"2024-06-01")")})})),
              ElementsAre("recorded 5-5", "recorded 6-6"));
}

TEST_F(CorrectionsTest, AnActMovedToAnotherPersonMustBePossibleThere) {
  const auto room = sandbox();
  room->take_in({order_line(
      "A", {hire_act("P1"), promote_act("P1", "2024-06-01", 8), hire_act("P2"), hire_act("P3", "2024-07-01")})});
  EXPECT_THAT(told(room->take_in({order_line("B", {rectify("P1", 3, R"("person":"P3")")}),
                                  order_line("C", {rectify("P1", 3, R"("person":"P2")")})})),
              ElementsAre("refused state.not_active", "recorded 6-6"));
  EXPECT_EQ(room->record("P2").grade, 8);
}

TEST_F(CorrectionsTest, OnlyWhatIsAnnulledComesBack) {
  const auto room = sandbox();
  const auto bring_back = [](int target) {
    return act("reinstated_act", "P1", "2025-01-01", fmt::format(R"({{"target":{}}})", target));
  };
  const auto annul = [](int target) {
    return act("annulled", "P1", "2025-01-01", fmt::format(R"({{"target":{},"ground":"x"}})", target));
  };
  EXPECT_THAT(
      told(room->take_in(
          {order_line("A", {hire_act("P1"), promote_act("P1", "2024-06-01", 8)}), order_line("B", {bring_back(3)}),
           order_line("C", {annul(3), bring_back(3)}), order_line("D", {bring_back(3)}), order_line("E", {annul(3)}),
           order_line("F", {bring_back(6)}), order_line("G", {annul(6)}), order_line("H", {bring_back(99)})})),
      ElementsAre("recorded 2-3", "refused correction.target_unknown", "recorded 4-5",
                  "refused correction.target_unknown", "recorded 6-6", "refused correction.target_unknown",
                  "recorded 7-7", "refused correction.target_unknown"));
  EXPECT_EQ(room->record("P1").grade, 8) << "the annulment is annulled";
  EXPECT_THAT(told(room->take_in({order_line("I", {bring_back(6)})})), ElementsAre("recorded 8-8"));
  EXPECT_EQ(room->record("P1").grade, 9) << "and comes back";
}

TEST_F(CorrectionsTest, APromotionForTheSameMeritNamesASpecialStepOfThePerson) {
  const auto room = sandbox();
  const auto step = [](const char* person, const char* kind) {
    return act("step_raised", person, "2024-06-01", fmt::format(R"({{"kind":"{}","step":2}})", kind));
  };
  const auto promote = [](int merit) {
    return act("promoted", "P1", "2024-07-01",
               fmt::format(R"({{"kind":"special","grade":8,"ground":"merit","same_merit_as":{}}})", merit));
  };
  room->take_in({order_line(
      "A", {hire_act("P1"), hire_act("P2"), step("P1", "regular"), step("P2", "special"), step("P1", "special")})});
  EXPECT_THAT(
      told(room->take_in({order_line("B", {promote(99)}), order_line("C", {promote(2)}), order_line("D", {promote(4)}),
                          order_line("E", {promote(5)}), order_line("F", {promote(6)})})),
      ElementsAre("refused correction.target_unknown", "refused correction.target_unknown",
                  "refused correction.target_unknown", "refused correction.target_unknown", "recorded 7-7"));
}

// The subject of a correction of a unit's act follows from what it names.
TEST_F(CorrectionsTest, ActsOnUnitsAreCorrectedWithoutAPerson) {
  const auto room = sandbox();
  const auto of_unit = [](const char* kind, const char* data) {
    return fmt::format(R"({{"act":"{}","effective_on":"2025-01-01","data":{}}})", kind, data);
  };
  const std::string into_u2 = act("transferred", "P1", "2024-07-01", R"({"unit":"U2"})");
  // In one go: what is decided doesn't depend on where a batch ends.
  const auto outcomes = room->take_in({
      order_line("A", {unit_act("U2"), hire_act("P1")}),
      order_line("B", {of_unit("rectified", R"({"target":2,"data":{"name_en":"Renamed"}})")}),
      order_line("C", {of_unit("annulled", R"({"target":2,"ground":"x"})")}),
      order_line("D", {into_u2}),
      order_line("E", {of_unit("reinstated_act", R"({"target":2})")}),
      order_line("F", {into_u2}),
      order_line("G", {of_unit("reinstated_act", R"({"target":2})")}),
      order_line("H", {of_unit("annulled", R"({"target":3,"ground":"x"})")}),
      order_line("I", {of_unit("annulled", R"({"target":0,"ground":"x"})")}),
      order_line("J", {act("annulled", "U2", "2025-01-01", R"({"target":2,"ground":"named as before"})")}),
  });
  EXPECT_THAT(told(outcomes),
              ElementsAre("recorded 2-3", "recorded 4-4", "recorded 5-5", "refused organization.unknown_unit",
                          "recorded 6-6", "recorded 7-7", "refused correction.target_unknown", "input.missing_field",
                          "refused correction.target_unknown", "recorded 8-8"));
  EXPECT_EQ(std::get<Error>(outcomes[7].outcome).where, "acts[0].person");
  EXPECT_EQ(room->views().organization_known_at(std::nullopt).value()->unit("U2"), nullptr);
  EXPECT_EQ(EventView::trust(room->log().read(5).value()).revision(), 0u) << "an act of no person's chain";
  LogVerifier verifier{room->log(), 0};
  const auto report = verifier.run(0);
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->first_bad);
}

TEST_F(CorrectionsTest, ARefusedCorrectionOfAUnitLeavesTheBatchAsItWas) {
  const auto room = sandbox();
  const std::string annul_u2 = R"({"act":"annulled","effective_on":"2025-01-01","data":{"target":2,"ground":"x"}})";
  EXPECT_THAT(told(room->take_in({order_line("A", {unit_act("U2"), hire_act("P1")}),
                                  order_line("B", {annul_u2, promote_act("nobody", "2024-07-01", 8)}),
                                  order_line("C", {act("transferred", "P1", "2024-07-01", R"({"unit":"U2"})")})})),
              ElementsAre("recorded 2-3", "refused person.unknown", "recorded 4-4"));
}

// The second act on a person in one order expects the first to be counted.
TEST_F(CorrectionsTest, AnExpectedRevisionCountsTheActsBeforeItInItsOrder) {
  const auto room = sandbox();
  const auto promote = [](const char* on, int grade, int revision) {
    return fmt::format(
        R"({{"act":"promoted","person":"P1","effective_on":"{}","data":{{"kind":"ordinary","grade":{}}},"expected_revision":{}}})",
        on, grade, revision);
  };
  room->take_in({order_line("A", {hire_act("P1"), hire_act("P2")})});
  const auto outcomes = room->take_in({order_line("B", {promote("2024-06-01", 8, 1), promote("2024-07-01", 7, 1)}),
                                       order_line("C", {promote("2024-06-01", 8, 0)}),
                                       order_line("D", {promote("2024-06-01", 8, 1), promote_act("P2", "2024-06-01", 8),
                                                        promote("2024-07-01", 7, 2)})});
  EXPECT_THAT(told(outcomes), ElementsAre("refused revision.conflict", "refused revision.conflict", "recorded 4-6"));
  EXPECT_EQ(receipt(outcomes[0]).reasons.front().act, 1u);
}

TEST_F(CorrectionsTest, FurtherCodesOfARefusalAreNamedOnce) {
  const auto room = sandbox();
  const auto outcomes =
      room->take_in({order_line("A", {hire_act("P1", "2024-03-02", "U8"), hire_act("P2", "2024-03-02", "U9"),
                                      promote_act("P3", "2024-03-02", 8), promote_act("P4", "2024-03-02", 8)})});
  ASSERT_THAT(told(outcomes), ElementsAre("refused person.unknown"));
  EXPECT_EQ(receipt(outcomes[0]).reasons.size(), 4u);
  EXPECT_THAT(further_codes(receipt(outcomes[0]).reasons), ElementsAre("organization.unknown_unit"));
}

// A hire and what rests on it belong together: in whatever order the acts of the order name them.
TEST_F(CorrectionsTest, WhatBelongsTogetherIsCorrectedTogether) {
  const auto split = [](int target) {
    return act("persons_split", "P1", "2025-01-01", fmt::format(R"({{"target":{},"person":"P9"}})", target));
  };
  const auto move = [](int target) {
    return act("rectified", "P1", "2025-01-01", fmt::format(R"({{"target":{},"person":"P9"}})", target));
  };
  const std::vector<std::vector<std::string>> orders{
      {split(4), split(5)}, {split(5), split(4)}, {move(4), move(5)}, {move(5), move(4)}};
  for (const auto& acts : orders) {
    const auto room = sandbox();
    room->take_in({order_line("A", {hire_act("P1", "2021-01-01"), act("resigned", "P1", "2021-06-01", "{}"),
                                    hire_act("P1", "2022-01-01"), promote_act("P1", "2022-03-01", 8)})});
    EXPECT_THAT(told(room->take_in({order_line("B", acts)})), ElementsAre("recorded 6-7"));
    EXPECT_EQ(room->record("P9").grade, 8);
    EXPECT_FALSE(room->record("P1").in_service());
  }
  // Alone it leaves a promotion of somebody who was never hired, and says so of that person.
  const auto room = sandbox();
  room->take_in({order_line("A", {hire_act("P1", "2022-01-01"), promote_act("P1", "2022-03-01", 8)})});
  const auto outcomes =
      room->take_in({order_line("B", {act("persons_split", "P1", "2025-01-01", R"({"target":3,"person":"P9"})")})});
  ASSERT_THAT(told(outcomes), ElementsAre("refused person.unknown"));
  EXPECT_EQ(receipt(outcomes[0]).reasons.front().person, "P9");
  EXPECT_THAT(receipt(outcomes[0]).reasons.front().message, ::testing::HasSubstr("person P9"));
}

TEST_F(CorrectionsTest, AnAwardRestsOnNoHire) {
  const auto room = sandbox();
  const std::string award =
      act("awarded", "P1", "2024-05-02", R"({"kind":"minister","name":"citation","grantor":"MPM"})");
  EXPECT_THAT(
      told(room->take_in({order_line("A", {hire_act("P1"), award}),
                          order_line("B", {act("annulled", "P1", "2025-01-01", R"({"target":2,"ground":"x"})")})})),
      ElementsAre("recorded 2-3", "recorded 4-4"));
}

// In one go or line by line: what is decided doesn't depend on where a batch ends.
TEST_F(CorrectionsTest, WhoAnActTiesTogetherIsDecidedOnWhatItSaid) {
  struct Case {
    const char* name;
    std::vector<std::string> orders;
    std::vector<std::string> answers;
  };
  const auto into_u1 = [](const char* person, const char* on) {
    return act("transferred", person, on, R"({"unit":"U1"})");
  };
  const std::string merge = act("persons_merged", "P1", "2025-01-01", R"({"duplicate":"P2"})");
  const Case cases[] = {
      {"merged",
       {order_line("B", {merge}), order_line("C", {into_u1("P2", "2025-02-01")})},
       {"recorded 5-5", "refused person.merged"}},
      {"merged and used in one order",
       {order_line("B", {merge, into_u1("P2", "2025-02-01")})},
       {"refused person.merged"}},
      {"merged twice",
       {order_line("B", {merge}),
        order_line("C", {act("persons_merged", "P3", "2025-01-01", R"({"duplicate":"P2"})")})},
       {"recorded 5-5", "refused person.merged"}},
      {"split",
       {order_line("B", {act("persons_split", "P1", "2025-01-01", R"({"target":2,"person":"P9"})")}),
        order_line("C", {into_u1("P9", "2025-02-01")})},
       {"recorded 5-5", "recorded 6-6"}},
      {"moved",
       {order_line("B", {act("rectified", "P1", "2025-01-01", R"({"target":2,"person":"P9"})")}),
        order_line("C", {into_u1("P1", "2025-02-01")})},
       {"recorded 5-5", "refused person.unknown"}},
      {"merged: its acts are hers now",
       {order_line("B", {merge}),
        order_line("C", {act("annulled", "P1", "2025-01-02", R"({"target":3,"ground":"x"})")}),
        order_line("D", {act("persons_split", "P1", "2025-01-02", R"({"target":5,"person":"P2"})")}),
        order_line("E", {into_u1("P2", "2025-02-01")})},
       {"recorded 5-5", "recorded 6-6", "recorded 7-7", "refused person.unknown"}},
  };
  for (const Case& c : cases) {
    for (const bool at_once : {true, false}) {
      SCOPED_TRACE(std::string{c.name} + (at_once ? ", at once" : ", one by one"));
      const auto room = sandbox();
      room->take_in({order_line("A", {hire_act("P1"), hire_act("P2"), hire_act("P3")})});
      std::vector<std::string> answers;
      if (at_once) answers = told(room->take_in(c.orders));
      for (std::size_t i = 0; !at_once && i < c.orders.size(); ++i)
        answers.push_back(told(room->take_in({c.orders[i]})).front());
      EXPECT_EQ(answers, c.answers);
    }
  }
}

TEST_F(CorrectionsTest, OfNobodyNothingIsCancelledMergedOrClosed) {
  const auto room = sandbox();
  EXPECT_THAT(
      told(room->take_in(
          {order_line("A", {hire_act("P1"), act("resigned", "P1", "2024-05-01", "{}")}),
           order_line("B", {act("appointment_cancelled", "P9", "2024-06-01", R"({"ground":"x"})")}),
           order_line("C", {act("persons_merged", "P9", "2024-06-01", R"({"duplicate":"P1"})")}),
           order_line("D", {act("investigation_closed", "P9", "2024-06-01", R"({"case":"C1","outcome":"cleared"})")}),
           order_line("E", {act("appeal_decided", "P9", "2024-06-01", R"({"case":"C1","outcome":"rejected"})")}),
           order_line("F", {act("appointment_cancelled", "P1", "2024-06-01", R"({"ground":"x"})"),
                            act("appointment_cancelled", "P1", "2024-06-01", R"({"ground":"x"})")})})),
      ElementsAre("recorded 2-3", "refused person.unknown", "refused person.unknown", "refused person.unknown",
                  "refused person.unknown", "refused correction.target_unknown"));
}

// A case that only a removal names can be closed after the return from it.
TEST_F(CorrectionsTest, ACaseOutlivesTheRemovalThatNamedIt) {
  const auto room = sandbox();
  EXPECT_THAT(told(room->take_in(
                  {order_line("A", {hire_act("P1"),
                                    act("removed_from_position", "P1", "2024-06-01", R"({"ground":"4","case":"C1"})"),
                                    act("reinstated", "P1", "2024-09-01", "{}")}),
                   order_line("B", {act("investigation_closed", "P1", "2024-10-01",
                                        R"({"case":"C1","outcome":"acquitted"})")})})),
              ElementsAre("recorded 2-4", "recorded 5-5"));
}

TEST_F(CorrectionsTest, WhatFollowsARefusedActIsNotRefusedForIt) {
  const auto room = sandbox();
  const auto outcomes =
      room->take_in({order_line("A", {hire_act("P1", "2024-03-02", "NOPE"), promote_act("P1", "2024-04-02", 8)})});
  ASSERT_THAT(told(outcomes), ElementsAre("refused organization.unknown_unit"));
  EXPECT_EQ(receipt(outcomes[0]).reasons.size(), 1u);
  EXPECT_EQ(receipt(outcomes[0]).reasons.front().act, 0u);
}

TEST_F(CorrectionsTest, NothingEndsBeforeItBegins) {
  const auto room = sandbox();
  const auto leave = [](const char* until) {
    return act("leave_started", "P1", "2024-06-01", fmt::format(R"({{"ground":"LV.SICK","until":"{}"}})", until));
  };
  const auto second = [](const char* until) {
    return act("seconded", "P1", "2024-06-01", fmt::format(R"({{"host":"H","ground":"1","until":"{}"}})", until));
  };
  EXPECT_THAT(told(room->take_in({order_line("A", {hire_act("P1")}), order_line("B", {leave("2024-06-01")}),
                                  order_line("C", {second("2024-05-31")}), order_line("D", {second("2024-06-02")}),
                                  order_line("E", {leave("2024-06-02")})})),
              ElementsAre("recorded 2-2", "refused state.ends_before_start", "refused state.ends_before_start",
                          "recorded 3-3", "recorded 4-4"));
}

}  // namespace
}  // namespace sillok::testing
