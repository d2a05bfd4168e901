// Every way to bend a proof of a tree of 1 to 64 leaves: what the definition of RFC 6962 does not give is refused.
// tests/verify_py/merkle_forgery_test.py bends the same proofs for the verifier in Python;
// tests/vectors/crypto/merkle_negatives.txt has how many each way gives, and a hash over them, so that both are asked
// the same.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <sstream>
#include <unordered_set>

#include "ledger/crypto/merkle.h"
#include "tests/ledger/crypto/reference_tree.h"
#include "tests/support/paths.h"

namespace sillok {
namespace {

constexpr std::uint64_t kSizeMax = 64, kHuge = std::uint64_t{1} << 63;
using Path = std::vector<Hash>;

// Inclusion: `first` is the leaf, `from` its index. Consistency: `first` is the older root, `from` the older size.
struct Proof {
  std::uint64_t from, size;
  Hash first, root;
  Path path;
};

Bytes encode(const Proof& proof) {
  Bytes out;
  put_u64(out, proof.from);
  put_u64(out, proof.size);
  out.append(view(proof.first)).append(view(proof.root));
  for (const Hash& hash : proof.path) out += view(hash);
  return out;
}

// The largest power of two below n, of any 64-bit n.
std::uint64_t split(std::uint64_t n) {
  std::uint64_t k = 1;
  while (k < n - k) k *= 2;
  return k;
}

// What the definitions give, written down apart from the code under test.
bool is_included(const Proof& proof) {
  if (proof.from >= proof.size) return false;
  auto next = proof.path.begin();
  const std::function<std::optional<Hash>(std::uint64_t, std::uint64_t)> root_of = [&](std::uint64_t m,
                                                                                       std::uint64_t n) {
    if (n == 1) return std::optional{proof.first};
    const auto k = split(n);
    const auto inner = m < k ? root_of(m, k) : root_of(m - k, n - k);
    if (!inner || next == proof.path.end()) return std::optional<Hash>{};
    const Hash sibling = *next++;
    return std::optional{m < k ? node_hash(*inner, sibling) : node_hash(sibling, *inner)};
  };
  return root_of(proof.from, proof.size) == proof.root && next == proof.path.end();
}

bool is_grown(const Proof& proof) {
  const bool sizes_hold = proof.from <= proof.size && (proof.size > 0 || proof.root == empty_tree_root()) &&
                          (proof.from > 0 || proof.first == empty_tree_root());
  if (!sizes_hold) return false;
  if (proof.from == proof.size) return proof.first == proof.root && proof.path.empty();
  if (proof.from == 0) return proof.path.empty();
  auto next = proof.path.begin();
  using Roots = std::optional<std::pair<Hash, Hash>>;
  const std::function<Roots(std::uint64_t, std::uint64_t, bool)> roots_of = [&](std::uint64_t m, std::uint64_t n,
                                                                                bool known) -> Roots {
    if (m == n && known) return std::pair{proof.first, proof.first};
    if (m != n) {
      const auto k = split(n);
      const auto inner = m <= k ? roots_of(m, k, known) : roots_of(m - k, n - k, false);
      if (!inner || next == proof.path.end()) return std::nullopt;
      const Hash sibling = *next++;
      if (m <= k) return std::pair{inner->first, node_hash(inner->second, sibling)};
      return std::pair{node_hash(sibling, inner->first), node_hash(sibling, inner->second)};
    }
    if (next == proof.path.end()) return std::nullopt;
    const Hash whole = *next++;
    return std::pair{whole, whole};
  };
  const Roots roots = roots_of(proof.from, proof.size, true);
  return roots && roots->first == proof.first && roots->second == proof.root && next == proof.path.end();
}

Hash flipped(Hash hash, std::size_t bit) {
  hash[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
  return hash;
}

using Bend = std::pair<const char*, std::vector<Proof>>;

// Ways that paths of both kinds can be bent.
std::vector<Bend> bent_paths(const Proof& good) {
  const auto with = [&](Path path) {
    Proof proof = good;
    proof.path = std::move(path);
    return proof;
  };
  const auto at = [](std::size_t i) { return static_cast<std::ptrdiff_t>(i); };
  const Path& path = good.path;
  const Hash junk = sha256("junk"), zero{};
  std::vector<Bend> bends{{"no path", {with({})}}, {"leading junk", {}},  {"trailing junk", {}},
                          {"missing part", {}},    {"inserted part", {}}, {"modified part", {}},
                          {"swapped parts", {}},   {"reversed path", {}}, {"path twice", {}}};
  for (const Hash& more : {junk, zero, good.root, good.first, empty_tree_root()}) {
    for (const std::size_t place : {std::size_t{0}, path.size()}) {
      Path longer = path;
      longer.insert(longer.begin() + at(place), more);
      bends[place == 0 ? 1 : 2].second.push_back(with(longer));
    }
  }
  for (std::size_t i = 0; i < path.size(); ++i) {
    Path changed = path;
    changed.erase(changed.begin() + at(i));
    bends[3].second.push_back(with(changed));
    for (const Hash& more : {path[i], junk, zero}) {
      changed = path;
      changed.insert(changed.begin() + at(i), more);
      bends[4].second.push_back(with(changed));
    }
    for (const Hash& other :
         {flipped(path[i], 0), flipped(path[i], 100), flipped(path[i], 255), zero, good.root, junk}) {
      changed = path;
      changed[i] = other;
      bends[5].second.push_back(with(changed));
    }
    for (std::size_t j = i + 1; j < path.size(); ++j) {
      changed = path;
      std::swap(changed[i], changed[j]);
      bends[6].second.push_back(with(changed));
    }
  }
  bends[7].second.push_back(with(Path(path.rbegin(), path.rend())));
  Path twice = path;
  twice.insert(twice.end(), path.begin(), path.end());
  bends[8].second.push_back(with(twice));
  return bends;
}

class Forgeries : public testing::Test {
 protected:
  Forgeries() {
    for (std::uint64_t size = 0; size <= kSizeMax + 2; ++size) roots_.push_back(reference::root(first(size)));
  }
  std::span<const Hash> first(std::uint64_t count) const { return std::span(leaves_).first(count); }

  std::vector<Bend> bent_inclusion(const Proof& good) const {
    const auto with = [&](std::uint64_t index, std::uint64_t size) {
      Proof proof = good;
      proof.from = index, proof.size = size;
      return proof;
    };
    const auto hashes = [&](const Hash& leaf, const Hash& root) {
      Proof proof = good;
      proof.first = leaf, proof.root = root;
      return proof;
    };
    const auto [i, n] = std::pair{good.from, good.size};
    std::vector<Bend> bends = bent_paths(good);
    bends.push_back({"index - 1", {}});
    if (i > 0) bends.back().second.push_back(with(i - 1, n));
    bends.push_back({"index + 1", {with(i + 1, n)}});
    bends.push_back({"index xor", {}});
    for (const int bit : {0, 1, 2, 3, 4, 5, 6, 32, 63})
      bends.back().second.push_back(with(i ^ std::uint64_t{1} << bit, n));
    bends.push_back({"index twice and half", {with(i * 2, n), with(i / 2, n)}});
    bends.push_back({"index from the end", {with(n - 1 - i, n)}});
    bends.push_back({"index beyond", {with(n, n), with(n + i, n), with(kHuge, n), with(UINT64_MAX, n), with(i, i)}});
    bends.push_back({"size - 1 and + 1", {with(i, n - 1), with(i, n + 1)}});
    bends.push_back({"size twice and half", {with(i, n * 2), with(i, n / 2), with(i, n * 4)}});
    bends.push_back({"size of nothing, of all", {with(i, 0), with(i, kHuge), with(i, UINT64_MAX)}});
    bends.push_back({"leaf and root swapped", {hashes(good.root, good.first)}});
    bends.push_back({"another root",
                     {hashes(good.first, empty_tree_root()), hashes(good.first, Hash{}),
                      hashes(good.first, roots_[n - 1]), hashes(good.first, roots_[n + 1]),
                      hashes(good.first, flipped(good.root, 0)), hashes(good.first, flipped(good.root, 255))}});
    const std::string entry = "entry " + std::to_string(i);
    bends.push_back({"another leaf",
                     {hashes(leaves_[i + 1], good.root), hashes(flipped(good.first, 0), good.root),
                      hashes(flipped(good.first, 255), good.root), hashes(Hash{}, good.root)}});
    bends.push_back({"prefix of the leaf",
                     {hashes(sha256(entry), good.root), hashes(sha256("\x01" + entry), good.root),
                      hashes(leaf_hash(view(good.first)), good.root)}});
    // A node of the tree, as a leaf of the smaller tree above it.
    bends.push_back({"node as a leaf", {}});
    if (n > 1) {
      const Hash& sibling = good.path[0];
      const Bytes both = Bytes(view(good.first)).append(view(sibling));
      for (const Hash& node : {node_hash(good.first, sibling), node_hash(sibling, good.first), leaf_hash(both)}) {
        Proof proof = hashes(node, good.root);
        proof.from = i / 2, proof.size = n / 2;
        proof.path.erase(proof.path.begin());
        bends.back().second.push_back(proof);
        bends.back().second.push_back(hashes(node, good.root));
      }
    }
    bends.push_back({"path of another leaf", {}});
    for (const std::uint64_t other : {i + 1, i + 2, n - 1 - i, std::uint64_t{0}, n - 1}) {
      if (other >= n) continue;
      Proof proof = good;
      proof.path = reference::path(other, first(n));
      bends.back().second.push_back(proof);
    }
    bends.push_back({"path of another size", {}});
    for (const std::uint64_t other : {n - 1, n + 1, n + 2}) {
      if (i >= other) continue;
      Proof proof = good;
      proof.path = reference::path(i, first(other));
      bends.back().second.push_back(proof);
    }
    return bends;
  }

  std::vector<Bend> bent_consistency(const Proof& good) const {
    const auto with = [&](std::uint64_t old_size, const Hash& old_root, std::uint64_t size, const Hash& root) {
      return Proof{old_size, size, old_root, root, good.path};
    };
    const auto [m, n] = std::pair{good.from, good.size};
    const Hash &old = good.first, &root = good.root;
    std::vector<Bend> bends = bent_paths(good);
    bends.push_back({"roots swapped", {with(m, root, n, old)}});
    bends.push_back({"sizes swapped", {with(n, old, m, root)}});
    bends.push_back({"old and new swapped", {with(n, root, m, old)}});
    bends.push_back({"one root twice", {with(m, old, n, old), with(m, root, n, root)}});
    bends.push_back({"equal sizes with a path", {with(n, root, n, root), with(m, old, m, old), with(n, old, n, root)}});
    bends.push_back({"equal sizes, two roots", {Proof{n, n, old, root, {}}, Proof{m, m, old, root, {}}}});
    bends.push_back({"old size - 1 and + 1", {with(m - 1, old, n, root), with(m + 1, old, n, root)}});
    bends.push_back({"new size - 1 and + 1", {with(m, old, n - 1, root), with(m, old, n + 1, root)}});
    bends.push_back({"old size twice and half", {with(m * 2, old, n, root), with(m / 2, old, n, root)}});
    bends.push_back({"new size twice and half", {with(m, old, n * 2, root), with(m, old, n / 2, root)}});
    bends.push_back({"old size xor", {}});
    for (const int bit : {0, 1, 2, 3, 4, 5, 6, 63})
      bends.back().second.push_back(with(m ^ std::uint64_t{1} << bit, old, n, root));
    bends.push_back({"old size above the new",
                     {with(n + 1, old, n, root), with(kHuge, old, n, root), with(UINT64_MAX, old, n, root)}});
    bends.push_back({"from nothing with a path", {with(0, empty_tree_root(), n, root), with(0, old, n, root)}});
    bends.push_back(
        {"to nothing",
         {with(m, old, 0, empty_tree_root()), with(m, old, 0, root), Proof{0, 0, empty_tree_root(), root, {}},
          Proof{0, 0, root, root, {}}, Proof{0, n, root, root, {}}}});
    bends.push_back({"empty and zero roots",
                     {with(m, empty_tree_root(), n, root), with(m, old, n, empty_tree_root()), with(m, Hash{}, n, root),
                      with(m, old, n, Hash{})}});
    bends.push_back({"roots of other sizes",
                     {with(m, roots_[m - 1], n, root), with(m, roots_[m + 1], n, root), with(m, old, n, roots_[n - 1]),
                      with(m, old, n, roots_[n + 1])}});
    bends.push_back({"flipped roots",
                     {with(m, flipped(old, 0), n, root), with(m, flipped(old, 255), n, root),
                      with(m, old, n, flipped(root, 0)), with(m, old, n, flipped(root, 255))}});
    bends.push_back({"path of other sizes", {}});
    for (const auto& [from, to] : {std::pair{m - 1, n}, {m + 1, n}, {m, n - 1}, {m, n + 1}}) {
      if (from == 0 || from >= to) continue;
      Proof proof = good;
      proof.path = reference::subproof(from, first(to), true);
      bends.back().second.push_back(proof);
    }
    bends.push_back({"path of an inclusion", {}});
    for (const std::uint64_t leaf : {m - 1, m}) {
      Proof proof = good;
      proof.path = reference::path(leaf, first(n));
      bends.back().second.push_back(proof);
    }
    return bends;
  }

  struct Count {
    std::uint64_t refused = 0, held = 0;  // held: bent into another proof that the definition gives
    Hash hash{};
  };
  // One case: it must be answered as the definition says. Counted once, however often it comes.
  void ask(const std::string& way, const Proof& proof, bool must, bool does) {
    const Bytes bytes = encode(proof);
    if (!seen_.insert(way.substr(0, 1) + bytes).second) return;
    EXPECT_EQ(does, must) << way << ": " << proof.from << " " << proof.size << ", path of " << proof.path.size();
    Count& count = counts_[way];
    ++(does ? count.held : count.refused);
    if (!does) count.hash = sha256({view(count.hash), BytesView{bytes}});
  }
  void ask_all(const std::string& kind, const Proof& good, const std::vector<Bend>& bends, bool (*must)(const Proof&),
               bool (*does)(const Proof&)) {
    ASSERT_TRUE(must(good) && does(good)) << kind << " " << good.from << " " << good.size;
    seen_.insert(kind.substr(0, 1) + encode(good));
    for (const auto& [way, proofs] : bends) {
      for (const Proof& proof : proofs) ask(kind + " " + way, proof, must(proof), does(proof));
    }
  }

  std::vector<Hash> leaves_ = reference::some_leaves(kSizeMax + 3), roots_;
  std::unordered_set<Bytes> seen_;
  std::map<std::string, Count> counts_;
};

TEST_F(Forgeries, WhatTheDefinitionDoesNotGiveIsRefused) {
  for (std::uint64_t n = 1; n <= kSizeMax; ++n) {
    for (std::uint64_t i = 0; i < n; ++i) {
      const Proof good{i, n, leaves_[i], roots_[n], reference::path(i, first(n))};
      ask_all("inclusion", good, bent_inclusion(good), is_included, [](const Proof& proof) {
        return check_inclusion(proof.first, proof.from, proof.size, proof.path, proof.root);
      });
    }
    for (std::uint64_t m = 1; m < n; ++m) {
      const Proof good{m, n, roots_[m], roots_[n], reference::subproof(m, first(n), true)};
      ask_all("consistency", good, bent_consistency(good), is_grown, [](const Proof& proof) {
        return check_consistency(proof.from, proof.first, proof.size, proof.root, proof.path);
      });
    }
  }

  std::uint64_t refused = 0;
  std::string table;
  for (const auto& [way, count] : counts_) {
    EXPECT_GT(count.refused, 0u) << way;
    refused += count.refused;
    table += std::to_string(count.refused) + ' ' + std::to_string(count.held) + ' ' + to_hex(view(count.hash)) + ' ' +
             way + '\n';
  }
  EXPECT_GE(refused, 5'000u);
  RecordProperty("refused", std::to_string(refused));

  std::ifstream file(paths::source_dir() / "tests/vectors/crypto/merkle_negatives.txt");
  std::string written;
  for (std::string line; std::getline(file, line);)
    if (!line.starts_with('#')) written += line + '\n';
  EXPECT_EQ(table, written) << "the cases are not the ones that the verifier in Python is asked";
}

}  // namespace
}  // namespace sillok
