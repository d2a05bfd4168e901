// What the anchor must never do: hold where a byte of it was changed, or forget a head.
#include "ledger/log/head_anchor.h"

#include <gtest/gtest.h>

#include <future>

#include "tests/ledger/log/temp_directory.h"

namespace sillok::testing {
namespace {

constexpr std::size_t kSlotBytes = 512;

Signer signer_of(char letter) { return Signer{Secret::from_bytes(Bytes(32, letter)).value()}; }
AnchoredHead head_of(std::uint64_t size, bool moved = false) {
  AnchoredHead head{size, {}, moved};
  head.root.fill(static_cast<std::uint8_t>(size));
  return head;
}

class HeadAnchorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(init_crypto());
    ASSERT_TRUE(HeadAnchor::create(path(), "sillok/test", node_, head_of(7)));
  }
  std::filesystem::path path() const { return directory_.path() / "anchor"; }
  Result<HeadAnchor> open() const { return HeadAnchor::open(path(), "sillok/test", node_.public_key()); }
  std::string outcome() const {
    const auto anchor = open();
    return anchor ? "held" : anchor.error().code;
  }
  void advance(const AnchoredHead& head) {
    auto anchor = open();
    ASSERT_TRUE(anchor) << anchor.error().message;
    ASSERT_TRUE(anchor->advance(head, node_));
  }

  TempDirectory directory_;
  Signer node_ = signer_of('n');
};

TEST_F(HeadAnchorTest, HoldsWhatItWasMadeWith) {
  const auto anchor = open();
  ASSERT_TRUE(anchor) << anchor.error().message;
  EXPECT_EQ(anchor->head().size, 7u);
  EXPECT_EQ(anchor->head().root, head_of(7).root);
  EXPECT_FALSE(anchor->head().moved);
  EXPECT_EQ(read_all(path()).size(), 2 * kSlotBytes);
  EXPECT_FALSE(HeadAnchor::create(path(), "sillok/test", node_, head_of(1))) << "an anchor is never made over another";
}

TEST_F(HeadAnchorTest, AdvanceWritesTheSlotsInTurn) {
  auto anchor = open();
  ASSERT_TRUE(anchor);
  std::string before = read_all(path());
  int last_changed = -1;
  for (std::uint64_t size = 8; size < 14; ++size) {
    ASSERT_TRUE(anchor->advance(head_of(size), node_));
    const std::string after = read_all(path());
    const bool first = after.substr(0, kSlotBytes) != before.substr(0, kSlotBytes);
    const bool second = after.substr(kSlotBytes) != before.substr(kSlotBytes);
    ASSERT_NE(first, second) << "one slot, and only one";
    ASSERT_NE(last_changed, first ? 0 : 1) << "the acknowledged slot was written over";
    last_changed = first ? 0 : 1;
    before = after;
    EXPECT_EQ(anchor->head().size, size);
    const auto again = open();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->head().size, size);
    EXPECT_EQ(again->head().root, head_of(size).root);
  }
}

TEST_F(HeadAnchorTest, GoesOnInTheOlderSlotAfterAReopen) {
  advance(head_of(8));
  const std::string before = read_all(path());
  advance(head_of(9));
  // The slot that held 8 still holds it: a torn write of 9 would have spoiled only that of 7.
  EXPECT_NE(before.find("\n8\n"), std::string::npos);
  EXPECT_NE(read_all(path()).find("\n8\n"), std::string::npos);
  EXPECT_EQ(read_all(path()).find("\n7\n"), std::string::npos);
}

TEST_F(HeadAnchorTest, WrittenAgainItStandsWhereItStood) {
  advance(head_of(8));
  const std::string before = read_all(path());
  auto anchor = open();
  ASSERT_TRUE(anchor);
  ASSERT_TRUE(anchor->write_again(node_));
  EXPECT_EQ(read_all(path()), before) << "the older slot is what is left if this write tears";
  ASSERT_TRUE(anchor->advance(head_of(9), node_));
  EXPECT_NE(read_all(path()).find("\n8\n"), std::string::npos);
  EXPECT_EQ(read_all(path()).find("\n7\n"), std::string::npos);
}

// Opening looks ten times before it judges, so the looks of many files go on side by side.
TEST_F(HeadAnchorTest, OneFlippedBitAnywhereInEitherSlotIsRefused) {
  advance(head_of(8));
  const std::string good = read_all(path());
  constexpr std::size_t kLanes = 32;
  const auto flip_in_lane = [&](std::size_t lane) {
    std::string held;
    const auto copy = directory_.path() / ("flipped-" + std::to_string(lane));
    for (std::size_t byte = lane; byte < good.size(); byte += kLanes) {
      std::string bad = good;
      bad[byte] = static_cast<char>(bad[byte] ^ (1 << (byte % 8)));
      write_all(copy, bad);
      const auto anchor = HeadAnchor::open(copy, "sillok/test", node_.public_key());
      if (anchor || anchor.error().code != "anchor.damaged") held += " " + std::to_string(byte);
    }
    return held;
  };
  std::vector<std::future<std::string>> lanes;
  for (std::size_t lane = 0; lane < kLanes; ++lane) lanes.push_back(std::async(std::launch::async, flip_in_lane, lane));
  for (auto& lane : lanes) EXPECT_EQ(lane.get(), "") << "bytes whose change was not seen";
}

