#include "ledger/desk/event_check.h"

#include "ledger/authority/order_rights.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/order_bytes.h"

namespace sillok {

void EventCheck::start_behind(KeyRegistry& registry, const Hash& previous, Instant recorded_at) {
  registry_ = &registry;
  previous_ = previous;
  recorded_at_ = recorded_at;
}

std::optional<std::string> EventCheck::check(Position position, const EventView& event) {
  ended_.reset();
  if (event.position() != position) return "the entry names another position";
  if (event.previous() != previous_) return "the chain is broken: `previous` is not the hash of the event before";
  if (event.recorded_at() < recorded_at_) return "recorded_at goes back";
  recorded_at_ = event.recorded_at();
  previous_ = leaf_hash(event.bytes());
  if (position == 0) {
    auto genesis = read_genesis(event);
    if (!genesis) return genesis.error().message;
    registry_ = &from_genesis_.emplace(std::move(*genesis));
  }
  const BodyView body = event.body();
  if (auto reason = check_person(event, body)) return reason;

  if (!order_) {
    if (auto reason = begin_order(event)) return reason;
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
  if (++order_->seen == order_->count) {
    std::vector<Hash> roots = subtree_roots_of(order_->leaves);
    if (merkle_root(roots) != order_->act_root) return "the order's act root is not that of its acts";
    ended_ = Order{order_->first, order_->count, std::move(roots)};
    order_.reset();
  }
  if (KeyRegistry::concerns(body.act())) registry_->apply(position, body);
  return std::nullopt;
}

std::optional<std::string> EventCheck::check_person(const EventView& event, const BodyView& body) {
  if (!body.is_about_person()) {
    if (event.revision() != 0 || event.person_previous() != kNoPosition)
      return "an act of no person carries a person's chain";
    const auto target = may_correct_a_unit(body.act()) ? body.number(Field::kTarget) : std::nullopt;
    if (!target || static_cast<Position>(*target) >= event.position()) return std::nullopt;
    const auto corrected = reads_.entry(static_cast<Position>(*target));
    if (!corrected) return "the act it corrects is not there";
    if (EventView::trust(*corrected).body().is_about_person()) return "a correction of a person's act names nobody";
    return std::nullopt;
  }
  const auto before = reads_.person_before(event);
  if (!before) return before.error();
  if (event.revision() != before->revision + 1 || event.person_previous() != before->last)
    return "the person's chain is broken";
  return std::nullopt;
}

std::optional<std::string> EventCheck::begin_order(const EventView& event) {
  const auto opening = event.opening();
  if (!opening || event.index() != 0 || opening->act_count == 0) return "an order begins without its header";
  const auto header = HeaderView::check(opening->header);
  if (!header) return header.error().message;
  order_ = OpenOrder{event.position(), opening->act_count, 0, opening->act_root, {}, false, opening->trust};
  return check_signatures(event, *opening, *header);
}

std::optional<std::string> EventCheck::check_signatures(const EventView& event, const Opening& opening,
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
    if (key) reads_.signature({event.position(), key->key, order_message(role, bound, order), signature});
  };
  check_one(SignerRole::kDrafter, signers.drafter, opening.drafter_signature);
  check_one(SignerRole::kApprover, signers.approver, opening.approver_signature);
  order_->by_roots = !is_genesis && !genesis.sandbox && signers.drafter && signers.drafter->is_root;
  // The same as the desk asks before it records.
  return why_not_allowed(*registry_, event, header, signers);
}

}  // namespace sillok
