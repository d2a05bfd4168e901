// A rectification says of its target only what that act could have said.
#include "ledger/event/patch_rules.h"

#include <gtest/gtest.h>

namespace sillok {
namespace {

std::string fault_of(Act target, Field field, decltype(Patch::value) value) {
  const auto fault = patch_fault(target, {field, std::move(value)});
  return fault ? fault->code : "";
}

TEST(PatchRules, TheTargetsOwnFieldDecides) {
  struct Case {
    const char* name;
    Act target;
    Field field;
    decltype(Patch::value) value;
    const char* code;
  };
  const std::string long_text(2'001, 'x');
  const Case cases[] = {
      {"a grade", Act::kPromoted, Field::kGrade, std::int64_t{7}, ""},
      {"a grade off the ladder", Act::kPromoted, Field::kGrade, std::int64_t{100}, "input.value"},
      {"no grade where a class has none", Act::kPromoted, Field::kGrade, std::monostate{}, ""},
      {"no unit", Act::kTransferred, Field::kUnit, std::monostate{}, "input.value"},
      {"no post", Act::kTransferred, Field::kPost, std::monostate{}, ""},
      {"a field of another act", Act::kPromoted, Field::kHost, std::string{"PMO"}, "input.unknown_field"},
      {"a word of another act", Act::kPromoted, Field::kKind, std::string{"regular"}, "input.value"},
      {"its own word", Act::kPromoted, Field::kKind, std::string{"special"}, ""},
      {"months beyond a step's", Act::kStepFixed, Field::kRemainderMonths, std::int64_t{12}, "input.value"},
      {"a list for a code", Act::kFunctionMoved, Field::kFrom, std::vector<std::string>{"U1"}, "input.value"},
      {"a list for a list", Act::kUnitMerged, Field::kFrom, std::vector<std::string>{"U1"}, ""},
      {"a code for a list", Act::kUnitMerged, Field::kFrom, std::string{"U1"}, "input.value"},
      {"earlier careers", Act::kHired, Field::kPriorCareer, std::vector<PriorCareer>{{Date{1}, Date{2}, {}, 100}}, ""},
      {"earlier careers of a promotion", Act::kPromoted, Field::kPriorCareer, std::vector<PriorCareer>{},
       "input.unknown_field"},
      {"a sealed field it has", Act::kSanctioned, Field::kFacts, std::string{"facts"}, ""},
      {"a sealed field it has not", Act::kHired, Field::kFacts, std::string{"facts"}, "input.unknown_field"},
      {"another act to annul", Act::kAnnulled, Field::kTarget, std::int64_t{3}, "input.value"},
      {"another person to split off", Act::kPersonsSplit, Field::kPerson, std::string{"P2"}, "input.value"},
      {"another duplicate", Act::kPersonsMerged, Field::kDuplicate, std::string{"P2"}, "input.value"},
      {"another reason to annul", Act::kAnnulled, Field::kGround, std::string{"error"}, ""},
      {"a text too long", Act::kDismissed, Field::kGround, long_text, "input.value"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(fault_of(c.target, c.field, c.value), c.code);
  }
}

}  // namespace
}  // namespace sillok
