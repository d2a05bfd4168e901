#include "tools/sillok/signing.h"

#include <fmt/format.h>

#include "ledger/authority/order_signature.h"
#include "ledger/base/parallel.h"
#include "ledger/desk/order_bytes.h"
#include "ledger/desk/prepare.h"
#include "ledger/privacy/sealed_field.h"

namespace sillok::cli {
namespace {

constexpr std::size_t kComparedTogether = 128;  // acts, by one core

// Opens the sealed fields of one act with the one-time keys beside it, in order; remembers whether
// it could open each, since what it could not would be read as "ERASED".
class KeyedOpener final : public FieldOpener {
 public:
  KeyedOpener(const BodyView& body, const std::vector<Bytes>& keys) : body_(body), keys_(keys) {}
  std::optional<std::string> open(std::string_view subject, Act act, const SealedField& field) const override {
    for (std::size_t i = 0; i < body_.sealed_count() && i < keys_.size(); ++i) {
      if (body_.sealed(i).nonce != field.nonce) continue;
      const auto key = Secret::from_bytes(keys_[i]);
      if (!key) break;
      auto plain = open_field(*key, subject, act, field);
      opened_all_ = opened_all_ && plain.has_value();
      return plain;
    }
    opened_all_ = false;
    return std::nullopt;
  }
  bool opened_all() const { return opened_all_; }

 private:
  BodyView body_;
  const std::vector<Bytes>& keys_;
  mutable bool opened_all_ = true;
};

Result<Ok> check_what_is_sealed(const OrderLine& line) {
  const auto& acts = line.order.acts;
  if (line.sealed_bodies.size() != acts.size() || line.field_keys.size() != acts.size()) {
    return fail(Fault::malformed, "order.sealed_missing", "sealed",
                "the line carries no sealed body and field keys for each act; make it with `sillok order digest`");
  }
  return for_each_in_parallel(acts.size(), kComparedTogether, [&](std::size_t i) -> Result<Ok> {
    SILLOK_TRY(body, BodyView::check(line.sealed_bodies[i]));
    const KeyedOpener opener{body, line.field_keys[i]};
    const PlainAct said = plain_act(body, opener);
    if (opener.opened_all() && said == acts[i]) return Ok{};
    return fail(Fault::refused, "order.sealed_differs", act_place(i),
                "what is sealed is not what the line shows; do not sign it, ask the ledger for a new digest");
  });
}

}  // namespace

Result<Ok> digest_line(OrderLine& line, Ledger& ledger) {
  SILLOK_CHECK(complete_officers(ledger, line.order.header));
  SILLOK_TRY(bytes, build_order(line.order, ledger.vault()));
  line.sealed_bodies.clear();
  line.field_keys.clear();
  for (Bytes& built : bytes.bodies) {
    const BodyView body = BodyView::trust(built);
    std::vector<Bytes> keys;
    for (std::size_t i = 0; i < body.sealed_count(); ++i) {
      const SealedField field = body.sealed(i);
      SILLOK_TRY(data_key, ledger.vault().find(body.subject(), key_class_of(field), field.key_id));
      keys.emplace_back(field_key(data_key.value(), field).bytes());
    }
    line.field_keys.push_back(std::move(keys));
    line.sealed_bodies.push_back(std::move(built));
  }
  return ledger.vault().flush();
}

Result<Ok> sign_line(OrderLine& line, std::span<const std::string> key_files, const Hash& genesis) {
  if (key_files.empty()) return Ok{};
  SILLOK_CHECK(check_what_is_sealed(line));
  const PlainHeader& header = line.order.header;
  SILLOK_TRY(header_bytes, build_header(header));
  const SignedOrder order{header.authority, header.order, static_cast<std::uint32_t>(line.sealed_bodies.size()),
                          header_bytes, merkle_root(subtree_roots_of(line.sealed_bodies))};
  for (const std::string& path : key_files) {
    SILLOK_TRY(key, read_key_file(path));
    const bool drafts = key.name == header.drafted_by, approves = key.name == header.approved_by;
    if (!drafts && !approves) {
      return fail(Fault::refused, "authority.not_named", key.name,
                  fmt::format("order {} names {} and {}; this key is of neither", header.order, header.drafted_by,
                              header.approved_by));
    }
    const Signer signer{key.secret};
    const auto sign_as = [&](SignerRole role) { return Bytes{view(signer.sign(order_message(role, genesis, order)))}; };
    if (drafts) line.drafter_signature = sign_as(SignerRole::kDrafter);
    // One person in both places is refused by the ledger, which says so (authority.same_person).
    if (approves) line.approver_signature = sign_as(SignerRole::kApprover);
  }
  return Ok{};
}

Result<Ok> complete_line(OrderLine& line, std::span<const std::string> key_files, Ledger& ledger) {
  if (ledger.is_sandbox()) {
    line.recorded_at = ledger.newest_recorded_at();
    return Ok{};
  }
  SILLOK_CHECK(digest_line(line, ledger));
  return sign_line(line, key_files, ledger.genesis().hash);
}

}  // namespace sillok::cli
