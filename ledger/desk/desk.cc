#include "ledger/desk/desk.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/base/crash_point.h"
#include "ledger/base/parallel.h"
#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

constexpr std::size_t kRecentPersonsMax = 200'000;
constexpr std::size_t kReadTogether = 64;  // by one core

// What import may not record either: it would not be accepted by a reader of the log (may_be_one_person()
// of order_signature.h says what a sandbox is spared).
bool refuses_import(const Reason& reason, bool sandbox) {
  if (sandbox && reason.code == "authority.same_person") return false;
  if (reason.code == "order.back_dated") return false;                     // as the older system had it
  if (reason.act && reason.code == "authority.not_granted") return false;  // so far as the older system let it reach
  return reason.code.starts_with("order.") || reason.code.starts_with("signature.") ||
         reason.code.starts_with("authority.");
}

}  // namespace

Desk::Desk(Ledger& ledger, PersonRecords& records, DeskOptions options, Sink sink)
    : ledger_(ledger),
      records_(records),
      book_(records),
      quotas_(records, book_),
      options_(options),
      sink_(std::move(sink)),
      committed_(ledger.log().head().size),
      next_(committed_),
      previous_(ledger.log().head().last),
      now_(ledger.newest_recorded_at()) {}

Result<Ok> Desk::pass_on(std::uint64_t line, Error error) {
  outcomes_.push_back({line, error});
  lines_.push_back({line, std::move(error)});
  return Ok{};
}

Result<Ok> Desk::decide(std::uint64_t line, PreparedOrder prepared) {
  lines_.push_back({line, std::move(prepared)});
  return decide_one(line, std::get<PreparedOrder>(lines_.back().input));
}

Result<Ok> Desk::decide_one(std::uint64_t line, const PreparedOrder& prepared) {
  const auto is_unreadable = [&](Error error) {
    outcomes_.push_back({line, std::move(error)});
    return Ok{};
  };
  std::vector<Reason> reasons = prepared.reasons;
  SILLOK_TRY(earlier, answered_before(prepared, reasons));
  if (earlier) {
    outcomes_.push_back({line, std::move(*earlier)});
    return Ok{};
  }
  auto recorded_at = recording_time(prepared);
  if (!recorded_at) return is_unreadable(std::move(recorded_at).error());

  Opening opening;
  check_authority(prepared, *recorded_at, opening, reasons);
  book_.begin_order(next_);
  rules_before_order_ = open_rules_;
  organization_before_order_.reset();
  organization_acts_before_order_ = open_organization_acts_.size();
  auto checked = check_acts(prepared, *recorded_at, reasons);
  if (!checked) {
    take_back_order();
    if (checked.error().fault != Fault::malformed) return checked;
    return is_unreadable(std::move(checked).error());
  }
  sort_reasons(reasons);
  const bool refused =
      options_.intake == Intake::kImport
          ? std::any_of(reasons.begin(), reasons.end(),
                        [&](const Reason& each) { return refuses_import(each, ledger_.is_sandbox()); })
          : std::any_of(reasons.begin(), reasons.end(), [](const Reason& each) { return !each.is_finding; });
  Receipt receipt;
  receipt.order = prepared.order.header.order;
  receipt.act_count = prepared.order.acts.size();
  if (options_.dry_run) {
    SILLOK_TRY(touched, cascades(prepared, *recorded_at));
    receipt.cascades = std::move(touched);
  }
  // What only is a finding refuses nothing, and is no reason beside one that does.
  if (refused) std::erase_if(reasons, [](const Reason& each) { return each.is_finding; });
  receipt.reasons = std::move(reasons);
  if (refused) {
    take_back_order();
    receipt.status = Receipt::Status::kRefused;
    outcomes_.push_back({line, std::move(receipt)});
    return Ok{};
  }
  receipt.first = next_;
  receipt.last = next_ + prepared.bytes.bodies.size() - 1;
  receipt.recorded_at = *recorded_at;
  receipt.checkpoint_size = receipt.last + 1;
  SILLOK_CHECK(record(prepared, opening, *recorded_at));
  outcomes_.push_back({line, std::move(receipt)});
  return Ok{};
}

