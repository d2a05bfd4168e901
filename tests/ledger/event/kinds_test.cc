#include "ledger/event/kinds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "ledger/event/wire_slots.h"
#include "tests/ledger/event/reflection.h"
#include "tests/support/paths.h"

namespace sillok {
namespace {

std::string wire_name(std::string_view snake) {
  std::string out;
  bool upper = true;
  for (const char c : snake) {
    if (c == '_') {
      upper = true;
      continue;
    }
    out += upper ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return out;
}

class Vocabulary : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ifstream in{paths::schema_dir() / "act.bfbs", std::ios::binary};
    ASSERT_TRUE(in);
    std::ostringstream out;
    out << in.rdbuf();
    bytes_ = out.str();
    schema_ = reflection::GetSchema(bytes_.data());
  }

  std::vector<const reflection::Field*> fields_by_id(const std::string& table) {
    const auto* object = schema_->objects()->LookupByKey(("sillok.wire." + table).c_str());
    EXPECT_TRUE(object) << table;
    if (!object) return {};
    std::vector<const reflection::Field*> out{object->fields()->begin(), object->fields()->end()};
    std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) { return a->id() < b->id(); });
    return out;
  }

  std::string bytes_;
  const reflection::Schema* schema_ = nullptr;
};

bool suits(const FieldSpec& spec, const reflection::Field& field) {
  const auto base = field.type()->base_type();
  const auto element = field.type()->element();
  switch (spec.type) {
    case FieldType::kCode:
    case FieldType::kText:
    case FieldType::kChoice: return base == reflection::String && field.required() == spec.required;
    case FieldType::kDate: return base == reflection::Int && field.optional();
    case FieldType::kInteger:
    case FieldType::kDecimal: return base == reflection::Long && field.optional();
    case FieldType::kBoolean: return base == reflection::Bool && field.optional();
    case FieldType::kCodes:
    case FieldType::kTexts:
      return base == reflection::Vector && element == reflection::String && field.required() == spec.required;
    case FieldType::kCareers:
    case FieldType::kPatch: return base == reflection::Vector && element == reflection::Obj;
  }
  return false;
}

TEST_F(Vocabulary, UnionHasEveryActUnderItsNumber) {
  const auto* acts = schema_->enums()->LookupByKey("sillok.wire.ActData");
  ASSERT_TRUE(acts);
  ASSERT_EQ(acts->values()->size(), kActCount);
  for (std::size_t i = 1; i < kActCount; ++i) {
    const auto* value = acts->values()->LookupByKey(static_cast<std::int64_t>(i));
    ASSERT_TRUE(value);
    EXPECT_EQ(value->name()->str(), wire_name(name_of(static_cast<Act>(i))));
  }
}

TEST_F(Vocabulary, TablesHaveTheFieldsOfTheirActs) {
  for (std::size_t i = 1; i < kActCount; ++i) {
    const KindSpec& kind = kind_of(static_cast<Act>(i));
    SCOPED_TRACE(kind.name);
    const auto wire = fields_by_id(wire_name(kind.name));
    std::size_t id = 0;
    for (const FieldSpec& spec : kind.fields) {
      if (spec.sealed) {
        EXPECT_EQ(field_slot(kind.act, spec.field), 0);
        continue;
      }
      ASSERT_LT(id, wire.size());
      EXPECT_EQ(wire[id]->id(), id);
      EXPECT_EQ(wire[id]->name()->str(), name_of(spec.field));
      EXPECT_EQ(wire[id]->offset(), field_slot(kind.act, spec.field));
      EXPECT_TRUE(suits(spec, *wire[id])) << wire[id]->name()->str();
      ++id;
    }
    EXPECT_EQ(id, wire.size()) << "no more fields on the wire than in the vocabulary";
  }
}

