// Checking and reading the header of an order and the entries of the log.
#include "ledger/base/ids.h"
#include "ledger/event/codec.h"
#include "ledger/event/text_rules.h"
#include "ledger/event/wire_slots.h"
#include "ledger/event/wire_table.h"

namespace sillok {
namespace {

constexpr std::int32_t kFirstDay = -719'162;  // 0001-01-01

template <std::size_t N>
std::array<std::uint8_t, N> bytes_at(const WireTable& table, std::uint16_t slot) {
  std::array<std::uint8_t, N> out{};
  if (const char* at = table.field(slot)) std::memcpy(out.data(), at, N);
  return out;
}

bool check_id(WireCheck& wire, const WireCheck::Table& table, std::uint16_t slot, bool required,
              std::string_view where) {
  std::optional<std::string_view> text;
  if (!wire.text(table, slot, text)) return false;
  if (!text) return !required || wire.refuse("missing", where);
  return is_id(*text) || wire.refuse("not an id", where);
}

bool check_date(WireCheck& wire, const WireCheck::Table& table, std::uint16_t slot, bool required,
                std::string_view where) {
  std::optional<std::int32_t> days;
  if (!wire.scalar(table, slot, days)) return false;
  if (!days) return !required || wire.refuse("missing", where);
  return (*days >= kFirstDay && *days <= kLastDay.days) || wire.refuse("not a date", where);
}

constexpr auto kTrustMax = static_cast<std::uint8_t>(Trust::kStatement);

bool check_header_lists(WireCheck& wire, const WireCheck::Table& header) {
  WireCheck::Vector basis, evidence;
  if (!wire.vector(header, header_slot::kLegalBasis, 4, 4, kListCountMax, basis)) return false;
  for (std::uint32_t i = 0; i < basis.count; ++i) {
    std::string_view text;
    if (!wire.text_at(basis, i, text)) return false;
    if (!is_text(text)) return wire.refuse("not a text", "legal_basis");
  }
  if (!wire.vector(header, header_slot::kEvidence, 4, 4, kListCountMax, evidence)) return false;
  for (std::uint32_t i = 0; i < evidence.count; ++i) {
    WireCheck::Table piece;
    std::optional<std::string_view> title;
    std::uint32_t hash = 0;
    if (!wire.table_at(evidence, i, piece) || !wire.text(piece, evidence_slot::kTitle, title) ||
        !wire.inline_field(piece, evidence_slot::kSha256, 32, 1, hash)) {
      return false;
    }
    if (!title || !is_text(*title) || hash == 0) return wire.refuse("not a title and a hash", "evidence");
  }
  return true;
}

bool check_header(WireCheck& wire, WireCheck::Table& header) {
  if (wire.bytes().size() > kEntryBytesMax) return wire.refuse("longer than an entry may be");
  std::optional<std::string_view> remarks;
  std::optional<std::uint8_t> trust;
  if (!wire.root(kHeaderIdentifier, header) || !check_id(wire, header, header_slot::kOrder, true, "order") ||
      !check_id(wire, header, header_slot::kAuthority, true, "authority") ||
      !check_id(wire, header, header_slot::kDraftedBy, true, "drafted_by") ||
      !check_id(wire, header, header_slot::kApprovedBy, true, "approved_by") ||
      !check_date(wire, header, header_slot::kIssuedOn, true, "issued_on") ||
      !check_date(wire, header, header_slot::kProcedureOn, false, "procedure_on") ||
      !check_header_lists(wire, header) || !check_id(wire, header, header_slot::kCommandId, false, "command_id") ||
      !wire.text(header, header_slot::kRemarks, remarks) || !wire.scalar(header, header_slot::kTrust, trust)) {
    return false;
  }
  if (remarks && !is_text(*remarks)) return wire.refuse("not a text", "remarks");
  return trust.value_or(0) <= kTrustMax || wire.refuse("unknown value", "trust");
}

tl::unexpected<Error> malformed(std::string_view what, const WireCheck& wire) {
  return fail(Fault::malformed, "event.malformed", std::string{wire.broken_where},
              std::string{what} + ": " + std::string{wire.broken});
}

// The envelope and its opening; where header and body lie goes to the caller.
struct EntryParts {
  WireCheck::Table event, opening;
  bool opens = false;
  WireCheck::Vector header, body;
};

bool check_opening(WireCheck& wire, const WireCheck::Table& opening, WireCheck::Vector& header) {
  std::optional<std::uint32_t> act_count;
  std::optional<std::uint8_t> algorithm, trust;
  std::uint32_t root = 0, drafter = 0, approver = 0;
  if (!wire.vector(opening, opening_slot::kHeader, 1, 8, kEntryBytesMax, header) ||
      !wire.scalar(opening, opening_slot::kActCount, act_count) ||
      !wire.inline_field(opening, opening_slot::kActRoot, 32, 1, root) ||
      !wire.scalar(opening, opening_slot::kAlgorithm, algorithm) ||
      !wire.scalar(opening, opening_slot::kTrust, trust) ||
      !wire.inline_field(opening, opening_slot::kDrafterSignature, 64, 1, drafter) ||
      !wire.inline_field(opening, opening_slot::kApproverSignature, 64, 1, approver)) {
    return false;
  }
  for (const std::uint16_t slot : {opening_slot::kDrafterKey, opening_slot::kApproverKey, opening_slot::kDrafterGrant,
                                   opening_slot::kApproverGrant}) {
    std::optional<std::uint64_t> position;
    if (!wire.scalar(opening, slot, position)) return false;
  }
  if (!header.present || root == 0 || drafter == 0 || approver == 0) return wire.refuse("missing parts", "opening");
  if (!act_count || *act_count == 0 || *act_count > kActsMax) return wire.refuse("out of range", "opening.act_count");
  if (trust.value_or(0) > kTrustMax) return wire.refuse("unknown value", "opening.trust");
  return algorithm.value_or(1) == 1 || wire.refuse("another signature algorithm", "opening.algorithm");
}

bool check_entry(WireCheck& wire, EntryParts& parts) {
  if (wire.bytes().size() > kEntryBytesMax) return wire.refuse("longer than an entry may be");
  std::optional<std::uint64_t> position, person_previous;
  std::optional<std::int64_t> recorded_at;
  std::optional<std::uint32_t> revision, index;
  std::uint32_t previous = 0;
  if (!wire.root(kEventIdentifier, parts.event) || !wire.scalar(parts.event, event_slot::kPosition, position) ||
      !wire.scalar(parts.event, event_slot::kRecordedAt, recorded_at) ||
      !wire.inline_field(parts.event, event_slot::kPrevious, 32, 1, previous) ||
      !wire.scalar(parts.event, event_slot::kRevision, revision) ||
      !wire.scalar(parts.event, event_slot::kPersonPrevious, person_previous) ||
      !wire.scalar(parts.event, event_slot::kIndex, index) ||
      !wire.table(parts.event, event_slot::kOpening, false, parts.opens, parts.opening) ||
      !wire.vector(parts.event, event_slot::kBody, 1, 8, kEntryBytesMax, parts.body)) {
    return false;
  }
  if (previous == 0) return wire.refuse("missing", "previous");
  if (!parts.body.present) return wire.refuse("missing", "body");
  if (index.value_or(0) > position.value_or(0)) return wire.refuse("out of range", "index");
  if (person_previous && *person_previous >= position.value_or(0)) {
    return wire.refuse("out of range", "person_previous");
  }
  if (parts.opens != (index.value_or(0) == 0)) return wire.refuse("only the first event opens an order", "opening");
  return !parts.opens || check_opening(wire, parts.opening, parts.header);
}

}  // namespace

Result<HeaderView> HeaderView::check(BytesView bytes) {
  WireCheck wire{bytes};
  WireCheck::Table header;
  if (!check_header(wire, header)) return malformed("header", wire);
  HeaderView view;
  view.bytes_ = bytes;
  view.root_ = wire.address(header);
  return view;
}

std::string_view HeaderView::order() const { return WireTable{root_}.text(header_slot::kOrder).value_or(""); }
std::string_view HeaderView::authority() const { return WireTable{root_}.text(header_slot::kAuthority).value_or(""); }
std::string_view HeaderView::drafted_by() const { return WireTable{root_}.text(header_slot::kDraftedBy).value_or(""); }
std::string_view HeaderView::approved_by() const {
  return WireTable{root_}.text(header_slot::kApprovedBy).value_or("");
}
std::string_view HeaderView::command_id() const { return WireTable{root_}.text(header_slot::kCommandId).value_or(""); }
Date HeaderView::issued_on() const { return Date{WireTable{root_}.scalar<std::int32_t>(header_slot::kIssuedOn, 0)}; }
Trust HeaderView::trust() const {
  return static_cast<Trust>(WireTable{root_}.scalar<std::uint8_t>(header_slot::kTrust, 0));
}

PlainHeader HeaderView::plain() const {
  const WireTable header{root_};
  PlainHeader out;
  out.order = order();
  out.authority = authority();
  out.issued_on = issued_on();
  const WireVector basis = header.vector(header_slot::kLegalBasis);
  for (std::uint32_t i = 0; i < basis.count; ++i) out.legal_basis.emplace_back(basis.text(i));
  out.drafted_by = drafted_by();
  out.approved_by = approved_by();
  out.command_id = command_id();
  const WireVector evidence = header.vector(header_slot::kEvidence);
  for (std::uint32_t i = 0; i < evidence.count; ++i) {
    const WireTable piece = evidence.table(i);
    out.evidence.push_back({std::string{piece.text(evidence_slot::kTitle).value_or("")},
                            to_hex(view(bytes_at<32>(piece, evidence_slot::kSha256)))});
  }
  out.remarks = header.text(header_slot::kRemarks).value_or("");
  if (const auto days = header.scalar<std::int32_t>(header_slot::kProcedureOn)) out.procedure_on = Date{*days};
  out.trust = trust();
  return out;
}

Result<EventView> EventView::check(BytesView entry) {
  WireCheck wire{entry};
  EntryParts parts;
  if (!check_entry(wire, parts)) return malformed("entry", wire);
  if (parts.opens) SILLOK_CHECK(HeaderView::check(wire.slice(parts.header)));
  SILLOK_CHECK(BodyView::check(wire.slice(parts.body)));
  EventView view;
  view.bytes_ = entry;
  view.root_ = wire.address(parts.event);
  return view;
}

EventView EventView::trust(BytesView entry) {
  EventView view;
  view.bytes_ = entry;
  view.root_ = wire_root(entry);
  return view;
}

Position EventView::position() const { return WireTable{root_}.scalar<std::uint64_t>(event_slot::kPosition, 0); }
Instant EventView::recorded_at() const {
  return Instant{WireTable{root_}.scalar<std::int64_t>(event_slot::kRecordedAt, 0)};
}
Hash EventView::previous() const { return bytes_at<32>(WireTable{root_}, event_slot::kPrevious); }
bool EventView::is_as_signed(Trust trust) const {
  const auto expected = body().expected_revision();
  return trust != Trust::kLive || !expected || *expected + 1 == revision();
}

std::uint32_t EventView::revision() const { return WireTable{root_}.scalar<std::uint32_t>(event_slot::kRevision, 0); }
Position EventView::person_previous() const {
  return WireTable{root_}.scalar<std::uint64_t>(event_slot::kPersonPrevious, kNoPosition);
}
std::uint32_t EventView::index() const { return WireTable{root_}.scalar<std::uint32_t>(event_slot::kIndex, 0); }

std::optional<Opening> EventView::opening() const {
  const auto wire = WireTable{root_}.table(event_slot::kOpening);
  if (!wire) return std::nullopt;
  Opening out;
  out.header = wire->vector(opening_slot::kHeader).bytes();
  out.act_count = wire->scalar<std::uint32_t>(opening_slot::kActCount, 0);
  out.act_root = bytes_at<32>(*wire, opening_slot::kActRoot);
  out.drafter_signature = bytes_at<64>(*wire, opening_slot::kDrafterSignature);
  out.approver_signature = bytes_at<64>(*wire, opening_slot::kApproverSignature);
  out.drafter_key = wire->scalar<std::uint64_t>(opening_slot::kDrafterKey, kNoPosition);
  out.approver_key = wire->scalar<std::uint64_t>(opening_slot::kApproverKey, kNoPosition);
  out.drafter_grant = wire->scalar<std::uint64_t>(opening_slot::kDrafterGrant, kNoPosition);
  out.approver_grant = wire->scalar<std::uint64_t>(opening_slot::kApproverGrant, kNoPosition);
  out.trust = static_cast<Trust>(wire->scalar<std::uint8_t>(opening_slot::kTrust, 0));
  // The header says it in entries from before the opening did.
  if (out.trust == Trust::kLive)
    out.trust = static_cast<Trust>(WireTable{wire_root(out.header)}.scalar<std::uint8_t>(header_slot::kTrust, 0));
  return out;
}

BytesView EventView::body_bytes() const { return WireTable{root_}.vector(event_slot::kBody).bytes(); }

}  // namespace sillok
