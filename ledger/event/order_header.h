#pragma once
// The header of an order, as order lines (contract §3) and reorganization plans (§5) have it. Only for the .cc files
// that read those: it includes simdjson.
#include "ledger/event/json_reader.h"

namespace sillok {

inline constexpr std::string_view kHeaderKeys[] = {"order",      "authority",    "issued_on",   "legal_basis",
                                                   "drafted_by", "approved_by",  "command_id",  "evidence",
                                                   "remarks",    "procedure_on", "recorded_at", "signatures"};
enum HeaderKey : std::size_t {
  kOrderKey,
  kAuthorityKey,
  kIssuedOnKey,
  kLegalBasisKey,
  kDraftedByKey,
  kApprovedByKey,
  kCommandIdKey,
  kEvidenceKey,
  kRemarksKey,
  kProcedureOnKey,
  kRecordedAtKey,
  kSignaturesKey,
  kHeaderKeyCount
};
static_assert(std::size(kHeaderKeys) == kHeaderKeyCount);

class OrderHeaderReader {
 public:
  // Both must outlive it; what is wrong stands in `json`.
  OrderHeaderReader(JsonReader& json, OrderLine& out) : json_{json}, out_{out} {}
  bool member(HeaderKey key, JsonElement element);

 private:
  bool legal_basis(JsonElement element);
  bool evidence(JsonElement element);
  bool piece(JsonElement element, Evidence& out);
  bool signatures(JsonElement element);

  JsonReader& json_;
  OrderLine& out_;
};

bool is_sha256_hex(std::string_view hex);

}  // namespace sillok
