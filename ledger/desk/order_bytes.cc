#include "ledger/desk/order_bytes.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/base/parallel.h"
#include "ledger/crypto/merkle.h"
#include "ledger/privacy/sealed_field.h"

namespace sillok {
namespace {

// What the envelope, the opening and FlatBuffers' own bytes add to header and body at the most.
constexpr std::size_t kEnvelopeBytesMax = 640;
// Acts of a mass order are sealed, hashed and compared on all cores, so many in one go.
constexpr std::size_t kActsTogether = 128, kSubtreesTogether = 16;

Result<Ok> finish(OrderBytes& bytes, const PlainOrder& order) {
  SILLOK_TRY(header, build_header(order.header));
  bytes.header = std::move(header);
  bytes.authority = order.header.authority;
  bytes.number = order.header.order;
  for (std::size_t i = 0; i < bytes.bodies.size(); ++i) {
    const std::size_t size = bytes.bodies[i].size() + kEnvelopeBytesMax + (i == 0 ? bytes.header.size() : 0);
    if (size > kEntryBytesMax) {
      return fail(
          Fault::malformed, "event.too_large", act_place(i),
          fmt::format("an event may have {} bytes, this act would make one of about {}; shorten its texts or lists",
                      kEntryBytesMax, size));
    }
  }
  bytes.subtree_roots = subtree_roots_of(bytes.bodies);
  bytes.act_root = merkle_root(bytes.subtree_roots);
  return Ok{};
}

// Sex and birth half-year stand in the clear beside the sealed fields they were taken from.
Result<bool> clear_parts_agree(const PlainAct& act, const BodyView& body) {
  std::vector<SealedField> sealed;
  for (std::size_t i = 0; i < body.sealed_count(); ++i) sealed.push_back(body.sealed(i));
  SILLOK_TRY(rebuilt, build_body(act, sealed));
  const BodyView expected = BodyView::trust(rebuilt);
  return expected.sex() == body.sex() && expected.birth_half() == body.birth_half();
}

}  // namespace

std::string act_place(std::size_t index) { return fmt::format("acts[{}]", index); }

SignedOrder OrderBytes::signed_order() const {
  return {authority, number, static_cast<std::uint32_t>(bodies.size()), header, act_root};
}

std::vector<Hash> subtree_roots_of(std::span<const Bytes> bodies) {
  // Whole subtrees, but for the last.
  std::vector<Hash> roots((bodies.size() + kSubtreeActs - 1) / kSubtreeActs);
  const auto hashed = for_each_in_parallel(roots.size(), kSubtreesTogether, [&](std::size_t i) {
    std::vector<Hash> leaves;
    leaves.reserve(kSubtreeActs);
    const std::size_t end = std::min(bodies.size(), (i + 1) * kSubtreeActs);
    for (std::size_t act = i * kSubtreeActs; act < end; ++act) leaves.push_back(act_leaf(bodies[act]));
    roots[i] = merkle_root(leaves);
    return Result<Ok>{};
  });
  SILLOK_INVARIANT(hashed.has_value(), "no part of it fails");
  return roots;
}

std::vector<Hash> subtree_roots_of(std::span<const Hash> leaves) {
  std::vector<Hash> roots;
  for (std::size_t begin = 0; begin < leaves.size(); begin += kSubtreeActs)
    roots.push_back(merkle_root(leaves.subspan(begin, std::min(kSubtreeActs, leaves.size() - begin))));
  return roots;
}

Result<OrderBytes> build_order(const PlainOrder& order, Vault& vault) {
  OrderBytes bytes;
  bytes.bodies.resize(order.acts.size());
  SILLOK_CHECK(for_each_in_parallel(order.acts.size(), kActsTogether, [&](std::size_t i) -> Result<Ok> {
    SILLOK_TRY(sealed, seal_fields(order.acts[i], vault));
    auto body = build_body(order.acts[i], sealed);
    if (!body) {
      Error error = body.error();
      error.where = act_place(i) + (error.where.empty() ? "" : "." + error.where);
      return tl::unexpected{std::move(error)};
    }
    bytes.bodies[i] = std::move(*body);
    return Ok{};
  }));
  SILLOK_CHECK(finish(bytes, order));
  return bytes;
}

Result<OrderBytes> take_sealed_order(const PlainOrder& order, const std::vector<Bytes>& sealed_bodies) {
  if (sealed_bodies.size() != order.acts.size()) {
    return fail(Fault::malformed, "order.sealed_differs", "sealed",
                "one sealed body is needed for each act; make the line again with `sillok order digest`");
  }
  OrderBytes bytes;
  bytes.bodies.resize(sealed_bodies.size());
  SILLOK_CHECK(for_each_in_parallel(sealed_bodies.size(), kActsTogether, [&](std::size_t i) -> Result<Ok> {
    SILLOK_TRY(body, BodyView::check(sealed_bodies[i]));
    bytes.bodies[i] = body.bytes();
    return Ok{};
  }));
  SILLOK_CHECK(finish(bytes, order));
  return bytes;
}

Result<bool> seals_under_destroyed_key(const BodyView& body, Vault& vault) {
  for (std::size_t i = 0; i < body.sealed_count(); ++i) {
    SILLOK_TRY(is_destroyed, vault.is_destroyed(body.sealed(i).key_id));
    if (is_destroyed) return true;
  }
  return false;
}

Result<Ok> check_sealed_order(const PlainOrder& order, const OrderBytes& bytes, Vault& vault) {
  return for_each_in_parallel(bytes.bodies.size(), kActsTogether, [&](std::size_t i) -> Result<Ok> {
    const BodyView body = BodyView::trust(bytes.bodies[i]);
    const VaultOpener opener{vault};
    const PlainAct said = plain_act(body, opener);
    // A key that isn't here is another ledger's: the line says something else than this one would seal.
    if (opener.error() && opener.error()->code != "vault.missing_key") return tl::unexpected{*opener.error()};
    bool same = opener.opened_all() && said == order.acts[i];
    if (same) {
      SILLOK_TRY(agree, clear_parts_agree(order.acts[i], body));
      same = agree;
    }
    if (same) return Ok{};
    SILLOK_TRY(is_destroyed, seals_under_destroyed_key(body, vault));
    if (is_destroyed)
      return fail(Fault::malformed, "order.key_destroyed", fmt::format("sealed[{}]", i),
                  "it is sealed under a data key that was destroyed since; make the line again with `sillok order "
                  "digest`");
    return fail(Fault::malformed, "order.sealed_differs", fmt::format("sealed[{}]", i),
                "the sealed body says something else than the act beside it; make the line again with "
                "`sillok order digest`");
  });
}

}  // namespace sillok
