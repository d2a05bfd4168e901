#include "ledger/desk/log_verifier.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/authority/order_rights.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/order_bytes.h"

namespace sillok {
namespace {

constexpr Position kProgressEvery = 4096;

}  // namespace

LogVerifier::LogVerifier(const RocksLog& log, std::uint64_t known_root_size)
    : log_(log), known_root_size_(known_root_size) {}

Result<Ok> LogVerifier::start_at(Position begin) {
  whole_ = begin == 0;
  if (whole_) return Ok{};
  SILLOK_TRY(first, log_.read(0));
  SILLOK_TRY(genesis_event, EventView::check(first));
  SILLOK_TRY(genesis, read_genesis(genesis_event));
  registry_.emplace(std::move(genesis));
  SILLOK_CHECK(log_.index_scan(log_index::kAuthorityPrefix, [&](BytesView key, BytesView) -> Result<Ok> {
    const auto named = log_index::authority_position(key);
    if (!named) return log_index::damaged();
    const Position position = *named;
    if (position >= begin) return Ok{};
    SILLOK_TRY(entry, log_.read(position));
    SILLOK_TRY(event, EventView::check(entry));
    registry_->apply(position, event.body());
    return Ok{};
  }));
  SILLOK_TRY(before, log_.read(begin - 1));
  SILLOK_TRY(event_before, EventView::check(before));
  previous_ = leaf_hash(before);
  recorded_at_ = event_before.recorded_at();
  return Ok{};
}

Result<VerifyReport> LogVerifier::run(Position begin, const Progress& progress) {
  report_ = {};
  pool_.emplace(std::max(1u, std::thread::hardware_concurrency()));
  SILLOK_CHECK(start_at(begin));
  Position next = begin;
  auto scanned = log_.scan(begin, log_.head().size, [&](Position position, BytesView entry) {
    next = position;
    if (auto reason = check(position, entry)) {
      report_.first_bad = FirstBad{position, std::move(*reason)};
      return false;
    }
    if (progress && position % kProgressEvery == 0) progress(position);
    next = position + 1;
    return true;
  });
  if (!scanned) {
    if (scanned.error().fault != Fault::damaged) return tl::unexpected{scanned.error()};
    report_.first_bad = FirstBad{next, scanned.error().message};
  }
  if (!report_.first_bad && order_) report_.first_bad = FirstBad{order_->first, "the order ends before its last act"};
  if (const auto bad = pool_->finish(); bad && (!report_.first_bad || *bad < report_.first_bad->position)) {
    report_.first_bad = FirstBad{*bad, "a signature of the order does not hold"};
  }
  pool_.reset();
  report_.size = log_.head().size;
  report_.root = log_.head().root;
  if (!report_.first_bad && whole_) {
    if (auto reason = check_tiles()) report_.first_bad = FirstBad{report_.size - 1, std::move(*reason)};
    else if (tree_.root() != log_.head().root)
      report_.first_bad = FirstBad{report_.size - 1, "the root over all events is not the stored one"};
    else if (with_index_) SILLOK_CHECK(check_index());
  }
  return report_;
}

std::optional<std::string> LogVerifier::check(Position position, BytesView entry) {
  const auto checked = EventView::check(entry);
  if (!checked) return checked.error().message;
  const EventView& event = *checked;
  if (event.position() != position) return "the entry names another position";
  if (event.previous() != previous_) return "the chain is broken: `previous` is not the hash of the event before";
  if (event.recorded_at() < recorded_at_) return "recorded_at goes back";
  recorded_at_ = event.recorded_at();
  previous_ = leaf_hash(entry);
  if (whole_) {
    tree_.append(previous_);
    if (tree_.size() == known_root_size_) root_at_known_size_ = tree_.root();
    for (const Tile& tile : tree_.take_changed_tiles()) {
      if (tile.id.level != 0 && tile.id.level != kMiddleRow) {
        upper_tiles_[tile.id] = tile.hashes;
        continue;
      }
      const auto stored = log_.stored_tile(tile.id);
      if (!stored || *stored != tile.hashes) return name_of(tile.id) + " of the tree is not what the events give";
    }
  }
  if (position == 0) {
    auto genesis = read_genesis(event);
    if (!genesis) return genesis.error().message;
    registry_.emplace(std::move(*genesis));
  }
  const BodyView body = event.body();
  if (auto reason = check_person(event, body)) return reason;

  if (!order_) {
    if (auto reason = open_order(event)) return reason;
  } else if (event.index() != order_->seen || event.opening()) {
    return "the event is not the next one of its order";
  } else if (body.act() == Act::kRootsChanged) {
    return "a change of the roots stands alone in its order";
  }
  if (order_->first == 0) {
    if (position > 0 && body.act() != Act::kPolicyAdopted) return "the genesis order holds more than the first law";
  } else if (!registry_->genesis().sandbox && order_->by_roots != KeyRegistry::concerns(body.act())) {
    return "keys and grants are changed by roots, and roots sign nothing else";
  }
  if (!event.is_as_signed(order_->trust)) return "the officers signed it for another revision of the person's record";
  order_->leaves.push_back(act_leaf(event.body_bytes()));
  ++order_->seen;
  ++report_.events;
  if (order_->seen == order_->count) {
    const std::vector<Hash> roots = subtree_roots_of(order_->leaves);
    if (merkle_root(roots) != order_->act_root) return "the order's act root is not that of its acts";
    if (roots.size() > 1) subtrees_.emplace(order_->first, log_index::subtree_roots(roots));
    ++report_.orders;
    order_.reset();
  }
  if (KeyRegistry::concerns(body.act())) {
    registry_->apply(position, body);
    index_.add(log_index::authority_key(position), "");
  }
  if (visitor_) visitor_(event);
  return std::nullopt;
}

std::optional<std::string> LogVerifier::check_person(const EventView& event, const BodyView& body) {
  if (!body.is_about_person()) {
    if (event.revision() != 0 || event.person_previous() != kNoPosition)
      return "an act of no person carries a person's chain";
    const auto target = may_correct_a_unit(body.act()) ? body.number(Field::kTarget) : std::nullopt;
    if (!target || static_cast<Position>(*target) >= event.position()) return std::nullopt;
    const auto corrected = log_.read(static_cast<Position>(*target));
    if (!corrected) return "the act it corrects is not there";
    if (EventView::trust(*corrected).body().is_about_person()) return "a correction of a person's act names nobody";
    return std::nullopt;
  }
  std::pair<std::uint32_t, Position> before{0, kNoPosition};
  if (whole_) {
    const auto found = persons_.try_emplace(std::string{body.subject()}, 0, kNoPosition).first;
    before = found->second;
    found->second = {event.revision(), event.position()};
  } else if (event.person_previous() != kNoPosition) {
    const auto earlier = log_.read(event.person_previous());
    if (!earlier) return "the person's event before it is not there";
    const EventView previous = EventView::trust(*earlier);
    if (previous.body().subject() != body.subject()) return "the person's event before it is another person's";
    before = {previous.revision(), event.person_previous()};
  }
  if (event.revision() != before.first + 1 || event.person_previous() != before.second)
    return "the person's chain is broken";
  return std::nullopt;
}

std::optional<std::string> LogVerifier::open_order(const EventView& event) {
  const auto opening = event.opening();
  if (!opening || event.index() != 0 || opening->act_count == 0) return "an order begins without its header";
  const auto header = HeaderView::check(opening->header);
  if (!header) return header.error().message;
  const Bytes number = log_index::order_key(header->authority(), header->order());
  const Bytes place = log_index::order_place(event.position(), opening->act_count);
  if (whole_) {
    // The index holds a number once: two orders of one number can't both stand in it (check_index).
    index_.add(number, place);
    if (!header->command_id().empty()) index_.add(log_index::command_key(header->command_id()), place);
  }
  order_ = OpenOrder{event.position(), opening->act_count, 0, opening->act_root, {}, false, opening->trust};
  return check_signatures(event, *opening, *header);
}

std::optional<std::string> LogVerifier::check_signatures(const EventView& event, const Opening& opening,
                                                         const HeaderView& header) {
  const bool is_genesis = event.position() == 0;
  const Genesis& genesis = registry_->genesis();
  // Roots whose keys were not at hand sign the genesis by signing its hash in their first order.
  if (is_genesis && is_unsigned(opening)) return std::nullopt;
  const Hash bound = is_genesis ? Hash{} : genesis.hash;
  const SignedOrder order = signed_order(header, opening);
  if (header.drafted_by() == header.approved_by() && !may_be_one_person(opening, genesis.sandbox))
    return "drafted and approved by the same officer";
  const BodyView first = event.body();
  if (first.act() == Act::kRootsChanged) {
    auto refused = registry_->refuse_root_change(first, opening.act_count, header.drafted_by(), header.approved_by());
    if (refused) return std::move(refused->why);
  }
  const OrderSigners signers = signers_of(*registry_, event, header);
  const auto check_one = [&](SignerRole role, const std::optional<OfficerKey>& key, const Signature& signature) {
    if (!key) return;
    pool_->add({event.position(), key->key, order_message(role, bound, order), signature});
    ++report_.signatures_checked;
  };
  check_one(SignerRole::kDrafter, signers.drafter, opening.drafter_signature);
  check_one(SignerRole::kApprover, signers.approver, opening.approver_signature);
  order_->by_roots = !is_genesis && !genesis.sandbox && signers.drafter && signers.drafter->is_root;
  // The same as the desk asks before it records.
  return why_not_allowed(*registry_, event, header, signers);
}

Result<Ok> LogVerifier::check_index() {
  for (const auto& [person, place] : persons_) {
    index_.add(log_index::person_key(person), log_index::person_place(place.first, place.second));
  }
  for (const auto& [first, roots] : subtrees_) index_.add(log_index::subtrees_key(first), roots);
  SetDigest stored = index_.empty_twin();
  SILLOK_CHECK(log_.index_scan("", [&](BytesView key, BytesView value) -> Result<Ok> {
    stored.add(key, value);
    return Ok{};
  }));
  if (stored == index_) return Ok{};
  SILLOK_TRY(bad, first_bad_row());
  report_.first_bad = std::move(bad);
  return Ok{};
}

// Only asked where something differs: row by row.
Result<FirstBad> LogVerifier::first_bad_row() {
  const auto says_other = [&](const Bytes& key, const Bytes& value) {
    const auto stored = log_.index(key);
    return !stored || !*stored || **stored != value;
  };
  const auto used_before = [&](const Bytes& number, Position position) {
    const auto stored = log_.index(number);
    return stored && *stored && log_index::read_order_place(**stored).first < position;
  };
  std::optional<FirstBad> bad;
  SILLOK_CHECK(log_.scan(0, log_.head().size, [&](Position position, BytesView entry) {
    const EventView event = EventView::trust(entry);
    if (KeyRegistry::concerns(event.body().act()) && says_other(log_index::authority_key(position), "")) {
      bad = FirstBad{position, "the log's index does not name this change of keys or grants"};
    }
    if (const auto opening = event.opening(); opening && !bad) {
      const auto header = HeaderView::check(opening->header);
      const Bytes place = log_index::order_place(position, opening->act_count);
      const Bytes number = header ? log_index::order_key(header->authority(), header->order()) : Bytes{};
      if (header && says_other(number, place)) {
        bad = FirstBad{position, used_before(number, position)
                                     ? "the order's number was used before by its authority"
                                     : "the log's index does not know the number of this order as used"};
      } else if (header && !header->command_id().empty() &&
                 says_other(log_index::command_key(header->command_id()), place)) {
        bad = FirstBad{position, "the log's index does not know the command id of this order as used"};
      }
    }
    return !bad;
  }));
  for (const auto& [person, place] : persons_) {
    if (bad) break;
    if (says_other(log_index::person_key(person), log_index::person_place(place.first, place.second))) {
      bad = FirstBad{place.second, "the log's index does not know this event as the newest of its person"};
    }
  }
  for (const auto& [first, roots] : subtrees_) {
    if (bad) break;
    if (says_other(log_index::subtrees_key(first), roots))
      bad = FirstBad{first, "the log's index has not the tree over the acts of this order"};
  }
  return bad.value_or(FirstBad{log_.head().size - 1, "the log's index has rows that no event gives"});
}

std::optional<std::string> LogVerifier::check_tiles() {
  for (const auto& [id, hashes] : upper_tiles_) {
    const auto stored = log_.stored_tile(id);
    if (!stored || *stored != hashes) return name_of(id) + " of the tree is not what the events give";
  }
  return std::nullopt;
}

}  // namespace sillok
