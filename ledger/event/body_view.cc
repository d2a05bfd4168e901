// Reading a checked body: every accessor is a few loads, guided by the vocabulary of kinds.h.
#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/event/codec.h"
#include "ledger/event/wire_slots.h"
#include "ledger/event/wire_table.h"

namespace sillok {
namespace {

// Sealed fields of a later release are passed over.
std::optional<std::variant<Personal, Field>> known_name(const WireTable& sealed) {
  return sealed_name(sealed.scalar<std::uint8_t>(sealed_slot::kName, 0));
}

template <std::size_t N>
std::array<std::uint8_t, N> bytes_at(const char* at) {
  std::array<std::uint8_t, N> out{};
  std::memcpy(out.data(), at, N);
  return out;
}

std::optional<FieldType> type_of(Act act, Field field) {
  const FieldSpec* spec = find_field(act, field);
  return spec && !spec->sealed ? std::optional{spec->type} : std::nullopt;
}

std::vector<PriorCareer> careers_of(const WireVector& list) {
  std::vector<PriorCareer> out;
  for (std::uint32_t i = 0; i < list.count; ++i) {
    const WireTable career = list.table(i);
    out.push_back({Date{career.scalar<std::int32_t>(career_slot::kFrom, 0)},
                   Date{career.scalar<std::int32_t>(career_slot::kTo, 0)},
                   career.scalar<std::int64_t>(career_slot::kGrade),
                   career.scalar<std::int64_t>(career_slot::kPercent, 100)});
  }
  return out;
}

}  // namespace

BodyView BodyView::trust(BytesView bytes) {
  BodyView view;
  view.bytes_ = bytes;
  view.root_ = wire_root(bytes);
  view.data_ = WireTable{view.root_}.table(body_slot::kAct)->address();
  return view;
}

Act BodyView::act() const {
  const auto type = WireTable{root_}.scalar<std::uint8_t>(body_slot::kActType, 0);
  return type < kActCount ? static_cast<Act>(type) : Act::kUnknown;
}

std::string_view BodyView::subject() const { return WireTable{root_}.text(body_slot::kSubject).value_or(""); }

bool BodyView::is_about_person() const { return kind_of(act()).subject == Subject::kPerson && !subject().empty(); }

Date BodyView::effective_on() const { return Date{WireTable{root_}.scalar<std::int32_t>(body_slot::kEffectiveOn, 0)}; }

bool BodyView::has(Field field) const {
  const Act is = act();
  if (const std::uint16_t slot = field_slot(is, field)) return WireTable{data_}.field(slot) != nullptr;
  const FieldSpec* spec = find_field(is, field);
  if (!spec) return false;
  for (std::size_t i = 0, count = sealed_count(); i < count; ++i) {
    const SealedField sealed_field = sealed(i);
    if (!sealed_field.is_personal && sealed_field.field == field) return true;
  }
  return false;
}

std::optional<std::int64_t> BodyView::number(Field field) const {
  const Act is = act();
  const auto type = type_of(is, field);
  const std::uint16_t slot = field_slot(is, field);
  if (type == FieldType::kBoolean) {
    const auto truth = WireTable{data_}.scalar<std::uint8_t>(slot);
    return truth ? std::optional<std::int64_t>{*truth} : std::nullopt;
  }
  if (type != FieldType::kInteger && type != FieldType::kDecimal) return std::nullopt;
  const auto value = WireTable{data_}.scalar<std::int64_t>(slot);
  return value == kNullNumber ? std::nullopt : value;
}

std::optional<Date> BodyView::date(Field field) const {
  const Act is = act();
  if (type_of(is, field) != FieldType::kDate) return std::nullopt;
  const auto days = WireTable{data_}.scalar<std::int32_t>(field_slot(is, field));
  return days ? std::optional{Date{*days}} : std::nullopt;
}

std::optional<std::string_view> BodyView::text(Field field) const {
  const Act is = act();
  const FieldSpec* spec = find_field(is, field);
  if (!spec || spec->sealed ||
      (spec->type != FieldType::kCode && spec->type != FieldType::kText && spec->type != FieldType::kChoice)) {
    return std::nullopt;
  }
  const auto text = WireTable{data_}.text(field_slot(is, field));
  return text && text->empty() && spec->nullable ? std::nullopt : text;
}

std::vector<std::string_view> BodyView::texts(Field field) const {
  const Act is = act();
  const auto type = type_of(is, field);
  std::vector<std::string_view> out;
  if (type != FieldType::kCodes && type != FieldType::kTexts) return out;
  const WireVector list = WireTable{data_}.vector(field_slot(is, field));
  out.reserve(list.count);
  for (std::uint32_t i = 0; i < list.count; ++i) out.push_back(list.text(i));
  return out;
}

std::vector<PriorCareer> BodyView::prior_career() const {
  const Act is = act();
  if (type_of(is, Field::kPriorCareer) != FieldType::kCareers) return {};
  return careers_of(WireTable{data_}.vector(field_slot(is, Field::kPriorCareer)));
}

std::vector<Patch> BodyView::patches() const {
  std::vector<Patch> out;
  const Act is = act();
  if (type_of(is, Field::kData) != FieldType::kPatch) return out;
  const WireVector list = WireTable{data_}.vector(field_slot(is, Field::kData));
  for (std::uint32_t i = 0; i < list.count; ++i) {
    const WireTable wire = list.table(i);
    const Field* field = find_field_name(wire.text(patch_slot::kName).value_or(""));
    if (!field) continue;  // a field of a later release
    Patch patch{*field, {}};
    switch (static_cast<PatchKind>(wire.scalar<std::uint8_t>(patch_slot::kKind, 0))) {
      case PatchKind::kNone: break;
      case PatchKind::kNumber: patch.value = wire.scalar<std::int64_t>(patch_slot::kNumber, 0); break;
      case PatchKind::kText: patch.value = std::string{wire.text(patch_slot::kText).value_or("")}; break;
      case PatchKind::kList: {
        const WireVector words = wire.vector(patch_slot::kList);
        std::vector<std::string> texts;
        for (std::uint32_t k = 0; k < words.count; ++k) texts.emplace_back(words.text(k));
        patch.value = std::move(texts);
        break;
      }
      case PatchKind::kCareers: patch.value = careers_of(wire.vector(patch_slot::kCareers)); break;
    }
    out.push_back(std::move(patch));
  }
  return out;
}

Sex BodyView::sex() const { return static_cast<Sex>(WireTable{root_}.scalar<std::uint8_t>(body_slot::kSex, 0)); }

std::optional<int> BodyView::birth_half() const {
  const auto half = WireTable{root_}.scalar<std::int16_t>(body_slot::kBirthHalf);
  return half ? std::optional<int>{*half} : std::nullopt;
}

std::size_t BodyView::sealed_count() const {
  const WireVector list = WireTable{root_}.vector(body_slot::kSealed);
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < list.count; ++i) count += known_name(list.table(i)).has_value();
  return count;
}

