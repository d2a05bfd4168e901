#include "ledger/event/json_reader.h"

#include <unicode/normalizer2.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <map>

#include "ledger/base/ids.h"
#include "ledger/event/text_rules.h"

namespace sillok {
namespace {

using simdjson::dom::element_type;

const icu::Normalizer2* composed() {
  static const icu::Normalizer2* instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    return U_SUCCESS(status) ? nfc : nullptr;
  }();
  return instance;
}

bool is_composed(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = composed();
  return nfc && nfc->isNormalizedUTF8({text.data(), static_cast<std::int32_t>(text.size())}, status) &&
         U_SUCCESS(status);
}

std::string_view string_of(JsonElement element) { return element.get_string().value_unsafe(); }

// Members in the order of their names, so that the same content is the same however it was written.
void write_sorted(JsonElement element, std::string& out) {
  if (element.type() == element_type::OBJECT) {
    const simdjson::dom::object object = element.get_object().value_unsafe();
    std::map<std::string_view, JsonElement> members;
    for (const auto& [key, item] : object) members.emplace(key, item);
    out += '{';
    for (const auto& [key, item] : members) {
      if (out.back() != '{') out += ',';
      out += boost::json::serialize(boost::json::string_view{key}) + ':';
      write_sorted(item, out);
    }
    out += '}';
  } else if (element.type() == element_type::ARRAY) {
    out += '[';
    const simdjson::dom::array list = element.get_array().value_unsafe();
    for (const JsonElement item : list) {
      if (out.back() != '[') out += ',';
      write_sorted(item, out);
    }
    out += ']';
  } else {
    out += simdjson::minify(element);
  }
}

}  // namespace

std::string sorted_json(JsonElement element) {
  std::string out;
  write_sorted(element, out);
  return out;
}

bool JsonReader::refuse(std::string_view code, std::string_view message, std::string where) {
  error.fault = Fault::malformed;
  error.code = code;
  error.message = message;
  error.where = std::move(where);
  return false;
}

bool JsonReader::within(std::string_view place) {
  const bool joined = error.where.empty() || error.where.front() == '[';
  error.where = std::string{place} + (joined ? "" : ".") + error.where;
  return false;
}

bool JsonReader::refuse_unknown(std::string_view key) {
  return refuse("input.unknown_field", "no such field", is_id(key) ? std::string{key} : "(another name)");
}

bool JsonReader::refuse_twice(std::string_view key) {
  return refuse("input.duplicate_key", "the same key twice", is_id(key) ? std::string{key} : "(another name)");
}

bool JsonReader::refuse_missing(std::string_view key) {
  return refuse("input.missing_field", "this field is required", std::string{key});
}

bool JsonReader::object(JsonElement element, simdjson::dom::object& out) {
  return element.get_object().get(out) == simdjson::SUCCESS || refuse("input.wrong_type", "an object is wanted");
}

bool JsonReader::array(JsonElement element, std::size_t count_max, simdjson::dom::array& out) {
  if (element.get_array().get(out) != simdjson::SUCCESS) return refuse("input.wrong_type", "a list is wanted");
  // size() stops counting at 16,777,215, far above any limit here.
  return out.size() <= count_max || refuse("input.too_long", "the list is too long");
}

bool JsonReader::check_text(std::string_view text, std::size_t min, std::size_t max) {
  const TextShape shape = shape_of(text);
  if (shape.fault == TextFault::kEncoding) return refuse("input.encoding", "text that is not UTF-8");
  if (shape.fault == TextFault::kControl) return refuse("input.text", "a control or bidi character in text");
  if (shape.characters < min) return refuse("input.value", "the text is empty");
  if (shape.characters > max) return refuse("input.too_long", "the text is too long");
  return shape.ascii || is_composed(text) || refuse("input.text", "text that is not in NFC");
}

bool JsonReader::text(JsonElement element, std::size_t min, std::size_t max, std::string& out) {
  if (element.type() != element_type::STRING) return refuse("input.wrong_type", "text is wanted");
  const std::string_view text = string_of(element);
  if (!check_text(text, min, max)) return false;
  out.assign(text);
  return true;
}

bool JsonReader::id(JsonElement element, std::string& out) {
  if (element.type() != element_type::STRING) return refuse("input.wrong_type", "a code is wanted");
  const std::string_view text = string_of(element);
  if (!is_id(text)) return refuse("input.value", "not a code: 1 to 64 of A-Z a-z 0-9 . _ : -");
  out.assign(text);
  return true;
}

bool JsonReader::date(JsonElement element, Date& out) {
  if (element.type() != element_type::STRING) return refuse("input.wrong_type", "a date is wanted");
  const auto date = parse_date(string_of(element));
  if (!date) return refuse("input.date", "not a day of the calendar as YYYY-MM-DD");
  out = *date;
  return true;
}

