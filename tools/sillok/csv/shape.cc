#include "tools/sillok/csv/shape.h"

#include <algorithm>
#include <charconv>

namespace sillok::cli {
namespace {

using Kind = Shape::Kind;

constexpr Shape kText{Kind::kValue, Wanted::kText};
constexpr Shape kInteger{Kind::kValue, Wanted::kInteger};
constexpr Shape kDate{Kind::kValue, Wanted::kDate};

bool is_one_of(std::string_view key, std::initializer_list<std::string_view> keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::optional<Shape> header_shape(std::string_view key) {
  if (is_one_of(key, {"issued_on", "procedure_on"})) return kDate;
  if (key == "evidence") return Shape{};
  // No signatures: they would have to stand over bytes that only `order digest` makes.
  if (is_one_of(key, {"order", "authority", "legal_basis", "drafted_by", "approved_by", "command_id", "remarks",
                      "recorded_at"})) {
    return kText;
  }
  return std::nullopt;
}

std::optional<Shape> act_shape(const KindSpec& act, std::string_view key) {
  if (key == "person" && act.subject == Subject::kPerson) return kText;
  if (key == "effective_on") return kDate;
  if (key == "data") return Shape{Kind::kData, Wanted::kText, &act};
  if (key == "personal" && act.personal) return Shape{Kind::kPersonal};
  if (key == "expected_revision") return kInteger;
  if (key == "source_recorded_at") return kText;
  return std::nullopt;
}

Shape field_shape(const FieldSpec& spec) {
  switch (spec.type) {
    case FieldType::kDate: return kDate;
    case FieldType::kInteger: return kInteger;
    case FieldType::kDecimal: return {Kind::kValue, Wanted::kDecimal};
    case FieldType::kBoolean: return {Kind::kValue, Wanted::kBoolean};
    case FieldType::kCareers: return {Kind::kCareer};
    case FieldType::kPatch: return {Kind::kPatch};
    case FieldType::kTexts: return spec.field == Field::kRows ? Shape{} : kText;
    default: return kText;
  }
}

// The act of a rectified target isn't known here, but all acts that have a field agree on its type.
std::optional<Shape> patch_shape(std::string_view key) {
  const Field* field = find_field_name(key);
  if (!field) return std::nullopt;
  for (std::size_t act = 1; act < kActCount; ++act) {
    if (const FieldSpec* spec = find_field(static_cast<Act>(act), *field)) return field_shape(*spec);
  }
  return std::nullopt;
}

std::optional<Shape> career_shape(std::string_view key) {
  if (is_one_of(key, {"from", "to"})) return kDate;
  if (is_one_of(key, {"grade", "percent"})) return kInteger;
  return std::nullopt;
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number out{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

}  // namespace

std::optional<Shape> member_shape(const Shape& shape, std::string_view key) {
  switch (shape.kind) {
    case Kind::kHeader: return header_shape(key);
    case Kind::kAct: return act_shape(*shape.act, key);
    case Kind::kData: {
      const Field* field = find_field_name(key);
      const FieldSpec* spec = field ? find_field(shape.act->act, *field) : nullptr;
      return spec ? std::optional{field_shape(*spec)} : std::nullopt;
    }
    case Kind::kPersonal: {
      const Personal* member = find_personal(key);
      if (!member) return std::nullopt;
      return *member == Personal::kBirthOn ? kDate : kText;
    }
    case Kind::kCareer: return career_shape(key);
    case Kind::kPatch: return patch_shape(key);
    case Kind::kValue: return std::nullopt;
    case Kind::kFree: return Shape{};
  }
  return std::nullopt;
}

std::optional<boost::json::value> typed(Wanted wanted, std::string_view text, const DateFormats& dates) {
  switch (wanted) {
    case Wanted::kText: return boost::json::value(text);
    case Wanted::kDecimal:
      // Only digits, a sign and a point: from_chars would also read "1e3" and "nan".
      if (text.find('.') != std::string_view::npos &&
          text.find_first_not_of("-.0123456789") == std::string_view::npos) {
        const auto decimal = number<double>(text);
        return decimal ? std::optional<boost::json::value>{*decimal} : std::nullopt;
      }
      [[fallthrough]];
    case Wanted::kInteger: {
      const auto integer = number<std::int64_t>(text);
      return integer ? std::optional<boost::json::value>{*integer} : std::nullopt;
    }
    case Wanted::kBoolean:
      if (text == "true" || text == "false") return boost::json::value(text == "true");
      return std::nullopt;
    case Wanted::kDate: {
      const auto date = dates.read(text);
      return date ? std::optional<boost::json::value>{to_string(*date)} : std::nullopt;
    }
  }
  return std::nullopt;
}

std::string in_words(Wanted wanted, const DateFormats& dates) {
  switch (wanted) {
    case Wanted::kText: return "text";
    case Wanted::kInteger: return "a whole number";
    case Wanted::kDecimal: return "a number";
    case Wanted::kBoolean: return "true or false";
    case Wanted::kDate: return "a day of the calendar as " + dates.names();
  }
  return "text";
}

}  // namespace sillok::cli
