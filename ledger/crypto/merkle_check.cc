// Checks of proofs, as RFC 9162 spells them out. They see only what an outsider has.
#include "ledger/crypto/hash.h"
#include "ledger/crypto/merkle.h"

namespace sillok {

// RFC 9162, 2.1.3.2.
bool check_inclusion(const Hash& leaf, Position position, std::uint64_t size, std::span<const Hash> path,
                     const Hash& root) {
  if (position >= size) return false;
  std::uint64_t node = position, last = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : path) {
    if (last == 0) return false;  // longer than the tree is high
    if ((node & 1) != 0 || node == last) {
      hash = node_hash(sibling, hash);
      // A node without a right sibling has none on the levels above either, until it is a right one.
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

// RFC 9162, 2.1.4.2.
bool check_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t new_size, const Hash& new_root,
                       std::span<const Hash> path) {
  if (old_size > new_size) return false;
  if (new_size == 0 && new_root != empty_tree_root()) return false;
  if (old_size == new_size) return path.empty() && old_root == new_root;
  if (old_size == 0) return path.empty() && old_root == empty_tree_root();
  if (path.empty()) return false;

  std::uint64_t node = old_size - 1, last = new_size - 1;
  while ((node & 1) != 0) {
    node >>= 1;
    last >>= 1;
  }
  // Where the old tree is complete (a power of two), its root begins both and isn't in the path.
  const bool complete = (old_size & (old_size - 1)) == 0;
  Hash old_hash = complete ? old_root : path.front();
  Hash new_hash = old_hash;
  for (const Hash& sibling : path.subspan(complete ? 0 : 1)) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      old_hash = node_hash(sibling, old_hash);
      new_hash = node_hash(sibling, new_hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = node_hash(new_hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == old_root && new_hash == new_root;
}

}  // namespace sillok
