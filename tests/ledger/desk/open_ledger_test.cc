// What a ledger does when it wakes up: what was acknowledged is there, or it refuses, by name.
// Never is a log served short.
#include <gmock/gmock.h>

#include <set>
#include <span>

#include "ledger/desk/checkpointer.h"
#include "tests/ledger/desk/officers.h"
#include "tests/ledger/log/log_families.h"

namespace sillok::testing {
namespace {

using ::testing::ElementsAre;

// The newest write-ahead log of a store.
std::filesystem::path wal_of(const std::filesystem::path& store) {
  std::filesystem::path newest;
  for (const auto& file : std::filesystem::directory_iterator(store)) {
    if (file.path().extension() == ".log" && file.path().filename() > newest.filename()) newest = file.path();
  }
  return newest;
}

// Where records of a write-ahead log end: blocks of 32 KiB; a header of 7 bytes with the length at 4.
std::vector<std::size_t> record_edges(const std::string& wal) {
  constexpr std::size_t kBlock = 32'768, kHeader = 7;
  std::vector<std::size_t> edges;
  std::size_t at = 0;
  while (at + kHeader <= wal.size()) {
    if (kBlock - at % kBlock < kHeader) {
      at += kBlock - at % kBlock;
      continue;
    }
    const std::size_t length =
        static_cast<std::uint8_t>(wal[at + 4]) | static_cast<std::size_t>(static_cast<std::uint8_t>(wal[at + 5])) << 8;
    at += kHeader + length;
    edges.push_back(at);
  }
  return edges;
}

class OpenLedgerTest : public OfficersTest {
 protected:
  // A sandbox as a writer leaves it that was killed: its newest orders stand in its write-ahead log
  // alone, each synced and acknowledged.
  void prepare() {
    auto room = sandbox();
    room = enter_again(room);
    for (int i = 0; i < 12; ++i) room->take_in({order_line(fmt::format("A-{}", i), {hire_act(fmt::format("P{}", i))})});
    size_ = room->log().head().size;
    kept_ = temp_.path() / "kept";
    copy_tree(directory(), kept_);
    room.reset();
    restore();
    wal_ = wal_of(directory() / "log");
    ASSERT_GT(std::filesystem::file_size(wal_), 1'000u) << "the orders are not where this test looks for them";
    ASSERT_EQ(outcome(Access::kRead), fmt::format("opened {}", size_)) << "undamaged, all is there";
  }
  void restore() { copy_tree(kept_, directory()); }
  std::string outcome(Access access) const {
    const auto ledger = Ledger::open(directory(), access);
    return ledger ? fmt::format("opened {}", (*ledger)->log().head().size) : ledger.error().code;
  }
  // Both a writer and a reader turn it away, and for damage.
  void expect_refused(const std::string& what) {
    for (const Access access : {Access::kRead, Access::kWrite}) {
      const auto ledger = Ledger::open(directory(), access);
      ASSERT_FALSE(ledger) << what << ": served with " << (*ledger)->log().head().size << " of " << size_ << " events";
      EXPECT_EQ(ledger.error().fault, Fault::damaged) << what << ": " << ledger.error().code;
    }
  }

  std::filesystem::path kept_, wal_;
  std::uint64_t size_ = 0;
};

TEST_F(OpenLedgerTest, ADeletedWriteAheadLog) {
  ASSERT_NO_FATAL_FAILURE(prepare());
  std::filesystem::remove(wal_);
  expect_refused("deleted");
}

TEST_F(OpenLedgerTest, AZeroedOrEmptiedWriteAheadLog) {
  ASSERT_NO_FATAL_FAILURE(prepare());
  write_all(wal_, std::string(std::filesystem::file_size(wal_), '\0'));
  expect_refused("zeroed");
  restore();
  write_all(wal_, "");
  expect_refused("emptied");
}

TEST_F(OpenLedgerTest, AWriteAheadLogCutAtAnyRecordEdge) {
  ASSERT_NO_FATAL_FAILURE(prepare());
  const std::string whole = read_all(wal_);
  const auto edges = record_edges(whole);
  ASSERT_FALSE(edges.empty());
  ASSERT_EQ(edges.back(), whole.size()) << "the records don't end where the file does";
  ASSERT_GE(edges.size(), 12u);
  for (const std::size_t edge : std::span{edges}.first(edges.size() - 1)) {
    restore();
    write_all(wal_, whole.substr(0, edge));
    expect_refused(fmt::format("cut at {} of {}", edge, whole.size()));
  }
}

TEST_F(OpenLedgerTest, AWriteAheadLogCutWithinItsLastRecord) {
  ASSERT_NO_FATAL_FAILURE(prepare());
  const std::string whole = read_all(wal_);
  for (const std::size_t lost : {1u, 7u, 100u}) {
    restore();
    write_all(wal_, whole.substr(0, whole.size() - lost));
    expect_refused(fmt::format("{} bytes lost", lost));
  }
}

TEST_F(OpenLedgerTest, OneFlippedBitAnywhereInTheWriteAheadLog) {
  ASSERT_NO_FATAL_FAILURE(prepare());
  const std::string whole = read_all(wal_);
  for (std::size_t sample = 0; sample < 48; ++sample) {
    const std::size_t byte = sample * (whole.size() - 1) / 47;
    restore();
    std::string bad = whole;
    bad[byte] = static_cast<char>(bad[byte] ^ (1 << (sample % 8)));
    write_all(wal_, bad);
    expect_refused(fmt::format("bit {} of byte {}", sample % 8, byte));
  }
}

TEST_F(OpenLedgerTest, WhatWasSyncedButNotAnchoredIsVerifiedAndTakenOverByAWriter) {
  auto room = sandbox();
  const std::string anchor = read_all(anchor_path(directory()));
  room->take_in(
      {order_line("A", {hire_act("P1"), hire_act("P2")}), order_line("B", {promote_act("P1", "2024-04-01", 8)})});
  const LogHead head = room->log().head();
  room.reset();
  write_all(anchor_path(directory()), anchor);
  {
    const auto reader = Ledger::open(directory(), Access::kRead);
    ASSERT_TRUE(reader) << reader.error().message;
    EXPECT_EQ((*reader)->anchored().size, 2u) << "a reader takes nothing over";
  }
  EXPECT_EQ(read_all(anchor_path(directory())), anchor);
  room = Room::enter(directory());
  EXPECT_EQ(room->ledger().anchored().size, head.size);
  EXPECT_EQ(room->ledger().anchored().root, head.root);
  EXPECT_NE(read_all(anchor_path(directory())), anchor);
  EXPECT_THAT(told(room->take_in({order_line("A", {hire_act("P1"), hire_act("P2")}),
                                  order_line("C", {promote_act("P1", "2024-05-01", 7)})})),
              ElementsAre("duplicate 2-3", "recorded 5-5"));
}

TEST_F(OpenLedgerTest, ATornTailThatWasNeverAcknowledgedIsForgiven) {
  ASSERT_NO_FATAL_FAILURE(prepare());
  auto room = Room::enter(directory());
  const std::string anchor = read_all(anchor_path(directory()));
  room->take_in({order_line("B", {hire_act("Q1"), hire_act("Q2")})});
  copy_tree(directory(), kept_);
  room.reset();
  restore();
  write_all(anchor_path(directory()), anchor);
  const auto wal = wal_of(directory() / "log");
  const std::string whole = read_all(wal);
  write_all(wal, whole.substr(0, whole.size() - 7));
  EXPECT_EQ(outcome(Access::kWrite), fmt::format("opened {}", size_));
  EXPECT_THAT(told(Room::enter(directory())->take_in({order_line("B", {hire_act("Q1"), hire_act("Q2")})})),
              ElementsAre(fmt::format("recorded {}-{}", size_, size_ + 1)));
}

TEST_F(OpenLedgerTest, ATailThatDoesNotHoldIsNotTakenOver) {
  auto room = sandbox();
  const std::string anchor = read_all(anchor_path(directory()));
  room->take_in({order_line("A", {hire_act("P1"), hire_act("P2")})});
  room.reset();
  write_all(anchor_path(directory()), anchor);
  {
    // The second act of the order never came: an order is recorded whole or not at all.
    auto store = KvStore::open(directory() / "log", kLogFamilies, Access::kWrite);
    ASSERT_TRUE(store);
    Bytes key;
    put_u64(key, 3);
    (*store)->erase(0, key);
    ASSERT_TRUE((*store)->commit(Durable::kNow));
  }
  EXPECT_EQ(outcome(Access::kWrite), "log.damaged");
  EXPECT_EQ(read_all(anchor_path(directory())), anchor) << "the anchor must not move over what does not hold";
}

// What was synced and never anchored was never answered: a reader shows nothing of it, signs nothing over it.
TEST_F(OpenLedgerTest, AReaderLooksNoFurtherThanTheAnchor) {
  auto room = sandbox();
  const std::string anchor = read_all(anchor_path(directory()));
  const Hash root = room->log().head().root;
  room->take_in({order_line("A", {hire_act("P1"), hire_act("P2")})});
  room.reset();
  write_all(anchor_path(directory()), anchor);
  {
    const auto reader = Ledger::open(directory(), Access::kRead);
    ASSERT_TRUE(reader);
    RocksLog& log = (*reader)->log();
    EXPECT_EQ(log.head().size, 2u);
    EXPECT_EQ(log.head().root, root);
    EXPECT_EQ(log.tree().root(2).value(), root);
    EXPECT_FALSE(log.read(2));
    EXPECT_FALSE(Checkpoints{**reader}.publish(3));
    EXPECT_EQ((*reader)->newest_recorded_at(), EventView::trust(log.read(1).value()).recorded_at());
    int seen = 0;
    ASSERT_TRUE(log.scan(0, kNoPosition, [&](Position, BytesView) { return ++seen, true; }));
    EXPECT_EQ(seen, 2);
  }
  room = Room::enter(directory());
  ASSERT_NE(room, nullptr);
  EXPECT_EQ(room->log().head().size, 4u) << "a writer takes over what holds";
}

TEST_F(OpenLedgerTest, AHeadOfTheSameSizeWithAnotherRootIsRefused) {
  const auto room = sandbox();
  AnchoredHead head = room->ledger().anchored();
  head.root[0] ^= 1;
  std::filesystem::remove(anchor_path(directory()));
  ASSERT_TRUE(HeadAnchor::create(anchor_path(directory()), room->ledger().genesis().origin,
                                 sandbox_node(*room->ledger().genesis().seed), head));
  EXPECT_EQ(outcome(Access::kRead), "log.root_differs");
}

TEST_F(OpenLedgerTest, AChangedByteOfTheNewestEventIsDamage) {
  auto room = sandbox();
  room->take_in({order_line("A", {hire_act("P1")})});
  room.reset();
  std::set<std::string> codes;
  for (std::size_t sample = 0; sample < 12; ++sample) {
    Bytes whole;
    const auto put = [&](const auto& change) {
      auto store = KvStore::open(directory() / "log", kLogFamilies, Access::kWrite);
      ASSERT_TRUE(store);
      Bytes key;
      put_u64(key, 2);
      Bytes entry = (*store)->get(0, key).value().value();
      change(entry);
      (*store)->put(0, key, entry);
      ASSERT_TRUE((*store)->commit(Durable::kNow));
    };
    put([&](Bytes& entry) {
      whole = entry;
      const std::size_t byte = sample * (entry.size() - 1) / 11;
      entry[byte] = static_cast<char>(entry[byte] ^ 1);
    });
    const auto ledger = Ledger::open(directory(), Access::kWrite);
    ASSERT_FALSE(ledger) << sample;
    EXPECT_EQ(ledger.error().fault, Fault::damaged) << sample << " " << ledger.error().code;
    codes.insert(ledger.error().code);
    put([&](Bytes& entry) { entry = whole; });
  }
  EXPECT_TRUE(codes.contains("log.root_differs")) << "where the form holds, the anchor tells";
  EXPECT_EQ(outcome(Access::kWrite), "opened 3");
}

TEST_F(OpenLedgerTest, AnAnchorAheadOfTheLogIsRefused) {
  auto room = sandbox();
  const auto older = temp_.path() / "older";
  room.reset();
  copy_tree(directory() / "log", older);
  Room::enter(directory())->take_in({order_line("A", {hire_act("P1")})});
  EXPECT_EQ(outcome(Access::kWrite), "opened 3");
  copy_tree(older, directory() / "log");
  EXPECT_EQ(outcome(Access::kWrite), "log.behind_anchor");
  EXPECT_EQ(outcome(Access::kRead), "log.behind_anchor");
}

TEST_F(OpenLedgerTest, AMovedLedgerReadsAndNeverWritesAgain) {
  auto room = sandbox();
  AnchoredHead head = room->ledger().anchored();
  const Signer node = sandbox_node(*room->ledger().genesis().seed);
  const std::string origin = room->ledger().genesis().origin;
  room.reset();
  head.moved = true;
  ASSERT_TRUE(HeadAnchor::open(anchor_path(directory()), origin, node.public_key())->advance(head, node));
  EXPECT_EQ(outcome(Access::kWrite), "ledger.moved");
  EXPECT_EQ(outcome(Access::kRead), "opened 2");
}

TEST_F(OpenLedgerTest, ASecondWriterWaitsAndAReaderDoesNot) {
  const auto room = sandbox();
  const auto second = Ledger::open(directory(), Access::kWrite);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::unavailable);
  EXPECT_EQ(outcome(Access::kRead), "opened 2");
}

TEST_F(OpenLedgerTest, AnotherLedgersLogOrIdentityIsRefused) {
  founded().reset();
  const auto other = temp_.path() / "other";
  founded(other).reset();
  copy_tree(directory(), temp_.path() / "kept");
  copy_tree(other / "log", directory() / "log");
  EXPECT_EQ(outcome(Access::kRead), "log.identity_changed");
  copy_tree(temp_.path() / "kept", directory());
  ASSERT_EQ(outcome(Access::kWrite), "opened 6");
  const std::string identity = read_all(directory() / "LEDGER");
  for (std::size_t byte = 0; byte < identity.size(); byte += 5) {
    std::string bad = identity;
    bad[byte] = static_cast<char>(bad[byte] ^ 1);
    write_all(directory() / "LEDGER", bad);
    EXPECT_NE(outcome(Access::kRead).substr(0, 6), "opened") << "byte " << byte;
  }
  std::filesystem::remove(directory() / "LEDGER");
  EXPECT_EQ(outcome(Access::kRead), "ledger.identity") << "the rest of a ledger is still here";
  std::filesystem::remove_all(directory());
  EXPECT_EQ(outcome(Access::kRead), "ledger.absent");
}

TEST_F(OpenLedgerTest, AKeyFileOfTheLedgersOwnThatIsCutShortIsDamage) {
  founded().reset();
  for (const char* name : {"vault", "node"}) {
    const std::string whole = read_all(key_path(directory(), name));
    for (const std::string& bad : {std::string{}, whole.substr(0, whole.size() / 2), whole + "x"}) {
      write_all(key_path(directory(), name), bad);
      const auto ledger = Ledger::open(directory(), Access::kWrite);
      ASSERT_FALSE(ledger) << name;
      EXPECT_EQ(ledger.error().fault, Fault::damaged) << name << " " << ledger.error().code;
      EXPECT_EQ(ledger.error().where, key_path(directory(), name).string());
    }
    write_all(key_path(directory(), name), whole);
  }
  std::filesystem::copy_file(key_path(directory(), "ledger"), key_path(directory(), "vault"),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(outcome(Access::kRead), "key.other") << "a key of another kind in its place";
}

TEST_F(OpenLedgerTest, AWriterNeedsTheNodeKeyOfThisLedger) {
  founded().reset();
  const auto other = temp_.path() / "other";
  founded(other, "sillok/other").reset();
  std::filesystem::copy_file(key_path(other, "node"), key_path(directory(), "node"),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(outcome(Access::kWrite), "key.other");
}

// --- init ----------------------------------------------------------------------------------------

class CreateLedgerTest : public DeskTest {
 protected:
  InitOptions two_roots() const {
    InitOptions options;
    options.origin = "sillok/test";
    options.roots = {{"a", signer_of('a').public_key()}, {"b", signer_of('b').public_key()}};
    return options;
  }
  std::string outcome(const InitOptions& options) const {
    const auto made = Ledger::create(directory(), options);
    return made ? "made" : made.error().code;
  }
};

TEST_F(CreateLedgerTest, RefusesWhatMustNotRunAndLeavesNothing) {
  InitOptions options = two_roots();
  options.roots.pop_back();
  EXPECT_EQ(outcome(options), "init.roots") << "one root";
  options = two_roots();
  options.roots[1].second = options.roots[0].second;
  EXPECT_EQ(outcome(options), "init.roots") << "one key for two";
  options = two_roots();
  options.roots[1].first = options.roots[0].first;
  EXPECT_EQ(outcome(options), "init.roots") << "one name for two";
  options = two_roots();
  options.root_seeds = {{"a", secret_of('x')}};
  EXPECT_EQ(outcome(options), "init.roots") << "a seed of another key";
  options = two_roots();
  options.origin = "with a space";
  EXPECT_EQ(outcome(options), "init.origin");
  EXPECT_FALSE(std::filesystem::exists(directory()));
  EXPECT_EQ(outcome(two_roots()), "made");
  EXPECT_EQ(outcome(two_roots()), "init.not_empty");
}

TEST_F(CreateLedgerTest, KeysAreForTheOwnerAloneAndASandboxHasNone) {
  ASSERT_EQ(outcome(two_roots()), "made");
  for (const char* name : {"node", "ledger", "vault"}) {
    EXPECT_EQ(std::filesystem::status(key_path(directory(), name)).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << name;
  }
  std::filesystem::remove_all(directory());
  InitOptions options;
  options.sandbox = true;
  ASSERT_EQ(outcome(options), "made");
  EXPECT_FALSE(std::filesystem::exists(directory() / "keys"));
  const auto ledger = Ledger::open(directory(), Access::kRead);
  ASSERT_TRUE(ledger);
  EXPECT_TRUE((*ledger)->genesis().origin.starts_with("sandbox.")) << "marked so";
  EXPECT_EQ(to_string((*ledger)->newest_recorded_at()), "1900-01-01T00:00:00.000000Z");
}

}  // namespace
}  // namespace sillok::testing
