#include "ledger/crypto/checkpoint.h"

#include <gtest/gtest.h>

#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

constexpr const char* kOrigin = "ledger.example/sillok";

class CheckpointTest : public testing::Test {
 protected:
  CheckpointTest()
      : signer_(Secret::from_bytes(Bytes(32, '\x07')).value()), key_(make_note_key(kOrigin, signer_.public_key())) {}

  // A note of any text under the right signature.
  std::string signed_text(const std::string& text) const {
    Bytes signature;
    put_u32(signature, key_.id);
    signature += view(signer_.sign(text));
    return text + "\n— " + key_.name + ' ' + to_base64(signature) + '\n';
  }
  std::string outcome(std::string_view note) const {
    const auto opened = open_checkpoint(note, kOrigin, key_);
    return opened ? "good" : opened.error().code;
  }

  Signer signer_;
  NoteKey key_;
  const Checkpoint checkpoint_{kOrigin, 20852163, sha256("root")};
};

TEST_F(CheckpointTest, IsANoteOfThreeLines) {
  const std::string note = sign_checkpoint(checkpoint_, key_, signer_);
  const std::string text = std::string(kOrigin) + "\n20852163\n" + to_base64(view(checkpoint_.root)) + "\n";
  EXPECT_EQ(note, signed_text(text));
  EXPECT_EQ(open_checkpoint(note, kOrigin, key_).value(), checkpoint_);
  EXPECT_EQ(read_unverified_checkpoint(note).value(), checkpoint_);
}

// Frozen: the same ledger, size and root give the same bytes in every release.
TEST_F(CheckpointTest, BytesNeverChange) {
  EXPECT_EQ(sign_checkpoint({kOrigin, 0, empty_tree_root()}, key_, signer_),
            "ledger.example/sillok\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n"
            "— ledger.example/sillok "
            "ndbAd6OZthAtpLinnjV926HMI29E8gvJbNDDhpzM5e6UvU/0zFOAuvB5G5eDUfDMVm9ewUwU6Vyk4Mw/Rk/XtpnnSw8=\n");
}

TEST_F(CheckpointTest, ExampleOfTheSpecificationIsRead) {
  const auto read = read_unverified_checkpoint(
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
      "— example.com/behind-the-sofa "
      "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(read->size, 20852163u);
}

TEST_F(CheckpointTest, HoldsOnlyForItsLedgerAndKey) {
  const std::string note = sign_checkpoint(checkpoint_, key_, signer_);
  EXPECT_EQ(outcome(note), "good");
  EXPECT_EQ(open_checkpoint(note, "ledger.example/other", key_).error().code, "checkpoint.origin");
  EXPECT_EQ(open_checkpoint(note, "", key_).error().code, "checkpoint.origin");
  const Signer other(Secret::random());
  const auto unknown = open_checkpoint(note, kOrigin, make_note_key(kOrigin, other.public_key()));
  EXPECT_EQ(unknown.error().code, "checkpoint.unsigned");
  EXPECT_EQ(unknown.error().fault, Fault::damaged);
  EXPECT_EQ(open_checkpoint(note, kOrigin, make_note_key("other", signer_.public_key())).error().code,
            "checkpoint.unsigned");
  // Name and id of the known key over another key's signature.
  NoteKey forged = make_note_key(kOrigin, other.public_key());
  forged.id = key_.id;
  EXPECT_EQ(outcome(sign_checkpoint(checkpoint_, forged, other)), "checkpoint.signature");
}

TEST_F(CheckpointTest, OtherSignaturesAreSkippedButABadOneOfTheKeyIsNot) {
  const std::string note = sign_checkpoint(checkpoint_, key_, signer_);
  const std::string own = note.substr(note.find("—"));
  const std::string text = note.substr(0, note.size() - own.size());
  const std::string witness = "— witness.example TnKKVHLXAAAA\n";
  EXPECT_EQ(outcome(text + witness + own + witness), "good");
  EXPECT_EQ(outcome(text + own + own), "good");
  EXPECT_EQ(outcome(text + witness), "checkpoint.unsigned");
  Bytes id;
  put_u32(id, key_.id);
  for (const Bytes& bad : {id + Bytes(64, '\0'), id + Bytes(63, '\0'), id + Bytes(65, '\0'), id + '\0'}) {
    const std::string line = std::string("— ") + kOrigin + ' ' + to_base64(bad) + '\n';
    EXPECT_EQ(outcome(text + own + line), "checkpoint.signature");
    EXPECT_EQ(outcome(text + line + own), "checkpoint.signature");
  }
}

TEST_F(CheckpointTest, EveryFlippedBitIsRefused) {
  const std::string note = sign_checkpoint(checkpoint_, key_, signer_);
  for (std::size_t bit = 0; bit < 8 * note.size(); ++bit) {
    std::string wrong = note;
    wrong[bit / 8] = static_cast<char>(wrong[bit / 8] ^ (1 << bit % 8));
    EXPECT_NE(outcome(wrong), "good") << bit;
  }
  for (std::size_t size = 0; size < note.size(); ++size) EXPECT_NE(outcome(note.substr(0, size)), "good") << size;
  EXPECT_NE(outcome(note + '\n'), "good");
}

// Also a text under a good signature must be to the letter: two readers may not differ over it.
TEST_F(CheckpointTest, SignedTextInAnotherFormIsMalformed) {
  const std::string origin = std::string(kOrigin) + '\n', root = to_base64(view(checkpoint_.root)) + '\n';
  ASSERT_EQ(outcome(signed_text(origin + "7\n" + root)), "good");
  EXPECT_EQ(outcome(signed_text(origin + "7\n" + root + "an extension\nanother\n")), "good");
  const std::string texts[] = {origin,
                               origin + "7\n",
                               origin + "07\n" + root,
                               origin + "+7\n" + root,
                               origin + " 7\n" + root,
                               origin + "7 \n" + root,
                               origin + "\n" + root,
                               origin + "-1\n" + root,
                               origin + "18446744073709551616\n" + root,
                               origin + "7\n\n",
                               origin + "7\n" + root.substr(4),
                               origin + "7\nAAAA" + root,
                               origin + "7\n " + root,
                               origin + "7\n" + root + "\nx\n",
                               origin + "7\n" + to_hex(view(checkpoint_.root)) + "\n",
                               origin + "\n7\n" + root,
                               origin + "0\n" + root};  // an empty tree has one root only
  for (const std::string& text : texts) {
    const auto opened = open_checkpoint(signed_text(text), kOrigin, key_);
    ASSERT_FALSE(opened) << text;
    EXPECT_EQ(opened.error().fault, Fault::malformed) << text;
  }
  EXPECT_EQ(open_checkpoint(signed_text("\n7\n" + root), "", key_).error().fault, Fault::malformed);
}

}  // namespace
}  // namespace sillok
