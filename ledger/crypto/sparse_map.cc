#include "ledger/crypto/sparse_map.h"

#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

constexpr std::size_t kDepthMax = 256;
constexpr std::string_view kLeafPrefix = "\x02", kNodePrefix = "\x03";

}  // namespace

Hash hash_of(const MapLeaf& leaf) { return sha256({kLeafPrefix, view(leaf.key), view(leaf.value)}); }

Hash map_node_hash(const Hash& left, const Hash& right) { return sha256({kNodePrefix, view(left), view(right)}); }

bool bit_of(const Hash& key, std::size_t depth) { return ((key[depth / 8] >> (7 - depth % 8)) & 1) != 0; }

MapNode joined(const MapNode& left, const MapNode& right) {
  if (left.kind == MapNode::Kind::kEmpty && right.kind != MapNode::Kind::kInner) return right;
  if (right.kind == MapNode::Kind::kEmpty && left.kind != MapNode::Kind::kInner) return left;
  return {MapNode::Kind::kInner, map_node_hash(left.hash, right.hash)};
}

bool check_map(const Hash& key, const std::optional<Hash>& value, const MapProof& proof, const Hash& root) {
  const std::size_t depth = proof.siblings.size();
  if (depth > kDepthMax || (value && proof.other)) return false;
  // Else what stands at the end of the path would stand higher.
  if (depth > 0 && proof.siblings.front() == kEmptyMap) return false;
  Hash node = kEmptyMap;
  if (value) node = hash_of({key, *value});
  if (proof.other) {
    if (proof.other->key == key) return false;
    for (std::size_t i = 0; i < depth; ++i) {
      if (bit_of(proof.other->key, i) != bit_of(key, i)) return false;
    }
    node = hash_of(*proof.other);
  }
  for (std::size_t i = depth; i > 0; --i) {
    const Hash& sibling = proof.siblings[depth - i];
    node = bit_of(key, i - 1) ? map_node_hash(sibling, node) : map_node_hash(node, sibling);
  }
  return node == root;
}

}  // namespace sillok
