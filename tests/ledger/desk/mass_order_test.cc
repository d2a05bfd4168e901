// An order of many persons is judged on all cores: it comes out as its acts do one by one.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "tests/ledger/desk/rooms.h"

namespace sillok::testing {
namespace {

constexpr int kPersons = 600;

std::string person(int number) { return fmt::format("P{:04}", number); }

std::string transfer_act(std::string_view who, std::string_view on, std::string_view unit) {
  return fmt::format(R"({{"act":"transferred","person":"{}","effective_on":"{}","data":{{"unit":"{}"}}}})", who, on,
                     unit);
}
std::string leave_act(std::string_view who, std::string_view on) {
  return fmt::format(
      R"({{"act":"leave_started","person":"{}","effective_on":"{}","data":{{"ground":"LV.SICK","until":"2024-09-01"}}}})",
      who, on);
}
std::string quota_act(std::string_view unit, int count) {
  return fmt::format(R"({{"act":"quota_set","effective_on":"2000-01-01","data":{{"unit":"{}","grade":9,"count":{}}}}})",
                     unit, count);
}

// Acts of every outcome: first and second acts of one person, on people nobody knows, into units that are not there,
// before what is recorded already, into more places than there are.
std::vector<std::string> acts_of_many() {
  std::vector<std::string> acts;
  std::mt19937 random{20240302};
  for (int i = 0; i < kPersons; ++i) {
    const std::string who = random() % 40 == 0 ? fmt::format("nobody{}", i) : person(i);
    switch (random() % 6) {
      case 0: acts.push_back(transfer_act(who, "2024-03-10", "U2")); break;
      case 1: acts.push_back(transfer_act(who, "2024-03-10", "nowhere")); break;
      case 2: acts.push_back(promote_act(who, "2024-02-01", 8)); break;
      case 3: acts.push_back(promote_act(who, "2024-04-01", 8)); break;
      case 4: acts.push_back(leave_act(who, random() % 2 == 0 ? "2024-03-11" : "2024-02-11")); break;
      default: acts.push_back(hire_act(who, "2024-03-12")); break;
    }
  }
  for (int i = 0; i < kPersons; i += 3) acts.push_back(leave_act(person(i), "2024-03-15"));
  return acts;
}

class MassOrderTest : public DeskTest {
 protected:
  // A ledger with everybody in it.
  std::unique_ptr<Room> full_room() {
    auto room = sandbox();
    std::vector<std::string> hires;
    for (int i = 0; i < kPersons; ++i) hires.push_back(hire_act(person(i), "2024-01-01"));
    const auto outcomes = room->take_in({order_line("H", {unit_act("U2"), quota_act("U2", 25)}),
                                         order_line("H-2", hires, R"("recorded_at":"2024-03-02T00:00:00Z",)")},
                                        import());
    for (const LineOutcome& outcome : outcomes) EXPECT_TRUE(told(outcome).starts_with("recorded")) << told(outcome);
    return room;
  }
  static IntakeOptions import() {
    IntakeOptions options;
    options.intake = Intake::kImport;
    return options;
  }
  static std::vector<std::string> reasons_of(const Receipt& receipt, std::size_t act) {
    std::vector<std::string> out;
    for (const Reason& reason : receipt.reasons) {
      if (reason.act == act) out.push_back(fmt::format("{} {} {}", reason.code, reason.person, reason.message));
    }
    return out;
  }
};

TEST_F(MassOrderTest, FindsWhatItsActsFindOneByOne) {
  const std::vector<std::string> acts = acts_of_many();
  auto room = full_room();
  const auto together = room->take_in({order_line("ALL", acts)}, import());
  ASSERT_EQ(together.size(), 1u);
  ASSERT_TRUE(told(together[0]).starts_with("recorded")) << told(together[0]);
  const Receipt mass = std::get<Receipt>(together[0].outcome);
  std::map<std::string, PersonState> records;
  for (int i = 0; i < kPersons; ++i) records[person(i)] = room->record(person(i));

  room.reset();
  room = full_room();
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < acts.size(); ++i) lines.push_back(order_line(fmt::format("ONE-{}", i), {acts[i]}));
  const auto one_by_one = room->take_in(lines, import());
  ASSERT_EQ(one_by_one.size(), acts.size());
  std::map<std::string, int> codes;
  for (std::size_t i = 0; i < acts.size(); ++i) {
    const Receipt& receipt = std::get<Receipt>(one_by_one[i].outcome);
    EXPECT_EQ(reasons_of(mass, i), reasons_of(receipt, 0)) << acts[i];
    for (const Reason& reason : receipt.reasons) ++codes[reason.code];
  }
  for (const char* code :
       {"person.unknown", "person.exists", "organization.unknown_unit", "quota.exceeded", "state.on_leave"}) {
    EXPECT_GT(codes[code], 0) << "no act came to " << code;
  }
  for (const auto& [who, record] : records) EXPECT_EQ(record, room->record(who)) << who;
}

TEST_F(MassOrderTest, IsRefusedWholeAndLeavesNothing) {
  auto room = full_room();
  const LogHead before = room->log().head();
  std::vector<std::string> acts;
  for (int i = 0; i < kPersons; ++i) acts.push_back(transfer_act(person(i), "2024-03-10", i == 599 ? "nowhere" : "U1"));
  EXPECT_EQ(told(room->take_in({order_line("A", acts)})),
            std::vector<std::string>{"refused organization.unknown_unit"});
  EXPECT_EQ(room->log().head().size, before.size);
  // Neither do revisions and records move on with what was taken back.
  acts.back() = transfer_act(person(599), "2024-03-10", "U1");
  EXPECT_EQ(told(room->take_in({order_line("A", acts)})),
            std::vector<std::string>{fmt::format("recorded {}-{}", before.size, before.size + kPersons - 1)});
  for (int i = 0; i < kPersons; ++i) {
    const Bytes entry = room->log().read(before.size + static_cast<Position>(i)).value();
    EXPECT_EQ(EventView::trust(entry).revision(), 2u);
    EXPECT_EQ(room->record(person(i)).revision, 2u);
  }
}

}  // namespace
}  // namespace sillok::testing
