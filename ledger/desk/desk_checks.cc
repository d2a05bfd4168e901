// What the desk asks of the past before it records: earlier answers, and each act against the
// record as of its day.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "ledger/authority/order_signature.h"
#include "ledger/base/parallel.h"
#include "ledger/desk/desk.h"
#include "ledger/privacy/sealed_field.h"
#include "ledger/rules/policy_rows.h"

namespace sillok {
namespace {

// From so many acts on it pays to start threads; so many are then judged in one go.
constexpr std::size_t kJudgedAheadFrom = 256, kJudgedTogether = 64;

// What a retry may change without being another order: its own token, and what a sandbox fills in.
PlainHeader comparable(PlainHeader header) {
  header.command_id.clear();
  header.trust = Trust::kLive;  // of early entries: how they came in, not what they say
  return header;
}

}  // namespace

Result<Bytes> Desk::entry_at(Position position) const {
  const Position committed = ledger_.log().head().size;
  if (position >= committed && position - committed < entries_.size()) return entries_[position - committed];
  return ledger_.log().read(position);
}

Result<std::optional<Desk::Place>> Desk::place_of(const Bytes& index_key) const {
  if (const auto open = open_places_.find(index_key); open != open_places_.end())
    return std::optional<Place>{open->second};
  SILLOK_TRY(stored, ledger_.log().index(index_key));
  if (!stored) return std::optional<Place>{};
  const auto [first, count] = log_index::read_order_place(*stored);
  if (first == kNoPosition) return log_index::damaged();
  return std::optional<Place>{Place{first, count}};
}

Result<std::optional<Receipt>> Desk::answered_before(const PreparedOrder& prepared,
                                                     std::vector<Reason>& reasons) const {
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
  reasons.push_back({"order.number_reused", std::nullopt, "",
                     fmt::format("order {} of {} was recorded at position {} with other content; take a new number",
                                 header.order, header.authority, place->first),
                     "", ""});
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
  const Approval approval = approval_of(prepared, recorded_at);
  SILLOK_TRY(ahead, judge_ahead(prepared, recorded_at, approval));
  for (std::size_t i = 0; i < prepared.bytes.bodies.size(); ++i) {
    std::optional<Judgement> judged;
    if (!ahead.empty()) judged = std::move(ahead[i]);
    SILLOK_CHECK(check_act(prepared, i, recorded_at, approval, std::move(judged), reasons));
  }
  // Whether corrections leave a record that can be is asked of the order as a whole, and only where they
  // can be read as corrections at all.
  const bool can_be_read = std::none_of(reasons.begin(), reasons.end(),
                                        [](const Reason& each) { return each.code.starts_with("correction."); });
  return can_be_read ? check_what_rests_on(prepared, recorded_at, reasons) : Result<Ok>{};
}

// In an order of many persons the first act on each rests on her record alone: those are judged on all cores, before
// the acts are taken one after the other. Empty where the order is small, or has acts that others may rest on.
Result<std::vector<std::optional<Judgement>>> Desk::judge_ahead(const PreparedOrder& prepared, Instant recorded_at,
                                                                const Approval& approval) {
  std::vector<std::optional<Judgement>> judged;
  const std::vector<Bytes>& bodies = prepared.bytes.bodies;
  if (bodies.size() < kJudgedAheadFrom) return judged;
  std::unordered_set<std::string_view> met;
  met.reserve(bodies.size());
  std::vector<std::string_view> persons;
  std::vector<std::size_t> firsts;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const BodyView body = BodyView::trust(bodies[i]);
    if (!body.is_about_person() || is_act_on_act(body.act()) || !other_person(body).empty()) return judged;
    if (!met.insert(body.subject()).second) continue;
    persons.push_back(body.subject());
    firsts.push_back(i);
  }
  SILLOK_CHECK(fetch(persons));
  SILLOK_TRY(rules, this->rules());
  const Law law{*rules, recorded_at};
  const JudgedOrder order{prepared.order, organization(), law, approval};
  judged.resize(bodies.size());
  SILLOK_CHECK(for_each_in_parallel(firsts.size(), kJudgedTogether, [&](std::size_t i) -> Result<Ok> {
    const std::size_t index = firsts[i];
    const Fact fact{next_ + index, recorded_at, BodyView::trust(bodies[index])};
    if (asks_for_earlier_acts(order, fact)) return Ok{};
    const auto before = book_.at_hand(fact.subject(), fact);
    if (before) judged[index] = judge_act(order, index, fact, *before->newest, *before->then, {});
    return Ok{};
  }));
  return judged;
}

