// Replicas that are given the records of a topic by hand: what wins comes into the log, all else is put aside with its
// reason, and every replica comes to the same. The orders are a real ledger's, signed by its officers.
#include "ledger/topic/replica.h"

#include <gmock/gmock.h>

#include "ledger/crypto/hash.h"
#include "ledger/desk/access_log.h"
#include "ledger/desk/beside_rows.h"
#include "ledger/desk/log_verifier.h"
#include "tests/ledger/desk/officers.h"

namespace sillok::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

constexpr std::int64_t kNow = 4'102'444'800'000'000;  // 2100: behind whatever the orders were recorded at

class ReplicaTest : public OfficersTest {
 protected:
  void SetUp() override {
    OfficersTest::SetUp();
    source_ = founded();
    ASSERT_NE(source_, nullptr);
    genesis_ = source_->ledger().genesis();
    node_.emplace(node_signer(directory(), genesis_).value());
  }

  // One that stands at the genesis.
  struct Copy {
    std::unique_ptr<Ledger> ledger;
    std::optional<Replica> replica;
    std::int64_t offset = 1;

    void leave() {
      replica.reset();
      ledger.reset();
    }
    std::string take(BytesView record, std::optional<std::int64_t> append_time = kNow) {
      const BrokerRecord read{offset++, Instant{append_time.value_or(0)}, append_time.has_value(), record};
      const auto judged = replica->take(read);
      if (!judged) return judged.error().code;
      if (!judged->quarantined.empty()) return judged->quarantined;
      return judged->verdict ? std::string{name_of(*judged->verdict)} : "waits";
    }
  };
  Copy copy(const char* name, std::uint64_t waiting_max = kWaitingPartsBytesMax,
            const std::optional<Replica::Arriving>& arriving = {}) {
    const auto at = temp_.path() / name;
    std::vector<Bytes> entries;
    EXPECT_TRUE(
        source_->log().scan(0, 1, [&](Position, BytesView entry) { return entries.emplace_back(entry), true; }));
    const auto made = Ledger::create_replica(at, entries, [&](const std::filesystem::path& directory, RocksLog& log) {
      std::ofstream{topic_home_path(directory)} << "of a test\n";
      return Replica::begin(log, {0, Instant{0}, true, "the genesis"}, arriving);
    });
    EXPECT_TRUE(made) << made.error().message;
    return enter(at, waiting_max);
  }
  static Copy enter(const std::filesystem::path& at, std::uint64_t waiting_max = kWaitingPartsBytesMax) {
    Copy copy;
    copy.ledger = Ledger::open(at, Access::kWrite).value();
    copy.replica.emplace(Replica::open(*copy.ledger, waiting_max).value());
    copy.offset = copy.replica->next_offset();
    return copy;
  }

  // The commit that records positions [begin, end) of the source, all in itself.
  TopicCommit commit(Position begin, Position end) {
    std::vector<Bytes> entries;
    EXPECT_TRUE(
        source_->log().scan(begin, end, [&](Position, BytesView entry) { return entries.emplace_back(entry), true; }));
    StreamedEntries streamed = stream_of(std::vector<BytesView>(entries.begin(), entries.end()));
    TopicCommit out;
    out.base_size = begin;
    out.base_root = source_->log().tree().root(begin).value();
    out.root = source_->log().tree().root(end).value();
    out.orders = std::move(streamed.orders);
    out.stream = std::move(streamed.stream);
    return out;
  }
  Bytes record(const TopicContent& content) { return write_signed_record(content, *node_, genesis_.hash); }
  Bytes record(Position begin, Position end) { return record(commit(begin, end)); }

  static std::string verdict_of(const Ledger& ledger) {
    LogVerifier verifier{ledger.log(), ledger.log().head().size};
    const auto report = verifier.run(0);
    return report->first_bad ? report->first_bad->reason : "holds";
  }

  std::unique_ptr<Room> source_;
  Genesis genesis_;
  std::optional<Signer> node_;
};