SealedField BodyView::sealed(std::size_t index) const {
  const WireVector list = WireTable{root_}.vector(body_slot::kSealed);
  SealedField out;
  for (std::uint32_t i = 0; i < list.count; ++i) {
    const WireTable wire = list.table(i);
    const auto name = known_name(wire);
    if (!name || index-- != 0) continue;
    if (const Personal* member = std::get_if<Personal>(&*name)) {
      out.is_personal = true;
      out.personal = *member;
    } else {
      out.field = std::get<Field>(*name);
    }
    out.key_id = bytes_at<16>(wire.field(sealed_slot::kKeyId));
    out.nonce = bytes_at<24>(wire.field(sealed_slot::kNonce));
    out.ciphertext = Bytes{wire.vector(sealed_slot::kCiphertext).bytes()};
    return out;
  }
  SILLOK_INVARIANT(false, "the index is below sealed_count()");
}

std::optional<std::uint64_t> BodyView::expected_revision() const {
  return WireTable{root_}.scalar<std::uint64_t>(body_slot::kExpectedRevision);
}

std::optional<Instant> BodyView::source_recorded_at() const {
  const auto micros = WireTable{root_}.scalar<std::int64_t>(body_slot::kSourceRecordedAt);
  return micros ? std::optional{Instant{*micros}} : std::nullopt;
}

}  // namespace sillok
