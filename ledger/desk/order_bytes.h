#pragma once
// The exact bytes of one order: header, bodies, act root, and the two signatures over them. Built
// once; what is signed here is what is stored, hashed and served (design 2).
#include <span>
#include <string>
#include <vector>

#include "ledger/authority/order_signature.h"
#include "ledger/crypto/merkle.h"
#include "ledger/event/codec.h"
#include "ledger/event/plain.h"
#include "ledger/privacy/vault.h"

namespace sillok {

// So many acts are one subtree of the tree of an order; a power of two, as RFC 6962 cuts its trees. The roots of the
// subtrees, where there are several, are kept in the log's index (log_index::tree_rows), so many in a row, and where
// there are several rows the roots over these: a proof of one act reads one subtree and two rows of whatever order.
inline constexpr std::size_t kSubtreeActs = 64, kSubtreesInRow = 256;

struct OrderBytes {
  std::string authority, number;  // as the header says
  Bytes header;
  std::vector<Bytes> bodies;
  std::vector<Hash> subtree_roots;
  Hash act_root{};
  Signature drafter_signature{}, approver_signature{};

  SignedOrder signed_order() const;  // borrows
};

// What an order's signatures cover of its acts is the root over these.
std::vector<Hash> subtree_roots_of(std::span<const Bytes> bodies);
std::vector<Hash> subtree_roots_of(std::span<const Hash> leaves);
// Seals and builds; signatures are left zero. Fault::malformed with `acts[i]` in `where` for an act
// that does not fit into an event.
Result<OrderBytes> build_order(const PlainOrder& order, Vault& vault);
// The same from bodies that were sealed before (`order digest`), one for each act.
Result<OrderBytes> take_sealed_order(const PlainOrder& order, const std::vector<Bytes>& sealed_bodies);
// Whether something in it is sealed under a data key that was destroyed (destroyed_keys.h): nobody could read it again.
Result<bool> seals_under_destroyed_key(const BodyView& body, Vault& vault);
// Whether they say what the plain text beside them says, in every byte; else Fault::malformed
// `order.sealed_differs`, or `order.key_destroyed`.
Result<Ok> check_sealed_order(const PlainOrder& order, const OrderBytes& bytes, Vault& vault);
// The place of act `index` as errors name it.
std::string act_place(std::size_t index);

}  // namespace sillok
