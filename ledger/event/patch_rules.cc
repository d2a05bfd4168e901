#include "ledger/event/patch_rules.h"

#include <algorithm>

#include "ledger/base/ids.h"
#include "ledger/event/text_rules.h"

namespace sillok {
namespace {

bool suits_text(const FieldSpec& spec, const std::string& text) {
  if (spec.type == FieldType::kChoice) return is_choice(spec.choices, text);
  if (spec.type == FieldType::kCode) return is_id(text);
  if (spec.type != FieldType::kText) return false;
  const auto characters = static_cast<std::int64_t>(shape_of(text).characters);
  return characters >= spec.min && characters <= spec.max;
}

bool suits_number(const FieldSpec& spec, std::int64_t number) {
  switch (spec.type) {
    case FieldType::kDate:
    case FieldType::kBoolean: return true;  // a field has one type in all acts, so the reader has looked
    case FieldType::kInteger:
    case FieldType::kDecimal: return number >= spec.min && number <= spec.max;
    default: return false;
  }
}

// Which act or person an act on others works on. Were it changed, what it did would have to be undone elsewhere.
bool names_another(Field field) {
  return field == Field::kTarget || field == Field::kDuplicate || field == Field::kPerson;
}

bool suits(const FieldSpec& spec, const Patch& patch) {
  if (std::holds_alternative<std::monostate>(patch.value)) return !spec.required || spec.nullable;
  if (const auto* text = std::get_if<std::string>(&patch.value)) return suits_text(spec, *text);
  if (const auto* number = std::get_if<std::int64_t>(&patch.value)) return suits_number(spec, *number);
  if (const auto* list = std::get_if<std::vector<std::string>>(&patch.value)) {
    if (spec.type == FieldType::kTexts) return true;
    return spec.type == FieldType::kCodes &&
           std::all_of(list->begin(), list->end(), [](const auto& each) { return is_id(each); });
  }
  return spec.type == FieldType::kCareers;
}

}  // namespace

std::optional<PatchFault> patch_fault(Act target, const Patch& patch) {
  const FieldSpec* spec = find_field(target, patch.field);
  if (spec == nullptr) return PatchFault{"input.unknown_field", std::string{name_of(target)} + " has no such field"};
  if (names_another(patch.field)) {
    return PatchFault{"input.value", "what " + std::string{name_of(target)} +
                                         " acts on can't be another; annul it, and record the right one"};
  }
  if (suits(*spec, patch)) return std::nullopt;
  if (std::holds_alternative<std::monostate>(patch.value))
    return PatchFault{"input.value", "the act can't do without it"};
  if (!spec->choices.empty()) return PatchFault{"input.value", "one of " + std::string{spec->choices} + " is wanted"};
  return PatchFault{"input.value", "not a value " + std::string{name_of(target)} + " can have there"};
}

}  // namespace sillok