bool JsonReader::instant(JsonElement element, Instant& out) {
  if (element.type() != element_type::STRING) return refuse("input.wrong_type", "an instant is wanted");
  const auto instant = parse_instant(string_of(element));
  if (!instant) return refuse("input.date", "not an instant as RFC 3339");
  out = *instant;
  return true;
}

bool JsonReader::integer(JsonElement element, std::int64_t min, std::int64_t max, std::int64_t& out) {
  const element_type type = element.type();
  if (type == element_type::UINT64) return refuse("input.value", "the number is out of range");
  if (type != element_type::INT64) return refuse("input.wrong_type", "a whole number is wanted");
  out = element.get_int64().value_unsafe();
  return (out >= min && out <= max) || refuse("input.value", "the number is out of range");
}

bool JsonReader::thousandths(JsonElement element, std::int64_t min, std::int64_t max, std::int64_t& out) {
  const element_type type = element.type();
  if (type != element_type::INT64 && type != element_type::UINT64 && type != element_type::DOUBLE) {
    return refuse("input.wrong_type", "a number is wanted");
  }
  const double scaled = element.get_double().value_unsafe() * 1000;
  if (!(scaled >= static_cast<double>(min) - 0.5 && scaled <= static_cast<double>(max) + 0.5)) {
    return refuse("input.value", "the number is out of range");
  }
  const double rounded = std::round(scaled);
  // A decimal of three places is off by a few units in the last binary place, no more.
  if (std::abs(scaled - rounded) > 1e-6 * std::max(1.0, std::abs(scaled) * 1e-6)) {
    return refuse("input.value", "more than three decimal places");
  }
  out = static_cast<std::int64_t>(rounded);
  return (out >= min && out <= max) || refuse("input.value", "the number is out of range");
}

bool JsonReader::base64(JsonElement element, std::size_t size, Bytes& out) {
  if (element.type() != element_type::STRING) return refuse("input.wrong_type", "base64 is wanted");
  auto bytes = from_base64(string_of(element));
  if (!bytes) return refuse("input.base64", bytes.error().message);
  if (size != 0 && bytes->size() != size) return refuse("input.value", "another number of bytes");
  out = *std::move(bytes);
  return true;
}

bool JsonReader::value(const FieldSpec& spec, JsonElement element, Value& out) {
  if (spec.nullable && element.is_null()) {
    out = std::monostate{};
    return true;
  }
  switch (spec.type) {
    case FieldType::kCode: return id(element, out.emplace<std::string>());
    case FieldType::kText:
      return text(element, static_cast<std::size_t>(spec.min), static_cast<std::size_t>(spec.max),
                  out.emplace<std::string>());
    case FieldType::kChoice: {
      if (element.type() != element_type::STRING) return refuse("input.wrong_type", "a word is wanted");
      const std::string_view word = string_of(element);
      if (!is_choice(spec.choices, word)) {
        return refuse("input.value", "not one of " + std::string{spec.choices});
      }
      out.emplace<std::string>(word);
      return true;
    }
    case FieldType::kDate: {
      Date day;
      if (!date(element, day)) return false;
      out = std::int64_t{day.days};
      return true;
    }
    case FieldType::kInteger: return integer(element, spec.min, spec.max, out.emplace<std::int64_t>());
    case FieldType::kDecimal: return thousandths(element, spec.min, spec.max, out.emplace<std::int64_t>());
    case FieldType::kBoolean: {
      bool truth = false;
      if (element.get_bool().get(truth) != simdjson::SUCCESS) {
        return refuse("input.wrong_type", "true or false is wanted");
      }
      out = std::int64_t{truth};
      return true;
    }
    case FieldType::kCodes:
    case FieldType::kTexts: return texts(spec, element, out.emplace<std::vector<std::string>>());
    case FieldType::kCareers: return careers(element, out.emplace<std::vector<PriorCareer>>());
    case FieldType::kPatch: return patches(element, out.emplace<std::vector<Patch>>());
  }
  return refuse("input.wrong_type", "a field of no known type");
}

bool JsonReader::texts(const FieldSpec& spec, JsonElement element, std::vector<std::string>& out) {
  simdjson::dom::array list;
  if (!array(element, kListCountMax, list)) return false;
  const bool codes = spec.type == FieldType::kCodes;
  if (codes && list.size() == 0) return refuse("input.value", "the list is empty");
  out.reserve(list.size());
  for (const JsonElement item : list) {
    std::string& text_out = out.emplace_back();
    const bool held = codes                        ? id(item, text_out)
                      : spec.field == Field::kRows ? row(item, text_out)
                                                   : text(item, 0, kTextCharactersMax, text_out);
    if (!held) return within(out.size() - 1);
  }
  return true;
}

