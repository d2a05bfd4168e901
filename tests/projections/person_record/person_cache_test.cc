// A bounded cache gives what is stored, whatever it has dropped meanwhile, and drops nothing that others hold.
#include "projections/person_record/person_cache.h"

#include <gtest/gtest.h>

#include <random>

namespace sillok::testing {
namespace {

constexpr int kPersons = 200;

std::string name(int number) { return "P" + std::to_string(number); }

PersonState state_of(int number, std::uint64_t revision) {
  PersonState state;
  state.revision = revision;
  state.unit = "U" + std::to_string(number);
  return state;
}

class PersonCacheTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = ViewStore::open({}, ViewStore::Mode::kInMemory).value();
    for (int i = 0; i < kPersons; ++i) store_->put(person_key(name(i)), encode(state_of(i, 1)));
    ASSERT_TRUE(store_->commit());
  }
  std::size_t bytes_of_one() const { return 256 + Career{state_of(1, 1)}.size_in_memory(); }
  std::unique_ptr<ViewStore> store_;
};

TEST_F(PersonCacheTest, GivesWhatIsStoredInEveryOrderOfAsking) {
  PersonCache cache{*store_, 20 * bytes_of_one()};
  std::mt19937 random{11};
  std::vector<std::uint64_t> revisions(kPersons, 1);
  for (int round = 0; round < 3000; ++round) {
    // Rows of persons in order, as mass orders have them, now and then one of them changed.
    const int first = static_cast<int>(random() % kPersons);
    for (int i = first; i < std::min(kPersons, first + static_cast<int>(random() % 30)); ++i) {
      if (random() % 5 == 0) {
        Career* const career = *cache.load_to_change(name(i));
        *career = Career{state_of(i, ++revisions[static_cast<std::size_t>(i)])};
      } else if (random() % 3 == 0) {
        const auto known = cache.in_memory(name(i));
        if (!known) continue;
        ASSERT_EQ(known->newest(), state_of(i, revisions[static_cast<std::size_t>(i)]));
      } else {
        const auto career = cache.load(name(i));
        ASSERT_TRUE(career);
        ASSERT_EQ((*career)->newest(), state_of(i, revisions[static_cast<std::size_t>(i)])) << i;
      }
    }
    cache.write_changed();
    ASSERT_TRUE(store_->commit());
    if (random() % 2 == 0) cache.trim();
  }
}

TEST_F(PersonCacheTest, WhatOthersHoldStaysAndIsDroppedAfterwards) {
  PersonCache cache{*store_, 3 * bytes_of_one()};
  std::vector<std::shared_ptr<const Career>> held;
  for (int i = 0; i < 20; ++i) held.push_back(*cache.load(name(i)));
  for (int i = 0; i < 20; ++i) cache.trim();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(cache.in_memory(name(i)), held[static_cast<std::size_t>(i)]);
  held.clear();
  cache.trim();
  int left = 0;
  for (int i = 0; i < 20; ++i) left += cache.in_memory(name(i)) != nullptr ? 1 : 0;
  EXPECT_EQ(left, 3);
}

TEST_F(PersonCacheTest, KeepsTheFirstOfTwoThatWereRead) {
  PersonCache cache{*store_, 1u << 20};
  const std::string_view who = "P5";
  auto read = read_careers(*store_, {&who, 1});
  ASSERT_TRUE(read);
  const auto first = cache.keep(who, read->front());
  EXPECT_EQ(first->newest(), state_of(5, 1));
  EXPECT_EQ(cache.keep(who, std::make_shared<Career>()), first);
}

}  // namespace
}  // namespace sillok::testing