Result<Instant> Desk::recording_time(const PreparedOrder& prepared) const {
  // recorded_at never goes back (contract §1); a sandbox has no clock but its orders (contract §2).
  if (!ledger_.is_sandbox()) return std::max(now_, wall_clock_now());
  if (!prepared.recorded_at) return std::max(now_, start_of_korean_day(prepared.order.header.issued_on));
  if (*prepared.recorded_at < now_) {
    return fail(
        Fault::malformed, "order.recorded_at", "recorded_at",
        fmt::format("recorded_at goes back behind the ledger's {}; give that or a later instant", to_string(now_)));
  }
  return *prepared.recorded_at;
}

void Desk::check_authority(const PreparedOrder& prepared, Instant recorded_at, Opening& opening,
                           std::vector<Reason>& reasons) {
  const PlainHeader& header = prepared.order.header;
  opening.act_count = static_cast<std::uint32_t>(prepared.bytes.bodies.size());
  opening.act_root = prepared.bytes.act_root;
  opening.trust = options_.trust;
  opening.drafter_signature = prepared.bytes.drafter_signature;
  opening.approver_signature = prepared.bytes.approver_signature;
  const auto refuse = [&](const char* code, std::string message) {
    reasons.push_back({code, std::nullopt, "", std::move(message), "SPOA:32", ""});
  };
  if (header.drafted_by == header.approved_by)
    refuse("authority.same_person", "drafted and approved by the same officer; two persons are needed");
  const auto may_be_lost = [&](const Bytes& bytes) {
    return seals_under_destroyed_key(BodyView::trust(bytes), ledger_.vault()).value_or(true);
  };
  if (ledger_.has_destroyed_keys() && std::ranges::any_of(prepared.bytes.bodies, may_be_lost))
    refuse("sealed.key_destroyed",
           "it seals something under a data key that was destroyed meanwhile; send the plain order again, or make its "
           "line anew with `sillok order digest`");
  KeyRegistry& registry = ledger_.registry();
  for (const Bytes& bytes : prepared.bytes.bodies) {
    const BodyView body = BodyView::trust(bytes);
    if (body.act() != Act::kRootsChanged) continue;
    auto refused =
        registry.refuse_root_change(body, prepared.bytes.bodies.size(), header.drafted_by, header.approved_by);
    if (refused) return refuse(refused->code, std::move(refused->why));
  }
  if (ledger_.is_sandbox()) return;
  if (header.drafted_by != header.approved_by && prepared.drafter_key == prepared.approver_key &&
      prepared.drafter_key != PublicKey{}) {
    refuse("authority.same_person", "both officers sign with the same key; two persons are needed");
  }

  const BodyView first = BodyView::trust(prepared.bytes.bodies.front());
  const Date recorded_on = korean_day(recorded_at);
  const Date granted_on = needs_grant_on(options_.trust, header.issued_on, recorded_at);
  const std::size_t on_authority =
      static_cast<std::size_t>(std::count_if(prepared.order.acts.begin(), prepared.order.acts.end(),
                                             [](const PlainAct& act) { return KeyRegistry::concerns(act.act); }));
  const auto one = [&](bool approves, const std::string& officer, const PublicKey& checked, const Signature& signature,
                       Position& key_position, Position& grant_position) {
    const auto key = registry.key_for(officer, first);
    if (!key && registry.was_root(officer))
      return refuse("authority.not_root", officer + " is no root any more; see `sillok keys list` for those in force");
    if (!key) {
      if (registry.grant_for(officer, approves, header.authority, granted_on, recorded_on) == nullptr) {
        refuse("authority.not_granted", officer +
                                            " has no key and no grant here; register a key with `sillok keys register` "
                                            "and grant a role with `sillok grant`");
      }
      return refuse("authority.no_key",
                    officer + " has no key in force here; register one with `sillok keys register`");
    }
    if (key->key != checked) {
      const Bytes message = order_message(approves ? SignerRole::kApprover : SignerRole::kDrafter,
                                          ledger_.genesis().hash, prepared.bytes.signed_order());
      if (!verify_signature(key->key, message, view(signature)))
        reasons.push_back({"signature.invalid", std::nullopt, "",
                           "the signature of " + officer + " does not hold under the key in force; sign it again", "",
                           ""});
    }
    key_position = key->registered_at;
    if (key->is_root || on_authority > 0) {
      if (!key->is_root || on_authority != prepared.order.acts.size())
        refuse("authority.not_granted", "keys and grants are changed by roots, and roots sign nothing else");
      return;
    }
    const Grant* grant = registry.grant_for(officer, approves, header.authority, granted_on, recorded_on);
    if (grant == nullptr)
      return refuse("authority.not_granted",
                    fmt::format("{} may not {} for {} on {}; grant it with `sillok grant`", officer,
                                approves ? "approve" : "draft", header.authority, to_string(granted_on)));
    grant_position = grant->position;
  };
  one(false, header.drafted_by, prepared.drafter_key, opening.drafter_signature, opening.drafter_key,
      opening.drafter_grant);
  one(true, header.approved_by, prepared.approver_key, opening.approver_signature, opening.approver_key,
      opening.approver_grant);
}

