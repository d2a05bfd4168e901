// The growing edge of the tree, its tiles, and the small tree of an order.
#include "ledger/crypto/merkle.h"

#include <gtest/gtest.h>

#include "tests/ledger/crypto/reference_tree.h"

namespace sillok {
namespace {

using reference::some_leaves;
using reference::TileStore;

std::span<const Hash> first(const std::vector<Hash>& leaves, std::size_t count) {
  return std::span(leaves).first(count);
}

// The inputs and roots that Certificate Transparency implementations share.
TEST(MerkleRoot, KnownRootsOfEightLeaves) {
  const std::pair<const char*, const char*> steps[] = {
      {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
      {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
      {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
      {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
      {"606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
  };
  TreeHead head;
  std::vector<Hash> leaves;
  for (const auto& [input, root] : steps) {
    leaves.push_back(leaf_hash(*from_hex(input)));
    head.append(leaves.back());
    EXPECT_EQ(to_hex(view(head.root())), root);
    EXPECT_EQ(to_hex(view(merkle_root(leaves))), root);
  }
}

TEST(MerkleRoot, EmptyTreeIsTheHashOfNothing) {
  EXPECT_EQ(merkle_root({}), empty_tree_root());
  EXPECT_EQ(TreeHead().root(), empty_tree_root());
}

TEST(MerklePath, OfEveryActInOrdersOfEverySize) {
  const auto leaves = some_leaves(70);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    for (std::size_t i = 0; i < size; ++i) {
      ASSERT_EQ(merkle_path(first(leaves, size), i), reference::path(i, first(leaves, size))) << i << " of " << size;
    }
  }
  EXPECT_EQ(act_leaf("body"), leaf_hash("body"));
}

// Opening must give what appending gave, also for everything appended afterwards.
TEST(TreeHead, OpenedAtAnySizeEqualsTheGrownOne) {
  const auto leaves = some_leaves(1101);
  TileStore store;
  TreeHead grown;
  for (std::size_t size = 0; size <= 1100; ++size) {
    const auto open_leaves = first(leaves, size).subspan(size - size % kTileWidth);
    auto opened = TreeHead::open(size, store.reader(), open_leaves);
    ASSERT_TRUE(opened) << size;
    ASSERT_EQ(opened->size(), size);
    ASSERT_EQ(opened->root(), reference::root(first(leaves, size))) << size;
    EXPECT_TRUE(opened->take_changed_tiles().empty());
    opened->append(leaves[size]);
    grown.append(leaves[size]);
    ASSERT_EQ(opened->root(), grown.root()) << size;
    const auto tiles = grown.take_changed_tiles(), again = opened->take_changed_tiles();
    ASSERT_EQ(tiles.size(), again.size()) << size;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
      EXPECT_EQ(tiles[i].id, again[i].id);
      EXPECT_EQ(tiles[i].hashes, again[i].hashes);
    }
    store.keep(tiles);
  }
}

TEST(TreeHead, StoresTilesWhenTheyFill) {
  const auto leaves = some_leaves(65537);
  const auto tiles_of = [&](std::size_t begin, std::size_t end) {
    TreeHead head;
    for (std::size_t i = 0; i < begin; ++i) head.append(leaves[i]);
    head.take_changed_tiles();
    for (std::size_t i = begin; i < end; ++i) head.append(leaves[i]);
    std::map<TileId, std::size_t> widths;
    for (const Tile& tile : head.take_changed_tiles()) {
      EXPECT_TRUE(widths.emplace(tile.id, tile.hashes.size() / sizeof(Hash)).second) << "a tile handed out twice";
    }
    return widths;
  };
  using Widths = std::map<TileId, std::size_t>;
  const auto row = [](std::uint64_t tile) { return std::pair{TileId{kMiddleRow, tile}, std::size_t{16}}; };
  EXPECT_EQ(tiles_of(0, 255), Widths{});
  EXPECT_EQ(tiles_of(0, 256), (Widths{{{0, 0}, 256}, row(0), {{1, 0}, 1}}));
  EXPECT_EQ(tiles_of(256, 257), Widths{});
  EXPECT_EQ(tiles_of(0, 1000),
            (Widths{{{0, 0}, 256}, {{0, 1}, 256}, {{0, 2}, 256}, row(0), row(1), row(2), {{1, 0}, 3}}));
  EXPECT_EQ(tiles_of(65280, 65535), Widths{});
  EXPECT_EQ(tiles_of(65535, 65536), (Widths{{{0, 255}, 256}, row(255), {{1, 0}, 256}, {{2, 0}, 1}}));
  EXPECT_EQ(tiles_of(65536, 65537), Widths{});
}

TEST(TreeHead, MiddleRowsHoldTheNodesOverSixteenLeavesEach) {
  const auto leaves = some_leaves(600);
  TreeHead head;
  for (const Hash& leaf : leaves) head.append(leaf);
  TileStore store;
  store.keep(head.take_changed_tiles());
  for (std::size_t tile = 0; tile < 2; ++tile) {
    Bytes row;
    for (std::size_t i = 0; i < 16; ++i)
      row += view(reference::root(std::span(leaves).subspan(tile * kTileWidth + i * 16, 16)));
    EXPECT_EQ(store.tiles().at({kMiddleRow, tile}), row);
  }
}

TEST(TreeHead, OpensAroundTheSecondLevel) {
  const auto leaves = some_leaves(65793);
  TileStore store;
  TreeHead grown;
  std::size_t size = 0;
  for (const std::size_t until : {65535, 65536, 65537, 65791, 65792, 65793}) {
    for (; size < until; ++size) grown.append(leaves[size]);
    store.keep(grown.take_changed_tiles());
    const auto opened = TreeHead::open(size, store.reader(), first(leaves, size).subspan(size - size % kTileWidth));
    ASSERT_TRUE(opened) << size;
    EXPECT_EQ(opened->root(), reference::root(first(leaves, size))) << size;
    EXPECT_EQ(grown.root(), opened->root());
  }
}

TEST(TreeHead, RefusesToOpenOverWrongTiles) {
  const auto leaves = some_leaves(600);
  TileStore store;
  TreeHead grown;
  for (const Hash& leaf : leaves) grown.append(leaf);
  store.keep(grown.take_changed_tiles());
  const auto open_leaves = std::span(leaves).subspan(512);
  ASSERT_TRUE(TreeHead::open(600, store.reader(), open_leaves));

  const auto refused = [&](std::span<const Hash> open) {
    const auto opened = TreeHead::open(600, store.reader(), open);
    return !opened && opened.error().fault == Fault::damaged;
  };
  EXPECT_TRUE(refused(open_leaves.subspan(1)));
  EXPECT_TRUE(refused(std::span(leaves).subspan(511)));
  const Bytes good = store.tiles().at({1, 0});
  for (const Bytes& bad : {good.substr(0, 32), good.substr(0, 63), good + '\0', good + good, Bytes()}) {
    store.tiles()[{1, 0}] = bad;
    EXPECT_TRUE(refused(open_leaves)) << bad.size();
  }
  store.tiles().erase({1, 0});
  EXPECT_TRUE(refused(open_leaves));
}

}  // namespace
}  // namespace sillok
