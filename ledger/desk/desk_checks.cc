// What the desk asks of the past before it records: earlier answers, and each act against the
// record as of its day.
#include <fmt/format.h>

#include <algorithm>

#include "ledger/desk/desk.h"
#include "ledger/privacy/sealed_field.h"

namespace sillok {
namespace {

// What a retry may change without being another order: its own token, and what a sandbox fills in.
PlainHeader comparable(PlainHeader header) {
  header.command_id.clear();
  header.trust = Trust::kLive;  // how it came in, not what it says
  return header;
}

bool names_a_case_of_the_past(Act act) {
  return act == Act::kInvestigationClosed || act == Act::kAppealed || act == Act::kAppealDecided || act == Act::kExpunged;
}

bool knows_case(const PersonState& state, std::string_view case_id) {
  return std::any_of(state.cases.begin(), state.cases.end(), [&](const CaseFile& file) { return file.case_id == case_id; }) ||
         std::any_of(state.sanctions.begin(), state.sanctions.end(), [&](const Sanction& sanction) { return sanction.case_id == case_id; }) ||
         state.removal_case == case_id;
}

}  // namespace

Result<Bytes> Desk::entry_at(Position position) const {
  const Position committed = ledger_.log().head().size;
  if (position >= committed && position - committed < entries_.size()) return entries_[position - committed];
  return ledger_.log().read(position);
}

Result<std::optional<Desk::Place>> Desk::place_of(const Bytes& index_key) const {
  if (const auto open = open_places_.find(index_key); open != open_places_.end()) return std::optional<Place>{open->second};
  SILLOK_TRY(stored, ledger_.log().index(index_key));
  if (!stored) return std::optional<Place>{};
  const auto [first, count] = log_index::read_order_place(*stored);
  return std::optional<Place>{Place{first, count}};
}

Result<std::optional<Receipt>> Desk::answered_before(const PreparedOrder& prepared, std::vector<Reason>& reasons) const {
  const PlainHeader& header = prepared.order.header;
  if (!header.command_id.empty()) {
    SILLOK_TRY(place, place_of(log_index::command_key(header.command_id)));
    if (place) {
      SILLOK_TRY(receipt, first_receipt(*place));
      return std::optional<Receipt>{std::move(receipt)};
    }
  }
  SILLOK_TRY(place, place_of(log_index::order_key(header.authority, header.order)));
  if (!place) return std::optional<Receipt>{};
  SILLOK_TRY(same, same_content(prepared.order, *place));
  if (same) {
    SILLOK_TRY(receipt, first_receipt(*place));
    return std::optional<Receipt>{std::move(receipt)};
  }
  reasons.push_back({"order.number_reused", std::nullopt, "", fmt::format("order {} of {} was recorded at position {} with other content; take a new number", header.order, header.authority, place->first), "", ""});
  return std::optional<Receipt>{};
}

Result<bool> Desk::same_content(const PlainOrder& order, Place place) const {
  if (place.count != order.acts.size()) return false;
  for (std::uint32_t i = 0; i < place.count; ++i) {
    SILLOK_TRY(entry, entry_at(place.first + i));
    const EventView event = EventView::trust(entry);
    if (i == 0) {
      SILLOK_TRY(header, HeaderView::check(event.opening()->header));
      if (comparable(header.plain()) != comparable(order.header)) return false;
    }
    const VaultOpener opener{ledger_.vault()};
    const PlainAct said = plain_act(event.body(), opener);
    if (opener.error()) return tl::unexpected{*opener.error()};
    if (said != order.acts[i]) return false;
  }
  return true;
}

Result<Receipt> Desk::first_receipt(Place place) const {
  SILLOK_TRY(entry, entry_at(place.first));
  SILLOK_TRY(header, HeaderView::check(EventView::trust(entry).opening()->header));
  Receipt receipt;
  receipt.order = header.order();  // a command_id may come again under another number
  receipt.status = Receipt::Status::kDuplicate;
  receipt.first = place.first;
  receipt.last = place.first + place.count - 1;
  receipt.recorded_at = EventView::trust(entry).recorded_at();
  receipt.checkpoint_size = receipt.last + 1;
  receipt.act_count = place.count;
  return receipt;
}

Result<Ok> Desk::check_acts(const PreparedOrder& prepared, Instant recorded_at, std::vector<Reason>& reasons) {
  for (std::size_t i = 0; i < prepared.bytes.bodies.size(); ++i) {
    SILLOK_CHECK(check_act(prepared, i, BodyView::trust(prepared.bytes.bodies[i]), recorded_at, reasons));
  }
  return Ok{};
}

Result<Ok> Desk::check_act(const PreparedOrder& prepared, std::size_t index, const BodyView& body, Instant recorded_at, std::vector<Reason>& reasons) {
  const Fact fact{next_ + index, recorded_at, body};
  const Subject subject = kind_of(fact.act()).subject;
  std::vector<Refusal> refusals;
  if (subject == Subject::kPerson) {
    SILLOK_CHECK(check_revision(prepared, index, body, reasons));
    SILLOK_TRY(newest, book_.newest(fact.subject()));
    SILLOK_TRY(then, book_.as_of(fact.subject(), fact));
    refusals = refuse_impossible(then, fact, organization(), newest);
    if (names_a_case_of_the_past(fact.act()) && !knows_case(*newest, fact.text(Field::kCase).value_or(""))) {
      refusals.push_back({"correction.target_unknown", "no investigation, removal, request or sanction of this person names that case", ""});
    }
  } else if (subject == Subject::kUnit) {
    refusals = refuse_impossible(PersonState{}, fact, organization());
  }
  for (Refusal& refusal : refusals) {
    reasons.push_back({std::move(refusal.code), index, std::string{subject == Subject::kPerson ? fact.subject() : ""}, std::move(refusal.message), std::move(refusal.legal_reference), ""});
  }
  if (fact.act() == Act::kPersonsMerged) {
    const std::string_view duplicate = fact.text(Field::kDuplicate).value_or("");
    SILLOK_TRY(merged, book_.newest(duplicate));
    if (duplicate == fact.subject() || merged->revision == 0) {
      reasons.push_back({"person.unknown", index, std::string{duplicate}, "the duplicate is not another person of this ledger; check both ids", "", ""});
    }
  }
  if (body.number(Field::kTarget)) SILLOK_CHECK(check_target(prepared, index, body, reasons));

  const bool would_be_recorded = refusals.empty() || options_.intake == Intake::kImport;
  if (!would_be_recorded) return Ok{};
  if (subject == Subject::kPerson) return book_.add(fact.subject(), StoredAct{fact.position(), recorded_at, body});
  if (subject == Subject::kUnit) {
    if (!organization_before_order_) organization_before_order_.emplace(open_organization_);
    if (!open_organization_) open_organization_ = organization();
    evolve(*open_organization_, fact);
  }
  return Ok{};
}

Result<Ok> Desk::check_revision(const PreparedOrder& prepared, std::size_t index, const BodyView& body, std::vector<Reason>& reasons) {
  const auto expected = body.expected_revision();
  if (!expected) return Ok{};
  SILLOK_TRY(place, person_place(body.subject()));
  const auto& acts = prepared.order.acts;
  const auto earlier = std::count_if(acts.begin(), acts.begin() + static_cast<std::ptrdiff_t>(index), [&](const PlainAct& act) { return act.subject == body.subject(); });
  const std::uint64_t revision = place->revision + static_cast<std::uint64_t>(earlier);
  if (revision != *expected) {
    reasons.push_back({"revision.conflict", index, std::string{body.subject()}, fmt::format("the record is at revision {}, not {}; look at what was recorded since", revision, *expected), "", ""});
  }
  return Ok{};
}

Result<Ok> Desk::check_target(const PreparedOrder& prepared, std::size_t index, const BodyView& body, std::vector<Reason>& reasons) {
  const auto target = static_cast<Position>(*body.number(Field::kTarget));
  const auto unknown = [&](std::string message) {
    reasons.push_back({"correction.target_unknown", index, std::string{body.subject()}, std::move(message), "", ""});
    return Result<Ok>{};
  };
  Bytes in_log;
  BodyView target_body;
  if (target >= next_ && target - next_ < index) {
    target_body = BodyView::trust(prepared.bytes.bodies[target - next_]);
  } else {
    if (target >= next_) return unknown(fmt::format("there is no act at position {} yet", target));
    SILLOK_TRY(entry, entry_at(target));
    in_log = std::move(entry);
    target_body = EventView::trust(in_log).body();
  }
  if (target_body.subject() != body.subject()) return unknown(fmt::format("the act at position {} is not about this person", target));
  if (body.act() == Act::kAwardRevoked && target_body.act() != Act::kAwarded) return unknown(fmt::format("the act at position {} is no award", target));
  // A rectification may say of its target only what that act could have said; else it can't be read.
  for (const Patch& patch : body.patches()) {
    const FieldSpec* spec = find_field(target_body.act(), patch.field);
    const auto unreadable = [&](const char* code, std::string message) {
      return fail(Fault::malformed, code, fmt::format("acts[{}].data.data.{}", index, name_of(patch.field)), std::move(message));
    };
    if (spec == nullptr) return unreadable("input.unknown_field", fmt::format("{} has no such field", name_of(target_body.act())));
    if (std::holds_alternative<std::monostate>(patch.value) && spec->required && !spec->nullable) return unreadable("input.value", "the act can't do without it");
    const auto* text = std::get_if<std::string>(&patch.value);
    if (text == nullptr) continue;
    if (spec->type == FieldType::kChoice && !is_choice(spec->choices, *text)) return unreadable("input.value", fmt::format("one of {} is wanted", spec->choices));
    if (patch.field == Field::kUnit && organization().unit(*text) == nullptr) {
      reasons.push_back({"organization.unknown_unit", index, std::string{body.subject()}, fmt::format("no unit {} was ever created; create it first", *text), "", ""});
    }
  }
  return Ok{};
}

}  // namespace sillok
