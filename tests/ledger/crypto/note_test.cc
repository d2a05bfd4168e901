#include "ledger/crypto/note.h"

#include <gtest/gtest.h>

#include "ledger/crypto/checkpoint.h"

namespace sillok {
namespace {

struct Example {
  const char *key, *note;
};
// From the documentation of Go's sumdb/note, and from C2SP signed-note.
const Example kExamples[] = {
    {"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
     "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
     "— PeterNeumann "
     "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"},
    {"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
     "This is an example message.\n\n"
     "— example.com/foo "
     "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"},
};

TEST(Note, PublishedExamplesVerify) {
  for (const Example& example : kExamples) {
    const auto key = parse_note_key(example.key);
    ASSERT_TRUE(key) << example.key;
    EXPECT_EQ(to_string(*key), example.key);
    EXPECT_EQ(make_note_key(key->name, key->key), *key);
    const auto note = parse_note(example.note);
    ASSERT_TRUE(note) << note.error().message;
    ASSERT_EQ(note->signatures.size(), 1u);
    EXPECT_EQ(note->signatures[0].name, key->name);
    EXPECT_EQ(note->signatures[0].key_id, key->id);
    EXPECT_TRUE(verify_signature(key->key, note->text, note->signatures[0].signature));
    EXPECT_FALSE(verify_signature(key->key, std::string(note->text) + "\n", note->signatures[0].signature));
  }
}

TEST(Note, TextMayHaveEmptyLines) {
  const auto note = parse_note("one\n\ntwo\n\n— a AAAAAAA=\n— b AAAAAQI=\n");
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, "one\n\ntwo\n");
  ASSERT_EQ(note->signatures.size(), 2u);
  EXPECT_EQ(note->signatures[1].key_id, 1u);
  EXPECT_EQ(note->signatures[1].signature, "\x02");
}

TEST(Note, RefusesWhatTheFormDoesNotAllow) {
  const std::string line = "— a AAAAAAA=\n";
  ASSERT_TRUE(parse_note("text\n\n" + line));
  const std::string notes[] = {
      "", "\n", "\n\n", "text\n", "text\n\n", "text\n" + line, "text\n\n" + line + "\n", "text\n\n" + line + "tail\n",
      "text\n\n— a AAAAAAA=", "text\r\n\r\n" + line, "te\txt\n\n" + line, std::string("te\0xt\n\n", 7) + line,
      "text\n\n- a AAAAAAA=\n", "text\n\n—a AAAAAAA=\n", "text\n\n— a  AAAAAAA=\n", "text\n\n—  AAAAAAA=\n",
      "text\n\n— AAAAAAA=\n", "text\n\n— a+b AAAAAAA=\n", "text\n\n— a AAAAAAA= \n", "text\n\n— a b AAAAAAA=\n",
      "text\n\n— a\xc2\xa0z AAAAAAA=\n", "text\n\n— a\xe3\x80\x80z AAAAAAA=\n", "text\n\n— a\xe2\x80\xa8z AAAAAAA=\n",
      // Not strict base64, or no more than a key id.
      "text\n\n— a AAAAAAA\n", "text\n\n— a AAAAAAB=\n", "text\n\n— a AAAA\n", "text\n\n— a AAAAAA==\n",
      "text\n\n— a \n", "text\n\n— a AAAA-AA=\n",
      // Not UTF-8: a lone byte, an overlong form, a surrogate, beyond U+10FFFF, cut short.
      "te\xffxt\n\n" + line, "te\x80xt\n\n" + line, "te\xc0\xafxt\n\n" + line, "te\xe0\x80\xafxt\n\n" + line,
      "te\xed\xa0\x80xt\n\n" + line, "te\xf4\x90\x80\x80xt\n\n" + line, "te\xe2\x80\n\n" + line,
      "te\xf8\x88\x80\x80\x80\n\n" + line};
  for (const std::string& note : notes) {
    const auto parsed = parse_note(note);
    ASSERT_FALSE(parsed) << note;
    EXPECT_EQ(parsed.error().fault, Fault::malformed);
  }
}

TEST(Note, LimitsAreExact) {
  const std::string line = "— a AAAAAAA=\n";
  std::string lines;
  for (int i = 0; i < 100; ++i) lines += line;
  EXPECT_EQ(parse_note("text\n\n" + lines).value().signatures.size(), 100u);
  EXPECT_FALSE(parse_note("text\n\n" + lines + line));
  const std::string end = "\n\n" + line;
  EXPECT_TRUE(parse_note(std::string(1'000'000 - end.size(), 'x') + end));
  EXPECT_FALSE(parse_note(std::string(1'000'001 - end.size(), 'x') + end));
}

TEST(NoteKey, RefusesWhatIsNotAnEd25519Key) {
  const std::string name = "PeterNeumann", id = "c74f20a3", key = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  ASSERT_TRUE(parse_note_key(name + '+' + id + '+' + key));
  const std::string texts[] = {"",
                               "+",
                               "++",
                               name,
                               name + '+' + id,
                               name + '+' + id + '+',
                               name + '+' + key,
                               '+' + id + '+' + key,
                               "Peter+" + id + '+' + key,
                               "Peter Neumann+" + id + '+' + key,
                               name + "+C74F20A3+" + key,
                               name + "+c74f20a4+" + key,
                               name + "+c74f20a+" + key,
                               name + "+c74f20a3a+" + key,
                               name + '+' + id + '+' + key + "\n",
                               name + '+' + id + '+' + key + '+',
                               name + '+' + id + '+' + "Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                               name + '+' + id + '+' + key.substr(4)};
  for (const std::string& text : texts) EXPECT_FALSE(parse_note_key(text)) << text;
  // A matching hash does not make a key of a point of small order.
  EXPECT_FALSE(parse_note_key(to_string(make_note_key("a", PublicKey{}))));
}

TEST(NoteNumber, IsDecimalWithOneSpelling) {
  EXPECT_EQ(parse_note_number("0").value(), 0u);
  EXPECT_EQ(parse_note_number("9223372036854775807").value(), std::uint64_t{INT64_MAX});
  for (const char* text : {"", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "0x1", "1e3", "9223372036854775808",
                           "18446744073709551615", "٣"}) {
    EXPECT_FALSE(parse_note_number(text)) << text;
  }
}

}  // namespace
}  // namespace sillok
