#pragma once
// RFC 6962 tree over the events, kept in C2SP tiles of height 8 (tlog-tiles).
// Level 0 holds leaf hashes. Only full level-0 tiles are stored; the open one is recomputed from
// at most 255 entries at start. A tile of level L >= 1 is stored anew whenever one of level L-1
// fills, so opening a log of any size reads a few tiles and rebuilds nothing. With each level-0 tile stands
// the row of its nodes of height 4, so that a proof hashes some 20 of its leaves and nodes instead of all 255.
// Sizes are below 2^63.
#include <compare>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/ids.h"

namespace sillok {

inline constexpr std::uint64_t kTileWidth = 256;

// Instead of a level: TileId{kMiddleRow, i} is the row of the 16 nodes of height 4 within tile 0/i, stored with it.
inline constexpr std::uint32_t kMiddleRow = 0x8000'0000, kMiddleHeight = 4;

struct TileId {
  std::uint32_t level = 0;
  std::uint64_t index = 0;
  auto operator<=>(const TileId&) const = default;
};
std::string name_of(TileId id);  // "tile 1/0", as the tree's faults say it
// `hashes` is their concatenation, 32..8192 bytes.
struct Tile {
  TileId id;
  Bytes hashes;
};

// The right edge: appends leaves in constant amortized time, gives the root in one hash a level,
// hands out tiles to store. Not for several threads at once.
class TreeHead {
 public:
  TreeHead() = default;
  // Reads the stored tiles of level >= 1 of a tree with `size` leaves, and the leaf hashes of the
  // open level-0 tile (size % 256 of them). Fault::damaged where a tile is missing or of wrong length.
  using ReadTile = std::function<Result<Bytes>(TileId)>;
  static Result<TreeHead> open(std::uint64_t size, const ReadTile& read, std::span<const Hash> open_leaves);

  void append(const Hash& leaf);
  std::uint64_t size() const { return size_; }
  Hash root() const;
  // The tiles changed since the last call, each once in its newest form, to be written in the same
  // batch as the entries. A stored tile of level >= 1 grows until it is full; a full one is final.
  std::vector<Tile> take_changed_tiles();

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> peaks_;              // roots of the complete subtrees, largest first: the bits of size_
  std::vector<std::vector<Hash>> open_;  // per level the hashes of the open tile
  std::vector<Hash> middle_;             // the nodes of height 4 of the open tile of leaves
  std::vector<Tile> full_;               // filled since the last take
  std::vector<bool> dirty_;              // per level: the open tile has grown since the last take

  void add_to_tile(std::uint32_t level, const Hash& hash);
};

// Proofs from a stored tree of `size` leaves. What the functions given refer to must stay valid;
// `open_leaf(position)` gives the leaf hashes past the last full tile. Stored tiles may be newer
// (wider) than `size`, so a reader beside a writer needs no lock. Each call reads a tile once, a few
// a level. As thread-safe as the functions given.
// Faults: not_found `tree.size` for what lies beyond the tree, damaged `tree.tile` for a tile that
// is shorter than the tree says, and whatever the functions given report.
class TreeReader {
 public:
  using ReadTile = TreeHead::ReadTile;
  using OpenLeaf = std::function<Result<Hash>(Position)>;
  TreeReader(std::uint64_t size, ReadTile read, OpenLeaf open_leaf);
  Result<Hash> root(std::uint64_t size) const;  // of the first `size` leaves
  Result<std::vector<Hash>> inclusion(Position position, std::uint64_t size) const;
  Result<std::vector<Hash>> consistency(std::uint64_t old_size, std::uint64_t new_size) const;
  // The tile as tlog-tiles serves it, the first `width` hashes of it (1..256).
  Result<Bytes> tile(TileId id, std::uint64_t width) const;

 private:
  class Walk;  // one call's tiles
  std::uint64_t size_;
  ReadTile read_;
  OpenLeaf open_leaf_;
};

// The small tree over the acts of one order (design 1): same hashing, leaves are body bytes.
Hash act_leaf(BytesView body);
Hash merkle_root(std::span<const Hash> leaves);                                  // of any list of leaf hashes
std::vector<Hash> merkle_path(std::span<const Hash> leaves, std::size_t index);  // index < leaves (invariant)

// Pure checks (RFC 9162, 2.1.3.2 and 2.1.4.2); false for anything that doesn't hold to the letter
// (wrong length included). From an empty tree or to the same size the consistency path is empty,
// and the root of an empty tree is no other than empty_tree_root().
bool check_inclusion(const Hash& leaf, Position position, std::uint64_t size, std::span<const Hash> path,
                     const Hash& root);
bool check_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t new_size, const Hash& new_root,
                       std::span<const Hash> path);

}  // namespace sillok
