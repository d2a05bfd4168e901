#include "ledger/crypto/cosignature.h"

#include <gtest/gtest.h>

#include "ledger/crypto/checkpoint.h"
#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

constexpr std::int64_t kTime = 1679315147;

class CosignatureTest : public testing::Test {
 protected:
  CosignatureTest()
      : log_(Secret::from_bytes(Bytes(32, '\x07')).value()),
        signer_(Secret::from_bytes(Bytes(32, '\x08')).value()),
        key_(make_note_key("witness.example/w1", signer_.public_key(), NoteKeyType::kWitness)) {
    const NoteKey log_key = make_note_key("ledger.example", log_.public_key());
    note_ = sign_checkpoint({"ledger.example", 12, sha256("root")}, log_key, log_);
    text_ = note_.substr(0, note_.find("\n\n") + 1);
  }
  // The time, `none`, or the code of the error.
  std::string outcome(const std::string& note) const {
    const auto parsed = parse_note(note);
    if (!parsed) return parsed.error().code;
    const auto time = cosigned_at(*parsed, key_);
    if (!time) return time.error().code;
    return *time ? std::to_string(**time) : "none";
  }
  // A line under any id, time and signature.
  std::string line(std::uint64_t time, BytesView signature) const {
    Bytes bytes;
    put_u64(bytes, time);
    bytes += signature;
    return note_signature_line(key_, bytes);
  }

  Signer log_, signer_;
  NoteKey key_;
  std::string note_, text_;
};

TEST_F(CosignatureTest, SaysWhenItWasMade) {
  EXPECT_EQ(outcome(note_), "none");
  EXPECT_EQ(outcome(note_ + cosign(text_, kTime, key_, signer_)), "1679315147");
  EXPECT_EQ(outcome(note_ + cosign(text_, 1, key_, signer_) + cosign(text_, kTime, key_, signer_)), "1679315147");
}

// tlog-cosignature: two header lines, then the note's text; key id over name, new line, 0x04, key.
TEST_F(CosignatureTest, SignsWhatTheSpecificationSays) {
  const std::string message = "cosignature/v1\ntime 1679315147\n" + text_;
  EXPECT_EQ(cosign(text_, kTime, key_, signer_), line(kTime, view(signer_.sign(message))));
  const Hash id = sha256({"witness.example/w1\n\x04", view(signer_.public_key())});
  EXPECT_EQ(key_.id, get_u32(view(id)));
}

TEST_F(CosignatureTest, HoldsForItsTextTimeAndKeyAlone) {
  const std::string good = cosign(text_, kTime, key_, signer_);
  const Signature signature = signer_.sign("cosignature/v1\ntime 1679315147\n" + text_);
  const Signer other(Secret::random());
  NoteKey of_other = make_note_key(key_.name, other.public_key(), NoteKeyType::kWitness);
  struct Case {
    const char* name;
    std::string lines, outcome;
  };
  const Case cases[] = {
      {"another second", line(kTime + 1, view(signature)), "cosignature.wrong"},
      {"another text", cosign(text_ + "extension\n", kTime, key_, signer_), "cosignature.wrong"},
      {"the checkpoint's own message", line(kTime, view(signer_.sign(text_))), "cosignature.wrong"},
      {"no time", line(0, view(signer_.sign("cosignature/v1\ntime 0\n" + text_))), "cosignature.wrong"},
      {"a time of 64 bits", line(1ull << 63, view(signer_.sign("cosignature/v1\ntime 9223372036854775808\n" + text_))),
       "cosignature.wrong"},
      {"a byte short", line(kTime, view(signature).substr(1)), "cosignature.wrong"},
      {"a byte more", line(kTime, Bytes{view(signature)} + '\0'), "cosignature.wrong"},
      {"good and bad", good + line(kTime + 1, view(signature)), "cosignature.wrong"},
      {"another key of that name", cosign(text_, kTime, of_other, other), "none"},
      {"another key under that id",
       note_signature_line(key_,
                           [&] {
                             Bytes bytes;
                             put_u64(bytes, kTime);
                             return bytes += view(other.sign("cosignature/v1\ntime 1679315147\n" + text_));
                           }()),
       "cosignature.wrong"},
      {"a log's key of that name", note_signature_line(make_note_key(key_.name, signer_.public_key()), view(signature)),
       "none"},
  };
  for (const Case& each : cases) EXPECT_EQ(outcome(note_ + each.lines), each.outcome) << each.name;
}

TEST(NoteKeyTest, AKeyOfAWitnessIsNoneOfALog) {
  const Signer signer(Secret::from_bytes(Bytes(32, '\x08')).value());
  const NoteKey log = make_note_key("a", signer.public_key());
  const NoteKey witness = make_note_key("a", signer.public_key(), NoteKeyType::kWitness);
  EXPECT_NE(log.id, witness.id);
  EXPECT_EQ(parse_note_key(to_string(log)).value(), log);
  EXPECT_EQ(parse_note_key(to_string(witness), NoteKeyType::kWitness).value(), witness);
  EXPECT_FALSE(parse_note_key(to_string(witness)));
  EXPECT_FALSE(parse_note_key(to_string(log), NoteKeyType::kWitness));
}

}  // namespace
}  // namespace sillok
