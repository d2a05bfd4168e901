// Bytes as rows and records hold them.
#include "ledger/base/bytes.h"

#include <gtest/gtest.h>

namespace sillok::testing {
namespace {

Hash filled(std::uint8_t with) {
  Hash hash;
  hash.fill(with);
  return hash;
}

TEST(Bytes, HashesComeBackAsTheyWerePut) {
  Bytes row{"T"};
  put_hashes(row, std::vector{filled(1), filled(2)});
  ASSERT_EQ(row.size(), 1 + 2 * sizeof(Hash));
  EXPECT_EQ(get_hashes(BytesView{row}.substr(1)), (std::vector{filled(1), filled(2)}));
  EXPECT_EQ(get_array<Hash>(BytesView{row}.substr(1 + sizeof(Hash))), filled(2));
  EXPECT_TRUE(get_hashes({}).empty());
}

TEST(Bytes, WhatIsNoWholeHashIsLeftOut) {
  Bytes row;
  put_hashes(row, std::vector{filled(3)});
  row += "31 bytes are no hash, nor is one";
  row.pop_back();
  EXPECT_EQ(get_hashes(row), std::vector{filled(3)});
}

TEST(Bytes, KeysOfNumbersStandInTheOrderOfTheNumbers) {
  EXPECT_LT(numbered_key("T", 255), numbered_key("T", 256));
  EXPECT_EQ(get_u64(BytesView{numbered_key("T", 256)}.substr(1)), 256u);
}

}  // namespace
}  // namespace sillok::testing