// Whether the approver holds a grant at all is asked of the order (check_authority); here, whether it reaches so far.
Approval Desk::approval_of(const PreparedOrder& prepared, Instant recorded_at) const {
  const PlainHeader& header = prepared.order.header;
  Approval approval{header.approved_by, header.authority, {}};
  if (ledger_.is_sandbox()) return approval;
  const Date granted_on = needs_grant_on(options_.trust, header.issued_on, recorded_at);
  approval.roles =
      ledger_.registry().approving_roles(header.approved_by, header.authority, granted_on, korean_day(recorded_at));
  return approval;
}

Result<Judgement> Desk::judge(const PreparedOrder& prepared, std::size_t index, const Fact& fact,
                              const Approval& approval) {
  SILLOK_TRY(newest, book_.newest(fact.subject()));
  SILLOK_TRY(as_acts_say, book_.as_of(fact.subject(), fact));
  SILLOK_TRY(rules, this->rules());
  const Law law{*rules, fact.recorded_at()};
  const JudgedOrder order{prepared.order, organization(), law, approval};
  std::vector<StoredAct> known;
  if (asks_for_earlier_acts(order, fact)) {
    SILLOK_TRY(acts, book_.acts(fact.subject()));
    known = std::move(acts);
  }
  return judge_act(order, index, fact, *newest, *as_acts_say, known);
}

Result<Ok> Desk::check_act(const PreparedOrder& prepared, std::size_t index, Instant recorded_at,
                           const Approval& approval, std::optional<Judgement> judged, std::vector<Reason>& reasons) {
  const BodyView body = BodyView::trust(prepared.bytes.bodies[index]);
  const Fact fact{next_ + index, recorded_at, body};
  const bool of_person = body.is_about_person();
  if (of_person) {
    SILLOK_CHECK(check_revision(prepared, index, body, reasons));
    if (!judged) {
      SILLOK_TRY(judgement, judge(prepared, index, fact, approval));
      judged = std::move(judgement);
    }
    std::move(judged->reasons.begin(), judged->reasons.end(), std::back_inserter(reasons));
    if (judged->place) SILLOK_CHECK(check_quota(index, *judged->place, fact, reasons));
  } else if (is_organization_act(fact.act())) {
    for (Refusal& refusal : refuse_impossible(PersonState{}, fact, organization()))
      reasons.push_back(reason_of(std::move(refusal), index, ""));
  }
  if (fact.act() == Act::kPolicyAdopted) {
    SILLOK_TRY(law, rules());
    const std::vector<std::string_view> rows = fact.texts(Field::kRows);
    const bool is_known = !law->rows(fact.text(Field::kTable).value_or("")).empty();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (const auto fault = policy_row_fault(rows[i], is_known))
        return fail(Fault::malformed, "input.policy_row", fmt::format("acts[{}].data.rows[{}]", index, i), *fault);
    }
    open_rules_ = std::make_shared<RuleBook>(*law);
    open_rules_->adopt(fact);
  }
  if (KeyRegistry::concerns(fact.act())) {
    if (std::string why = ledger_.registry().refusal(body); !why.empty())
      reasons.push_back({"correction.target_unknown", index, "", std::move(why), "", ""});
  }
  if (fact.act() == Act::kRoleGranted) {
    SILLOK_TRY(rules, this->rules());
    const std::string_view role = fact.text(Field::kRole).value_or("");
    if (!is_role(role, Law{*rules, recorded_at})) {
      reasons.push_back({"authority.unknown_role", index, "",
                         fmt::format("there is no role {}; it is drafter, approver, or approver.NAME for a NAME that "
                                     "`sillok policy show authority_grants` has before the dot of an id",
                                     role),
                         "SPOA:32", ""});
    }
  }
  if (fact.act() == Act::kPersonsMerged) {
    const std::string_view duplicate = fact.text(Field::kDuplicate).value_or("");
    SILLOK_TRY(merged, book_.newest(duplicate));
    if (duplicate == fact.subject() || merged->revision == 0) {
      reasons.push_back({"person.unknown", index, std::string{duplicate},
                         "the duplicate is not another person of this ledger; check both ids", "", ""});
    } else if (!merged->merged_into.empty()) {
      reasons.push_back({"person.merged", index, std::string{duplicate},
                         fmt::format("the duplicate was merged into {} before", merged->merged_into), "", ""});
    }
  }
  if (body.number(Field::kTarget)) SILLOK_CHECK(check_target(prepared, index, fact, reasons));
  if (body.number(Field::kSameMeritAs)) SILLOK_CHECK(check_merit(index, fact, reasons));

  // A refused act counts for what comes after it in the order: else that would be refused for want of it.
  PersonBook::Root root;
  Act root_act = Act::kUnknown;
  if (target_of(body)) {
    SILLOK_TRY(named, named_in_the_end(prepared, body, fact.position(), false, &root.persons));
    root.position = named.position;
    if (named.position != kNoPosition) root_act = named.body.act();
  }
  if (of_person) SILLOK_CHECK(book_.add(StoredAct{fact.position(), recorded_at, body}, root));
  if (of_person && is_act_on_act(fact.act())) quotas_.forget();  // it may have led anybody anywhere
  return add_to_organization(fact, root_act);
}

