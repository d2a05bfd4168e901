// Single bits flipped in the entries of a log of 200 events, with checksums that hold: the verifier finds each, at its
// entry or, where only the hash tells, at the one behind. Every 163rd bit, so every bit of a byte in turn; with
// SILLOK_EVERY_BIT=1 every single one (`ops/campaign bits`).
#include <cstdlib>

#include "tests/ledger/desk/officers.h"
#include "tests/ledger/desk/tampered_store.h"

namespace sillok::testing {
namespace {

struct OrderPlace {
  Position first = 0;
  std::uint32_t count = 0;
};

class BitFlips : public OfficersTest {
 protected:
  // 200 events: 6 of the founding, 80 hirings, 20 orders of three promotions, 54 of one.
  void SetUp() override {
    OfficersTest::SetUp();
    auto room = founded();
    ASSERT_TRUE(room);
    std::vector<std::string> lines;
    const auto add = [&](const std::vector<std::string>& acts) {
      lines.push_back(signed_text(*room, order_line(fmt::format("O-{}", lines.size()), acts, kOfficers)));
    };
    const auto promoted = [](int person, const char* on, int grade) {
      return promote_act(fmt::format("P{}", person), on, grade);
    };
    for (int i = 0; i < 80; ++i) add({hire_act(fmt::format("P{}", i))});
    // The order of lines is that of their signing: what counts is who was hired before.
    for (int i = 0; i < 60; i += 3)
      add({promoted(i, "2024-04-01", 8), promoted(i + 1, "2024-04-01", 8), promoted(i + 2, "2024-04-01", 8)});
    for (int i = 0; i < 54; ++i) add({promoted(i, "2024-06-01", 7)});
    for (const LineOutcome& outcome : room->take_in(lines))
      ASSERT_EQ(told(outcome).substr(0, 8), "recorded") << told(outcome);
    ASSERT_EQ(room->ledger().anchored().size, 200u);
    ASSERT_EQ(verdict_beside(room->log(), room->log().head()), "holds");
  }
};

TEST_F(BitFlips, EachIsFoundAtItsEntryOrRightBehind) {
  TamperedStore store{directory() / "log"};
  ASSERT_EQ(store.anchored().size, 200u);
  std::vector<Bytes> entries;
  std::vector<OrderPlace> orders;
  std::size_t bits = 0;
  for (Position position = 0; position < 200; ++position) {
    entries.push_back(store.entry(position));
    bits += 8 * entries.back().size();
    if (EventView::trust(entries.back()).index() == 0) orders.push_back({position, 0});
    ++orders.back().count;
  }
  const std::size_t step = std::getenv("SILLOK_EVERY_BIT") != nullptr ? 1 : 163;

  std::size_t flips = 0, by_hash = 0, missed = 0;
  const auto count = [&](Position position, std::size_t bit, const std::string& found) {
    const bool at_hash = found.starts_with(fmt::format("{}: the chain is broken", position + 1)) ||
                         (position == 199 && found == "199: log.root_differs");
    ++flips;
    by_hash += at_hash ? 1 : 0;
    if (at_hash || found.starts_with(fmt::format("{}: ", position))) return;
    if (++missed <= 20) ADD_FAILURE() << "position " << position << ", bit " << bit << ": " << found;
  };
  const auto flipped = [&](Position position, std::size_t bit) {
    Bytes entry = entries[position];
    entry[bit / 8] = static_cast<char>(entry[bit / 8] ^ (1 << bit % 8));
    return entry;
  };
  // What every check begins with, genesis and keys: each flip by itself, and the whole log is checked.
  const auto is_read_first = [&](Position position) {
    return position == 0 || KeyRegistry::concerns(EventView::trust(entries[position]).body().act());
  };
  for (Position position = 0; position < 200; ++position) {
    if (!is_read_first(position)) continue;
    for (std::size_t bit = step == 1 ? 0 : position; bit < 8 * entries[position].size(); bit += step)
      count(position, bit, store.verdict_with({{position, flipped(position, bit)}}));
  }
  // Of the others one bit in one entry of every other order at a time: each order is then checked by itself, with a
  // clean one before and behind it.
  for (const std::size_t parity : {0, 1}) {
    for (std::uint32_t index = 0; index < 3; ++index) {
      for (std::size_t bit = 0;; bit += step) {
        std::map<Position, Bytes> changed;
        std::map<Position, Position> begins;
        for (std::size_t i = parity; i < orders.size(); i += 2) {
          const Position position = orders[i].first + index;
          if (index >= orders[i].count || bit >= 8 * entries[position].size() || is_read_first(position)) continue;
          changed[position] = flipped(position, bit);
          begins[position] = orders[i].first;
        }
        if (changed.empty()) break;
        store.with(changed, [&](const auto& log) {
          ASSERT_TRUE(log) << "bit " << bit << ": " << log.error().code;
          for (const auto& [position, begin] : begins)
            count(position, bit, verdict_beside(**log, store.anchored(), begin));
        });
      }
    }
  }
  EXPECT_EQ(missed, 0u);
  if (step == 1) EXPECT_EQ(flips, bits);
  else EXPECT_GE(flips, bits / step - 200);
  EXPECT_GT(by_hash, 0u) << "some bytes of an entry no other part contradicts";
  RecordProperty("flips", std::to_string(flips));
  fmt::print("{} flips in {} bits, {} of them told by the hash alone\n", flips, bits, by_hash);
}

}  // namespace
}  // namespace sillok::testing
