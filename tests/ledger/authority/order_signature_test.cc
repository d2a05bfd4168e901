// The bytes an officer signs, against FORMAT.md section 3 written out by hand: whatever is
// changed, added or moved gives another message.
#include "ledger/authority/order_signature.h"

#include <gtest/gtest.h>

#include <set>

#include "ledger/crypto/hash.h"

namespace sillok::testing {
namespace {

SignedOrder sample() {
  SignedOrder order{"1760000", "MPM-1", 3, "the header", {}};
  order.act_root.fill(0xaa);
  return order;
}

TEST(OrderSignatureTest, IsWhatTheFormatSays) {
  Hash genesis;
  genesis.fill(0x11);
  const Bytes expected = Bytes{"sillok/order/v1/drafted\n"} + Bytes(32, '\x11') + Bytes{"\0\0\0\7", 4} + "1760000" +
                         Bytes{"\0\0\0\5", 4} + "MPM-1" + Bytes{"\0\0\0\3", 4} + Bytes{view(sha256("the header"))} +
                         Bytes(32, '\xaa');
  EXPECT_EQ(order_message(SignerRole::kDrafter, genesis, sample()), expected);
}

TEST(OrderSignatureTest, NothingCanBeChangedOrMovedUnseen) {
  Hash genesis{}, other_genesis{};
  other_genesis[31] = 1;
  std::set<Bytes> messages{order_message(SignerRole::kDrafter, genesis, sample())};
  std::size_t told = 1;
  const auto tell = [&](SignerRole role, const Hash& bound, const auto& change) {
    SignedOrder order = sample();
    change(order);
    messages.insert(order_message(role, bound, order));
    ++told;
  };
  const auto as_it_is = [](SignedOrder&) {};
  tell(SignerRole::kApprover, genesis, as_it_is);
  tell(SignerRole::kDrafter, other_genesis, as_it_is);
  tell(SignerRole::kDrafter, genesis, [](SignedOrder& order) { order.authority = "1760001"; });
  tell(SignerRole::kDrafter, genesis, [](SignedOrder& order) { order.number = "MPM-2"; });
  tell(SignerRole::kDrafter, genesis, [](SignedOrder& order) { order.act_count = 4; });
  tell(SignerRole::kDrafter, genesis, [](SignedOrder& order) { order.header = "the headeR"; });
  tell(SignerRole::kDrafter, genesis, [](SignedOrder& order) { order.act_root[0] ^= 1; });
  // The same letters, cut elsewhere.
  tell(SignerRole::kDrafter, genesis, [](SignedOrder& order) { order.authority = "1760000M", order.number = "PM-1"; });
  EXPECT_EQ(messages.size(), told);
}

}  // namespace
}  // namespace sillok::testing