TEST_F(HeadAnchorTest, AnotherLengthOriginOrKeyIsRefused) {
  const std::string good = read_all(path());
  for (const std::string& bad :
       {std::string{}, good.substr(0, kSlotBytes), good.substr(0, good.size() - 1), good + "\n", good + good}) {
    write_all(path(), bad);
    EXPECT_EQ(outcome(), "anchor.damaged") << bad.size();
  }
  write_all(path(), good);
  EXPECT_EQ(outcome(), "held");
  EXPECT_FALSE(HeadAnchor::open(path(), "sillok/other", node_.public_key()));
  EXPECT_FALSE(HeadAnchor::open(path(), "sillok/test", signer_of('o').public_key()));
  std::filesystem::remove(path());
  EXPECT_EQ(outcome(), "anchor.missing");
}

TEST_F(HeadAnchorTest, ASlotOfAnotherLedgerIsRefusedInEitherPlace) {
  const std::string good = read_all(path());
  const auto other = directory_.path() / "other";
  ASSERT_TRUE(HeadAnchor::create(other, "sillok/other", node_, head_of(9)));
  const std::string foreign = read_all(other).substr(0, kSlotBytes);
  write_all(path(), foreign + good.substr(kSlotBytes));
  EXPECT_EQ(outcome(), "anchor.damaged");
  write_all(path(), good.substr(0, kSlotBytes) + foreign);
  EXPECT_EQ(outcome(), "anchor.damaged");
}

TEST_F(HeadAnchorTest, OneSlotIsEnoughToRepairTheOther) {
  advance(head_of(8));  // slots: 7 and 8
  const std::string good = read_all(path());
  const std::string slots[] = {good.substr(0, kSlotBytes), good.substr(kSlotBytes)};
  const int newer = slots[0].find("\n8\n") != std::string::npos ? 0 : 1;
  const auto open_one = [&] {
    return HeadAnchor::open(path(), "sillok/test", node_.public_key(), HeadAnchor::Needs::kOneSlot);
  };
  for (const int torn : {0, 1}) {
    const std::string zeros(kSlotBytes, '\0');
    write_all(path(), torn == 0 ? zeros + slots[1] : slots[0] + zeros);
    EXPECT_EQ(outcome(), "anchor.damaged") << "nobody else takes it";
    auto anchor = open_one();
    ASSERT_TRUE(anchor) << anchor.error().message;
    EXPECT_EQ(anchor->head().size, torn == newer ? 7u : 8u);
    ASSERT_TRUE(anchor->torn());
    EXPECT_FALSE(anchor->torn()->claims);
    ASSERT_TRUE(anchor->advance(anchor->head(), node_));
    EXPECT_FALSE(anchor->torn());
    EXPECT_EQ(read_all(path()).substr(static_cast<std::size_t>(1 - torn) * kSlotBytes, kSlotBytes), slots[1 - torn])
        << "the slot that held was written over";
    ASSERT_TRUE(open());
    EXPECT_EQ(open()->head().size, torn == newer ? 7u : 8u);
  }
  write_all(path(), std::string(2 * kSlotBytes, '\0'));
  EXPECT_FALSE(open_one());
  write_all(path(), slots[0]);
  EXPECT_FALSE(open_one()) << "a file of another length was not torn by a write";
  write_all(path(), good);
  EXPECT_FALSE(open_one()->torn());
}

TEST_F(HeadAnchorTest, ATornSlotsTextIsReadAndVouchedForByNobody) {
  advance(head_of(8, true));
  std::string bad = read_all(path());
  const std::size_t slot = bad.find("\n8\n") < kSlotBytes ? 0 : kSlotBytes;
  const std::size_t signature = bad.find("moved\n", slot) + 6;
  bad[signature] = bad[signature] == 'A' ? 'B' : 'A';
  write_all(path(), bad);
  const auto anchor = HeadAnchor::open(path(), "sillok/test", node_.public_key(), HeadAnchor::Needs::kOneSlot);
  ASSERT_TRUE(anchor);
  EXPECT_EQ(anchor->head().size, 7u);
  EXPECT_FALSE(anchor->head().moved);
  ASSERT_TRUE(anchor->torn() && anchor->torn()->claims);
  EXPECT_EQ(anchor->torn()->claims->size, 8u);
  EXPECT_EQ(anchor->torn()->claims->root, head_of(8).root);
  EXPECT_TRUE(anchor->torn()->says_moved);
}

TEST_F(HeadAnchorTest, MovedIsNotForgottenWhicheverSlotSaysIt) {
  advance(head_of(7, true));
  ASSERT_TRUE(open());
  EXPECT_TRUE(open()->head().moved);
  EXPECT_EQ(open()->head().size, 7u);
}

}  // namespace
}  // namespace sillok::testing
