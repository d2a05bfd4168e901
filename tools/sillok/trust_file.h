#pragma once
// What a verifier pins and never learns from the ledger itself (contract §2, `trust export`).
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ledger/authority/key_registry.h"
#include "ledger/crypto/checkpoint.h"
#include "ledger/desk/act_proof.h"
#include "ledger/event/plain.h"
#include "tools/sillok/context.h"

namespace sillok::cli {

struct TrustFile {
  std::string origin;
  Hash genesis{};
  bool sandbox = false;
  std::optional<Secret> seed;
  std::optional<NoteKey> ledger_key;
  std::vector<OfficerKey> keys;  // roots and officers, with the positions they are good for
  WitnessPolicy witnesses;
};

boost::json::object trust_json(const KeyRegistry& registry, const WitnessPolicy& witnesses);
Result<TrustFile> parse_trust(std::string_view text);
Result<TrustFile> read_trust_file(const std::string& path);
TrustFile trust_of(const KeyRegistry& registry, const WitnessPolicy& witnesses);
// What the file pins, for checks of proofs at this moment; it must outlive it.
ProofTrust proof_trust(const TrustFile& trust);
// What --trust FILE names, or without it what this ledger itself would export.
Result<TrustFile> pinned_trust(const Context& context, const std::string& file);
// The key of an officer for an order at `position`.
std::optional<PublicKey> key_at(const TrustFile& trust, std::string_view officer, Position position);
Result<Trust> parse_trust_grade(std::string_view word);

}  // namespace sillok::cli