Result<std::shared_ptr<const RuleBook>> Desk::rules() {
  if (open_rules_) return std::shared_ptr<const RuleBook>{open_rules_};
  if (!committed_rules_) {
    SILLOK_TRY(book, records_.rules());
    committed_rules_ = std::move(book);
  }
  return committed_rules_;
}

Result<ReadActs> Desk::organization_acts() {
  SILLOK_TRY(entries, records_.organization_acts());
  ReadActs all = acts_of(std::move(entries));
  all.acts.insert(all.acts.end(), open_organization_acts_.begin(), open_organization_acts_.end());
  return all;
}

Result<Ok> Desk::add_to_organization(const Fact& fact, Act root) {
  const bool is_act = is_organization_act(fact.act());
  if (!is_act && !is_organization_act(root)) return Ok{};
  if (!organization_before_order_) organization_before_order_.emplace(open_organization_);
  if (!open_organization_) open_organization_ = organization();
  open_organization_acts_.push_back({fact.position(), fact.recorded_at(), fact.body()});
  if (is_act) {
    evolve(*open_organization_, fact);
    return Ok{};
  }
  SILLOK_TRY(all, organization_acts());  // what it corrects may lie anywhere
  open_organization_ = fold_organization(resolve("", all.acts));
  return Ok{};
}

Result<Ok> Desk::check_quota(std::size_t index, const PlaceTaken& place, const Fact& fact,
                             std::vector<Reason>& reasons) {
  quotas_.note(fact.subject(), place.unit);
  if (!place.quota) return Ok{};
  SILLOK_TRY(rules, this->rules());
  const Date day = fact.effective_on();
  SILLOK_TRY(taken, quotas_.count(place.unit, place.grade, day, fact.subject(), Law{*rules, fact.recorded_at()}));
  quotas_.note(fact.subject(), place.unit);  // the first to ask has made the book read who is where
  if (taken < *place.quota) return Ok{};
  reasons.push_back(
      {"quota.exceeded", index, std::string{fact.subject()},
       fmt::format("unit {} has {} of {} places{} taken on {}; raise the quota or free a place", place.unit, taken,
                   *place.quota, place.grade ? fmt::format(" of grade {}", *place.grade) : "", to_string(day)),
       "ORG:24", ""});
  return Ok{};
}

Result<Ok> Desk::check_revision(const PreparedOrder& prepared, std::size_t index, const BodyView& body,
                                std::vector<Reason>& reasons) {
  const auto expected = body.expected_revision();
  if (!expected) return Ok{};
  SILLOK_TRY(place, person_place(body.subject()));
  const auto& acts = prepared.order.acts;
  const auto earlier = std::count_if(acts.begin(), acts.begin() + static_cast<std::ptrdiff_t>(index),
                                     [&](const PlainAct& act) { return act.subject == body.subject(); });
  const std::uint64_t revision = place->value.revision + static_cast<std::uint64_t>(earlier);
  if (revision != *expected) {
    reasons.push_back(
        {"revision.conflict", index, std::string{body.subject()},
         fmt::format("the record is at revision {}, not {}; look at what was recorded since", revision, *expected), "",
         ""});
  }
  return Ok{};
}

}  // namespace sillok
