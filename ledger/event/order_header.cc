#include "ledger/event/order_header.h"

#include "ledger/base/ids.h"
#include "ledger/event/text_rules.h"

namespace sillok {

bool is_sha256_hex(std::string_view hex) {
  const auto bytes = from_hex(hex);
  return bytes && bytes->size() == sizeof(Hash);
}

bool OrderHeaderReader::member(HeaderKey key, JsonElement element) {
  PlainHeader& header = out_.order.header;
  switch (key) {
    case kOrderKey: return json_.id(element, header.order);
    case kAuthorityKey: return json_.id(element, header.authority);
    case kIssuedOnKey: return json_.date(element, header.issued_on);
    case kLegalBasisKey: return legal_basis(element);
    case kDraftedByKey: return json_.id(element, header.drafted_by);
    case kApprovedByKey: return json_.id(element, header.approved_by);
    case kCommandIdKey: return json_.id(element, header.command_id);
    case kEvidenceKey: return evidence(element);
    case kRemarksKey: return json_.text(element, 0, kTextCharactersMax, header.remarks);
    case kProcedureOnKey: return json_.date(element, header.procedure_on.emplace());
    case kRecordedAtKey: return json_.instant(element, out_.recorded_at.emplace());
    case kSignaturesKey: return signatures(element);
    case kHeaderKeyCount: break;
  }
  return json_.refuse("input.unknown_field", "no such field");
}

bool OrderHeaderReader::legal_basis(JsonElement element) {
  simdjson::dom::array list;
  if (!json_.array(element, kListCountMax, list)) return false;
  auto& basis = out_.order.header.legal_basis;
  for (const JsonElement item : list) {
    if (!json_.text(item, 1, kTextCharactersMax, basis.emplace_back())) return json_.within(basis.size() - 1);
  }
  return true;
}

bool OrderHeaderReader::evidence(JsonElement element) {
  simdjson::dom::array list;
  if (!json_.array(element, kListCountMax, list)) return false;
  auto& evidence = out_.order.header.evidence;
  for (const JsonElement item : list) {
    if (!piece(item, evidence.emplace_back())) return json_.within(evidence.size() - 1);
  }
  return true;
}

bool OrderHeaderReader::piece(JsonElement element, Evidence& out) {
  static constexpr std::array<std::string_view, 2> kKeys{"title", "sha256"};
  Members<2> piece;
  if (!piece.read(json_, element, kKeys)) return false;
  for (const std::size_t key : {0, 1}) {
    if (!piece.present.test(key)) return json_.refuse_missing(kKeys[key]);
  }
  if (!json_.text(piece.element[0], 1, kTextCharactersMax, out.title)) return json_.within("title");
  std::string hex;
  // Of any length: the answer names what is wanted, not a count of characters.
  if (!json_.text(piece.element[1], 0, kTextCharactersMax, hex)) return json_.within("sha256");
  if (!is_sha256_hex(hex))
    return json_.refuse("input.hex", "the SHA-256 of the document is wanted, 64 hex digits", "sha256");
  out.sha256 = to_hex(*from_hex(hex));
  return true;
}

bool OrderHeaderReader::signatures(JsonElement element) {
  static constexpr std::array<std::string_view, 2> kKeys{"drafted_by", "approved_by"};
  Members<2> members;
  if (!members.read(json_, element, kKeys)) return false;
  if (members.present.test(0) && !json_.base64(members.element[0], 64, out_.drafter_signature.emplace())) {
    return json_.within(kKeys[0]);
  }
  return !members.present.test(1) || json_.base64(members.element[1], 64, out_.approver_signature.emplace()) ||
         json_.within(kKeys[1]);
}

}  // namespace sillok
