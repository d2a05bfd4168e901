#pragma once
// One act of every kind, made from the vocabulary itself, and a sealing that anyone can undo:
// the ciphertext is the text and sixteen zero bytes. Pure functions.
#include <optional>
#include <string>
#include <vector>

#include "ledger/event/codec.h"
#include "ledger/event/plain.h"

namespace sillok::testing {

inline Value sample_value(const FieldSpec& spec) {
  switch (spec.type) {
    case FieldType::kCode: return "C-" + std::string{name_of(spec.field)};
    case FieldType::kText: return "글 " + std::string{name_of(spec.field)};
    case FieldType::kChoice: return std::string{spec.choices.substr(0, spec.choices.find('|'))};
    case FieldType::kDate: return std::int64_t{19784};
    case FieldType::kInteger:
    case FieldType::kDecimal: return spec.min + (spec.max - spec.min < 7 ? 0 : 7);
    case FieldType::kBoolean: return std::int64_t{1};
    case FieldType::kCodes: return std::vector<std::string>{"A-1", "B:2"};
    case FieldType::kTexts: return std::vector<std::string>{"하나", "two"};
    case FieldType::kCareers:
      return std::vector<PriorCareer>{{Date{10000}, Date{10400}, 8, 80}, {Date{1}, Date{2}, {}, 100}};
    case FieldType::kPatch:
      return std::vector<Patch>{{Field::kGrade, std::int64_t{7}},
                                {Field::kSeries, std::monostate{}},
                                {Field::kPriorCareer, std::vector<PriorCareer>{{Date{10000}, Date{10400}, 8, 80}}},
                                {Field::kFacts, std::string{"고친 사실"}},
                                {Field::kName, std::string{"새 이름"}},
                                {Field::kFrom, std::vector<std::string>{"A", "B"}}};
  }
  return {};
}

// Without its optional fields where they are not wanted and the act can do without.
inline PlainAct sample_act(Act act, bool optional_fields = true) {
  optional_fields |= act == Act::kRectified || act == Act::kPersonalUpdated;
  const KindSpec& kind = kind_of(act);
  PlainAct out;
  out.act = act;
  out.effective_on = Date{19784};  // 2024-03-02
  for (const FieldSpec& spec : kind.fields) {
    if (spec.required || optional_fields) out.data.emplace(spec.field, sample_value(spec));
  }
  if (kind.subject == Subject::kPerson) out.subject = "P0001";
  if (const Field* field = subject_field(act)) out.subject = std::get<std::string>(out.data.at(*field));
  if (kind.personal && optional_fields) {
    out.personal = {{Personal::kName, "김하나"}, {Personal::kSex, "F"}, {Personal::kBirthOn, "1998-07-01"}};
  }
  if (optional_fields) {
    out.expected_revision = 3;
    out.source_recorded_at = Instant{1'709'337'600'000'000};
  }
  return out;
}

inline SealedField seal_openly(std::string_view text) {
  SealedField out;
  out.key_id.fill(0x11);
  out.nonce.fill(0x22);
  out.ciphertext = Bytes{text} + Bytes(16, '\0');
  return out;
}

inline std::vector<SealedField> seal_openly(const PlainAct& act) {
  std::vector<SealedField> out;
  for (const auto& [member, text] : act.personal) {
    out.push_back(seal_openly(text));
    out.back().is_personal = true;
    out.back().personal = member;
  }
  const auto add = [&](Field field, const std::string& text) {
    out.push_back(seal_openly(text));
    out.back().field = field;
  };
  for (const auto& [field, value] : act.data) {
    if (is_sealed(field)) add(field, std::get<std::string>(value));
    const auto* patches = std::get_if<std::vector<Patch>>(&value);
    if (!patches) continue;
    for (const Patch& patch : *patches) {
      if (is_sealed(patch.field)) add(patch.field, std::get<std::string>(patch.value));
    }
  }
  return out;
}

struct OpenOpener : FieldOpener {
  std::optional<std::string> open(std::string_view, Act, const SealedField& field) const override {
    return field.ciphertext.substr(0, field.ciphertext.size() - 16);
  }
};
struct KeylessOpener : FieldOpener {
  std::optional<std::string> open(std::string_view, Act, const SealedField&) const override { return std::nullopt; }
};

inline std::vector<Act> all_acts() {
  std::vector<Act> out;
  for (std::size_t i = 1; i < kActCount; ++i) out.push_back(static_cast<Act>(i));
  return out;
}

inline PlainHeader sample_header() {
  PlainHeader out;
  out.order = "MPM-2024-0012";
  out.authority = "1760000";
  out.issued_on = Date{19784};
  out.legal_basis = {"SPOA:28", "국가공무원법 제28조"};
  out.drafted_by = "hr.kim";
  out.approved_by = "head.lee";
  out.command_id = "7b0c-01";
  out.evidence = {{"decree", std::string(64, 'a')}};
  out.remarks = "비고";
  out.procedure_on = Date{19780};
  out.trust = Trust::kPaper;
  return out;
}

inline Opening sample_opening(BytesView header) {
  Opening out;
  out.header = header;
  out.act_count = 1;
  out.act_root.fill(0x31);
  out.drafter_signature.fill(0x41);
  out.approver_signature.fill(0x42);
  out.drafter_key = 2;
  out.approver_grant = 5;
  return out;
}

}  // namespace sillok::testing