const OrganizationState& Desk::organization() {
  if (open_organization_) return *open_organization_;
  if (!committed_organization_) committed_organization_ = records_.organization();
  return *committed_organization_;
}

Result<Desk::PersonPlaces::Entry*> Desk::person_place(std::string_view person) {
  if (const auto open = open_persons_.find(person)) return open;
  if (const auto recent = recent_persons_.find(person)) return &open_persons_.add(person, recent->value);
  SILLOK_TRY(stored, ledger_.log().index(log_index::person_key(person)));
  SILLOK_TRY(place, place_in(stored));
  return &open_persons_.add(person, place);
}

Result<Desk::PersonPlace> Desk::place_in(const std::optional<Bytes>& stored) {
  PersonPlace place;
  if (stored) std::tie(place.revision, place.last) = log_index::read_person_place(*stored);
  if (stored && place.last == kNoPosition) return log_index::damaged();
  return place;
}

Result<Ok> Desk::fetch(const std::vector<std::string_view>& persons) {
  SILLOK_CHECK(book_.fetch(persons));
  std::vector<std::string_view> missing;
  for (const std::string_view person : persons) {
    if (open_persons_.find(person) == nullptr) missing.push_back(person);
  }
  std::vector<PersonPlace> places(missing.size());
  const auto read = [&](std::size_t begin, std::size_t end) -> Result<Ok> {
    std::vector<Bytes> keys;
    for (std::size_t i = begin; i < end; ++i) keys.push_back(log_index::person_key(missing[i]));
    SILLOK_TRY(stored, ledger_.log().index_many(keys));
    for (std::size_t i = begin; i < end; ++i) {
      SILLOK_TRY(place, place_in(stored[i - begin]));
      places[i] = place;
    }
    return Ok{};
  };
  SILLOK_CHECK(for_each_part_in_parallel(missing.size(), kReadTogether, read));
  open_persons_.reserve(open_persons_.size() + missing.size());
  for (std::size_t i = 0; i < missing.size(); ++i) open_persons_.add(missing[i], places[i]);
  return Ok{};
}

Result<Ok> Desk::record(const PreparedOrder& prepared, const Opening& said, Instant recorded_at) {
  Opening opening = said;
  opening.header = prepared.bytes.header;
  const Position first = next_;
  for (std::size_t i = 0; i < prepared.bytes.bodies.size(); ++i) {
    const BodyView body = BodyView::trust(prepared.bytes.bodies[i]);
    Envelope envelope;
    envelope.position = next_;
    envelope.recorded_at = recorded_at;
    envelope.previous = previous_;
    envelope.index = static_cast<std::uint32_t>(i);
    if (body.is_about_person()) {
      SILLOK_TRY(hers, person_place(body.subject()));
      PersonPlace& place = hers->value;
      envelope.revision = ++place.revision;
      envelope.person_previous = std::exchange(place.last, next_);
      if (!std::exchange(place.is_new, true)) new_places_.push_back(hers);
    }
    SILLOK_TRY(entry, builder_.build(envelope, i == 0 ? &opening : nullptr, prepared.bytes.bodies[i]));
    entries_.emplace_back(entry);
    open_bytes_ += entry.size();
    previous_ = leaf_hash(entry);
    leaves_.push_back(previous_);
    if (auto row = log_index::row_of_kind(body.act(), next_)) index_.push_back({*std::move(row), ""});
    if (KeyRegistry::concerns(body.act()) && !options_.dry_run) ledger_.registry().apply(next_, body);
    ++next_;
  }
  const PlainHeader& header = prepared.order.header;
  const Place place{first, static_cast<std::uint32_t>(prepared.bytes.bodies.size())};
  const auto remember = [&](const Bytes& key) {
    open_places_[key] = place;
    index_.push_back({key, log_index::order_place(place.first, place.count)});
  };
  remember(log_index::order_key(header.authority, header.order));
  for (auto& row : log_index::tree_rows(first, prepared.bytes.subtree_roots)) index_.push_back(std::move(row));
  if (!header.command_id.empty()) remember(log_index::command_key(header.command_id));
  now_ = recorded_at;
  return Ok{};
}

