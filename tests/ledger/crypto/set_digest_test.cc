#include "ledger/crypto/set_digest.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sillok {
namespace {

using Rows = std::vector<std::pair<Bytes, Bytes>>;

class SetDigestTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(init_crypto()); }
};

TEST_F(SetDigestTest, TellsOtherRowsButNotAnotherOrder) {
  const Rows rows{{"a", "1"}, {"b", "2"}, {"c", ""}};
  struct Case {
    const char* name;
    Rows rows;
    bool is_same;
  };
  const Case cases[] = {
      {"the same", rows, true},
      {"in another order", {{"c", ""}, {"a", "1"}, {"b", "2"}}, true},
      {"one less", {{"a", "1"}, {"b", "2"}}, false},
      {"one twice", {{"a", "1"}, {"b", "2"}, {"c", ""}, {"c", ""}}, false},
      {"another value", {{"a", "1"}, {"b", "3"}, {"c", ""}}, false},
      {"values swapped", {{"a", "2"}, {"b", "1"}, {"c", ""}}, false},
      {"a name longer by what its value lost", {{"a1", ""}, {"b", "2"}, {"c", ""}}, false},
      {"nothing", {}, false},
  };
  SetDigest mine;
  for (const auto& [name, value] : rows) mine.add(name, value);
  for (const Case& c : cases) {
    SetDigest other = mine.empty_twin();
    for (const auto& [name, value] : c.rows) other.add(name, value);
    EXPECT_EQ(mine == other, c.is_same) << c.name;
  }
}

TEST_F(SetDigestTest, HasAKeyOfItsOwn) {
  SetDigest one, other;
  one.add("a", "1");
  other.add("a", "1");
  EXPECT_FALSE(one == other) << "else rows that cancel out could be chosen beforehand";
}

}  // namespace
}  // namespace sillok
