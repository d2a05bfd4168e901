// Building the bytes. The builder is fed in one fixed order, so that the same act gives the same
// bytes in one release; nobody may rely on that between releases (design 2).
#include "ledger/event/codec.h"

#include <array>

#include "ledger/event/wire_slots.h"
#include "schemas/act_generated.h"
#include "schemas/envelope_generated.h"
#include "schemas/order_generated.h"

namespace sillok {
namespace {

using Builder = flatbuffers::FlatBufferBuilder;
using Strings = flatbuffers::Offset<flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>>;

static_assert(wire::Body::VT_SUBJECT == body_slot::kSubject && wire::Body::VT_EFFECTIVE_ON == body_slot::kEffectiveOn &&
              wire::Body::VT_ACT_TYPE == body_slot::kActType && wire::Body::VT_ACT == body_slot::kAct &&
              wire::Body::VT_SEALED == body_slot::kSealed && wire::Body::VT_SEX == body_slot::kSex &&
              wire::Body::VT_BIRTH_HALF == body_slot::kBirthHalf &&
              wire::Body::VT_EXPECTED_REVISION == body_slot::kExpectedRevision &&
              wire::Body::VT_SOURCE_RECORDED_AT == body_slot::kSourceRecordedAt);
static_assert(wire::SealedField::VT_NAME == sealed_slot::kName && wire::SealedField::VT_KEY_ID == sealed_slot::kKeyId &&
              wire::SealedField::VT_NONCE == sealed_slot::kNonce &&
              wire::SealedField::VT_CIPHERTEXT == sealed_slot::kCiphertext);
static_assert(wire::Career::VT_FROM == career_slot::kFrom && wire::Career::VT_TO == career_slot::kTo &&
              wire::Career::VT_GRADE == career_slot::kGrade && wire::Career::VT_PERCENT == career_slot::kPercent);
static_assert(wire::FieldPatch::VT_NAME == patch_slot::kName && wire::FieldPatch::VT_KIND == patch_slot::kKind &&
              wire::FieldPatch::VT_NUMBER == patch_slot::kNumber && wire::FieldPatch::VT_TEXT == patch_slot::kText &&
              wire::FieldPatch::VT_LIST == patch_slot::kList && wire::FieldPatch::VT_CAREERS == patch_slot::kCareers);
static_assert(wire::OrderHeader::VT_ORDER == header_slot::kOrder &&
              wire::OrderHeader::VT_AUTHORITY == header_slot::kAuthority &&
              wire::OrderHeader::VT_ISSUED_ON == header_slot::kIssuedOn &&
              wire::OrderHeader::VT_LEGAL_BASIS == header_slot::kLegalBasis &&
              wire::OrderHeader::VT_DRAFTED_BY == header_slot::kDraftedBy &&
              wire::OrderHeader::VT_APPROVED_BY == header_slot::kApprovedBy &&
              wire::OrderHeader::VT_COMMAND_ID == header_slot::kCommandId &&
              wire::OrderHeader::VT_EVIDENCE == header_slot::kEvidence &&
              wire::OrderHeader::VT_REMARKS == header_slot::kRemarks &&
              wire::OrderHeader::VT_PROCEDURE_ON == header_slot::kProcedureOn &&
              wire::OrderHeader::VT_TRUST == header_slot::kTrust && wire::Evidence::VT_TITLE == evidence_slot::kTitle &&
              wire::Evidence::VT_SHA256 == evidence_slot::kSha256);
static_assert(wire::Event::VT_POSITION == event_slot::kPosition &&
              wire::Event::VT_RECORDED_AT == event_slot::kRecordedAt &&
              wire::Event::VT_PREVIOUS == event_slot::kPrevious && wire::Event::VT_REVISION == event_slot::kRevision &&
              wire::Event::VT_PERSON_PREVIOUS == event_slot::kPersonPrevious &&
              wire::Event::VT_INDEX == event_slot::kIndex && wire::Event::VT_OPENING == event_slot::kOpening &&
              wire::Event::VT_BODY == event_slot::kBody);
static_assert(wire::Opening::VT_HEADER == opening_slot::kHeader &&
              wire::Opening::VT_ACT_COUNT == opening_slot::kActCount &&
              wire::Opening::VT_ACT_ROOT == opening_slot::kActRoot &&
              wire::Opening::VT_ALGORITHM == opening_slot::kAlgorithm &&
              wire::Opening::VT_DRAFTER_SIGNATURE == opening_slot::kDrafterSignature &&
              wire::Opening::VT_APPROVER_SIGNATURE == opening_slot::kApproverSignature &&
              wire::Opening::VT_DRAFTER_KEY == opening_slot::kDrafterKey &&
              wire::Opening::VT_APPROVER_KEY == opening_slot::kApproverKey &&
              wire::Opening::VT_DRAFTER_GRANT == opening_slot::kDrafterGrant &&
              wire::Opening::VT_APPROVER_GRANT == opening_slot::kApproverGrant &&
              wire::Opening::VT_TRUST == opening_slot::kTrust);
static_assert(static_cast<std::size_t>(wire::ActData::MAX) + 1 == kActCount);
static_assert(static_cast<std::uint8_t>(wire::SealedName::number) == kSealedNumber &&
              static_cast<std::uint8_t>(wire::SealedName::facts) == kSealedFacts &&
              static_cast<std::uint8_t>(wire::SealedName::opinion) == kSealedOpinion);

tl::unexpected<Error> unfit(std::string_view where, std::string message) {
  return fail(Fault::malformed, "event.malformed", std::string{where}, std::move(message));
}

template <class Struct, std::size_t N>
Struct as_struct(const std::array<std::uint8_t, N>& bytes) {
  return Struct{flatbuffers::span<const std::uint8_t, N>{bytes.data(), N}};
}

flatbuffers::Offset<flatbuffers::String> add_string(Builder& builder, std::string_view text) {
  return builder.CreateString(text.data(), text.size());
}

Strings add_strings(Builder& builder, const std::vector<std::string>& texts) {
  std::vector<flatbuffers::Offset<flatbuffers::String>> offsets;
  offsets.reserve(texts.size());
  for (const std::string& text : texts) offsets.push_back(add_string(builder, text));
  return builder.CreateVector(offsets);
}

flatbuffers::uoffset_t add_careers(Builder& builder, const std::vector<PriorCareer>& careers) {
  std::vector<flatbuffers::Offset<wire::Career>> offsets;
  for (const PriorCareer& career : careers) {
    wire::CareerBuilder out{builder};
    if (career.grade) out.add_grade(*career.grade);
    out.add_percent(career.percent);
    out.add_from(career.from.days);
    out.add_to(career.to.days);
    offsets.push_back(out.Finish());
  }
  return builder.CreateVector(offsets).o;
}

flatbuffers::uoffset_t add_patches(Builder& builder, const std::vector<Patch>& patches) {
  std::vector<flatbuffers::Offset<wire::FieldPatch>> offsets;
  for (const Patch& patch : patches) {
    // The new value of a ° field stands among the sealed ones; taking it away is said here.
    if (is_sealed(patch.field) && !std::holds_alternative<std::monostate>(patch.value)) continue;
    const auto name = add_string(builder, name_of(patch.field));
    flatbuffers::Offset<flatbuffers::String> text;
    Strings list;
    const auto* number = std::get_if<std::int64_t>(&patch.value);
    if (const auto* value = std::get_if<std::string>(&patch.value)) text = add_string(builder, *value);
    if (const auto* values = std::get_if<std::vector<std::string>>(&patch.value)) list = add_strings(builder, *values);
    flatbuffers::uoffset_t careers = 0;
    if (const auto* values = std::get_if<std::vector<PriorCareer>>(&patch.value))
      careers = add_careers(builder, *values);
    wire::FieldPatchBuilder out{builder};
    if (number) out.add_number(*number);
    out.add_name(name);
    out.add_text(text);
    out.add_list(list);
    out.add_careers(careers);
    out.add_kind(static_cast<wire::PatchKind>(patch.value.index()));
    offsets.push_back(out.Finish());
  }
  return builder.CreateVector(offsets).o;
}
static_assert(std::is_same_v<std::variant_alternative_t<1, decltype(Patch::value)>, std::int64_t> &&
                  std::is_same_v<std::variant_alternative_t<2, decltype(Patch::value)>, std::string> &&
                  std::is_same_v<std::variant_alternative_t<4, decltype(Patch::value)>, std::vector<PriorCareer>>,
              "PatchKind numbers the alternatives");

// One field on its way into the table of its act: a scalar, or what lies elsewhere already.
struct Prepared {
  std::uint16_t slot = 0;
  FieldType type{};
  std::int64_t number = 0;
  flatbuffers::uoffset_t offset = 0;
};

constexpr std::size_t kFieldsMax = 32;

Result<Prepared> prepare(Builder& builder, const FieldSpec& spec, std::uint16_t slot, const Value& value) {
  Prepared out{slot, spec.type, 0, 0};
  const auto wrong = [&] { return unfit(name_of(spec.field), "a value of another type than the field's"); };
  const bool null = std::holds_alternative<std::monostate>(value);
  if (null && !spec.nullable) return unfit(name_of(spec.field), "this field can't be null");
  switch (spec.type) {
    case FieldType::kCode:
    case FieldType::kText:
    case FieldType::kChoice: {
      const auto* text = std::get_if<std::string>(&value);
      if (!text && !null) return wrong();
      if (text && text->empty() && spec.nullable) return unfit(name_of(spec.field), "not a code");
      out.offset = add_string(builder, null ? std::string_view{} : *text).o;
      return out;
    }
    case FieldType::kDate:
    case FieldType::kInteger:
    case FieldType::kDecimal:
    case FieldType::kBoolean: {
      const auto* number = std::get_if<std::int64_t>(&value);
      if (!number && !null) return wrong();
      out.number = null ? kNullNumber : *number;
      if (number && (*number == kNullNumber || (spec.type == FieldType::kBoolean && (*number & ~1) != 0) ||
                     (spec.type == FieldType::kDate && *number != static_cast<std::int32_t>(*number)))) {
        return unfit(name_of(spec.field), "out of range");
      }
      return out;
    }
    case FieldType::kCodes:
    case FieldType::kTexts: {
      const auto* texts = std::get_if<std::vector<std::string>>(&value);
      if (!texts) return wrong();
      out.offset = add_strings(builder, *texts).o;
      return out;
    }
    case FieldType::kCareers: {
      const auto* careers = std::get_if<std::vector<PriorCareer>>(&value);
      if (!careers) return wrong();
      out.offset = add_careers(builder, *careers);
      return out;
    }
    case FieldType::kPatch: {
      const auto* patches = std::get_if<std::vector<Patch>>(&value);
      if (!patches) return wrong();
      out.offset = add_patches(builder, *patches);
      return out;
    }
  }
  return wrong();
}

void add_prepared(Builder& builder, const Prepared& field) {
  switch (field.type) {
    case FieldType::kInteger:
    case FieldType::kDecimal: builder.AddElement<std::int64_t>(field.slot, field.number); break;
    case FieldType::kDate: builder.AddElement<std::int32_t>(field.slot, static_cast<std::int32_t>(field.number)); break;
    case FieldType::kBoolean: builder.AddElement<std::uint8_t>(field.slot, field.number != 0); break;
    default: builder.AddOffset(field.slot, flatbuffers::Offset<void>{field.offset}); break;
  }
}

Result<flatbuffers::uoffset_t> add_act(Builder& builder, const PlainAct& act) {
  std::array<Prepared, kFieldsMax> fields;
  std::size_t count = 0, known = 0;
  for (const FieldSpec& spec : kind_of(act.act).fields) {
    const auto value = act.data.find(spec.field);
    if (value == act.data.end()) continue;
    ++known;
    if (spec.sealed) continue;
    SILLOK_TRY(field, prepare(builder, spec, field_slot(act.act, spec.field), value->second));
    fields[count++] = field;
  }
  if (known != act.data.size()) return unfit("data", "a field that is not of this act");
  const auto start = builder.StartTable();
  // The widest first, so that alignment wastes nothing.
  for (std::size_t i = 0; i < count; ++i) {
    if (fields[i].type == FieldType::kInteger || fields[i].type == FieldType::kDecimal)
      add_prepared(builder, fields[i]);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (fields[i].type != FieldType::kInteger && fields[i].type != FieldType::kDecimal &&
        fields[i].type != FieldType::kBoolean) {
      add_prepared(builder, fields[i]);
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (fields[i].type == FieldType::kBoolean) add_prepared(builder, fields[i]);
  }
  return builder.EndTable(start);
}

flatbuffers::uoffset_t add_sealed(Builder& builder, std::span<const SealedField> sealed) {
  std::vector<flatbuffers::Offset<wire::SealedField>> offsets;
  for (const SealedField& field : sealed) {
    const auto ciphertext =
        builder.CreateVector(reinterpret_cast<const std::uint8_t*>(field.ciphertext.data()), field.ciphertext.size());
    const auto key_id = as_struct<wire::KeyId>(field.key_id);
    const auto nonce = as_struct<wire::Nonce>(field.nonce);
    wire::SealedFieldBuilder out{builder};
    out.add_ciphertext(ciphertext);
    out.add_nonce(&nonce);
    out.add_key_id(&key_id);
    out.add_name(
        static_cast<wire::SealedName>(field.is_personal ? sealed_number(field.personal) : sealed_number(field.field)));
    offsets.push_back(out.Finish());
  }
  return builder.CreateVector(offsets).o;
}

// How many fields of the act must stand among the sealed ones.
std::size_t to_seal(const PlainAct& act) {
  std::size_t count = act.personal.size();
  for (const auto& [field, value] : act.data) {
    if (is_sealed(field)) ++count;
    if (const auto* patches = std::get_if<std::vector<Patch>>(&value)) {
      for (const Patch& patch : *patches) {
        count += is_sealed(patch.field) && !std::holds_alternative<std::monostate>(patch.value);
      }
    }
  }
  return count;
}

Result<Ok> check_sealed(const PlainAct& act, std::span<const SealedField> sealed) {
  // Left out, the field would be lost; that there is none twice or of another act is for check().
  if (to_seal(act) != sealed.size()) return unfit("sealed", "not every personal field is sealed");
  for (const SealedField& field : sealed) {
    if (field.is_personal ? !act.personal.contains(field.personal) : !is_sealed(field.field)) {
      return unfit("sealed", "a sealed field that the act doesn't have");
    }
  }
  return Ok{};
}

struct Birth {
  wire::Sex sex = wire::Sex::unknown;
  std::optional<std::int16_t> half;
};

Result<Birth> birth_of(const PlainAct& act) {
  Birth out;
  if (const auto sex = act.personal.find(Personal::kSex); sex != act.personal.end()) {
    if (sex->second != "F" && sex->second != "M") return unfit("personal.sex", "neither F nor M");
    out.sex = sex->second == "F" ? wire::Sex::female : wire::Sex::male;
  }
  if (const auto birth = act.personal.find(Personal::kBirthOn); birth != act.personal.end()) {
    const auto date = parse_date(birth->second);
    if (!date) return unfit("personal.birth_on", "not a date");
    const auto [year, month, day] = split(*date);
    out.half = static_cast<std::int16_t>(year * 2 + (month > 6));
  }
  return out;
}

Bytes finished(Builder& builder) {
  return Bytes{reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

}  // namespace

Result<Bytes> build_body(const PlainAct& act, std::span<const SealedField> sealed) {
  if (act.act == Act::kUnknown) return unfit("act", "an act that this release doesn't know");
  SILLOK_CHECK(check_sealed(act, sealed));
  SILLOK_TRY(birth, birth_of(act));
  thread_local Builder builder{1024};
  builder.Clear();
  SILLOK_TRY(data, add_act(builder, act));
  const flatbuffers::uoffset_t sealed_list = sealed.empty() ? 0 : add_sealed(builder, sealed);
  const auto subject =
      act.subject.empty() ? flatbuffers::Offset<flatbuffers::String>{} : add_string(builder, act.subject);
  wire::BodyBuilder body{builder};
  if (act.source_recorded_at) body.add_source_recorded_at(act.source_recorded_at->micros);
  if (act.expected_revision) body.add_expected_revision(*act.expected_revision);
  body.add_subject(subject);
  body.add_effective_on(act.effective_on.days);
  body.add_act(flatbuffers::Offset<void>{data});
  builder.AddOffset(body_slot::kSealed, flatbuffers::Offset<void>{sealed_list});
  if (birth.half) body.add_birth_half(*birth.half);
  body.add_act_type(static_cast<wire::ActData>(act.act));
  body.add_sex(birth.sex);
  builder.FinishSizePrefixed(body.Finish(), kBodyIdentifier.data());
  Bytes bytes = finished(builder);
  // What can't be read back must not be signed: ranges, words and lengths are judged here, once.
  SILLOK_CHECK(BodyView::check(bytes));
  return bytes;
}

Result<Bytes> build_header(const PlainHeader& header) {
  Builder builder{512};
  const auto order = add_string(builder, header.order), authority = add_string(builder, header.authority),
             drafted_by = add_string(builder, header.drafted_by), approved_by = add_string(builder, header.approved_by);
  const auto optional_string = [&](const std::string& text) {
    return text.empty() ? flatbuffers::Offset<flatbuffers::String>{} : add_string(builder, text);
  };
  const auto command_id = optional_string(header.command_id), remarks = optional_string(header.remarks);
  const Strings basis = add_strings(builder, header.legal_basis);
  std::vector<flatbuffers::Offset<wire::Evidence>> pieces;
  for (const Evidence& piece : header.evidence) {
    SILLOK_TRY(raw, from_hex(piece.sha256));
    if (raw.size() != 32) return unfit("evidence", "a SHA-256 has 32 bytes");
    std::array<std::uint8_t, 32> hash{};
    std::memcpy(hash.data(), raw.data(), hash.size());
    const auto bytes = as_struct<wire::EvidenceHash>(hash);
    pieces.push_back(wire::CreateEvidence(builder, add_string(builder, piece.title), &bytes));
  }
  const auto evidence = pieces.empty() ? 0 : builder.CreateVector(pieces).o;
  wire::OrderHeaderBuilder out{builder};
  out.add_order(order);
  out.add_authority(authority);
  out.add_issued_on(header.issued_on.days);
  out.add_legal_basis(basis);
  out.add_drafted_by(drafted_by);
  out.add_approved_by(approved_by);
  out.add_command_id(command_id);
  builder.AddOffset(header_slot::kEvidence, flatbuffers::Offset<void>{evidence});
  out.add_remarks(remarks);
  if (header.procedure_on) out.add_procedure_on(header.procedure_on->days);
  out.add_trust(static_cast<wire::Trust>(header.trust));
  builder.FinishSizePrefixed(out.Finish(), kHeaderIdentifier.data());
  Bytes bytes = finished(builder);
  SILLOK_CHECK(HeaderView::check(bytes));
  return bytes;
}

struct EntryBuilder::Scratch {
  Builder builder{2048};
};

EntryBuilder::EntryBuilder() : scratch_{std::make_unique<Scratch>()} {}
EntryBuilder::~EntryBuilder() = default;

namespace {

flatbuffers::Offset<flatbuffers::Vector<std::uint8_t>> add_nested(Builder& builder, BytesView bytes) {
  builder.ForceVectorAlignment(bytes.size(), 1, 8);
  return builder.CreateVector(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

flatbuffers::Offset<wire::Opening> add_opening(Builder& builder, const Opening& opening) {
  const auto header = add_nested(builder, opening.header);
  const auto root = as_struct<wire::Hash>(opening.act_root);
  const auto drafter = as_struct<wire::Signature>(opening.drafter_signature);
  const auto approver = as_struct<wire::Signature>(opening.approver_signature);
  wire::OpeningBuilder out{builder};
  if (opening.drafter_key != kNoPosition) out.add_drafter_key(opening.drafter_key);
  if (opening.approver_key != kNoPosition) out.add_approver_key(opening.approver_key);
  if (opening.drafter_grant != kNoPosition) out.add_drafter_grant(opening.drafter_grant);
  if (opening.approver_grant != kNoPosition) out.add_approver_grant(opening.approver_grant);
  out.add_approver_signature(&approver);
  out.add_drafter_signature(&drafter);
  out.add_act_root(&root);
  out.add_act_count(opening.act_count);
  out.add_trust(static_cast<std::uint8_t>(opening.trust));
  out.add_header(header);
  return out.Finish();
}

}  // namespace

Result<BytesView> EntryBuilder::build(const Envelope& envelope, const Opening* opening, BytesView body) {
  Builder& builder = scratch_->builder;
  builder.Clear();
  const auto body_bytes = add_nested(builder, body);
  const auto opened = opening ? add_opening(builder, *opening) : flatbuffers::Offset<wire::Opening>{};
  const auto previous = as_struct<wire::Hash>(envelope.previous);
  wire::EventBuilder out{builder};
  out.add_position(envelope.position);
  out.add_recorded_at(envelope.recorded_at.micros);
  if (envelope.person_previous != kNoPosition) out.add_person_previous(envelope.person_previous);
  out.add_previous(&previous);
  out.add_revision(envelope.revision);
  out.add_index(envelope.index);
  out.add_opening(opened);
  out.add_body(body_bytes);
  builder.FinishSizePrefixed(out.Finish(), kEventIdentifier.data());
  if (builder.GetSize() > kEntryBytesMax) return unfit("", "the event is longer than 65,535 bytes");
  return BytesView{reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

}  // namespace sillok
