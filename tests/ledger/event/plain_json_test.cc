#include "ledger/event/plain_json.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace sillok {
namespace {

TEST(PlainJson, WritesDecimalsInFullAndTouchesNothingElse) {
  struct Case {
    const char* name;
    boost::json::value value;
    const char* text;
  };
  const Case cases[] = {
      {"a score", decimal_json(9'395), "9.395"},
      {"a thousandth", decimal_json(1), "0.001"},
      {"a whole number of hours", decimal_json(35'000), "35"},
      {"the largest", decimal_json(100'000'000'001), "100000000.001"},
      {"below nothing", decimal_json(-17'500), "-17.5"},
      {"a position", std::int64_t{9007199254740993}, "9007199254740993"},
      {"among others", {{"a", {1.5, nullptr, true, "x"}}, {"b", 2.25}}, R"({"a":[1.5,null,true,"x"],"b":2.25})"},
      {"a text that looks like a number", {{"1.5E0", "2E-3 \\\" 1E5"}}, R"({"1.5E0":"2E-3 \\\" 1E5"})"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(json_text(c.value), c.text);
    EXPECT_EQ(boost::json::parse(json_text(c.value)), c.value);
  }
}

}  // namespace
}  // namespace sillok