TEST_F(ReplicaTest, ComesToTheLogOfTheOneThatWrote) {
  EXPECT_EQ(submit(*source_, order_line("H-1", {hire_act("P1"), hire_act("P2")}, kOfficers)), "recorded 6-7");
  Copy one = copy("one");
  for (Position at = 1; at < 6; ++at) EXPECT_EQ(one.take(record(at, at + 1)), "wins");
  EXPECT_EQ(one.take(record(6, 8)), "wins");
  EXPECT_EQ(one.ledger->log().head().root, source_->log().head().root);
  EXPECT_EQ(one.ledger->log().head().last, source_->log().head().last);
  EXPECT_EQ(one.ledger->anchored().size, 8u);
  EXPECT_EQ(verdict_of(*one.ledger), "holds") << "index and tiles as well";
  EXPECT_EQ(one.ledger->registry().grants().size(), 2u) << "what it says of keys and grants is in force";

  Copy many = copy("many");
  EXPECT_EQ(many.take(record(1, 8)), "wins") << "several orders in one commit";
  EXPECT_EQ(many.ledger->log().head().root, source_->log().head().root);
  EXPECT_EQ(verdict_of(*many.ledger), "holds");
}

TEST_F(ReplicaTest, WhatDoesNotWinIsPutAsideWithItsReason) {
  Copy one = copy("one"), two = copy("two");
  const Bytes first = record(1, 2), second = record(2, 3);
  Bytes forged = second;
  forged[200] = static_cast<char>(forged[200] ^ 1);
  const Bytes strangers = write_signed_record(commit(2, 3), signer_of('z'), genesis_.hash);
  const Bytes other_ledgers = write_signed_record(commit(2, 3), *node_, sha256("another"));
  TopicCommit late = commit(2, 3);
  const std::vector<std::pair<BytesView, const char*>> records{
      {second, "other_base"},
      {first, "wins"},
      {first, "other_base"},
      {"garbage", "topic.record"},
      {"", "topic.record"},
      {BytesView{second}.substr(0, second.size() - 1), "topic.signature"},
      {forged, "topic.signature"},
      {strangers, "topic.stranger"},
      {other_ledgers, "topic.signature"}};
  for (Copy* each : {&one, &two}) {
    for (const auto& [bytes, verdict] : records) EXPECT_EQ(each->take(bytes), verdict);
    EXPECT_EQ(each->take(second), "wins") << "what stood between did no harm";
    EXPECT_EQ(each->replica->quarantined(), 8u);
  }
  EXPECT_EQ(one.ledger->log().head().root, two.ledger->log().head().root);
  const auto list = Replica::quarantine(one.ledger->log()).value();
  ASSERT_EQ(list.size(), 8u);
  EXPECT_EQ(list[2].offset, 4);
  EXPECT_EQ(list[2].reason, "topic.record");
}

TEST_F(ReplicaTest, AFenceVoidsWhatNamesAnOlderEpoch) {
  Copy one = copy("one");
  EXPECT_EQ(one.take(record(TopicFence{2})), "other_epoch") << "one at a time";
  EXPECT_EQ(one.take(record(TopicFence{1})), "fences");
  EXPECT_EQ(one.take(record(TopicFence{1})), "other_epoch");
  EXPECT_EQ(one.take(record(1, 2)), "other_epoch");
  TopicCommit again = commit(1, 2);
  again.epoch = 1;
  EXPECT_EQ(one.take(record(again)), "wins");
}

