#include <gtest/gtest.h>

#include "ledger/crypto/checkpoint.h"
#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

std::string some_checkpoint() {
  const Signer signer(Secret::from_bytes(Bytes(32, '\x07')).value());
  const auto key = make_note_key("ledger.example", signer.public_key());
  return sign_checkpoint({"ledger.example", 109482, sha256("root")}, key, signer);
}

ProofFile some_proof(std::size_t path_length) {
  ProofFile proof{Bytes("opaque \0 bytes", 14), 73894, {}, some_checkpoint()};
  for (std::size_t i = 0; i < path_length; ++i) proof.path.push_back(sha256(std::to_string(i)));
  return proof;
}

void expect_same(const ProofFile& a, const ProofFile& b) {
  EXPECT_EQ(a.extra, b.extra);
  EXPECT_EQ(a.index, b.index);
  EXPECT_EQ(a.path, b.path);
  EXPECT_EQ(a.checkpoint, b.checkpoint);
}

TEST(ProofFile, LinesStandAsTlogProofWantsThem) {
  ProofFile proof = some_proof(2);
  const std::string hashes = to_base64(view(proof.path[0])) + '\n' + to_base64(view(proof.path[1])) + '\n';
  EXPECT_EQ(write_proof(proof), "c2sp.org/tlog-proof@v1\nextra " + to_base64(*proof.extra) + "\nindex 73894\n" +
                                    hashes + '\n' + proof.checkpoint);
  proof.extra.reset();
  EXPECT_EQ(write_proof(proof), "c2sp.org/tlog-proof@v1\nindex 73894\n" + hashes + '\n' + proof.checkpoint);
}

TEST(ProofFile, ComesBackAsItWas) {
  for (const std::size_t length : {0, 1, 17, 63, 64}) {
    ProofFile proof = some_proof(length);
    expect_same(parse_proof(write_proof(proof)).value(), proof);
    proof.index = INT64_MAX;
    proof.extra.reset();
    expect_same(parse_proof(write_proof(proof)).value(), proof);
    proof.extra = Bytes();
    EXPECT_EQ(parse_proof(write_proof(proof)).value().extra, std::nullopt);
  }
}

TEST(ProofFile, RefusesEveryOtherForm) {
  const std::string header = "c2sp.org/tlog-proof@v1\n", extra = "extra AAEC\n", index = "index 7\n";
  const std::string hash = to_base64(view(sha256("sibling"))) + '\n', note = some_checkpoint();
  ASSERT_TRUE(parse_proof(header + extra + index + hash + "\n" + note));
  ASSERT_TRUE(parse_proof(header + index + "\n" + note));
  std::string too_long;
  for (int i = 0; i < 65; ++i) too_long += hash;
  const std::string texts[] = {"",
                               header,
                               "\n" + header + index + hash + "\n" + note,
                               "c2sp.org/tlog-proof@v2\n" + index + hash + "\n" + note,
                               "c2sp.org/tlog-proof@v1 \n" + index + hash + "\n" + note,
                               "c2sp.org/tlog-proof@v1\r\n" + index + hash + "\n" + note,
                               header + hash + "\n" + note,
                               header + index + extra + hash + "\n" + note,
                               header + extra + extra + index + hash + "\n" + note,
                               header + "extra\n" + index + hash + "\n" + note,
                               header + "extra \n" + index + hash + "\n" + note,
                               header + "extra  AAEC\n" + index + hash + "\n" + note,
                               header + "extra AAE\n" + index + hash + "\n" + note,
                               header + "extra AAF=\n" + index + hash + "\n" + note,
                               header + "index\n" + hash + "\n" + note,
                               header + "index \n" + hash + "\n" + note,
                               header + "index 07\n" + hash + "\n" + note,
                               header + "index -7\n" + hash + "\n" + note,
                               header + "index 7 \n" + hash + "\n" + note,
                               header + "index 18446744073709551616\n" + hash + "\n" + note,
                               header + index + index + hash + "\n" + note,
                               header + index + hash + note,
                               header + index + hash + "\n\n" + note,
                               header + index + hash.substr(4) + "\n" + note,
                               header + index + " " + hash + "\n" + note,
                               header + index + "AAAA" + hash + "\n" + note,
                               header + index + too_long + "\n" + note,
                               header + index + hash + "\n",
                               header + index + hash + "\nnot a note\n",
                               header + index + hash + "\n" + note + "\n",
                               header + index + hash + "\n" + note.substr(0, note.size() - 1),
                               header + index + hash + "\n" + note + "trailing garbage\n",
                               header + index + hash,
                               header + index};
  for (const std::string& text : texts) {
    const auto parsed = parse_proof(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().fault, Fault::malformed);
  }
}

TEST(ProofFile, NoPrefixIsAProof) {
  const std::string whole = write_proof(some_proof(3));
  ASSERT_TRUE(parse_proof(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) ASSERT_FALSE(parse_proof(whole.substr(0, size))) << size;
}

TEST(ProofFile, HasALimit) {
  ProofFile proof = some_proof(1);
  proof.extra = Bytes(12 * 1024 * 1024, 'x');
  EXPECT_FALSE(parse_proof(write_proof(proof)));
  proof.extra->resize(12 * 1024 * 1024 - 1024);
  EXPECT_TRUE(parse_proof(write_proof(proof)));
}

}  // namespace
}  // namespace sillok
