#include "ledger/crypto/keys.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>

#include <fstream>
#include <sstream>

#include "ledger/crypto/checkpoint.h"
#include "tests/support/paths.h"

namespace sillok {
namespace {

class KeysTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(init_crypto()); }
};
using SecretTest = KeysTest;
using SignerTest = KeysTest;
using SealTest = KeysTest;
using PublicKeyTest = KeysTest;

Bytes counted(unsigned char first, std::size_t count) {
  Bytes bytes;
  for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(first + i);
  return bytes;
}
Secret secret_of(BytesView bytes) { return Secret::from_bytes(bytes).value(); }
Bytes unhex(std::string_view text) { return from_hex(text).value(); }
PublicKey key_of(BytesView bytes) {
  PublicKey key{};
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

TEST_F(KeysTest, CoreDumpsAreOff) { EXPECT_EQ(prctl(PR_GET_DUMPABLE), 0); }

TEST_F(KeysTest, WhatIsSealedForAReaderOpensForNobodyElse) {
  const Secret reader = Secret::from_bytes(Bytes(32, 'r')).value(), other = Secret::from_bytes(Bytes(32, 'o')).value();
  const Bytes plain = "two keys";
  const Bytes sealed = seal_for(Signer{reader}.public_key(), plain).value();
  EXPECT_EQ(sealed.find(plain), Bytes::npos);
  EXPECT_EQ(unseal_with(reader, sealed), plain);
  EXPECT_EQ(unseal_with(other, sealed), std::nullopt);
  for (std::size_t byte = 0; byte < sealed.size(); ++byte) {
    Bytes bad = sealed;
    bad[byte] = static_cast<char>(bad[byte] ^ 1);
    EXPECT_EQ(unseal_with(reader, bad), std::nullopt) << byte;
  }
  EXPECT_EQ(unseal_with(reader, sealed.substr(0, 10)), std::nullopt);
  EXPECT_FALSE(seal_for(PublicKey{}, plain)) << "no key at all";
}

TEST_F(SecretTest, HasExactlyThirtyTwoBytes) {
  EXPECT_EQ(secret_of(counted(0, 32)).bytes(), counted(0, 32));
  for (const std::size_t size : {0, 1, 31, 33, 64}) {
    const auto refused = Secret::from_bytes(Bytes(size, 'x'));
    ASSERT_FALSE(refused) << size;
    EXPECT_EQ(refused.error().fault, Fault::malformed);
  }
}

TEST_F(SecretTest, RandomOnesDiffer) {
  EXPECT_NE(Secret::random().bytes(), Secret::random().bytes());
  EXPECT_NE(random_bytes(24), random_bytes(24));
  EXPECT_EQ(random_bytes(0).size(), 0u);
  EXPECT_EQ(random_bytes(1000).size(), 1000u);
}

// Frozen: data keys, sandbox keys and the check of key files are made this way for ever. The values
// are from another implementation (Python: blake2b(label + b'\0' + context, key=…, digest_size=32)).
TEST_F(SecretTest, DerivedOnesNeverChange) {
  const Secret secret = secret_of(counted(0, 32));
  const auto derived = [&](std::string_view label, BytesView context) {
    return to_hex(secret.derive(label, context).bytes());
  };
  EXPECT_EQ(derived("sandbox/officer", ""), "73f29b69b9539ad10fa8cf9047859d9f502ff2e2cd18a2d129a8ddb4295be9db");
  EXPECT_EQ(derived("sandbox/officer", "hr.kim"), "b3ca8d2baf65b57dc9fb4f104785b912191994b4cf560dcc028bbb46319e258e");
  EXPECT_EQ(derived("field", BytesView("P0001\0\x07", 7)),
            "fc9078b78c204fdfa160d9523359d1ecc36cb769c3ae7e0fe68bb6f955653078");
}

TEST_F(SecretTest, LabelAndContextCannotSlideIntoEachOther) {
  const Secret secret = Secret::random();
  EXPECT_NE(secret.derive("ab", "c").bytes(), secret.derive("a", "bc").bytes());
  EXPECT_NE(secret.derive("a").bytes(), secret.bytes());
  EXPECT_NE(secret.derive("a").bytes(), Secret::random().derive("a").bytes());
  EXPECT_EQ(secret.derive("a", "b").bytes(), secret.derive("a", "b").bytes());
}

// RFC 8032, 7.1: tests 1 to 3.
TEST_F(SignerTest, KnownAnswers) {
  struct Case {
    const char *seed, *key, *message, *signature;
  };
  const Case cases[] = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
       "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf"
       "5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2"
       "eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c1"
       "5e9716ed28dc027beceea1ec40a"},
  };
  for (const Case& c : cases) {
    const Signer signer(secret_of(unhex(c.seed)));
    EXPECT_EQ(to_hex(view(signer.public_key())), c.key);
    EXPECT_EQ(to_hex(view(signer.sign(unhex(c.message)))), c.signature);
    EXPECT_TRUE(is_valid_public_key(signer.public_key()));
  }
}