TEST_F(ReplicaTest, ALargeOrderComesInParts) {
  std::vector<std::string> acts;
  for (int i = 0; i < 40; ++i) acts.push_back(hire_act(fmt::format("P{}", i)));
  EXPECT_EQ(submit(*source_, order_line("H-1", acts, kOfficers)), "recorded 6-45");
  Copy one = copy("one");
  EXPECT_EQ(one.take(record(1, 6)), "wins");
  TopicCommit whole = commit(6, 46);
  const std::size_t third = whole.stream.size() / 3;
  const TopicPart first{whole.stream.substr(0, third)}, second{whole.stream.substr(third, third)};
  TopicCommit parted = whole;
  parted.parts = {first.name(), second.name()};
  parted.stream = whole.stream.substr(2 * third);
  const Bytes last = record(parted);

  EXPECT_EQ(one.take(record(first)), "waits");
  EXPECT_EQ(one.take(last), "missing_part");
  EXPECT_EQ(one.take(record(second)), "waits");
  EXPECT_EQ(one.take(record(second)), "topic.part_again");
  one.leave();
  Copy again = enter(temp_.path() / "one");
  EXPECT_EQ(again.take(last), "wins") << "parts outlive the process";
  EXPECT_EQ(again.ledger->log().head().root, source_->log().head().root);
  EXPECT_EQ(verdict_of(*again.ledger), "holds");
  EXPECT_EQ(again.take(record(first)), "waits") << "used ones are gone";
}

TEST_F(ReplicaTest, PartsThatNobodyCommitsFallOutOldestFirst) {
  EXPECT_EQ(submit(*source_, order_line("H-1", {hire_act("P1")}, kOfficers)), "recorded 6-6");
  TopicCommit parted = commit(6, 7);
  const TopicPart part{parted.stream};
  parted.parts = {part.name()};
  parted.stream.clear();
  for (const bool falls_out : {true, false}) {
    SCOPED_TRACE(falls_out);
    const std::uint64_t room = part.stream.size() + 1'000;
    Copy one = copy(falls_out ? "one" : "two", room);
    EXPECT_EQ(one.take(record(1, 6)), "wins");
    EXPECT_EQ(one.take(record(part)), "waits");
    EXPECT_EQ(one.take(record(TopicPart{Bytes(falls_out ? 1'001 : 1'000, 'x')})), "waits");
    EXPECT_EQ(one.take(record(parted)), falls_out ? "missing_part" : "wins");
  }
}

TEST_F(ReplicaTest, OrdersThatNoHonestNodeRecordsAreRefused) {
  EXPECT_EQ(submit(*source_, order_line("H-1", {hire_act("P1")}, kOfficers)), "recorded 6-6");
  Copy one = copy("one");
  EXPECT_EQ(one.take(record(1, 6)), "wins");
  const auto with = [&](auto change) {
    TopicCommit changed = commit(6, 7);
    change(changed);
    return one.take(record(changed));
  };
  const std::size_t header_bytes = get_u32(commit(6, 7).stream), signature_at = 4 + header_bytes;
  EXPECT_EQ(with([](TopicCommit& each) { each.root = {}; }), "refused: its root is another than that of its events");
  EXPECT_EQ(with([&](TopicCommit& each) { each.stream[signature_at] ^= 1; }),
            "refused: a signature of an order does not hold");
  EXPECT_THAT(with([](TopicCommit& each) { each.stream.back() ^= 1; }), StartsWith("refused: "));
  EXPECT_THAT(with([](TopicCommit& each) { each.stream.pop_back(); }), StartsWith("refused: an act that is cut off"));
  EXPECT_THAT(with([](TopicCommit& each) { each.orders.push_back(each.orders[0]); }),
              StartsWith("refused: it has not the orders"));
  EXPECT_THAT(with([](TopicCommit& each) { each.orders[0].drafter_grant = 4; }), StartsWith("refused: "))
      << "a grant of somebody else";
  EXPECT_EQ(with([](TopicCommit&) {}), "wins");

  // The same number once more, behind it.
  TopicCommit again = commit(6, 7);
  again.base_size = 7;
  again.base_root = one.ledger->log().head().root;
  EXPECT_EQ(one.take(record(again)), "refused: the order's number or command id was used before");
}

