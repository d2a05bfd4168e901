#include "ledger/crypto/sparse_map.h"

#include <gtest/gtest.h>

#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

MapLeaf leaf(std::uint8_t first, char value) {
  MapLeaf out;
  out.key[0] = first;
  out.key[31] = 1;
  out.value.fill(static_cast<std::uint8_t>(value));
  return out;
}

// Two on the left of the first bit, one on the right: 00…, 01…, 1….
struct Three {
  MapLeaf a = leaf(0x00, 'a'), b = leaf(0x40, 'b'), c = leaf(0x80, 'c');
  Hash left = map_node_hash(hash_of(a), hash_of(b));
  Hash root = map_node_hash(left, hash_of(c));
};

TEST(SparseMap, HashesHaveDomainsOfTheirOwn) {
  const Three m;
  EXPECT_EQ(hash_of(m.a), sha256({BytesView("\x02"), view(m.a.key), view(m.a.value)}));
  EXPECT_EQ(m.left, sha256({BytesView("\x03"), view(hash_of(m.a)), view(hash_of(m.b))}));
}

TEST(SparseMap, ProvesWhatIsInIt) {
  const Three m;
  EXPECT_TRUE(check_map(m.a.key, m.a.value, {{hash_of(m.b), hash_of(m.c)}, {}}, m.root));
  EXPECT_TRUE(check_map(m.b.key, m.b.value, {{hash_of(m.a), hash_of(m.c)}, {}}, m.root));
  EXPECT_TRUE(check_map(m.c.key, m.c.value, {{m.left}, {}}, m.root));
  EXPECT_TRUE(check_map(m.a.key, m.a.value, {}, hash_of(m.a))) << "alone";
}

TEST(SparseMap, ProvesWhatIsNot) {
  const Three m;
  MapLeaf beside_c = leaf(0xc0, 'x'), beside_a = leaf(0x01, 'x');
  EXPECT_TRUE(check_map(beside_c.key, std::nullopt, {{m.left}, m.c}, m.root));
  EXPECT_TRUE(check_map(beside_a.key, std::nullopt, {{hash_of(m.b), hash_of(m.c)}, m.a}, m.root));
  EXPECT_TRUE(check_map(m.a.key, std::nullopt, {}, kEmptyMap)) << "of an empty map";
  // Both below 00 and 01 of the left half, nobody on the right.
  EXPECT_TRUE(check_map(m.c.key, std::nullopt, {{m.left}, {}}, map_node_hash(m.left, kEmptyMap)));
}

TEST(SparseMap, NothingElseHolds) {
  const Three m;
  const Hash other = sha256("x");
  const std::vector<Hash> path{hash_of(m.b), hash_of(m.c)};
  EXPECT_FALSE(check_map(m.a.key, other, {path, {}}, m.root)) << "another value";
  EXPECT_FALSE(check_map(m.b.key, m.a.value, {path, {}}, m.root)) << "another key";
  EXPECT_FALSE(check_map(m.a.key, m.a.value, {path, {}}, other)) << "another root";
  EXPECT_FALSE(check_map(m.a.key, m.a.value, {path, m.b}, m.root)) << "a value and another leaf";
  EXPECT_FALSE(check_map(m.a.key, std::nullopt, {path, {}}, m.root)) << "empty, where she is";
  EXPECT_FALSE(check_map(m.a.key, std::nullopt, {path, m.a}, m.root)) << "herself as another";
  EXPECT_FALSE(check_map(m.a.key, std::nullopt, {{m.left}, m.c}, m.root)) << "another who stands elsewhere";
  EXPECT_FALSE(check_map(m.c.key, std::nullopt, {path, m.a}, m.root)) << "the path of another";
  for (std::size_t i = 0; i < path.size(); ++i) {
    auto changed = path;
    changed[i] = other;
    EXPECT_FALSE(check_map(m.a.key, m.a.value, {changed, {}}, m.root));
    changed = path;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(check_map(m.a.key, m.a.value, {changed, {}}, m.root));
    changed = path;
    changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i), kEmptyMap);
    EXPECT_FALSE(check_map(m.a.key, m.a.value, {changed, {}}, m.root));
  }
  EXPECT_FALSE(check_map(m.a.key, m.a.value, {std::vector<Hash>(257), {}}, m.root));
  EXPECT_FALSE(check_map(m.a.key, m.a.value, {}, kEmptyMap));
}

}  // namespace
}  // namespace sillok