TEST_F(SignerTest, OneChangedBitAnywhereIsRefused) {
  const Signer signer(Secret::random());
  const Bytes message = "domain: an order of thirteen hundred acts";
  const Signature signature = signer.sign(message);
  ASSERT_TRUE(verify_signature(signer.public_key(), message, view(signature)));
  const auto flipped = [](BytesView bytes, std::size_t bit) {
    Bytes out(bytes);
    out[bit / 8] = static_cast<char>(out[bit / 8] ^ (1 << bit % 8));
    return out;
  };
  for (std::size_t bit = 0; bit < 8 * message.size(); ++bit) {
    EXPECT_FALSE(verify_signature(signer.public_key(), flipped(message, bit), view(signature))) << bit;
  }
  for (std::size_t bit = 0; bit < 512; ++bit) {
    EXPECT_FALSE(verify_signature(signer.public_key(), message, flipped(view(signature), bit))) << bit;
  }
  for (std::size_t bit = 0; bit < 256; ++bit) {
    EXPECT_FALSE(verify_signature(key_of(flipped(view(signer.public_key()), bit)), message, view(signature))) << bit;
  }
  const Bytes whole(view(signature));
  for (const Bytes& wrong : {Bytes(), whole.substr(1), whole.substr(0, 63), whole + '\0', whole + whole}) {
    EXPECT_FALSE(verify_signature(signer.public_key(), message, wrong)) << wrong.size();
  }
}

// Keys of small order, S beyond the group order, encodings with a second spelling.
TEST_F(SignerTest, EdgeCasesOfVerificationAreRefused) {
  std::ifstream file(paths::source_dir() / "tests/vectors/crypto/ed25519_speccheck.txt");
  int count = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream fields(line);
    std::string key, message, signature, answer;
    ASSERT_TRUE(fields >> key >> message >> signature >> answer);
    EXPECT_EQ(verify_signature(key_of(unhex(key)), unhex(message), unhex(signature)), answer == "accept") << line;
    ++count;
  }
  EXPECT_EQ(count, 12);
}

// draft-irtf-cfrg-xchacha-03, A.3.1.
TEST_F(SealTest, KnownAnswer) {
  const Secret key = secret_of(counted(0x80, 32));
  const Bytes nonce = counted(0x40, 24), associated = unhex("50515253c0c1c2c3c4c5c6c7");
  const Bytes plain =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
      "would be it.";
  const Bytes sealed = seal(key, nonce, associated, plain);
  EXPECT_EQ(to_hex(sealed),
            "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
            "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
            "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49");
  EXPECT_EQ(unseal(key, nonce, associated, sealed), plain);
}

TEST_F(SealTest, OpensOnlyWhatWasSealed) {
  const Secret key = Secret::random();
  const Bytes nonce = random_bytes(24), associated = "P0001|17|name|key 3", plain = "a name";
  const Bytes sealed = seal(key, nonce, associated, plain);
  ASSERT_EQ(sealed.size(), plain.size() + 16);
  ASSERT_EQ(unseal(key, nonce, associated, sealed), plain);

  EXPECT_FALSE(unseal(Secret::random(), nonce, associated, sealed));
  EXPECT_FALSE(unseal(key, random_bytes(24), associated, sealed));
  EXPECT_FALSE(unseal(key, nonce.substr(1), associated, sealed));
  EXPECT_FALSE(unseal(key, nonce + '\0', associated, sealed));
  EXPECT_FALSE(unseal(key, nonce, "P0002|17|name|key 3", sealed));
  EXPECT_FALSE(unseal(key, nonce, "", sealed));
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_FALSE(unseal(key, nonce, associated, sealed.substr(0, size)));
  EXPECT_FALSE(unseal(key, nonce, associated, sealed + '\0'));
  for (std::size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
    Bytes wrong = sealed;
    wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(unseal(key, nonce, associated, wrong)) << bit;
  }
}

TEST_F(SealTest, NothingCanBeSealedToo) {
  const Secret key = Secret::random();
  const Bytes nonce = random_bytes(24), sealed = seal(key, nonce, "field", "");
  EXPECT_EQ(sealed.size(), 16u);
  EXPECT_EQ(unseal(key, nonce, "field", sealed), Bytes());
  EXPECT_FALSE(unseal(key, nonce, "other", sealed));
}

TEST_F(PublicKeyTest, IsReadInThreeForms) {
  const PublicKey key = Signer(secret_of(counted(1, 32))).public_key();
  EXPECT_EQ(parse_public_key(to_base64(view(key))).value(), key);
  EXPECT_EQ(parse_public_key(to_hex(view(key))).value(), key);
  EXPECT_EQ(parse_public_key(to_string(make_note_key("hr.kim", key))).value(), key);
  // 64 characters, but not hex: the length alone decides nothing.
  const auto note_form = to_string(make_note_key("ten.letter", key));
  ASSERT_EQ(note_form.size(), 64u);
  EXPECT_EQ(parse_public_key(note_form).value(), key);
}

TEST_F(PublicKeyTest, RefusesAnythingElse) {
  const PublicKey key = Signer(secret_of(counted(1, 32))).public_key();
  const std::string base64 = to_base64(view(key)), hex = to_hex(view(key));
  const std::string zeros(64, '0');
  const std::string texts[] = {"", " ", base64 + "\n", " " + base64, base64.substr(1), hex.substr(1), hex + "0",
                               hex.substr(0, 63) + "g", to_base64(Bytes(31, 'x')), to_base64(Bytes(33, 'x')),
                               // No points that keys lie on: the neutral one, and ones of small order.
                               zeros, "01" + zeros.substr(2), "ec" + std::string(60, 'f') + "7f", std::string(64, 'f')};
  for (const std::string& text : texts) {
    const auto parsed = parse_public_key(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().fault, Fault::malformed);
  }
}

}  // namespace
}  // namespace sillok
