// Published edge cases of Ed25519 verification; what each group is, and how others answer:
// tests/vectors/crypto/README.md.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "ledger/crypto/keys.h"
#include "tests/support/paths.h"

namespace sillok {
namespace {

Bytes unhex(const std::string& text) { return text == "-" ? Bytes{} : from_hex(text).value(); }

struct Count {
  int held = 0, refused = 0;
  bool operator==(const Count&) const = default;
};
void PrintTo(const Count& count, std::ostream* out) { *out << count.held << " held, " << count.refused << " refused"; }

TEST(Ed25519Vectors, WycheproofsHoldOrAreRefusedAsTheyMust) {
  ASSERT_TRUE(init_crypto());
  std::ifstream file(paths::source_dir() / "tests/vectors/crypto/ed25519_wycheproof.txt");
  std::map<std::string, Count> groups;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string number, flag, key, message, signature, answer;
    ASSERT_TRUE(fields >> number >> flag >> key >> message >> signature >> answer) << line;
    ASSERT_TRUE(answer == "valid" || answer == "invalid") << line;
    const Bytes raw = unhex(key);
    PublicKey public_key{};
    ASSERT_EQ(raw.size(), public_key.size()) << number;
    std::copy(raw.begin(), raw.end(), public_key.begin());
    EXPECT_TRUE(is_valid_public_key(public_key)) << number;
    const bool holds = verify_signature(public_key, unhex(message), unhex(signature));
    EXPECT_EQ(holds, answer == "valid") << number << " " << flag;
    ++(holds ? groups[flag].held : groups[flag].refused);
  }
  const std::map<std::string, Count> expected = {{"Valid", {18, 0}},
                                                 {"Ktv", {38, 0}},
                                                 {"TinkOverflow", {32, 0}},
                                                 {"InvalidKtv", {0, 1}},
                                                 {"InvalidEncoding", {0, 22}},
                                                 {"InvalidSignature", {0, 20}},
                                                 {"TruncatedSignature", {0, 3}},
                                                 {"SignatureWithGarbage", {0, 5}},
                                                 {"CompressedSignature", {0, 4}},
                                                 {"SignatureMalleability", {0, 8}}};
  EXPECT_EQ(groups, expected);
}

// The one of speccheck that holds is under a key of mixed order, which is taken nowhere.
TEST(Ed25519Vectors, AKeyOfMixedOrderIsNoKey) {
  ASSERT_TRUE(init_crypto());
  const auto parsed = parse_public_key("cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, "key.point");
  // Another of its keys is of prime order, and is one.
  EXPECT_TRUE(parse_public_key("442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623"));
}

}  // namespace
}  // namespace sillok