// A row of a rule table: a text, or an object that is kept as its compact JSON text.
bool JsonReader::row(JsonElement element, std::string& out) {
  if (element.type() == element_type::STRING) return text(element, 0, kTextCharactersMax, out);
  if (element.type() != element_type::OBJECT) return refuse("input.wrong_type", "an object or a text is wanted");
  if (!check_free(element)) return false;
  write_sorted(element, out);
  return check_text(out, 0, kTextCharactersMax);
}

bool JsonReader::check_free(JsonElement element) {
  switch (element.type()) {
    case element_type::OBJECT: return check_free_object(element);
    case element_type::ARRAY: {
      std::size_t index = 0;
      const simdjson::dom::array list = element.get_array().value_unsafe();
      for (const JsonElement item : list) {
        if (!check_free(item)) return within(index);
        ++index;
      }
      return true;
    }
    case element_type::STRING: return check_text(string_of(element), 0, kTextCharactersMax);
    default: return true;
  }
}

bool JsonReader::check_free_object(JsonElement element) {
  std::vector<std::string_view> keys;
  const simdjson::dom::object members = element.get_object().value_unsafe();
  for (const auto& [key, item] : members) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) return refuse_twice(key);
    keys.push_back(key);
    // The list of keys is searched one by one, so it may not grow without end.
    if (keys.size() > kListCountMax) return refuse("input.too_long", "too many members");
    if (!check_text(key, 0, kTextCharactersMax)) return false;
    if (!check_free(item)) return within(is_id(key) ? key : "(another name)");
  }
  return true;
}

bool JsonReader::careers(JsonElement element, std::vector<PriorCareer>& out) {
  simdjson::dom::array list;
  if (!array(element, kCareerCountMax, list)) return false;
  for (const JsonElement item : list) {
    if (!career(item, out.emplace_back())) return within(out.size() - 1);
  }
  return true;
}

bool JsonReader::career(JsonElement element, PriorCareer& out) {
  simdjson::dom::object members;
  if (!object(element, members)) return false;
  bool from = false, to = false, grade = false, percent = false;
  for (const auto& [key, item] : members) {
    bool* seen = key == "from"      ? &from
                 : key == "to"      ? &to
                 : key == "grade"   ? &grade
                 : key == "percent" ? &percent
                                    : nullptr;
    if (!seen) return refuse_unknown(key);
    if (*seen) return refuse_twice(key);
    *seen = true;
    bool held = true;
    if (seen == &from || seen == &to) {
      held = date(item, seen == &from ? out.from : out.to);
    } else if (seen == &percent) {
      held = integer(item, 0, 100, out.percent);
    } else if (!item.is_null()) {
      held = integer(item, 0, 99, out.grade.emplace());
    }
    if (!held) return within(key);
  }
  if (!from) return refuse_missing("from");
  return to || refuse_missing("to");
}

bool JsonReader::patches(JsonElement element, std::vector<Patch>& out) {
  simdjson::dom::object members;
  if (!object(element, members)) return false;
  for (const auto& [key, item] : members) {
    if (out.size() == kPatchCountMax) return refuse("input.too_long", "too many fields");
    Patch one{};
    if (!patch(key, item, one)) return false;
    // In the order of fields, so that the same content is the same however it was written.
    const auto place = std::lower_bound(out.begin(), out.end(), one.field,
                                        [](const Patch& patch, Field field) { return patch.field < field; });
    if (place != out.end() && place->field == one.field) return refuse_twice(key);
    out.insert(place, std::move(one));
  }
  return true;
}

// The act of the target isn't known here, so the value must suit some act that has the field.
bool JsonReader::patch(std::string_view key, JsonElement element, Patch& out) {
  const Field* field = find_field_name(key);
  if (!field) return refuse_unknown(key);
  out.field = *field;
  bool known = false;
  for (std::size_t a = 1; a < kActCount; ++a) {
    const KindSpec& kind = kind_of(static_cast<Act>(a));
    const FieldSpec* spec = find_field(kind.act, *field);
    if (!spec || kind.program_only || kind.act == Act::kRectified) continue;
    known = true;
    Value held;
    if (element.is_null() && !spec->required) {
      out.value = std::monostate{};
      return true;
    }
    if (!value(*spec, element, held)) continue;
    if (const auto* number = std::get_if<std::int64_t>(&held)) out.value = *number;
    if (auto* text_value = std::get_if<std::string>(&held)) out.value = std::move(*text_value);
    if (auto* list = std::get_if<std::vector<std::string>>(&held)) out.value = std::move(*list);
    if (auto* careers = std::get_if<std::vector<PriorCareer>>(&held)) out.value = std::move(*careers);
    return true;
  }
  return known ? within(key) : refuse_unknown(key);
}

}  // namespace sillok
