// From lines to receipts: places, duplicates, refusals and time.
#include "ledger/desk/intake.h"

#include <gmock/gmock.h>

#include "tests/ledger/desk/rooms.h"

namespace sillok::testing {
namespace {

using ::testing::ElementsAre;

class IntakeTest : public DeskTest {
 protected:
  static const Receipt& receipt(const LineOutcome& outcome) { return std::get<Receipt>(outcome.outcome); }
};

TEST_F(IntakeTest, ManyOrdersInOneGoStandWithoutGapsInTheOrderOfTheirLines) {
  const auto room = sandbox();
  std::vector<std::string> lines;
  for (int i = 0; i < 300; ++i) {
    std::vector<std::string> acts;
    for (int k = 0; k <= i % 3; ++k) acts.push_back(hire_act(fmt::format("P{}-{}", i, k)));
    lines.push_back(order_line(fmt::format("H-{}", i), acts));
  }
  for (const unsigned workers : {1u, 4u}) {
    IntakeOptions options;
    options.workers = workers;
    const auto outcomes = room->take_in(lines, options);
    ASSERT_EQ(outcomes.size(), 300u);
    Position next = 2;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      EXPECT_EQ(outcomes[i].line, i + 1);
      EXPECT_EQ(told(outcomes[i]),
                fmt::format("{} {}-{}", workers == 1 ? "recorded" : "duplicate", next, next + i % 3));
      EXPECT_EQ(receipt(outcomes[i]).order, fmt::format("H-{}", i));
      EXPECT_EQ(receipt(outcomes[i]).checkpoint_size, next + i % 3 + 1);
      next += i % 3 + 1;
    }
    EXPECT_EQ(room->log().head().size, next);
    EXPECT_EQ(room->ledger().anchored().size, next);
    EXPECT_EQ(room->ledger().anchored().root, room->log().head().root);
  }
}

TEST_F(IntakeTest, LinesThatCantBeReadKeepTheirPlaceAndHoldNothingUp) {
  const auto room = sandbox();
  const auto outcomes =
      room->take_in({order_line("A", {hire_act("P1")}), "{", "",
                     order_line("B", {hire_act("P2"), R"({"act":"flown","effective_on":"2024-03-02"})"}),
                     order_line("C", {hire_act("P3")})});
  EXPECT_THAT(told(outcomes), ElementsAre("recorded 2-2", "input.json", "input.unknown_act", "recorded 3-3"));
  EXPECT_EQ(outcomes[1].line, 2u);
  EXPECT_EQ(outcomes[2].line, 4u) << "a blank line counts and says nothing";
  EXPECT_EQ(outcomes[3].line, 5u);
}

TEST_F(IntakeTest, ARefusedOrderLeavesNothing) {
  const auto room = sandbox();
  const LogHead before = room->log().head();
  EXPECT_THAT(told(room->take_in({order_line("A", {promote_act("P1", "2024-03-02", 8)})})),
              ElementsAre("refused person.unknown"));
  EXPECT_EQ(room->log().head().size, before.size);
  EXPECT_EQ(room->log().head().root, before.root);
  EXPECT_EQ(room->log().index(log_index::order_key("1760000", "A")).value(), std::nullopt);
  // Decided anew: the same number may be sent again.
  EXPECT_THAT(told(room->take_in({order_line("A", {hire_act("P1")})})), ElementsAre("recorded 2-2"));
}

TEST_F(IntakeTest, AnOrderRefusedAtItsThirdActTakesBackItsFirstTwo) {
  const auto room = sandbox();
  // In one batch: had the hire of P1 stayed, the second order would be refused `person.exists`.
  const auto outcomes = room->take_in(
      {order_line("A", {hire_act("P1"), promote_act("P1", "2024-04-01", 8), promote_act("nobody", "2024-04-01", 8)}),
       order_line("B", {promote_act("P1", "2024-04-01", 8)}), order_line("C", {hire_act("P1", "2024-03-05")})});
  EXPECT_THAT(told(outcomes), ElementsAre("refused person.unknown", "refused person.unknown", "recorded 2-2"));
  EXPECT_EQ(receipt(outcomes[0]).reasons.front().act, 2u);
  EXPECT_EQ(room->record("P1").revision, 1u);
  EXPECT_EQ(room->record("P1").grade, 9);
}

TEST_F(IntakeTest, AnOrderRefusedLaterTakesBackTheUnitItMade) {
  const auto room = sandbox();
  const auto outcomes = room->take_in(
      {order_line("A", {unit_act("U2"), promote_act("nobody", "2024-04-01", 8)}),
       order_line("B", {hire_act("P1", "2024-03-02", "U2")}), order_line("C", {unit_act("U3")}),
       order_line("D", {unit_act("U4"), hire_act("P2", "2024-03-02", "U3"), promote_act("nobody", "2024-04-01", 8)}),
       order_line("E", {hire_act("P2", "2024-03-02", "U3")}), order_line("F", {unit_act("U4"), unit_act("U2")})});
  EXPECT_THAT(told(outcomes), ElementsAre("refused person.unknown", "refused organization.unknown_unit", "recorded 2-2",
                                          "refused person.unknown", "recorded 3-3", "recorded 4-5"));
}

TEST_F(IntakeTest, ActsOfOneOrderSeeTheOnesBeforeThem) {
  const auto room = sandbox();
  EXPECT_THAT(told(room->take_in({order_line("A", {unit_act("U2"), hire_act("P1", "2024-03-02", "U2"),
                                                   promote_act("P1", "2024-04-01", 8)}),
                                  order_line("B", {hire_act("P1")})})),
              ElementsAre("recorded 2-4", "refused person.exists"));
}

TEST_F(IntakeTest, DuplicatesWithinABatchAndAcrossRestarts) {
  auto room = sandbox();
  const std::string line = order_line("A", {hire_act("P1"), hire_act("P2")});
  EXPECT_THAT(told(room->take_in({line, line})), ElementsAre("recorded 2-3", "duplicate 2-3"));
  const auto first = room->take_in({line});
  room = enter_again(room);
  const auto again = room->take_in({line});
  EXPECT_THAT(told(again), ElementsAre("duplicate 2-3"));
  EXPECT_EQ(receipt(again[0]).recorded_at, receipt(first[0]).recorded_at);
  EXPECT_EQ(receipt(again[0]).checkpoint_size, 4u);
  EXPECT_EQ(room->log().head().size, 4u);
}

TEST_F(IntakeTest, AUsedNumberWithOtherContentIsRefused) {
  auto room = sandbox();
  room->take_in({order_line("A", {hire_act("P1")})});
  const std::vector<std::string> others{
      order_line("A", {hire_act("P2")}), order_line("A", {hire_act("P1"), hire_act("P2")}),
      order_line("A", {hire_act("P1", "2024-03-03")}), order_line("A", {hire_act("P1")}, R"("remarks":"other",)")};
  const auto refused = std::vector<std::string>(4, "refused order.number_reused");
  EXPECT_EQ(told(room->take_in(others)), refused);
  room = enter_again(room);
  EXPECT_EQ(told(room->take_in(others)), refused);
  std::string of_another = order_line("A", {hire_act("P2")});
  of_another.replace(of_another.find("1760000"), 7, "1760001");
  EXPECT_THAT(told(room->take_in({of_another})), ElementsAre("recorded 3-3")) << "numbers are per authority";
}

TEST_F(IntakeTest, OnlyTheSealedTextDiffersAndItIsOtherContent) {
  const auto room = sandbox();
  const std::string line = order_line("A", {hire_act("P1")});
  std::string other = line;
  other.replace(other.find("김하나"), std::string_view{"김하나"}.size(), "김두리");
  EXPECT_THAT(told(room->take_in({line, other, line})),
              ElementsAre("recorded 2-2", "refused order.number_reused", "duplicate 2-2"));
}

TEST_F(IntakeTest, TheSameCommandIdGivesTheFirstReceiptAgain) {
  auto room = sandbox();
  const std::string first = order_line("A", {hire_act("P1")}, R"("command_id":"c-1",)");
  const std::string again = order_line("B", {hire_act("P2")}, R"("command_id":"c-1",)");
  const auto within = room->take_in({first, again});
  EXPECT_THAT(told(within), ElementsAre("recorded 2-2", "duplicate 2-2"));
  EXPECT_EQ(receipt(within[1]).order, "A") << "the first receipt, not one of an order that was never recorded";
  room = enter_again(room);
  const auto later = room->take_in({again});
  EXPECT_THAT(told(later), ElementsAre("duplicate 2-2"));
  EXPECT_EQ(receipt(later[0]).order, "A");
  // Another token on the same order is a retry too.
  EXPECT_THAT(told(room->take_in({order_line("A", {hire_act("P1")}, R"("command_id":"c-2",)")})),
              ElementsAre("duplicate 2-2"));
}

TEST_F(IntakeTest, ExpectedRevision) {
  const auto room = sandbox();
  const auto expecting = [](std::string act, int revision) {
    act.insert(1, fmt::format(R"("expected_revision":{},)", revision));
    return act;
  };
  const auto outcomes = room->take_in({order_line("A", {expecting(hire_act("P1"), 0)}),
                                       order_line("B", {expecting(promote_act("P1", "2024-04-01", 8), 0)}),
                                       order_line("C", {expecting(promote_act("P1", "2024-04-01", 8), 1),
                                                        expecting(promote_act("P1", "2024-05-01", 7), 2)}),
                                       order_line("D", {expecting(promote_act("P1", "2024-06-01", 6), 2)})});
  EXPECT_THAT(told(outcomes),
              ElementsAre("recorded 2-2", "refused revision.conflict", "recorded 3-4", "refused revision.conflict"));
  EXPECT_THAT(told(room->take_in({order_line("E", {expecting(promote_act("P1", "2024-06-01", 6), 3)})})),
              ElementsAre("recorded 5-5"));
}

TEST_F(IntakeTest, SandboxTimeIsThatOfItsOrders) {
  const auto room = sandbox();
  const auto at = [](const char* instant) { return fmt::format(R"("recorded_at":"{}",)", instant); };
  const auto now = [&] { return to_string(room->ledger().newest_recorded_at()); };
  // Without a time of its own: 00:00 in Korea of the day it was issued.
  EXPECT_EQ(now(), "2024-03-01T15:00:00.000000Z");
  EXPECT_THAT(
      told(room->take_in({order_line("A", {hire_act("P1")}, at("2024-05-01T00:00:00Z")),
                          order_line("B", {hire_act("P2")}, at("2024-04-30T23:59:59.999999Z")),
                          order_line("C", {hire_act("P3")}, at("2024-05-01T00:00:00Z")),
                          // Refused, so its time does not count.
                          order_line("D", {hire_act("P3")}, at("2024-06-01T00:00:00Z")),
                          order_line("E", {hire_act("P4")}, at("2024-05-02T00:00:00Z"))})),
      ElementsAre("recorded 2-2", "order.recorded_at", "recorded 3-3", "refused person.exists", "recorded 4-4"));
  EXPECT_EQ(now(), "2024-05-02T00:00:00.000000Z");
  const auto outcomes = room->take_in({order_line("F", {hire_act("P5")})});
  EXPECT_EQ(to_string(receipt(outcomes[0]).recorded_at), "2024-05-02T00:00:00.000000Z")
      << "issued earlier than now: recorded now";
}

TEST_F(IntakeTest, ADryRunDecidesAndRecordsNothing) {
  const auto room = sandbox();
  const LogHead before = room->log().head();
  IntakeOptions options;
  options.dry_run = true;
  EXPECT_THAT(
      told(room->take_in({order_line("A", {hire_act("P1")}), order_line("B", {promote_act("P1", "2024-04-01", 8)}),
                          order_line("C", {hire_act("P1")})},
                         options)),
      ElementsAre("recorded 2-2", "recorded 3-3", "refused person.exists"));
  EXPECT_EQ(room->log().head().root, before.root);
  EXPECT_THAT(told(room->take_in({order_line("A", {hire_act("P1")})})), ElementsAre("recorded 2-2"));
}

TEST_F(IntakeTest, ImportRecordsBreachesAsFindingsAndRefusesAUsedNumber) {
  const auto room = sandbox();
  IntakeOptions options;
  options.intake = Intake::kImport;
  options.trust = Trust::kPaper;
  const auto outcomes = room->take_in(
      {order_line("A", {promote_act("P1", "2024-04-01", 8)}), order_line("A", {hire_act("P1")})}, options);
  EXPECT_THAT(told(outcomes), ElementsAre("recorded 2-2", "refused order.number_reused"));
  ASSERT_EQ(receipt(outcomes[0]).reasons.size(), 1u);
  EXPECT_EQ(receipt(outcomes[0]).reasons[0].code, "person.unknown");
  const Bytes entry = room->log().read(2).value();
  EXPECT_EQ(EventView::check(entry)->opening()->trust, Trust::kPaper);
}

TEST_F(IntakeTest, OneFaultIsToldOnce) {
  const auto room = sandbox();
  // Born four years after the hire: the day says so, and so does the half-year that stands in the clear.
  std::string act = hire_act("P1");
  act.replace(act.find("1998-05-04"), 10, "2028-05-04");
  const auto outcomes = room->take_in({order_line("A", {act})});
  EXPECT_THAT(told(outcomes), ElementsAre("refused person.not_born"));
  EXPECT_EQ(receipt(outcomes[0]).reasons.size(), 1u);
}

TEST_F(IntakeTest, FourEyesEvenInASandbox) {
  const auto room = sandbox();
  const auto outcomes =
      room->take_in({order_line("A", {hire_act("P1")}, R"("drafted_by":"kim","approved_by":"kim",)"),
                     order_line("B", {hire_act("P1")}, R"("drafted_by":"kim","approved_by":"lee",)")});
  EXPECT_THAT(told(outcomes), ElementsAre("refused authority.same_person", "recorded 2-2"));
}

TEST_F(IntakeTest, CorrectionsNeedATargetThatIsThereAndHers) {
  const auto room = sandbox();
  const auto rectify = [](const char* person, int target, const char* data) {
    return fmt::format(
        R"({{"act":"rectified","person":"{}","effective_on":"2024-03-03","data":{{"target":{},"data":{{{}}}}}}})",
        person, target, data);
  };
  const auto outcomes = room->take_in(
      {order_line("A", {hire_act("P1"), hire_act("P2")}), order_line("B", {rectify("P1", 3, R"("grade":7)")}),
       order_line("C", {rectify("P1", 9, R"("grade":7)")}), order_line("D", {rectify("P1", 2, R"("rating":"A")")}),
       order_line("E", {rectify("P1", 2, R"("grade":7)")})});
  EXPECT_THAT(told(outcomes), ElementsAre("recorded 2-3", "refused correction.target_unknown",
                                          "refused correction.target_unknown", "input.unknown_field", "recorded 4-4"));
  EXPECT_EQ(std::get<Error>(outcomes[3].outcome).where, "acts[0].data.data.rating");
  EXPECT_EQ(room->record("P1").grade, 7);
}

TEST_F(IntakeTest, AnActThatDoesNotFitIsMalformedWithItsPlace) {
  const auto room = sandbox();
  std::string rows;
  for (int i = 0; i < 64; ++i) rows += (i ? "," : "") + fmt::format("\"{}\"", std::string(2'000, 'x'));
  const std::string act = fmt::format(
      R"({{"act":"policy_adopted","effective_on":"2024-01-01","data":{{"table":"max_step","valid_from":"2024-01-01","applies_by":"act","rows":[{}],"legal_reference":"RRPO:1"}}}})",
      rows);
  const auto outcomes = room->take_in({order_line("A", {hire_act("P1"), act}), order_line("B", {hire_act("P1")})});
  ASSERT_EQ(outcomes.size(), 2u);
  ASSERT_TRUE(std::holds_alternative<Error>(outcomes[0].outcome)) << told(outcomes[0]);
  EXPECT_EQ(std::get<Error>(outcomes[0].outcome).fault, Fault::malformed);
  EXPECT_EQ(std::get<Error>(outcomes[0].outcome).where.substr(0, 7), "acts[1]");
  EXPECT_EQ(told(outcomes[1]), "recorded 2-2");
}

}  // namespace
}  // namespace sillok::testing
