#include "ledger/crypto/merkle.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "ledger/base/invariant.h"
#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

constexpr std::uint32_t kTileHeight = 8;
constexpr std::uint32_t kLevels = 8;  // 256^8 = 2^64
static_assert(kTileWidth == 1u << kTileHeight);

// Joins the roots of complete subtrees, smallest on the right, into the root of the whole.
Hash join_peaks(std::span<const Hash> peaks) {
  if (peaks.empty()) return empty_tree_root();
  Hash root = peaks.back();
  for (std::size_t i = peaks.size() - 1; i > 0; --i) root = node_hash(peaks[i - 1], root);
  return root;
}

// Pushes the root of a subtree onto peaks over `count` subtrees of the same height.
// The trailing ones of count are the peaks that it completes, as a carry in binary addition.
void push_peak(std::vector<Hash>& peaks, std::uint64_t count, Hash hash) {
  for (; (count & 1) != 0; count >>= 1) {
    hash = node_hash(peaks.back(), hash);
    peaks.pop_back();
  }
  peaks.push_back(hash);
}

Bytes to_tile(std::span<const Hash> hashes) {
  Bytes bytes;
  put_hashes(bytes, hashes);
  return bytes;
}

std::uint64_t tiles_before(std::uint64_t size, std::uint32_t level) {
  const std::uint32_t shift = kTileHeight * (level + 1);
  return shift >= 64 ? 0 : size >> shift;
}

}  // namespace

std::string name_of(TileId id) {
  const std::string index = std::to_string(id.index);
  return id.level == kMiddleRow ? "middle row of tile 0/" + index : "tile " + std::to_string(id.level) + '/' + index;
}

Result<TreeHead> TreeHead::open(std::uint64_t size, const ReadTile& read, std::span<const Hash> open_leaves) {
  if (open_leaves.size() != size % kTileWidth) {
    return fail(Fault::damaged, "tree.leaves", "size " + std::to_string(size),
                "the open tile has another number of leaves");
  }
  TreeHead head;
  head.size_ = size;
  for (std::uint32_t level = 0; level < kLevels && size >> (kTileHeight * level) != 0; ++level) {
    const std::uint64_t width = size >> (kTileHeight * level) & (kTileWidth - 1);
    if (level == 0 || width == 0) {
      const bool leaves = level == 0;
      head.open_.emplace_back(leaves ? open_leaves.begin() : open_leaves.end(), open_leaves.end());
      continue;
    }
    const TileId id{level, tiles_before(size, level)};
    SILLOK_TRY(bytes, read(id));
    if (bytes.size() != width * sizeof(Hash)) {
      return fail(Fault::damaged, "tree.tile", name_of(id),
                  "the stored tile has " + std::to_string(bytes.size()) + " bytes instead of " +
                      std::to_string(width * sizeof(Hash)));
    }
    head.open_.push_back(get_hashes(bytes));
  }
  head.dirty_.assign(head.open_.size(), false);
  constexpr std::size_t kMiddleWidth = 1u << kMiddleHeight;
  for (; open_leaves.size() >= kMiddleWidth; open_leaves = open_leaves.subspan(kMiddleWidth))
    head.middle_.push_back(merkle_root(open_leaves.first(kMiddleWidth)));
  // The peaks of the whole are those of the open tiles, the highest level first.
  for (auto tile = head.open_.rbegin(); tile != head.open_.rend(); ++tile) {
    std::vector<Hash> peaks;
    for (std::size_t i = 0; i < tile->size(); ++i) push_peak(peaks, i, (*tile)[i]);
    head.peaks_.insert(head.peaks_.end(), peaks.begin(), peaks.end());
  }
  return head;
}

void TreeHead::append(const Hash& leaf) {
  add_to_tile(0, leaf);
  Hash hash = leaf;
  std::uint32_t height = 0;
  for (std::uint64_t count = size_; (count & 1) != 0; count >>= 1) {
    hash = node_hash(peaks_.back(), hash);
    peaks_.pop_back();
    ++height;
    if (height == kMiddleHeight) middle_.push_back(hash);
    // The root of a full tile is a hash of the level above.
    if (height % kTileHeight == 0) add_to_tile(height / kTileHeight, hash);
  }
  peaks_.push_back(hash);
  if (height >= kTileHeight) full_.push_back({{kMiddleRow, size_ / kTileWidth}, to_tile(std::exchange(middle_, {}))});
  ++size_;
  SILLOK_INVARIANT(peaks_.size() == static_cast<std::size_t>(std::popcount(size_)),
                   "one peak for each bit of the size");
}

// Called with size_ still without the leaf that is being appended.
void TreeHead::add_to_tile(std::uint32_t level, const Hash& hash) {
  if (open_.size() <= level) {
    open_.resize(level + 1);
    dirty_.resize(level + 1, false);
  }
  auto& tile = open_[level];
  if (tile.capacity() < kTileWidth) tile.reserve(kTileWidth);
  tile.push_back(hash);
  dirty_[level] = true;
  if (tile.size() < kTileWidth) return;
  full_.push_back({{level, tiles_before(size_, level)}, to_tile(tile)});
  tile.clear();
  dirty_[level] = false;
}

Hash TreeHead::root() const { return join_peaks(peaks_); }

std::vector<Tile> TreeHead::take_changed_tiles() {
  std::vector<Tile> changed = std::exchange(full_, {});
  // The open tile of leaves isn't stored: its hashes follow from the entries.
  for (std::uint32_t level = 1; level < open_.size(); ++level) {
    if (!dirty_[level]) continue;
    changed.push_back({{level, tiles_before(size_, level)}, to_tile(open_[level])});
    dirty_[level] = false;
  }
  return changed;
}

Hash act_leaf(BytesView body) { return leaf_hash(body); }

Hash merkle_root(std::span<const Hash> leaves) {
  std::vector<Hash> peaks;
  for (std::size_t i = 0; i < leaves.size(); ++i) push_peak(peaks, i, leaves[i]);
  return join_peaks(peaks);
}

std::vector<Hash> merkle_path(std::span<const Hash> leaves, std::size_t index) {
  SILLOK_INVARIANT(index < leaves.size(), "a path leads to a leaf that is there");
  std::vector<Hash> path;
  // From the root down, so each sibling belongs before the ones found so far.
  while (leaves.size() > 1) {
    const std::size_t left = std::bit_floor(leaves.size() - 1);
    if (index < left) {
      path.push_back(merkle_root(leaves.subspan(left)));
      leaves = leaves.first(left);
    } else {
      path.push_back(merkle_root(leaves.first(left)));
      leaves = leaves.subspan(left);
      index -= left;
    }
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace sillok
