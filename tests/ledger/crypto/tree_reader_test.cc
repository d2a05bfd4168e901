// Proofs out of stored tiles, beside a writer that is already further.
#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/crypto/merkle.h"
#include "tests/ledger/crypto/reference_tree.h"

namespace sillok {
namespace {

constexpr std::size_t kStored = 66'400;

class TreeReaderTest : public testing::Test {
 protected:
  TreeReaderTest() : leaves_(reference::some_leaves(kStored)) {
    TreeHead head;
    for (const Hash& leaf : leaves_) head.append(leaf);
    store_.keep(head.take_changed_tiles());
  }
  TreeReader reader(std::uint64_t size) const {
    return {size, store_.reader(), [this, size](Position at) -> Result<Hash> {
              EXPECT_GE(at, size - size % kTileWidth) << "full tiles are stored";
              EXPECT_LT(at, size);
              return leaves_[at];
            }};
  }
  std::span<const Hash> first(std::size_t count) const { return std::span(leaves_).first(count); }

  std::vector<Hash> leaves_;
  reference::TileStore store_;
};

TEST_F(TreeReaderTest, EveryProofOfSmallTrees) {
  for (std::size_t size = 1; size <= 40; ++size) {
    const TreeReader tree = reader(size);
    for (std::size_t i = 0; i < size; ++i) {
      EXPECT_EQ(tree.inclusion(i, size).value(), reference::path(i, first(size)));
      EXPECT_EQ(tree.consistency(i + 1, size).value(), reference::subproof(i + 1, first(size), true));
      EXPECT_EQ(tree.root(i).value(), reference::root(first(i)));
    }
  }
}

TEST_F(TreeReaderTest, ProofsAtTheEdgesOfTiles) {
  for (const std::size_t size : {255, 256, 257, 511, 1100, 65535, 65536, 65537, 66400}) {
    SCOPED_TRACE(size);
    const TreeReader tree = reader(size);
    EXPECT_EQ(tree.root(size).value(), merkle_root(first(size)));
    for (const std::size_t old_size : {1, 2, 255, 256, 257, 512, 700, 65280, 65535, 65536, 65537, 66400}) {
      if (old_size > size) continue;
      SCOPED_TRACE(old_size);
      // Both of the whole tree and of an earlier one within it.
      const std::size_t at = old_size - 1;
      ASSERT_EQ(tree.inclusion(at, size).value(), merkle_path(first(size), at));
      ASSERT_EQ(tree.inclusion(at / 2, old_size).value(), merkle_path(first(old_size), at / 2));
      const auto path = tree.consistency(old_size, size).value();
      EXPECT_EQ(path, reference::subproof(old_size, first(size), true));
      EXPECT_TRUE(check_consistency(old_size, merkle_root(first(old_size)), size, merkle_root(first(size)), path));
    }
  }
}

// In a tree of three stored levels the walk comes back to a tile after it was at another.
TEST(TreeReader, AProofReadsAFewTilesEachOnce) {
  constexpr std::uint64_t kSize = 3 * 65536 + 300;
  const auto leaf = [](Position at) {
    Hash hash{};
    for (std::size_t i = 0; i < 8; ++i) hash[i] = static_cast<std::uint8_t>(at >> 8 * i);
    return hash;
  };
  TreeHead head;
  reference::TileStore store;
  for (Position at = 0; at < kSize; ++at) head.append(leaf(at));
  store.keep(head.take_changed_tiles());
  const TreeReader tree(kSize, store.reader(), [&](Position at) -> Result<Hash> { return leaf(at); });
  const auto expect_few_reads = [&] {
    std::sort(store.reads.begin(), store.reads.end());
    EXPECT_EQ(std::adjacent_find(store.reads.begin(), store.reads.end()), store.reads.end());
    EXPECT_LE(store.reads.size(), 2u * 3u + 1u) << "of each level, and a middle row";
    store.reads.clear();
  };
  for (Position at = 0; at < kSize; at += 997) {
    SCOPED_TRACE(at);
    const auto path = tree.inclusion(at, kSize);
    ASSERT_TRUE(path);
    EXPECT_TRUE(check_inclusion(leaf(at), at, kSize, *path, head.root()));
    expect_few_reads();
    ASSERT_TRUE(tree.consistency(at, kSize));
    expect_few_reads();
  }
}

TEST_F(TreeReaderTest, ServesTilesAsTlogTilesWantsThem) {
  const std::size_t size = 66'160;  // 258 full tiles of leaves and 112 leaves; one full tile of level 1 and 2 hashes
  const TreeReader tree = reader(size);
  const auto hashes = [&](std::size_t begin, std::size_t count, std::size_t leaves_each) {
    Bytes all;
    for (std::size_t i = begin; i < begin + count; ++i) {
      all += view(merkle_root(std::span(leaves_).subspan(i * leaves_each, leaves_each)));
    }
    return all;
  };
  EXPECT_EQ(tree.tile({0, 0}, 256).value(), hashes(0, 256, 1));
  EXPECT_EQ(tree.tile({0, 0}, 3).value(), hashes(0, 3, 1));
  EXPECT_EQ(tree.tile({0, 258}, 112).value(), hashes(258 * 256, 112, 1));
  EXPECT_EQ(tree.tile({0, 258}, 5).value(), hashes(258 * 256, 5, 1));
  EXPECT_EQ(tree.tile({1, 0}, 256).value(), hashes(0, 256, 256));
  EXPECT_EQ(tree.tile({1, 1}, 2).value(), hashes(256, 2, 256));
  EXPECT_EQ(tree.tile({2, 0}, 1).value(), hashes(0, 1, 65536));

  const std::pair<TileId, std::uint64_t> none[] = {{{0, 258}, 113},
                                                   {{0, 259}, 1},
                                                   {{0, 0}, 0},
                                                   {{0, 0}, 257},
                                                   {{1, 1}, 3},
                                                   {{1, 2}, 1},
                                                   {{2, 0}, 2},
                                                   {{2, 1}, 1},
                                                   {{3, 0}, 1},
                                                   {{8, 0}, 1},
                                                   {{63, 0}, 1},
                                                   {{~0u, 0}, 1},
                                                   {{kMiddleRow, 0}, 16},
                                                   {{0, ~0ull}, 1},
                                                   {{0, ~0ull / 256 + 1}, 1},
                                                   {{1, ~0ull / 256}, 256}};
  for (const auto& [id, width] : none) {
    const auto tile = tree.tile(id, width);
    ASSERT_FALSE(tile) << id.level << '/' << id.index << '.' << width;
    EXPECT_EQ(tile.error().fault, Fault::not_found);
  }
}

TEST_F(TreeReaderTest, WhatLiesBeyondTheTreeIsNotFound) {
  const TreeReader tree = reader(1000);
  EXPECT_EQ(tree.root(1001).error().fault, Fault::not_found);
  EXPECT_EQ(tree.inclusion(1000, 1000).error().fault, Fault::not_found);
  EXPECT_EQ(tree.inclusion(0, 1001).error().fault, Fault::not_found);
  EXPECT_EQ(tree.inclusion(0, 0).error().fault, Fault::not_found);
  EXPECT_EQ(tree.consistency(7, 6).error().fault, Fault::not_found);
  EXPECT_EQ(tree.consistency(6, 1001).error().fault, Fault::not_found);
  EXPECT_TRUE(tree.consistency(0, 1000).value().empty());
  EXPECT_TRUE(tree.consistency(1000, 1000).value().empty());
}

TEST_F(TreeReaderTest, MissingAndShortTilesAreNamed) {
  const TreeReader tree = reader(kStored);
  const Bytes whole = store_.tiles().at({1, 0});
  for (const Bytes& bad : {Bytes(), whole.substr(0, 8191), whole.substr(0, 32), whole + '\0'}) {
    store_.tiles()[{1, 0}] = bad;
    const auto path = tree.inclusion(0, kStored);
    ASSERT_FALSE(path) << bad.size();
    EXPECT_EQ(path.error().fault, Fault::damaged);
    EXPECT_EQ(path.error().where, "tile 1/0");
  }
  store_.tiles()[{1, 0}] = whole;
  Bytes& row = store_.tiles()[{kMiddleRow, 3}];
  row.resize(480);
  EXPECT_TRUE(tree.inclusion(2 * 256, kStored)) << "another tile's";
  const auto beside = tree.inclusion(3 * 256, kStored);
  ASSERT_FALSE(beside);
  EXPECT_EQ(beside.error().where, "middle row of tile 0/3");
  store_.tiles().erase({1, 0});
  EXPECT_EQ(tree.inclusion(0, kStored).error().code, "store.missing");
  EXPECT_EQ(tree.consistency(300, kStored).error().code, "store.missing");
}

TEST_F(TreeReaderTest, FailingLeavesAreHandedUp) {
  const TreeReader tree(1000, store_.reader(),
                        [](Position) -> Result<Hash> { return fail(Fault::damaged, "log.entry", "", "unreadable"); });
  EXPECT_EQ(tree.root(1000).error().code, "log.entry");
  EXPECT_EQ(tree.inclusion(3, 1000).error().code, "log.entry");
  EXPECT_TRUE(tree.inclusion(3, 768)) << "needs full tiles only";
}

}  // namespace
}  // namespace sillok
