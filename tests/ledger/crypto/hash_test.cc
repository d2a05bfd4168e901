#include "ledger/crypto/hash.h"

#include <gtest/gtest.h>

#include <thread>

namespace sillok {
namespace {

std::string hex(const Hash& hash) { return to_hex(view(hash)); }

TEST(Sha256, KnownAnswers) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256(Bytes(1'000'000, 'a'))), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PartsAreHashedOneAfterAnother) {
  const Bytes text = "An order is drafted, approved, signed and recorded once, whatever its length in acts may be.";
  for (std::size_t first = 0; first <= text.size(); ++first) {
    const BytesView all = text;
    EXPECT_EQ(sha256({all.substr(0, first), all.substr(first)}), sha256(text));
  }
  EXPECT_EQ(sha256({}), sha256(""));
}

TEST(TreeHashes, PrefixesKeepLeavesAndNodesApart) {
  const Hash left = sha256("left"), right = sha256("right");
  const Bytes pair = Bytes(view(left)).append(view(right));
  EXPECT_EQ(leaf_hash(pair), sha256(Bytes(1, '\0') + pair));
  EXPECT_EQ(node_hash(left, right), sha256('\x01' + pair));
  EXPECT_NE(leaf_hash(pair), node_hash(left, right));
  EXPECT_NE(node_hash(left, right), node_hash(right, left));
  EXPECT_EQ(empty_tree_root(), sha256(""));
}

TEST(TreeHashes, EachThreadHashesForItself) {
  std::vector<std::thread> threads;
  std::array<Hash, 4> results{};
  for (std::size_t t = 0; t < results.size(); ++t) {
    threads.emplace_back([&results, t] {
      Hash hash = sha256("start");
      for (int i = 0; i < 20'000; ++i) hash = node_hash(hash, hash);
      results[t] = hash;
    });
  }
  for (auto& thread : threads) thread.join();
  for (const Hash& result : results) EXPECT_EQ(result, results[0]);
}

TEST(HashFromHex, SixtyFourSmallDigitsAndNothingElse) {
  const std::string hex = to_hex(view(sha256("x")));
  EXPECT_EQ(hash_from_hex(hex), sha256("x"));
  std::string capital = hex;
  capital[hex.find_first_of("abcdef")] ^= 0x20;
  for (const std::string& bad : {std::string{}, hex.substr(2), hex + "00", hex.substr(1) + "g", capital, " " + hex})
    EXPECT_EQ(hash_from_hex(bad), std::nullopt) << bad;
}

}  // namespace
}  // namespace sillok
