#pragma once
// A compact sparse Merkle map over keys of 256 bits (schemas/FORMAT.md): whatever is in it and whatever is not can be
// proved against one root, and the root follows from what is in it alone, not from how it came there. A subtree without
// leaves is 32 zero bytes, one with a single leaf is that leaf's hash wherever it stands, any other is the hash of its
// two halves. Pure functions, any thread.
#include <optional>
#include <vector>

#include "ledger/base/bytes.h"

namespace sillok {

inline constexpr Hash kEmptyMap{};

struct MapLeaf {
  Hash key{}, value{};
  bool operator==(const MapLeaf&) const = default;
};
Hash hash_of(const MapLeaf& leaf);                        // SHA-256(0x02 ‖ key ‖ value)
Hash map_node_hash(const Hash& left, const Hash& right);  // SHA-256(0x03 ‖ left ‖ right)
bool bit_of(const Hash& key, std::size_t depth);          // the most significant bit of the first byte is 0

// A subtree while a root is computed.
struct MapNode {
  enum class Kind : std::uint8_t { kEmpty, kLeaf, kInner };
  Kind kind = Kind::kEmpty;
  Hash hash = kEmptyMap;
};
MapNode joined(const MapNode& left, const MapNode& right);

struct MapProof {
  std::vector<Hash> siblings;    // from the deepest to those below the root; at most 256
  std::optional<MapLeaf> other;  // of a key that is not in it: the leaf that stands where it would
};
// Whether the map of that root has this value under the key; without a value: whether it has none. False for anything
// that does not hold to the letter.
bool check_map(const Hash& key, const std::optional<Hash>& value, const MapProof& proof, const Hash& root);

}  // namespace sillok
