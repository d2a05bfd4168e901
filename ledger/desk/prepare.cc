#include "ledger/desk/prepare.h"

#include <algorithm>

namespace sillok {
namespace {

constexpr std::size_t kSandboxSignersMax = 64;

tl::unexpected<Error> missing(const char* field, const char* what) {
  return fail(Fault::malformed, "order.missing_field", field, what);
}

}  // namespace

Preparer::Preparer(Ledger& ledger) : ledger_(ledger), keys_(ledger.registry()) {}

Result<Ok> complete_officers(const Ledger& ledger, PlainHeader& header) {
  if (ledger.is_sandbox()) {
    if (header.drafted_by.empty()) header.drafted_by = kSandboxDrafter;
    if (header.approved_by.empty()) header.approved_by = kSandboxApprover;
    return Ok{};
  }
  if (header.drafted_by.empty()) return missing("drafted_by", "an order of a real ledger names its drafter");
  if (header.approved_by.empty()) return missing("approved_by", "an order of a real ledger names its approver");
  return Ok{};
}

Result<Ok> Preparer::complete(OrderLine& line) const {
  SILLOK_CHECK(complete_officers(ledger_, line.order.header));
  if (ledger_.is_sandbox()) return Ok{};
  if (!line.drafter_signature)
    return missing("signatures.drafted_by",
                   "the drafter's signature is needed; make it with `sillok order digest` and `sillok order sign`");
  if (!line.approver_signature)
    return missing("signatures.approved_by", "the approver's signature is needed; make it with `sillok order sign`");
  if (line.recorded_at)
    return fail(Fault::malformed, "order.recorded_at", "recorded_at",
                "only a sandbox takes recorded_at from a line; leave it out");
  return Ok{};
}

std::optional<PublicKey> Preparer::key_for(std::string_view officer, const BodyView& first) {
  const std::scoped_lock lock{keys_mutex_};
  const auto key = keys_.key_for(officer, first);
  if (!key) return std::nullopt;
  return key->key;
}

Signer Preparer::sandbox_signer(const std::string& officer) {
  const std::scoped_lock lock{keys_mutex_};
  const auto known = sandbox_signers_.find(officer);
  if (known != sandbox_signers_.end()) return known->second;
  // Each lies in locked memory, of which there is little: names without end may not take it all.
  if (sandbox_signers_.size() >= kSandboxSignersMax) sandbox_signers_.clear();
  return sandbox_signers_.emplace(officer, sandbox_officer(*ledger_.genesis().seed, officer)).first->second;
}

Result<Ok> Preparer::sign_or_check(const OrderLine& line, PreparedOrder& prepared) {
  const SignedOrder order = prepared.bytes.signed_order();
  const auto one = [&](SignerRole role, const std::string& officer, const std::optional<Bytes>& given,
                       Signature& signature, PublicKey& key) {
    const Bytes message = order_message(role, ledger_.genesis().hash, order);
    if (!given && ledger_.is_sandbox()) {
      const Signer signer = sandbox_signer(officer);
      signature = signer.sign(message);
      key = signer.public_key();
      return;
    }
    std::copy_n(given->begin(), signature.size(), signature.begin());
    const auto known = key_for(officer, BodyView::trust(prepared.bytes.bodies.front()));
    if (!known) return;  // the desk finds that there is no key in force
    key = *known;
    if (!verify_signature(key, message, *given)) {
      prepared.reasons.push_back({"signature.invalid", std::nullopt, "",
                                  "the signature of " + officer + " does not hold for this order; sign it again", "",
                                  ""});
    }
  };
  one(SignerRole::kDrafter, prepared.order.header.drafted_by, line.drafter_signature, prepared.bytes.drafter_signature,
      prepared.drafter_key);
  one(SignerRole::kApprover, prepared.order.header.approved_by, line.approver_signature,
      prepared.bytes.approver_signature, prepared.approver_key);
  return Ok{};
}

Result<PreparedOrder> Preparer::prepare(OrderLine line) {
  SILLOK_CHECK(complete(line));
  PreparedOrder prepared;
  prepared.order = std::move(line.order);
  prepared.recorded_at = line.recorded_at;
  const bool is_sealed = !line.sealed_bodies.empty();
  if (!is_sealed) {
    if (line.drafter_signature || line.approver_signature) {
      // Sealing is never the same twice: a signature can only be over bodies that came with it.
      return fail(Fault::malformed, "order.sealed_missing", "sealed",
                  "a signed line carries the sealed bodies it was signed over; make it with `sillok order digest`");
    }
    SILLOK_TRY(bytes, build_order(prepared.order, ledger_.vault()));
    prepared.bytes = std::move(bytes);
  } else {
    SILLOK_TRY(bytes, take_sealed_order(prepared.order, line.sealed_bodies));
    prepared.bytes = std::move(bytes);
  }
  SILLOK_CHECK(sign_or_check(line, prepared));
  if (!is_sealed) return prepared;
  auto says_so = check_sealed_order(prepared.order, prepared.bytes, ledger_.vault());
  // Bytes that no officer of this ledger signed are refused as such, whatever they say.
  const bool is_signed =
      prepared.reasons.empty() && prepared.drafter_key != PublicKey{} && prepared.approver_key != PublicKey{};
  if (!says_so && (is_signed || says_so.error().fault != Fault::malformed))
    return tl::unexpected{std::move(says_so).error()};
  return prepared;
}

}  // namespace sillok
