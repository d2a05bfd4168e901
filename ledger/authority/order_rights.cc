#include "ledger/authority/order_rights.h"

namespace sillok {

OrderSigners signers_of(KeyRegistry& registry, const EventView& first, const HeaderView& header) {
  const BodyView act = first.body();
  // The genesis itself is signed with the keys it names, in a sandbox too.
  const auto key_of = [&](std::string_view officer) {
    return first.position() == 0 ? registry.registered(kOfficerKind, officer) : registry.key_for(officer, act);
  };
  return {key_of(header.drafted_by()), key_of(header.approved_by())};
}

std::optional<std::string> why_not_allowed(const KeyRegistry& registry, const EventView& first,
                                           const HeaderView& header, const OrderSigners& signers) {
  if (!signers.drafter) return "the drafter had no key in force";
  if (!signers.approver) return "the approver had no key in force";
  if (signers.drafter->officer != signers.approver->officer && signers.drafter->key == signers.approver->key)
    return "drafter and approver have one key";
  if (first.position() == 0 || registry.genesis().sandbox) return std::nullopt;
  const Opening opening = *first.opening();
  const bool by_roots = signers.drafter->is_root;
  if (signers.approver->is_root != by_roots) return "a root signs with roots only";
  const auto holds = [&](bool approves, const OfficerKey& in_use, Position key, Position grant) {
    if (in_use.registered_at != key) return false;
    if (by_roots) return grant == kNoPosition;
    const Date granted_on = needs_grant_on(opening.trust, header.issued_on(), first.recorded_at());
    const Grant* in_force =
        registry.grant_for(in_use.officer, approves, header.authority(), granted_on, korean_day(first.recorded_at()));
    return in_force != nullptr && in_force->position == grant;
  };
  if (!holds(false, *signers.drafter, opening.drafter_key, opening.drafter_grant))
    return "the drafter's key or grant is not the one in force";
  if (!holds(true, *signers.approver, opening.approver_key, opening.approver_grant))
    return "the approver's key or grant is not the one in force";
  return std::nullopt;
}

}  // namespace sillok
