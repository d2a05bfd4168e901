// The map against one written down from its definition, for many orders of coming in.
#include "projections/person_map/person_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "ledger/crypto/hash.h"
#include "tests/ledger/log/temp_directory.h"

namespace sillok::testing {
namespace {

using Persons = std::map<Hash, PersonMap::Person>;

// By its definition: slow, and apart from pages.
MapNode node_of(const std::vector<MapLeaf>& leaves, std::size_t depth = 0) {
  if (leaves.empty()) return {};
  if (leaves.size() == 1) return {MapNode::Kind::kLeaf, hash_of(leaves[0])};
  std::vector<MapLeaf> left, right;
  for (const MapLeaf& each : leaves) (bit_of(each.key, depth) ? right : left).push_back(each);
  return {MapNode::Kind::kInner, map_node_hash(node_of(left, depth + 1).hash, node_of(right, depth + 1).hash)};
}
Hash root_of(const Persons& persons) {
  std::vector<MapLeaf> leaves;
  for (const auto& [key, person] : persons) leaves.push_back({key, person.history.value()});
  return node_of(leaves).hash;
}

PersonMap::Person person(std::uint64_t seed) {
  PersonMap::Person out;
  for (Position i = 0; i <= seed % 4; ++i) out.history.add(seed + i * 7, sha256("event" + std::to_string(seed + i)));
  out.is_tied = seed % 5 == 0;
  return out;
}
// In the place of what was kept.
PersonMap::Changes changes(const Persons& persons) {
  PersonMap::Changes out;
  for (const auto& [key, person] : persons) out.push_back({key, {{}, person}});
  return out;
}
// Some share a long beginning, as keys hardly ever do.
Hash key(std::uint64_t number) {
  Hash out = sha256(std::to_string(number / 3));
  out[number % 3 == 0 ? 31 : number % 3 * 2] ^= 1;
  return out;
}

TEST(PersonMapTest, ItsRootFollowsFromWhatIsInIt) {
  std::mt19937_64 random{7};
  for (int round = 0; round < 6; ++round) {
    const TempDirectory directory;
    auto map = PersonMap::open(directory.path() / "map", Access::kWrite).value();
    EXPECT_EQ(map->root(), kEmptyMap);
    Persons all;
    for (std::uint64_t size = 1; size < 20; ++size) {
      Persons changed;
      for (std::uint64_t i = random() % 60; i > 0; --i) changed[key(random() % 400)] = person(random() % 1000);
      ASSERT_TRUE(map->update(changes(changed), size));
      for (const auto& [k, p] : changed) all[k] = p;
      ASSERT_EQ(map->root(), root_of(all)) << round << " " << size;
      EXPECT_EQ(map->size(), size);
    }
    for (std::uint64_t number = 0; number < 450; ++number) {
      const Hash wanted = key(number);
      const auto proof = map->prove(wanted).value();
      const auto found = map->find(wanted).value();
      const auto expected = all.find(wanted);
      ASSERT_EQ(found.has_value(), expected != all.end());
      if (found) {
        EXPECT_EQ(found->history.value(), expected->second.history.value());
        EXPECT_EQ(found->history.last, expected->second.history.last);
        EXPECT_EQ(found->is_tied, expected->second.is_tied);
        EXPECT_TRUE(check_map(wanted, found->history.value(), proof, map->root()));
        EXPECT_FALSE(check_map(wanted, std::nullopt, proof, map->root()));
      } else {
        EXPECT_TRUE(check_map(wanted, std::nullopt, proof, map->root())) << number;
      }
    }
  }
}

TEST(PersonMapTest, IsThereAgainWhenItIsOpened) {
  const TempDirectory directory;
  const auto absent = PersonMap::open(directory.path() / "none", Access::kRead).value();
  EXPECT_EQ(absent->root(), kEmptyMap);
  EXPECT_TRUE(check_map(key(1), std::nullopt, absent->prove(key(1)).value(), kEmptyMap));
  Persons some{{key(1), person(1)}, {key(2), person(2)}};
  {
    auto map = PersonMap::open(directory.path() / "map", Access::kWrite).value();
    ASSERT_TRUE(map->update(changes(some), 17));
    ASSERT_TRUE(map->update({}, 18)) << "nobody changed";
  }
  const auto map = PersonMap::open(directory.path() / "map", Access::kRead).value();
  EXPECT_EQ(map->size(), 18u);
  EXPECT_EQ(map->root(), root_of(some));
}

TEST(PersonMapTest, AddsBehindWhatItKeeps) {
  const TempDirectory directory;
  auto map = PersonMap::open(directory.path() / "map", Access::kWrite).value();
  PersonHistory all;
  for (std::uint64_t i = 0; i < 5; ++i) {
    ASSERT_TRUE(map->update({{key(3), {{{2 * i, sha256("a")}, {2 * i + 1, sha256("b")}}, {}}}}, 2 * i + 2));
    all.add(2 * i, sha256("a"));
    all.add(2 * i + 1, sha256("b"));
    EXPECT_EQ(map->find(key(3)).value()->history.value(), all.value());
  }
  EXPECT_FALSE(map->is_tied(key(3)));
  PersonMap::Person tied{all, true};
  ASSERT_TRUE(map->update({{key(3), {{}, tied}}}, 11));
  EXPECT_TRUE(map->is_tied(key(3)));
  map.reset();
  EXPECT_TRUE(PersonMap::open(directory.path() / "map", Access::kRead).value()->is_tied(key(3)));
}

TEST(PersonHistoryTest, TellsWhatStandsWhere) {
  PersonHistory one, other;
  one.add(3, sha256("a"));
  one.add(9, sha256("b"));
  other.add(3, sha256("a"));
  EXPECT_NE(one.value(), other.value());
  other.add(8, sha256("b"));
  EXPECT_NE(one.value(), other.value()) << "the same events elsewhere";
  EXPECT_NE(PersonHistory{}.value(), one.value());
  EXPECT_NE(person_map_key(sha256("g"), "P1"), person_map_key(sha256("h"), "P1")) << "of another ledger";
}

}  // namespace
}  // namespace sillok::testing