TEST_F(ReplicaTest, KeysAndGrantsOfARefusedCommitTakeNoEffect) {
  Copy one = copy("one");
  TopicCommit keys = commit(1, 3);
  keys.root = {};
  EXPECT_THAT(one.take(record(keys)), StartsWith("refused: "));
  EXPECT_EQ(one.ledger->registry().key_of("kim"), std::nullopt);
  EXPECT_EQ(one.take(record(1, 3)), "wins");
  EXPECT_TRUE(one.ledger->registry().key_of("kim").has_value());
}

TEST_F(ReplicaTest, TimeIsTheBrokers) {
  Copy one = copy("one");
  const std::int64_t recorded = EventView::trust(source_->log().read(1).value()).recorded_at().micros;
  EXPECT_EQ(one.take(record(1, 2), std::nullopt), "topic.clock") << "a record that says its own time";
  EXPECT_EQ(one.take(record(1, 2), recorded - kClockAheadMax - 1), "time");
  EXPECT_EQ(one.take(record(1, 2), recorded - kClockAheadMax), "wins");
  TopicCommit earlier = commit(2, 3);
  earlier.orders[0].recorded_at = Instant{recorded - 1};
  EXPECT_EQ(one.take(record(earlier)), "time") << "recorded_at never goes back";
}

TEST_F(ReplicaTest, GoesOnWhereItStopped) {
  Copy one = copy("one");
  EXPECT_EQ(one.take(record(TopicFence{1})), "fences");
  EXPECT_EQ(one.take("garbage"), "topic.record");
  const std::int64_t next = one.offset;
  const TopicHead head = one.replica->head();
  one.leave();
  const Copy again = enter(temp_.path() / "one");
  EXPECT_EQ(again.offset, next);
  EXPECT_EQ(again.replica->head(), head);
  EXPECT_EQ(again.replica->quarantined(), 1u);
  EXPECT_TRUE(again.replica->is_last({next - 1, {}, true, "garbage"}));
  EXPECT_FALSE(again.replica->is_last({next - 1, {}, true, "another"}));
  EXPECT_FALSE(again.replica->is_last({next, {}, true, "garbage"}));
  const auto not_one = Replica::open(source_->ledger());
  ASSERT_FALSE(not_one);
  EXPECT_EQ(not_one.error().code, "topic.not_a_replica");
}

TEST_F(ReplicaTest, ALedgerArrivesByOneNodeUpToOneHead) {
  const Signer mover = signer_of('z');
  const Arrival head{6, source_->log().tree().root(6).value()};
  EXPECT_EQ(submit(*source_, order_line("H-1", {hire_act("P1")}, kOfficers)), "recorded 6-6");
  Copy one = copy("one", kWaitingPartsBytesMax, Replica::Arriving{head, mover.public_key()});
  const auto by_mover = [&](const TopicCommit& content) { return write_signed_record(content, mover, genesis_.hash); };
  EXPECT_EQ(one.take(record(1, 2)), "topic.stranger") << "also the genesis's node";
  EXPECT_EQ(one.take(by_mover(commit(1, 2))), "wins");
  TopicCommit announced_again = commit(2, 3);
  announced_again.arrival = head;
  EXPECT_EQ(one.take(by_mover(announced_again)), "refused: a ledger arrives once, and with its genesis");
  EXPECT_EQ(one.take(by_mover(commit(2, 7))),
            "refused: it leads to another head than the one that is to be brought here");
  EXPECT_EQ(one.take(write_signed_record(TopicFence{1, Hash{}}, mover, genesis_.hash)),
            "refused: a ledger leaves once it is there");
  EXPECT_EQ(one.take(write_signed_record(TopicFence{1}, mover, genesis_.hash)), "fences");
  TopicCommit rest = commit(2, 6);
  rest.epoch = 1;

  one.leave();
  Copy again = enter(temp_.path() / "one");
  EXPECT_TRUE(again.replica->arriving()) << "it outlives the process";
  EXPECT_EQ(again.take(by_mover(rest)), "wins");
  EXPECT_FALSE(again.replica->arriving());
  TopicCommit next = commit(6, 7);
  next.epoch = 1;
  EXPECT_EQ(again.take(by_mover(next)), "topic.stranger") << "from here on it is a node like any other";
  EXPECT_EQ(again.take(record(next)), "wins");
  EXPECT_EQ(again.ledger->log().head().root, source_->log().head().root);
}

