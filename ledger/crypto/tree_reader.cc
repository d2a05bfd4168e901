// Proofs out of stored tiles. A complete subtree of height h lies within one tile of level h / 8
// as 2^(h % 8) neighbouring hashes, so a proof needs a tile or two of each level, and the middle row of one
// of leaves.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <map>

#include "ledger/base/invariant.h"
#include "ledger/crypto/hash.h"
#include "ledger/crypto/merkle.h"

namespace sillok {
namespace {

constexpr std::uint32_t kTileHeight = 8;
constexpr std::uint32_t kLevels = 8;

tl::unexpected<Error> beyond_tree(std::uint64_t size) {
  return fail(Fault::not_found, "tree.size", "size " + std::to_string(size),
              "the tree has fewer leaves or hashes than asked for");
}

// The hashes above those of a tile. They follow from its bytes alone, whichever log it is of, and are kept by each
// thread for the tiles that were asked for last: those of the upper levels stand in every proof, and hashing them anew
// is most of its work.
class InnerNodes {
 public:
  // The hash over 2^height neighbours, the index-th of these; they stand in the tile.
  static const Hash& of(TileId id, const Bytes& tile, std::uint32_t height, std::uint64_t index) {
    thread_local std::map<std::pair<std::uint32_t, std::uint64_t>, InnerNodes> kept;
    const std::pair key{id.level, id.index};
    const auto known = kept.find(key);
    if (known != kept.end() && known->second.tile_ == tile) return known->second.rows_[height][index];
    if (kept.size() >= kTilesKept) kept.clear();
    return kept.insert_or_assign(key, InnerNodes(tile)).first->second.rows_[height][index];
  }

 private:
  static constexpr std::size_t kTilesKept = 512;  // 12 MB at most

  explicit InnerNodes(const Bytes& tile) : tile_(tile) {
    rows_[0] = get_hashes(tile);
    for (std::uint32_t height = 1; height < kTileHeight; ++height) {
      const std::vector<Hash>& below = rows_[height - 1];
      rows_[height].reserve(below.size() / 2);
      for (std::size_t i = 0; i + 1 < below.size(); i += 2) rows_[height].push_back(node_hash(below[i], below[i + 1]));
    }
  }

  Bytes tile_;
  std::array<std::vector<Hash>, kTileHeight> rows_;
};

}  // namespace

// One call's view of the tree: what was read once is not read again.
class TreeReader::Walk {
 public:
  explicit Walk(const TreeReader& reader) : reader_(reader) {}

  // MTH(D[begin:end]) of RFC 6962, for the ranges that its splits can make.
  Result<Hash> subtree(std::uint64_t begin, std::uint64_t end) {
    if (begin == end) return empty_tree_root();
    const std::uint64_t count = end - begin;
    if (std::has_single_bit(count)) return complete(begin, static_cast<std::uint32_t>(std::countr_zero(count)));
    const std::uint64_t middle = begin + std::bit_floor(count);
    SILLOK_TRY(left, subtree(begin, middle));
    SILLOK_TRY(right, subtree(middle, end));
    return node_hash(left, right);
  }

  // `count` hashes of the tile from `first` on; they stand in the tree (invariant of the callers).
  Result<std::vector<Hash>> hashes(TileId id, std::uint64_t first, std::uint64_t count) {
    if (id.level == 0 && id.index == reader_.size_ / kTileWidth) {
      std::vector<Hash> out(count);
      for (std::uint64_t i = 0; i < count; ++i) {
        SILLOK_TRY(leaf, reader_.open_leaf_(id.index * kTileWidth + first + i));
        out[i] = leaf;
      }
      return out;
    }
    SILLOK_TRY(bytes, stored(id, first + count));
    return get_hashes(BytesView{*bytes}.substr(first * sizeof(Hash), count * sizeof(Hash)));
  }

 private:
  Result<Hash> complete(std::uint64_t begin, std::uint32_t height) {
    const std::uint32_t level = height / kTileHeight;
    const std::uint64_t first = begin >> (kTileHeight * level);
    const std::uint64_t count = std::uint64_t{1} << (height % kTileHeight);
    const TileId id{level, first / kTileWidth};
    if (level > 0) {
      SILLOK_TRY(tile, stored(id, first % kTileWidth + count));
      return InnerNodes::of(id, *tile, height % kTileHeight, first % kTileWidth / count);
    }
    const bool from_middle = height >= kMiddleHeight && id.index < reader_.size_ / kTileWidth;
    const std::uint32_t below = from_middle ? kMiddleHeight : 0;
    SILLOK_TRY(row,
               hashes(from_middle ? TileId{kMiddleRow, id.index} : id, first % kTileWidth >> below, count >> below));
    return merkle_root(row);
  }

