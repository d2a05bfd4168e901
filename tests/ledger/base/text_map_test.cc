// A map that is quick in the order of its entries finds them in any other order too.
#include "ledger/base/text_map.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace sillok::testing {
namespace {

TEST(TextMap, FindsInAnyOrderAndKeepsAddresses) {
  TextMap<int> map;
  std::vector<TextMap<int>::Entry*> entries;
  for (int i = 0; i < 1000; ++i) entries.push_back(&map.add("key" + std::to_string(i), i));
  std::mt19937 random{7};
  for (int round = 0; round < 5000; ++round) {
    const int first = static_cast<int>(random() % 1000);
    for (int i = first; i < std::min(1000, first + 4); ++i)  // a few in order, then somewhere else
      ASSERT_EQ(map.find("key" + std::to_string(i)), entries[static_cast<std::size_t>(i)]);
    EXPECT_EQ(map.find("nobody"), nullptr);
  }
  int next = 0;
  for (const auto& entry : map) EXPECT_EQ(entry.value, next++);
}

TEST(TextMap, WhatIsThereStaysAsItIs) {
  TextMap<int> map;
  map.add("a", 1);
  EXPECT_EQ(map.add("a", 2).value, 1);
  EXPECT_EQ(map.size(), 1u);
  map.clear();
  EXPECT_EQ(map.find("a"), nullptr);
  EXPECT_EQ(map.add("b", 3).value, 3);
  ASSERT_NE(map.find("b"), nullptr);
  EXPECT_EQ(map.find("a"), nullptr);
}

}  // namespace
}  // namespace sillok::testing
