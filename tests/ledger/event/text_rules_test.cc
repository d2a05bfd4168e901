#include "ledger/event/text_rules.h"

#include <gtest/gtest.h>

#include <string>

namespace sillok {
namespace {

TEST(TextRules, EveryByteOfEightIsSeen) {
  // The fast path looks at eight bytes at once: a bad one must be seen at each of their places.
  for (std::size_t place = 0; place < 24; ++place) {
    for (const char bad : {'\0', '\n', '\x1f', '\x7f', '\x80', '\xff'}) {
      std::string text(24, 'x');
      text[place] = bad;
      EXPECT_NE(shape_of(text).fault, TextFault::kNone) << place << " " << static_cast<int>(bad);
    }
    for (const char good : {' ', '~', '0', 'a'}) {
      std::string text(24, 'x');
      text[place] = good;
      EXPECT_EQ(shape_of(text).fault, TextFault::kNone) << place << " " << static_cast<int>(good);
    }
  }
}

TEST(TextRules, CountsCharactersNotBytes) {
  EXPECT_EQ(shape_of("").characters, 0u);
  EXPECT_EQ(shape_of("abcdefghij").characters, 10u);
  EXPECT_EQ(shape_of("실록 sillok").characters, 9u);
  EXPECT_EQ(shape_of("𠮷").characters, 1u);
  EXPECT_TRUE(shape_of("abcdefghij").ascii);
  EXPECT_FALSE(shape_of("abcdefghé").ascii);
}

TEST(TextRules, RefusesWhatIsNotUtf8) {
  struct Case {
    const char* name;
    std::string text;
  };
  const Case cases[] = {
      {"lone continuation", "\x80"},
      {"overlong of two", "\xc0\xaf"},
      {"overlong of three", "\xe0\x80\xaf"},
      {"overlong of four", "\xf0\x80\x80\xaf"},
      {"surrogate", "\xed\xa0\x80"},
      {"above U+10FFFF", "\xf4\x90\x80\x80"},
      {"cut after one of two", "\xc3"},
      {"cut after two of three", "\xea\xb0"},
      {"cut after three of four", "\xf0\xa0\xae"},
      {"a lead inside", "\xea\xb0\x41"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(shape_of(c.text).fault, TextFault::kEncoding);
    EXPECT_EQ(shape_of("abcdefgh" + c.text).fault, TextFault::kEncoding);
  }
}

TEST(TextRules, RefusesControlsAndBidi) {
  for (const std::string text :
       {"\u0080", "\u009f", "\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069"}) {
    EXPECT_EQ(shape_of(text).fault, TextFault::kControl);
  }
  for (const std::string text : {"\u00a0", "\u061b", "\u200d", "\u2010", "\u2029", "\u202f", "\u2065", "\u206a"}) {
    EXPECT_EQ(shape_of(text).fault, TextFault::kNone);
  }
}

}  // namespace
}  // namespace sillok