  // With so many hashes at least.
  Result<const Bytes*> stored(TileId id, std::uint64_t count) {
    SILLOK_TRY(bytes, stored(id));
    if (bytes->size() >= count * sizeof(Hash) && bytes->size() <= kTileWidth * sizeof(Hash)) return bytes;
    return fail(Fault::damaged, "tree.tile", name_of(id),
                "the stored tile has " + std::to_string(bytes->size()) + " bytes");
  }

  Result<const Bytes*> stored(TileId id) {
    const auto known = std::find_if(tiles_.begin(), tiles_.end(), [&](const Tile& tile) { return tile.id == id; });
    if (known != tiles_.end()) return &known->hashes;
    SILLOK_TRY(bytes, reader_.read_(id));
    tiles_.push_back({id, std::move(bytes)});
    return &tiles_.back().hashes;  // used before the next tile is read
  }

  const TreeReader& reader_;
  std::vector<Tile> tiles_;  // a handful
};

TreeReader::TreeReader(std::uint64_t size, ReadTile read, OpenLeaf open_leaf)
    : size_(size), read_(std::move(read)), open_leaf_(std::move(open_leaf)) {
  SILLOK_INVARIANT(size >> 63 == 0, "no tree has 2^63 leaves");
}

Result<Hash> TreeReader::root(std::uint64_t size) const {
  if (size > size_) return beyond_tree(size);
  return Walk(*this).subtree(0, size);
}

// PATH(m, D[n]) of RFC 6962, 2.1.1, found from the root down.
Result<std::vector<Hash>> TreeReader::inclusion(Position position, std::uint64_t size) const {
  if (size > size_ || position >= size) return beyond_tree(size > size_ ? size : position);
  Walk walk(*this);
  std::vector<Hash> path;
  std::uint64_t begin = 0, end = size;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + std::bit_floor(end - begin - 1);
    const bool left = position < middle;
    SILLOK_TRY(sibling, left ? walk.subtree(middle, end) : walk.subtree(begin, middle));
    path.push_back(sibling);
    (left ? end : begin) = middle;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

// PROOF(m, D[n]) of RFC 6962, 2.1.2, found from the root down.
Result<std::vector<Hash>> TreeReader::consistency(std::uint64_t old_size, std::uint64_t new_size) const {
  if (new_size > size_ || old_size > new_size) return beyond_tree(new_size > size_ ? new_size : old_size);
  std::vector<Hash> path;
  if (old_size == 0 || old_size == new_size) return path;
  Walk walk(*this);
  std::uint64_t begin = 0, end = new_size;
  while (end != old_size) {
    const std::uint64_t middle = begin + std::bit_floor(end - begin - 1);
    const bool left = old_size <= middle;
    SILLOK_TRY(sibling, left ? walk.subtree(middle, end) : walk.subtree(begin, middle));
    path.push_back(sibling);
    (left ? end : begin) = middle;
  }
  // The verifier knows the old root; its last subtree is told only where it isn't that root itself.
  if (begin != 0) {
    SILLOK_TRY(last, walk.subtree(begin, end));
    path.push_back(last);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

Result<Bytes> TreeReader::tile(TileId id, std::uint64_t width) const {
  const std::uint64_t hashes_of_level = id.level < kLevels ? size_ >> (kTileHeight * id.level) : 0;
  const bool there = width >= 1 && width <= kTileWidth && id.index <= hashes_of_level / kTileWidth &&
                     id.index * kTileWidth + width <= hashes_of_level;
  if (!there) return fail(Fault::not_found, "tree.tile", name_of(id), "the tree has no such tile of this width");
  SILLOK_TRY(hashes, Walk(*this).hashes(id, 0, width));
  Bytes bytes;
  bytes.reserve(width * sizeof(Hash));
  for (const Hash& hash : hashes) bytes.append(view(hash));
  return bytes;
}

}  // namespace sillok
