// Every proof of every small tree holds; each way to bend one is refused.
#include <gtest/gtest.h>

#include "ledger/crypto/merkle.h"
#include "tests/ledger/crypto/reference_tree.h"

namespace sillok {
namespace {

constexpr std::size_t kSizeMax = 64;
using Path = std::vector<Hash>;

std::span<const Hash> first(const Path& leaves, std::size_t count) { return std::span(leaves).first(count); }

// The path with one thing wrong, in all ways that no tree of this size can give.
std::vector<Path> bent(const Path& path, const Hash& root) {
  std::vector<Path> all;
  for (std::size_t i = 0; i <= path.size(); ++i) {
    for (const Hash& added : {Hash{}, root, i < path.size() ? path[i] : empty_tree_root()}) {
      all.push_back(path);
      all.back().insert(all.back().begin() + static_cast<std::ptrdiff_t>(i), added);
    }
    if (i == path.size()) break;
    all.push_back(path);
    all.back().erase(all.back().begin() + static_cast<std::ptrdiff_t>(i));
    for (const std::size_t bit : {0, 7, 128, 255}) {
      all.push_back(path);
      all.back()[i][bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    }
    for (const Hash& other : {Hash{}, root}) {
      all.push_back(path);
      all.back()[i] = other;
    }
    if (i + 1 < path.size()) {
      all.push_back(path);
      std::swap(all.back()[i], all.back()[i + 1]);
    }
  }
  return all;
}

TEST(CheckInclusion, HoldsForEveryLeafAndRefusesEveryBentProof) {
  const auto leaves = reference::some_leaves(kSizeMax + 1);
  std::size_t refused = 0;
  for (std::size_t size = 1; size <= kSizeMax; ++size) {
    const Hash root = reference::root(first(leaves, size));
    for (std::size_t i = 0; i < size; ++i) {
      SCOPED_TRACE(std::to_string(i) + " of " + std::to_string(size));
      const Path path = reference::path(i, first(leaves, size));
      ASSERT_TRUE(check_inclusion(leaves[i], i, size, path, root));

      const auto expect_refused = [&](const Hash& leaf, Position at, std::uint64_t of, const Path& by, const Hash& to) {
        EXPECT_FALSE(check_inclusion(leaf, at, of, by, to)) << at << " of " << of;
        ++refused;
      };
      for (std::size_t other = 0; other <= kSizeMax; ++other) {
        if (other != i) expect_refused(leaves[i], other, size, path, root);
        if (other != i) expect_refused(leaves[other], i, size, path, root);
        const bool same_sides =
            i < other && reference::inclusion_sides(i, other) == reference::inclusion_sides(i, size);
        EXPECT_EQ(check_inclusion(leaves[i], i, other, path, root), same_sides) << "size " << other;
      }
      for (const Path& wrong : bent(path, root)) expect_refused(leaves[i], i, size, wrong, root);
      expect_refused(leaves[i], i, size, path, reference::root(first(leaves, size - 1)));
      expect_refused(leaves[i], i, size, path, reference::root(first(leaves, size + 1)));
      expect_refused(leaves[i], i, 0, path, root);
      expect_refused(leaves[i], kNoPosition, size, path, root);
      expect_refused(leaves[i], kNoPosition - 1, kNoPosition, path, root);
      expect_refused(leaf_hash(view(leaves[i])), i, size, path, root);
      if (size > 1) expect_refused(root, i, size, path, leaves[i]);
    }
  }
  EXPECT_GT(refused, 100'000u);
}

// A node of the tree offered as if it were a leaf of a smaller one: the prefixes and the position refuse it.
TEST(CheckInclusion, RefusesANodeAsALeaf) {
  const auto leaves = reference::some_leaves(4);
  const Hash root = reference::root(leaves);
  const Hash left = node_hash(leaves[0], leaves[1]), right = node_hash(leaves[2], leaves[3]);
  EXPECT_FALSE(check_inclusion(left, 0, 4, Path{right}, root));
  EXPECT_FALSE(check_inclusion(leaf_hash(Bytes(view(leaves[0])).append(view(leaves[1]))), 0, 2, Path{right}, root));
}

TEST(CheckConsistency, HoldsForEveryPairAndRefusesEveryBentProof) {
  const auto leaves = reference::some_leaves(kSizeMax + 1);
  std::vector<Hash> roots;
  for (std::size_t size = 0; size <= kSizeMax + 1; ++size) roots.push_back(reference::root(first(leaves, size)));
  std::size_t refused = 0;
  for (std::size_t n = 1; n <= kSizeMax; ++n) {
    for (std::size_t m = 1; m < n; ++m) {
      SCOPED_TRACE(std::to_string(m) + " to " + std::to_string(n));
      const Path path = reference::subproof(m, first(leaves, n), true);
      ASSERT_TRUE(check_consistency(m, roots[m], n, roots[n], path));

      const auto expect_refused = [&](std::uint64_t from, const Hash& old_root, std::uint64_t to, const Hash& new_root,
                                      const Path& by) {
        EXPECT_FALSE(check_consistency(from, old_root, to, new_root, by)) << from << " to " << to;
        ++refused;
      };
      expect_refused(m, roots[n], n, roots[m], path);
      expect_refused(n, roots[n], m, roots[m], path);
      expect_refused(m, roots[m], n, roots[m], path);
      expect_refused(m, roots[n], n, roots[n], path);
      expect_refused(m, roots[m - 1], n, roots[n], path);
      expect_refused(m, roots[m], n, roots[n + 1], path);
      expect_refused(m, roots[m], n, roots[n], {});
      expect_refused(0, empty_tree_root(), n, roots[n], path);
      expect_refused(n, roots[n], n, roots[n], path);
      for (const Path& wrong : bent(path, roots[n])) expect_refused(m, roots[m], n, roots[n], wrong);
      for (std::size_t other = 1; other <= kSizeMax; ++other) {
        const auto sides = reference::consistency_sides(m, n);
        const bool same_new = m < other && reference::consistency_sides(m, other) == sides;
        EXPECT_EQ(check_consistency(m, roots[m], other, roots[n], path), same_new) << "new size " << other;
        const bool same_old = other < n && reference::consistency_sides(other, n) == sides;
        EXPECT_EQ(check_consistency(other, roots[m], n, roots[n], path), same_old) << "old size " << other;
      }
    }
  }
  EXPECT_GT(refused, 100'000u);
}

TEST(CheckConsistency, FromNothingAndToTheSameSize) {
  const auto leaves = reference::some_leaves(5);
  const Hash root = reference::root(leaves), other = reference::root(first(leaves, 4)), empty = empty_tree_root();
  EXPECT_TRUE(check_consistency(5, root, 5, root, {}));
  EXPECT_FALSE(check_consistency(5, root, 5, other, {}));
  EXPECT_FALSE(check_consistency(5, root, 5, root, Path{root}));
  EXPECT_TRUE(check_consistency(0, empty, 5, root, {}));
  EXPECT_FALSE(check_consistency(0, root, 5, root, {}));
  EXPECT_FALSE(check_consistency(0, empty, 5, root, Path{root}));
  EXPECT_TRUE(check_consistency(0, empty, 0, empty, {}));
  EXPECT_FALSE(check_consistency(0, root, 0, root, {}));
  EXPECT_FALSE(check_consistency(5, root, 0, empty, {}));
}

}  // namespace
}  // namespace sillok