TEST_F(ReplicaTest, ALedgerArrivesWithTheRootThatWasAnnounced) {
  const Signer mover = signer_of('z');
  Copy one = copy("one", kWaitingPartsBytesMax, Replica::Arriving{{6, sha256("another")}, mover.public_key()});
  EXPECT_EQ(one.take(write_signed_record(commit(1, 6), mover, genesis_.hash)),
            "refused: it leads to another head than the one that is to be brought here");
}

TEST_F(ReplicaTest, NothingCountsBehindADeparture) {
  Copy one = copy("one");
  const Hash heir = sha256("heir");
  EXPECT_EQ(one.take(record(1, 2)), "wins");
  EXPECT_EQ(one.take(record(TopicFence{2, heir})), "other_epoch") << "one at a time, as any fence";
  EXPECT_EQ(one.take(record(TopicFence{1, heir})), "fences");
  TopicCommit next = commit(2, 3);
  next.epoch = 1;
  EXPECT_EQ(one.take(record(next)), "moved");
  EXPECT_EQ(one.take(record(TopicFence{2})), "moved");
  EXPECT_EQ(one.take(record(TopicFence{2, sha256("another")})), "moved");
  EXPECT_EQ(one.replica->heir(), heir);
  EXPECT_TRUE(one.ledger->anchored().moved);
  one.leave();

  const auto refused = Ledger::open(temp_.path() / "one", Access::kWrite);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "ledger.moved");
  ASSERT_TRUE(Ledger::open(temp_.path() / "one", Access::kRead));
  const auto ledger = Ledger::open_to_move(temp_.path() / "one").value();
  EXPECT_EQ(Replica::open(*ledger)->heir(), heir);
  ASSERT_TRUE(ledger->settle());
  EXPECT_FALSE(ledger->anchored().moved);
}

TEST_F(ReplicaTest, MarksOfPersonsGoForwardAndStandBehindWholeOrders) {
  EXPECT_EQ(submit(*source_, order_line("H-1", {hire_act("P1"), hire_act("P2")}, kOfficers)), "recorded 6-7");
  Copy one = copy("one");
  EXPECT_EQ(one.take(record(TopicMark{2})), "persons.mark") << "more than there is";
  EXPECT_EQ(one.take(record(TopicMark{0})), "persons.mark");
  EXPECT_EQ(one.take(record(TopicMark{1})), "waits");
  EXPECT_EQ(one.take(record(1, 8)), "wins");
  EXPECT_EQ(one.take(record(TopicMark{7})), "persons.mark") << "in the middle of an order";
  EXPECT_EQ(one.take(record(TopicMark{5})), "waits") << "others may have recorded since";
  EXPECT_EQ(one.take(record(TopicMark{5})), "persons.mark");
  EXPECT_EQ(one.take(record(TopicMark{4})), "persons.mark");
  EXPECT_EQ(one.take(write_signed_record(TopicMark{8}, signer_of('z'), genesis_.hash)), "topic.stranger");
  one.leave();
  Copy again = enter(temp_.path() / "one");
  EXPECT_EQ(again.take(record(TopicMark{5})), "persons.mark") << "it outlives the process";
  EXPECT_EQ(again.take(record(TopicMark{8})), "waits");
  const RocksLog& log = again.ledger->log();
  for (const auto& [position, size] : {std::pair{0u, 1u}, {1u, 5u}, {2u, 8u}})
    EXPECT_EQ(marked_size(log, position).value(), size);
  EXPECT_EQ(marked_size(log, 3).value(), std::nullopt);
  EXPECT_EQ(Replica::reached(log)->marks, 3u);
  EXPECT_EQ(again.take(record(TopicFence{1, sha256("heir")})), "fences");
  EXPECT_EQ(again.take(record(TopicMark{8})), "moved");
}

