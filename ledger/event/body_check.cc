// What must hold of the bytes of one act before anything reads them (design 2). Runs for every
// event that is replayed: one walk, no allocation where all is well.
#include <bitset>

#include "ledger/base/ids.h"
#include "ledger/event/codec.h"
#include "ledger/event/text_rules.h"
#include "ledger/event/wire_slots.h"
#include "ledger/event/wire_table.h"

namespace sillok {
namespace {

constexpr std::int32_t kFirstDay = -719'162;  // 0001-01-01
constexpr int kBirthHalfMin = 2, kBirthHalfMax = 9999 * 2 + 1;

bool in_calendar(std::int64_t days) { return days >= kFirstDay && days <= kLastDay.days; }

bool valid_text(std::string_view text, std::size_t min, std::size_t max) {
  // A character has one to four bytes.
  if (text.size() < min || text.size() > max * 4) return false;
  const TextShape shape = shape_of(text);
  return shape.fault == TextFault::kNone && shape.characters >= min && shape.characters <= max;
}

class BodyCheck {
 public:
  explicit BodyCheck(BytesView bytes) : wire_{bytes} {}

  bool run() {
    if (wire_.bytes().size() > kEntryBytesMax) return wire_.refuse("longer than an entry may be");
    return wire_.root(kBodyIdentifier, body_) && act() && subject() && plain_fields() && act_fields() && sealed();
  }

  WireCheck& wire() { return wire_; }
  const char* root() const { return wire_.address(body_); }
  const char* data() const { return wire_.address(data_); }

 private:
  bool act() {
    std::optional<std::uint8_t> type;
    if (!wire_.scalar(body_, body_slot::kActType, type)) return false;
    if (!type || *type == 0) return wire_.refuse("no act");
    act_ = *type < kActCount ? static_cast<Act>(*type) : Act::kUnknown;
    bool present = false;
    return wire_.table(body_, body_slot::kAct, true, present, data_);
  }

  bool subject() {
    if (!wire_.text(body_, body_slot::kSubject, subject_)) return false;
    if (subject_ && !is_id(*subject_)) return wire_.refuse("not an id", "subject");
    if (act_ == Act::kUnknown) return true;
    if (!subject_ && may_correct_a_unit(act_)) return true;
    const bool wanted = kind_of(act_).subject != Subject::kLedger;
    return wanted == subject_.has_value() || wire_.refuse(wanted ? "missing" : "not of this act", "subject");
  }

  bool plain_fields() {
    std::optional<std::int32_t> effective_on;
    std::optional<std::uint8_t> sex;
    std::optional<std::int16_t> birth_half;
    std::optional<std::uint64_t> revision;
    std::optional<std::int64_t> source;
    if (!wire_.scalar(body_, body_slot::kEffectiveOn, effective_on) || !wire_.scalar(body_, body_slot::kSex, sex) ||
        !wire_.scalar(body_, body_slot::kBirthHalf, birth_half) ||
        !wire_.scalar(body_, body_slot::kExpectedRevision, revision) ||
        !wire_.scalar(body_, body_slot::kSourceRecordedAt, source)) {
      return false;
    }
    if (!effective_on || !in_calendar(*effective_on)) return wire_.refuse("not a date", "effective_on");
    if ((sex || birth_half) && (!kind_of(act_).personal || (act_ != Act::kUnknown && !subject_)))
      return wire_.refuse("not of this act", "sex");
    if (sex && *sex > static_cast<std::uint8_t>(Sex::kMale)) return wire_.refuse("unknown value", "sex");
    return !birth_half || (*birth_half >= kBirthHalfMin && *birth_half <= kBirthHalfMax) ||
           wire_.refuse("out of range", "birth_half");
  }

  bool act_fields() {
    for (const FieldSpec& spec : kind_of(act_).fields) {
      if (spec.sealed) continue;
      bool present = false;
      if (!field(spec, field_slot(act_, spec.field), present)) {
        if (wire_.broken_where.empty()) wire_.broken_where = name_of(spec.field);
        return false;
      }
      if (!present && spec.required) return wire_.refuse("missing", name_of(spec.field));
    }
    return true;
  }

