#pragma once
// RFC 6962 2.1 written down from its definitions, slow and apart from the code under test; and a
// tile store in memory.
#include <map>
#include <span>
#include <string>
#include <vector>

#include "ledger/crypto/hash.h"
#include "ledger/crypto/merkle.h"

namespace sillok::reference {

using Leaves = std::span<const Hash>;

// The largest power of two smaller than n.
inline std::size_t split(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

inline Hash root(Leaves d) {
  if (d.empty()) return sha256("");
  if (d.size() == 1) return d[0];
  const auto k = split(d.size());
  const Hash left = root(d.first(k)), right = root(d.subspan(k));
  return sha256({BytesView("\x01"), view(left), view(right)});
}

inline std::vector<Hash> path(std::size_t m, Leaves d) {
  if (d.size() <= 1) return {};
  const auto k = split(d.size());
  auto found = m < k ? path(m, d.first(k)) : path(m - k, d.subspan(k));
  found.push_back(m < k ? root(d.subspan(k)) : root(d.first(k)));
  return found;
}

inline std::vector<Hash> subproof(std::size_t m, Leaves d, bool known) {
  if (m == d.size()) return known ? std::vector<Hash>{} : std::vector<Hash>{root(d)};
  const auto k = split(d.size());
  auto found = m <= k ? subproof(m, d.first(k), known) : subproof(m - k, d.subspan(k), false);
  found.push_back(m <= k ? root(d.subspan(k)) : root(d.first(k)));
  return found;
}

// On which side each hash of a path stands. Sizes are told by the checkpoint, not by a path: two
// sizes under which a path has the same sides give the same root.
inline std::string inclusion_sides(std::size_t m, std::size_t n) {
  if (n <= 1) return "";
  const auto k = split(n);
  return m < k ? inclusion_sides(m, k) + 'r' : inclusion_sides(m - k, n - k) + 'l';
}

inline std::string consistency_sides(std::size_t m, std::size_t n, bool known = true) {
  if (m == n) return known ? "" : "+";
  const auto k = split(n);
  return m <= k ? consistency_sides(m, k, known) + 'r' : consistency_sides(m - k, n - k, false) + 'l';
}

inline std::vector<Hash> some_leaves(std::size_t count) {
  std::vector<Hash> leaves;
  leaves.reserve(count);
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash("entry " + std::to_string(i)));
  return leaves;
}

// Keeps the newest form of each tile, as the log does.
class TileStore {
 public:
  void keep(std::vector<Tile> tiles) {
    for (Tile& tile : tiles) tiles_[tile.id] = std::move(tile.hashes);
  }
  Result<Bytes> read(TileId id) const {
    reads.push_back(id);
    const auto found = tiles_.find(id);
    if (found == tiles_.end()) return fail(Fault::damaged, "store.missing", "", "no such tile");
    return found->second;
  }
  TreeHead::ReadTile reader() const {
    return [this](TileId id) { return read(id); };
  }
  std::map<TileId, Bytes>& tiles() { return tiles_; }
  mutable std::vector<TileId> reads;

 private:
  std::map<TileId, Bytes> tiles_;
};

}  // namespace sillok::reference