TEST_F(ReplicaTest, AReadCountsOnceAndInItsTime) {
  Copy one = copy("one");
  const auto read = [&](std::uint8_t name, std::int64_t micros, std::string purpose = "a case") {
    const ReadRecord entry{{}, Instant{micros}, 1, sha256("query"), 1, "reader", std::move(purpose), {"P1"}};
    return record(TopicRead{ReadNonce{name}, encode(entry)});
  };
  EXPECT_EQ(one.take(read(1, kNow)), "waits");
  EXPECT_EQ(one.take(read(1, kNow)), "access.again") << "sent once more";
  EXPECT_EQ(one.take(read(2, kNow)), "waits") << "the same was read again";
  EXPECT_EQ(one.take(read(3, kNow - 1)), "access.time");
  EXPECT_EQ(one.take(read(4, kNow + kClockAheadMax + 1)), "topic.clock");
  EXPECT_EQ(one.take(record(TopicRead{ReadNonce{5}, "no entry"})), "access.entry");
  ReadRecord chained{sha256("x"), Instant{kNow}, 1, sha256("query"), 1, "reader", "a case", {}};
  EXPECT_EQ(one.take(record(TopicRead{ReadNonce{6}, encode(chained)})), "access.entry")
      << "what it follows its place says";
  EXPECT_EQ(one.take(write_signed_record(TopicRead{ReadNonce{7}, encode(chained)}, signer_of('z'), genesis_.hash)),
            "topic.stranger");
  one.leave();
  Copy again = enter(temp_.path() / "one");
  EXPECT_EQ(again.take(read(2, kNow)), "access.again") << "it outlives the process";
  EXPECT_EQ(again.take(read(8, kNow - 1)), "access.time");
  EXPECT_EQ(Replica::reached(again.ledger->log())->reads, 2u);
  // Its log is made of that, the same wherever it is made.
  auto access = AccessLog::open(*again.ledger);
  ASSERT_TRUE(access);
  ASSERT_TRUE(access->follow(again.ledger->log()));
  EXPECT_EQ(access->log().head().size, 2u);
  ASSERT_TRUE(access->follow(again.ledger->log()));
  EXPECT_EQ(access->log().head().size, 2u);
}

TEST_F(ReplicaTest, WhoBringsALedgerBringsItsMarksFirst) {
  const Signer mover = signer_of('z');
  Copy one = copy("one", kWaitingPartsBytesMax,
                  Replica::Arriving{{6, source_->log().tree().root(6).value()}, mover.public_key()});
  const auto mark = [&](std::uint64_t size) { return write_signed_record(TopicMark{size}, mover, genesis_.hash); };
  EXPECT_EQ(one.take(mark(4)), "waits") << "of what is still to come";
  EXPECT_EQ(one.take(mark(7)), "persons.mark") << "not of more";
  EXPECT_EQ(one.take(mark(6)), "waits");
  EXPECT_EQ(one.take(record(TopicMark{6})), "topic.stranger");
  EXPECT_EQ(one.take(write_signed_record(commit(1, 6), mover, genesis_.hash)), "wins");
}

TEST_F(ReplicaTest, NodesThatRootsRegisteredMayWrite) {
  Copy one = copy("one");
  EXPECT_EQ(one.take(record(1, 6)), "wins");
  PlainAct act = key_act("node.b", 'n');
  act.data[Field::kKind] = "node";
  EXPECT_EQ(by_roots(*source_, "K-9", act), "recorded 6-6");
  const Bytes fence = write_signed_record(TopicFence{1}, signer_of('n'), genesis_.hash);
  EXPECT_EQ(one.take(fence), "topic.stranger");
  EXPECT_EQ(one.take(record(6, 7)), "wins");
  EXPECT_EQ(one.take(fence), "fences");
}

}  // namespace
}  // namespace sillok::testing
