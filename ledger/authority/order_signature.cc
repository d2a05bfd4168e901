#include "ledger/authority/order_signature.h"

#include "ledger/crypto/hash.h"

namespace sillok {

SignedOrder signed_order(const HeaderView& header, const Opening& opening) {
  return {header.authority(), header.order(), opening.act_count, opening.header, opening.act_root};
}

Bytes order_message(SignerRole role, const Hash& genesis, const SignedOrder& order) {
  Bytes message{role == SignerRole::kDrafter ? "sillok/order/v1/drafted\n" : "sillok/order/v1/approved\n"};
  message += view(genesis);
  put_u32(message, static_cast<std::uint32_t>(order.authority.size()));
  message += order.authority;
  put_u32(message, static_cast<std::uint32_t>(order.number.size()));
  message += order.number;
  put_u32(message, order.act_count);
  message += view(sha256(order.header));
  message += view(order.act_root);
  return message;
}

bool is_unsigned(const Opening& opening) {
  return opening.drafter_signature == Signature{} && opening.approver_signature == Signature{};
}

Date needs_grant_on(Trust trust, Date issued_on, Instant recorded_at) {
  return trust == Trust::kLive ? issued_on : korean_day(recorded_at);
}

bool may_be_one_person(const Opening& opening, bool sandbox) { return sandbox && opening.trust != Trust::kLive; }

}  // namespace sillok
