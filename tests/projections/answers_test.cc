// Records and histories as JSON: what they say of merged ids, of cancelled appointments, of sources.
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "projections/answers/event_json.h"
#include "projections/answers/record_json.h"
#include "tests/ledger/desk/rooms.h"

namespace sillok::testing {
namespace {

using ::testing::ElementsAre;

class AnswersTest : public DeskTest {
 protected:
  static std::string act(std::string_view kind, std::string_view person, std::string_view on,
                         std::string_view data = "{}") {
    return fmt::format(R"({{"act":"{}","person":"{}","effective_on":"{}","data":{}}})", kind, person, on, data);
  }
  static std::string at(std::string_view instant) { return fmt::format(R"("recorded_at":"{}",)", instant); }
  static boost::json::object record(Room& room, std::string_view person, std::string_view as_of,
                                    std::optional<Instant> known_at = {}) {
    auto answer = record_json(room.ledger(), room.views(), person, {*parse_date(as_of), known_at});
    if (!answer) {
      ADD_FAILURE() << person << ": " << answer.error().message;
      return {};
    }
    return std::move(*answer);
  }
  static std::vector<Position> positions(Room& room, std::string_view person, std::optional<Instant> known_at = {}) {
    EventJson events{room.ledger(), true};
    const auto history = events.history(room.views(), person, known_at);
    std::vector<Position> out;
    if (!history) ADD_FAILURE() << history.error().message;
    else
      for (const auto& event : *history) out.push_back(event.at("position").to_number<Position>());
    return out;
  }
};

TEST_F(AnswersTest, WhatAMergeOrMoveBroughtIsNotKnownBeforeIt) {
  const auto room = sandbox();
  room->take_in(
      {order_line("A", {hire_act("P2", "2024-03-02"), promote_act("P2", "2024-06-01", 8)}, at("2024-07-01T00:00:00Z")),
       order_line("B", {hire_act("P1", "2024-08-01"), hire_act("P3", "2024-03-02")}, at("2024-08-01T00:00:00Z")),
       order_line("C", {act("persons_merged", "P1", "2025-01-01", R"({"duplicate":"P2"})")},
                  at("2025-01-01T00:00:00Z")),
       order_line("D", {act("promoted", "P3", "2025-02-01", R"({"kind":"ordinary","grade":8})")},
                  at("2025-02-01T00:00:00Z")),
       order_line("E", {act("rectified", "P3", "2025-03-01", R"({"target":7,"data":{"grade":7}})")},
                  at("2025-03-01T00:00:00Z")),
       order_line("F", {act("rectified", "P3", "2025-04-01", R"({"target":7,"person":"P1"})")},
                  at("2025-04-01T00:00:00Z"))});
  const Instant before_the_merge = *parse_instant("2024-12-31T00:00:00Z"),
                before_the_move = *parse_instant("2025-03-15T00:00:00Z");
  EXPECT_THAT(positions(*room, "P1", before_the_merge), ElementsAre(4));
  EXPECT_THAT(positions(*room, "P1", before_the_move), ElementsAre(2, 3, 4, 6));
  EXPECT_THAT(positions(*room, "P1"), ElementsAre(2, 3, 4, 6, 7, 8, 9));
  EXPECT_THAT(positions(*room, "P2"), ElementsAre(2, 3, 6)) << "the id that went has no part in the other's acts";
  EXPECT_THAT(positions(*room, "P3"), ElementsAre(5, 7, 8, 9));
  // P1 was nobody before the first act of that id, whatever was merged into it since.
  const auto early = record_json(room->ledger(), room->views(), "P1",
                                 {*parse_date("2024-07-15"), *parse_instant("2024-07-15T00:00:00Z")});
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, "person.unknown");
}

TEST_F(AnswersTest, AMergedIdPointsToTheOneThatStays) {
  const auto room = sandbox();
  room->take_in({order_line("A", {hire_act("P1"), hire_act("P2", "2024-05-01"),
                                  act("persons_merged", "P1", "2025-01-01", R"({"duplicate":"P2"})")})});
  const auto gone = record(*room, "P2", "2025-01-01");
  EXPECT_EQ(gone.at("merged_into"), "P1");
  EXPECT_EQ(gone.at("status"), "none");
  EXPECT_TRUE(gone.at("grade").is_null());
  EXPECT_TRUE(gone.at("personal").as_object().empty());
  EXPECT_TRUE(gone.at("sources").as_object().empty());
  const auto stays = record(*room, "P1", "2025-01-01");
  EXPECT_TRUE(stays.at("merged_into").is_null());
  ASSERT_EQ(stays.at("findings").as_array().size(), 1u);
  EXPECT_EQ(boost::json::serialize(stays.at("findings").as_array()[0].at("positions")), "[3]");
  EXPECT_EQ(stays.at("findings").as_array()[0].at("rule"), "person.exists");
}

TEST_F(AnswersTest, ACancelledAppointmentLeavesTheIdentity) {
  const auto room = sandbox();
  room->take_in(
      {order_line("A", {hire_act("P1"), act("appointment_cancelled", "P1", "2024-09-01", R"({"ground":"fraud"})")})});
  const auto person = record(*room, "P1", "2024-09-01");
  EXPECT_EQ(person.at("status"), "none");
  EXPECT_EQ(person.at("personal").at("name"), "김하나");
  EXPECT_EQ(person.at("sources").at("name"), 2);
  EXPECT_FALSE(person.at("sources").as_object().contains("unit"));
}

TEST_F(AnswersTest, SourcesNameOnlyFieldsThatSaySomething) {
  const auto room = sandbox();
  room->take_in(
      {order_line("A", {hire_act("P1"), act("hours_changed", "P1", "2024-04-01", R"({"hours_per_week":17.5})"),
                        act("resigned", "P1", "2024-09-01")})});
  for (const char* as_of : {"2024-03-02", "2024-05-01", "2024-09-01"}) {
    SCOPED_TRACE(as_of);
    const auto person = record(*room, "P1", as_of);
    for (const auto& [name, position] : person.at("sources").as_object()) {
      const bool is_personal = person.at("personal").as_object().contains(name);
      const auto* field = person.if_contains(name);
      EXPECT_TRUE(is_personal || (field != nullptr && !field->is_null())) << std::string_view{name};
      EXPECT_LT(position.to_number<Position>(), 5u);
    }
  }
  EXPECT_EQ(record(*room, "P1", "2024-05-01").at("hours_per_week"), 17.5);
  EXPECT_EQ(record(*room, "P1", "2024-05-01").at("sources").at("hours_per_week"), 3);
  EXPECT_FALSE(record(*room, "P1", "2024-05-01").at("sources").as_object().contains("post"));
}

TEST_F(AnswersTest, FindingsAreThoseOfTheDayAndOfWhatWasKnown) {
  const auto room = sandbox();
  IntakeOptions import;
  import.intake = Intake::kImport;
  import.trust = Trust::kPaper;
  room->take_in({order_line("A", {hire_act("P1")}, at("2024-03-02T00:00:00Z")),
                 order_line("B", {promote_act("P1", "2024-06-01", 9)}, at("2024-07-01T00:00:00Z")),
                 order_line("C", {promote_act("P1", "2024-01-01", 8)}, at("2024-08-01T00:00:00Z"))},
                import);
  const auto rules = [&](std::string_view as_of, std::optional<Instant> known_at = {}) {
    std::vector<std::string> out;
    const auto person = record(*room, "P1", as_of, known_at);
    for (const auto& finding : person.at("findings").as_array()) out.emplace_back(finding.at("rule").as_string());
    return out;
  };
  EXPECT_THAT(rules("2024-12-31"), ElementsAre("state.not_active", "promotion.not_higher"));
  EXPECT_THAT(rules("2024-05-31"), ElementsAre("state.not_active"));
  EXPECT_THAT(rules("2024-12-31", *parse_instant("2024-07-15T00:00:00Z")), ElementsAre("promotion.not_higher"));
  EXPECT_THAT(rules("2024-12-31", *parse_instant("2024-03-15T00:00:00Z")), ElementsAre());
}

}  // namespace
}  // namespace sillok::testing