TEST_F(Vocabulary, SealedNamesAreThoseOfTheSchema) {
  const auto* names = schema_->enums()->LookupByKey("sillok.wire.SealedName");
  ASSERT_TRUE(names);
  for (const auto* value : *names->values()) {
    const auto name = sealed_name(static_cast<std::uint8_t>(value->value()));
    SCOPED_TRACE(value->name()->str());
    ASSERT_EQ(name.has_value(), value->value() != 0);
    if (!name) continue;
    const auto* member = std::get_if<Personal>(&*name);
    const std::string expected =
        member ? "personal_" + std::string{name_of(*member)} : std::string{name_of(std::get<Field>(*name))};
    EXPECT_EQ(value->name()->str(), expected);
  }
}

TEST(Kinds, NamesAreFoundAgainAndAreUnique) {
  std::set<std::string_view> acts, fields, members;
  for (std::size_t i = 1; i < kActCount; ++i) {
    const auto act = static_cast<Act>(i);
    EXPECT_TRUE(acts.insert(name_of(act)).second) << name_of(act);
    ASSERT_TRUE(find_kind(name_of(act)));
    EXPECT_EQ(find_kind(name_of(act))->act, act);
  }
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    EXPECT_TRUE(fields.insert(name_of(field)).second) << name_of(field);
    ASSERT_TRUE(find_field_name(name_of(field)));
    EXPECT_EQ(*find_field_name(name_of(field)), field);
  }
  for (std::size_t i = 0; i < kPersonalCount; ++i) {
    const auto member = static_cast<Personal>(i);
    EXPECT_TRUE(members.insert(name_of(member)).second);
    ASSERT_TRUE(find_personal(name_of(member)));
    EXPECT_EQ(*find_personal(name_of(member)), member);
  }
  EXPECT_FALSE(find_kind("unknown"));
  EXPECT_FALSE(find_kind(""));
  EXPECT_FALSE(find_field_name("nothing"));
  EXPECT_FALSE(find_personal("nickname"));
}

// Readers and writers of rectified.data know a field, but not the act of its target.
TEST(Kinds, AFieldHasOneTypeInAllActs) {
  const auto on_the_wire = [](FieldType type) {
    return type == FieldType::kChoice || type == FieldType::kCode ? FieldType::kText : type;
  };
  for (std::size_t f = 0; f < kFieldCount; ++f) {
    const auto field = static_cast<Field>(f);
    if (field == Field::kFrom || field == Field::kTo) continue;  // lists in unit_merged and unit_split
    std::set<FieldType> types;
    std::set<bool> sealed;
    for (std::size_t a = 1; a < kActCount; ++a) {
      const FieldSpec* spec = find_field(static_cast<Act>(a), field);
      if (!spec) continue;
      types.insert(on_the_wire(spec->type));
      sealed.insert(spec->sealed);
      EXPECT_EQ(spec->sealed, is_sealed(field)) << name_of(field);
    }
    EXPECT_LE(types.size(), 1u) << name_of(field);
    EXPECT_LE(sealed.size(), 1u) << name_of(field);
  }
}

TEST(Kinds, SubjectsOfOrganizationActsAreCodesTheyNeed) {
  for (std::size_t a = 1; a < kActCount; ++a) {
    const KindSpec& kind = kind_of(static_cast<Act>(a));
    const Field* field = subject_field(kind.act);
    SCOPED_TRACE(kind.name);
    if (kind.subject == Subject::kUnit) {
      ASSERT_TRUE(field);
    }
    if (!field) continue;
    const FieldSpec* spec = find_field(kind.act, *field);
    ASSERT_TRUE(spec);
    EXPECT_TRUE(spec->required);
    EXPECT_EQ(spec->type, FieldType::kCode);
  }
}

TEST(Kinds, ChoicesAreWholeWords) {
  EXPECT_TRUE(is_choice("2|3|4", "2"));
  EXPECT_TRUE(is_choice("2|3|4", "4"));
  EXPECT_FALSE(is_choice("22|3|4", "2"));
  EXPECT_FALSE(is_choice("2|3|4", "2|3"));
  EXPECT_FALSE(is_choice("2|3|4", ""));
  EXPECT_FALSE(is_choice("", "2"));
}

}  // namespace
}  // namespace sillok