Result<Ok> Desk::commit() {
  while (!entries_.empty() && !options_.dry_run) {
    for (const auto* each : new_places_) {
      const auto& [person, place] = *each;
      index_.push_back({log_index::person_key(person), log_index::person_place(place.revision, place.last)});
    }
    const std::vector<BytesView> views(entries_.begin(), entries_.end());
    const Position first = ledger_.log().head().size;
    SILLOK_CRASH_POINT("desk.before_append");
    SILLOK_TRY(appended, ledger_.append(views, leaves_, index_));
    if (appended == Appended::kHeadMoved) {
      SILLOK_CHECK(decide_again());
      continue;
    }
    SILLOK_CRASH_POINT("desk.before_views");
    book_.clear();  // so that the views need not copy what it holds
    SILLOK_CHECK(records_.committed(first, views));
    SILLOK_CRASH_POINT("desk.before_receipts");
    if (recent_persons_.size() + new_places_.size() > kRecentPersonsMax) recent_persons_.clear();
    if (new_places_.size() <= kRecentPersonsMax) {
      for (const auto* each : new_places_)
        recent_persons_.add(each->text, {}).value = {each->value.revision, each->value.last};
    }
    committed_ = next_;
    break;
  }
  if (!options_.dry_run) forget_batch();
  for (const LineOutcome& outcome : std::exchange(outcomes_, {})) SILLOK_CHECK(sink_(outcome));
  return Ok{};
}

Result<Ok> Desk::decide_again() {
  constexpr std::uint64_t kTogether = 4'096;
  auto lines = std::exchange(lines_, {});
  forget_batch();
  outcomes_.clear();
  recent_persons_.clear();
  quotas_.forget();
  const LogHead head = ledger_.log().head();
  while (committed_ < head.size) {
    std::vector<Bytes> entries;
    SILLOK_CHECK(ledger_.log().scan(committed_, std::min(head.size, committed_ + kTogether),
                                    [&](Position, BytesView entry) { return entries.emplace_back(entry), true; }));
    const std::vector<BytesView> views(entries.begin(), entries.end());
    SILLOK_CHECK(records_.committed(committed_, views));
    committed_ += entries.size();
  }
  next_ = head.size;
  previous_ = head.last;
  now_ = ledger_.newest_recorded_at();
  for (Line& line : lines) {
    if (auto* order = std::get_if<PreparedOrder>(&line.input)) SILLOK_CHECK(decide(line.number, std::move(*order)));
    else SILLOK_CHECK(pass_on(line.number, std::move(std::get<Error>(line.input))));
  }
  return Ok{};
}

void Desk::take_back_order() {
  book_.take_back();
  if (organization_before_order_) open_organization_ = std::move(*organization_before_order_);
  organization_before_order_.reset();
  open_organization_acts_.resize(organization_acts_before_order_);
  open_rules_ = rules_before_order_;
}

void Desk::forget_batch() {
  entries_.clear();
  leaves_.clear();
  index_.clear();
  open_places_.clear();
  new_places_.clear();
  open_persons_.clear();
  open_bytes_ = 0;
  open_organization_.reset();
  open_organization_acts_.clear();
  organization_before_order_.reset();
  committed_organization_.reset();
  open_rules_.reset();
  rules_before_order_.reset();
  committed_rules_.reset();
  book_.clear();
  lines_.clear();
}

}  // namespace sillok
