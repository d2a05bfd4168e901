// The log with its tree, against a tree computed anew from all its leaves.
#include "ledger/log/rocks_log.h"

#include <gtest/gtest.h>

#include "ledger/crypto/hash.h"
#include "tests/ledger/log/log_families.h"
#include "tests/ledger/log/temp_directory.h"

namespace sillok::testing {
namespace {

class RocksLogTest : public ::testing::Test {
 protected:
  std::unique_ptr<RocksLog> open(Access access = Access::kWrite) const {
    auto log = RocksLog::open(temp_.path() / "log", access);
    EXPECT_TRUE(log) << log.error().message;
    return log ? std::move(*log) : nullptr;
  }
  static Bytes entry(Position position) { return "entry " + std::to_string(position); }
  // `count` entries more, in one batch.
  void append(RocksLog& log, std::size_t count, const std::vector<RocksLog::IndexPut>& index = {}) {
    std::vector<Bytes> entries;
    std::vector<Hash> leaves;
    for (std::size_t i = 0; i < count; ++i) {
      entries.push_back(entry(log.head().size + i));
      leaves.push_back(leaf_hash(entries.back()));
    }
    leaves_.insert(leaves_.end(), leaves.begin(), leaves.end());
    const std::vector<BytesView> views(entries.begin(), entries.end());
    const auto appended = log.append(views, leaves, index);
    ASSERT_TRUE(appended) << appended.error().message;
  }
  // Takes something out of the closed log behind its back.
  void erase(std::size_t family, BytesView key) const {
    auto store = KvStore::open(temp_.path() / "log", kLogFamilies, Access::kWrite);
    ASSERT_TRUE(store);
    ASSERT_TRUE((*store)->get(family, key).value()) << "nothing there to take out";
    (*store)->erase(family, key);
    ASSERT_TRUE((*store)->commit(Durable::kNow));
  }
  std::string refusal() const {
    const auto log = RocksLog::open(temp_.path() / "log", Access::kRead);
    return log ? "opened" : log.error().code;
  }
  static Bytes event_key(Position position) {
    Bytes key;
    put_u64(key, position);
    return key;
  }

  TempDirectory temp_;
  std::vector<Hash> leaves_;
};

TEST_F(RocksLogTest, AnEmptyLogHasTheEmptyTree) {
  const auto log = open();
  EXPECT_EQ(log->head().size, 0u);
  EXPECT_EQ(log->head().root, empty_tree_root());
  EXPECT_EQ(log->read(0).error().fault, Fault::not_found);
}

TEST_F(RocksLogTest, HeadIsThatOfAllLeavesAcrossTilesAndReopenings) {
  for (const std::size_t count : {1u, 2u, 252u, 1u, 1u, 300u, 700u}) {
    const auto log = open();
    append(*log, count);
    ASSERT_EQ(log->head().size, leaves_.size());
    EXPECT_EQ(log->head().root, merkle_root(leaves_));
    EXPECT_EQ(log->head().last, leaves_.back());
    const auto reader = open(Access::kRead);
    EXPECT_EQ(reader->head().size, leaves_.size());
    EXPECT_EQ(reader->head().root, merkle_root(leaves_)) << leaves_.size();
    EXPECT_EQ(reader->head().last, leaves_.back());
    for (const std::size_t size : {std::size_t{1}, leaves_.size() / 2 + 1, leaves_.size()}) {
      EXPECT_EQ(reader->tree().root(size).value(), merkle_root(std::span{leaves_}.first(size)));
    }
  }
}

TEST_F(RocksLogTest, ReadsWhatWasAppendedOneByOneInRunsAndInHandfuls) {
  const auto log = open();
  append(*log, 40);
  EXPECT_EQ(log->read(39).value(), entry(39));
  EXPECT_EQ(log->read(40).error().fault, Fault::not_found);
  const std::vector<Position> wanted{0, 7, 39};
  EXPECT_EQ(log->read_many(wanted).value(), (std::vector<Bytes>{entry(0), entry(7), entry(39)}));
  const std::vector<Position> beyond{39, 40};
  EXPECT_FALSE(log->read_many(beyond));
  std::vector<Position> seen;
  ASSERT_TRUE(log->scan(10, 15, [&](Position position, BytesView bytes) {
    EXPECT_EQ(bytes, entry(position));
    seen.push_back(position);
    return position != 13;
  }));
  EXPECT_EQ(seen, (std::vector<Position>{10, 11, 12, 13}));
}

TEST_F(RocksLogTest, TheIndexIsWrittenWithTheEntriesAndScannedByPrefix) {
  const auto log = open();
  append(*log, 1, {{"Aa", "1"}, {"Ab", "2"}, {"B", "3"}});
  EXPECT_EQ(log->index("Ab").value(), "2");
  EXPECT_EQ(log->index("C").value(), std::nullopt);
  std::string seen;
  ASSERT_TRUE(log->index_scan("A", [&](BytesView key, BytesView value) -> Result<Ok> {
    seen += Bytes{key} + "=" + Bytes{value} + " ";
    return Ok{};
  }));
  EXPECT_EQ(seen, "Aa=1 Ab=2 ");
  const auto failed = log->index_scan(
      "A", [](BytesView, BytesView) -> Result<Ok> { return fail(Fault::damaged, "test.stop", "", ""); });
  ASSERT_FALSE(failed) << "what the caller finds is handed on";
  EXPECT_EQ(failed.error().code, "test.stop");
}

TEST_F(RocksLogTest, AMissingEventIsAGapNotAShorterLog) {
  append(*open(), 300);
  erase(0, event_key(20));
  const auto log = open(Access::kRead);
  std::size_t seen = 0;
  const auto scanned = log->scan(0, 300, [&](Position, BytesView) { return ++seen > 0; });
  ASSERT_FALSE(scanned);
  EXPECT_EQ(scanned.error().code, "log.gap");
  EXPECT_EQ(scanned.error().where, "position 20");
  EXPECT_EQ(seen, 20u);
}

TEST_F(RocksLogTest, AMissingEventOfTheOpenTileIsRefusedAtOpening) {
  append(*open(), 300);
  erase(0, event_key(290));
  EXPECT_EQ(refusal(), "log.gap");
}

TEST_F(RocksLogTest, AMissingTileIsDamage) {
  append(*open(), 600);
  Bytes upper;
  put_u32(upper, 1);
  put_u64(upper, 0);
  erase(1, upper);
  EXPECT_EQ(refusal(), "log.missing_tile");
}

}  // namespace
}  // namespace sillok::testing