  bool field(const FieldSpec& spec, std::uint16_t slot, bool& present) {
    switch (spec.type) {
      case FieldType::kCode:
      case FieldType::kText:
      case FieldType::kChoice: return text_field(spec, slot, present);
      case FieldType::kDate: {
        std::optional<std::int32_t> days;
        if (!wire_.scalar(data_, slot, days)) return false;
        present = days.has_value();
        return !present || in_calendar(*days) || wire_.refuse("not a date");
      }
      case FieldType::kInteger:
      case FieldType::kDecimal: {
        std::optional<std::int64_t> number;
        if (!wire_.scalar(data_, slot, number)) return false;
        present = number.has_value();
        if (!present || (*number == kNullNumber && spec.nullable)) return true;
        return (*number >= spec.min && *number <= spec.max) || wire_.refuse("out of range");
      }
      case FieldType::kBoolean: {
        std::optional<std::uint8_t> truth;
        if (!wire_.scalar(data_, slot, truth)) return false;
        present = truth.has_value();
        return !present || *truth <= 1 || wire_.refuse("neither true nor false");
      }
      case FieldType::kCodes: return list_field(data_, slot, true, present);
      case FieldType::kTexts: return list_field(data_, slot, false, present);
      case FieldType::kCareers: return careers(data_, slot, present);
      case FieldType::kPatch: return patches(slot, present);
    }
    return wire_.refuse("unknown type");
  }

  bool text_field(const FieldSpec& spec, std::uint16_t slot, bool& present) {
    std::optional<std::string_view> text;
    if (!wire_.text(data_, slot, text)) return false;
    present = text.has_value();
    if (!present || (text->empty() && spec.nullable)) return true;
    if (spec.type == FieldType::kChoice) return is_choice(spec.choices, *text) || wire_.refuse("not one of its words");
    if (spec.type == FieldType::kText) {
      return valid_text(*text, static_cast<std::size_t>(spec.min), static_cast<std::size_t>(spec.max)) ||
             wire_.refuse("not a text");
    }
    if (!is_id(*text)) return wire_.refuse("not a code");
    const Field* names_subject = subject_field(act_);
    return !names_subject || *names_subject != spec.field || *text == *subject_ ||
           wire_.refuse("another subject than the body's");
  }

  // Texts of policy rows are as long as other texts; codes are ids. Codes are never an empty list.
  bool list_field(const WireCheck::Table& table, std::uint16_t slot, bool codes, bool& present) {
    WireCheck::Vector list;
    if (!wire_.vector(table, slot, 4, 4, kListCountMax, list)) return false;
    present = list.present;
    if (present && codes && list.count == 0) return wire_.refuse("an empty list");
    for (std::uint32_t i = 0; i < list.count; ++i) {
      std::string_view text;
      if (!wire_.text_at(list, i, text)) return false;
      if (codes ? !is_id(text) : !valid_text(text, 0, kTextCharactersMax)) {
        return wire_.refuse(codes ? "not a code" : "not a text");
      }
    }
    return true;
  }

  bool careers(const WireCheck::Table& table, std::uint16_t slot, bool& present) {
    WireCheck::Vector list;
    if (!wire_.vector(table, slot, 4, 4, kCareerCountMax, list)) return false;
    present = list.present;
    for (std::uint32_t i = 0; i < list.count; ++i) {
      WireCheck::Table career;
      std::optional<std::int32_t> from, to;
      std::optional<std::int64_t> grade, percent;
      if (!wire_.table_at(list, i, career) || !wire_.scalar(career, career_slot::kFrom, from) ||
          !wire_.scalar(career, career_slot::kTo, to) || !wire_.scalar(career, career_slot::kGrade, grade) ||
          !wire_.scalar(career, career_slot::kPercent, percent)) {
        return false;
      }
      if (!from || !to || !in_calendar(*from) || !in_calendar(*to)) return wire_.refuse("not a date");
      if ((grade && (*grade < 0 || *grade > 99)) || !percent || *percent < 0 || *percent > 100) {
        return wire_.refuse("out of range");
      }
    }
    return true;
  }

  bool patches(std::uint16_t slot, bool& present) {
    WireCheck::Vector list;
    if (!wire_.vector(data_, slot, 4, 4, kPatchCountMax, list)) return false;
    present = list.present;
    std::bitset<kFieldCount> seen;
    for (std::uint32_t i = 0; i < list.count; ++i) {
      WireCheck::Table patch;
      std::optional<std::string_view> name;
      if (!wire_.table_at(list, i, patch) || !wire_.text(patch, patch_slot::kName, name)) return false;
      if (!name || !is_id(*name)) return wire_.refuse("not a field name");
      const Field* field = find_field_name(*name);
      if (field) {
        if (seen.test(static_cast<std::size_t>(*field))) return wire_.refuse("a field twice");
        seen.set(static_cast<std::size_t>(*field));
      }
      if (!patch_value(patch, field && is_sealed(*field))) return false;
    }
    return true;
  }

