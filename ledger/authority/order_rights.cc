#include "ledger/authority/order_rights.h"

namespace sillok {

std::optional<std::string> why_not_allowed(KeyRegistry& registry, const EventView& first) {
  if (first.position() == 0 || registry.genesis().sandbox) return std::nullopt;
  const auto opening = first.opening();
  const auto header = opening ? HeaderView::check(opening->header) : Result<HeaderView>{tl::unexpected{Error{}}};
  if (!header) return "its first entry has no header";
  const bool by_roots = registry.is_root(header->drafted_by());
  if (registry.is_root(header->approved_by()) != by_roots) return "a root signs with roots only";
  const auto holds = [&](bool approves, std::string_view officer, Position key, Position grant) {
    const auto in_use = registry.key_of(officer);
    if (!in_use || in_use->registered_at != key) return false;
    if (by_roots) return grant == kNoPosition;
    const Date granted_on = needs_grant_on(opening->trust, header->issued_on(), first.recorded_at());
    const Grant* in_force =
        registry.grant_for(officer, approves, header->authority(), granted_on, korean_day(first.recorded_at()));
    return in_force != nullptr && in_force->position == grant;
  };
  if (!holds(false, header->drafted_by(), opening->drafter_key, opening->drafter_grant))
    return "the drafter's key or grant is not the one in force";
  if (!holds(true, header->approved_by(), opening->approver_key, opening->approver_grant))
    return "the approver's key or grant is not the one in force";
  return std::nullopt;
}

}  // namespace sillok
