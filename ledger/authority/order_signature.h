#pragma once
// What an officer signs (design 1, bytes in schemas/FORMAT.md): the order, not its parts, bound to
// this ledger, so that nothing of it can be swapped or replayed into another one.
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/event/codec.h"

namespace sillok {

enum class SignerRole { kDrafter, kApprover };

struct SignedOrder {
  std::string_view authority, number;
  std::uint32_t act_count = 0;
  BytesView header;  // the exact header bytes
  Hash act_root{};   // RFC 6962 over the exact body bytes
};
// The order as a recorded event opens it; borrows from both.
SignedOrder signed_order(const HeaderView& header, const Opening& opening);
// `genesis` is the leaf hash of position 0; zeros for the genesis itself.
Bytes order_message(SignerRole role, const Hash& genesis, const SignedOrder& order);

// Whether neither officer has signed: only a genesis may stand so, until two roots sign their first order.
bool is_unsigned(const Opening& opening);
// The day on which both must hold a grant: that of the order; for what was imported the day it was recorded,
// since whoever signs for records of an older system does so then.
Date needs_grant_on(Trust trust, Date issued_on, Instant recorded_at);
// Two persons draft and approve, but in what a sandbox was told of an older system.
bool may_be_one_person(const Opening& opening, bool sandbox);

}  // namespace sillok