  // A ° field may only be taken away in the clear; its new value stands among the sealed ones.
  bool patch_value(const WireCheck::Table& patch, bool sealed_field) {
    std::optional<std::uint8_t> kind;
    std::optional<std::int64_t> number;
    std::optional<std::string_view> text;
    bool has_list = false, has_careers = false;
    if (!wire_.scalar(patch, patch_slot::kKind, kind) || !wire_.scalar(patch, patch_slot::kNumber, number) ||
        !wire_.text(patch, patch_slot::kText, text) || !list_field(patch, patch_slot::kList, false, has_list) ||
        !careers(patch, patch_slot::kCareers, has_careers)) {
      return false;
    }
    if (text && !valid_text(*text, 0, kTextCharactersMax)) return wire_.refuse("not a text");
    const auto is = static_cast<PatchKind>(kind.value_or(0));
    if (sealed_field && is != PatchKind::kNone) return wire_.refuse("a sealed field in the clear");
    return (number.has_value() == (is == PatchKind::kNumber) && text.has_value() == (is == PatchKind::kText) &&
            has_list == (is == PatchKind::kList) && has_careers == (is == PatchKind::kCareers)) ||
           wire_.refuse("another value than its kind says");
  }

  bool sealed() {
    WireCheck::Vector list;
    if (!wire_.vector(body_, body_slot::kSealed, 4, 4, kSealedCountMax, list)) return false;
    if (list.count > 0 && act_ != Act::kUnknown && (kind_of(act_).subject != Subject::kPerson || !subject_)) {
      return wire_.refuse("an act of no person is sealed", "sealed");
    }
    std::bitset<256> seen;
    for (std::uint32_t i = 0; i < list.count; ++i) {
      if (!sealed_field(list, i, seen)) {
        if (wire_.broken_where.empty()) wire_.broken_where = "sealed";
        return false;
      }
    }
    for (const FieldSpec& spec : kind_of(act_).fields) {
      if (spec.sealed && spec.required && !seen.test(sealed_number(spec.field))) {
        return wire_.refuse("missing", name_of(spec.field));
      }
    }
    return true;
  }

  bool sealed_field(const WireCheck::Vector& list, std::uint32_t index, std::bitset<256>& seen) {
    WireCheck::Table field;
    std::optional<std::uint8_t> number;
    std::uint32_t key = 0, nonce = 0;
    WireCheck::Vector ciphertext;
    if (!wire_.table_at(list, index, field) || !wire_.scalar(field, sealed_slot::kName, number) ||
        !wire_.inline_field(field, sealed_slot::kKeyId, 16, 1, key) ||
        !wire_.inline_field(field, sealed_slot::kNonce, 24, 1, nonce) ||
        !wire_.vector(field, sealed_slot::kCiphertext, 1, 1, kEntryBytesMax, ciphertext)) {
      return false;
    }
    if (!number || *number == 0) return wire_.refuse("a sealed field without a name");
    if (key == 0 || nonce == 0 || ciphertext.count < 16) return wire_.refuse("a sealed field without its parts");
    if (seen.test(*number)) return wire_.refuse("a field twice");
    seen.set(*number);
    const auto name = sealed_name(*number);
    if (!name || act_ == Act::kUnknown) return true;
    const Field* act_field = std::get_if<Field>(&*name);
    const bool may =
        act_field ? act_ == Act::kRectified || find_field(act_, *act_field) != nullptr : kind_of(act_).personal;
    return may || wire_.refuse("a sealed field that is not of this act");
  }

  WireCheck wire_;
  Act act_ = Act::kUnknown;
  WireCheck::Table body_, data_;
  std::optional<std::string_view> subject_;
};

}  // namespace

Result<BodyView> BodyView::check(BytesView bytes) {
  BodyCheck check{bytes};
  if (!check.run()) {
    return fail(Fault::malformed, "event.malformed", std::string{check.wire().broken_where},
                "body: " + std::string{check.wire().broken});
  }
  BodyView view;
  view.bytes_ = bytes;
  view.root_ = check.root();
  view.data_ = check.data();
  return view;
}

}  // namespace sillok
