#include "tools/sillok/trust_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>

#include "ledger/crypto/hash.h"
#include "ledger/event/json_members.h"
#include "tools/sillok/context.h"

namespace sillok::cli {
namespace {

boost::json::value position_or_null(std::optional<Position> position) {
  return position && *position != kNoPosition ? boost::json::value(*position) : boost::json::value(nullptr);
}

tl::unexpected<Error> bad_trust(const char* what) {
  return fail(Fault::malformed, "trust.malformed", "",
              std::string{what} + "; export it again with `sillok trust export`");
}

bool is_list_of_texts(const boost::json::value& value) {
  return value.is_array() && std::all_of(value.as_array().begin(), value.as_array().end(),
                                         [](const auto& each) { return each.is_string(); });
}

// A position or null; a key whose end can't be read would be good for ever.
Result<std::optional<Position>> position_of(const boost::json::object& from, const char* name) {
  const auto* found = from.if_contains(name);
  if (found == nullptr || found->is_null()) return std::optional<Position>{};
  boost::json::error_code inexact;
  const auto position = found->is_int64() || found->is_uint64() ? found->to_number<Position>(inexact) : Position{};
  if (inexact || !(found->is_int64() || found->is_uint64())) return bad_trust("an officer's from or to is no position");
  return std::optional<Position>{position};
}

}  // namespace

TrustFile trust_of(const KeyRegistry& registry, const WitnessPolicy& witnesses) {
  const Genesis& genesis = registry.genesis();
  TrustFile trust{
      genesis.origin,  genesis.hash, genesis.sandbox, genesis.seed, make_note_key(genesis.origin, genesis.ledger_key),
      registry.keys(), witnesses};
  std::erase_if(trust.keys, [](const OfficerKey& key) { return key.kind != kOfficerKind; });
  // A window is open behind `from` and not behind `to`; a set of roots changes with the event that confirms it.
  for (OfficerKey& key : trust.keys) {
    if (!key.is_root) continue;
    if (key.registered_at != kNoPosition) --key.registered_at;
    if (key.revoked_at) --*key.revoked_at;
  }
  return trust;
}

ProofTrust proof_trust(const TrustFile& trust) {
  ProofTrust out;
  out.origin = trust.origin;
  out.genesis = trust.genesis;
  out.ledger_key = *trust.ledger_key;
  out.sandbox = trust.sandbox;
  out.key_at = [&trust](std::string_view officer, Position position) { return key_at(trust, officer, position); };
  out.witnesses = trust.witnesses;
  out.now = posix_time_now();
  return out;
}

Result<TrustFile> pinned_trust(const Context& context, const std::string& file) {
  if (!file.empty()) return read_trust_file(file);
  auto ledger = Ledger::open(context.directory, Access::kRead);
  if (!ledger && ledger.error().code == "ledger.absent")
    return fail(
        Fault::misuse, ledger.error().code, context.directory,
        "there is no ledger to take keys from; name the trust file that pins whose proof it must be, with --trust FILE "
        "(`sillok trust export` of that ledger), or a ledger with --ledger DIR");
  if (!ledger) return tl::unexpected{std::move(ledger).error()};
  SILLOK_TRY(witnesses, read_policy(context.directory));
  return trust_of((*ledger)->registry(), witnesses);
}

boost::json::object trust_json(const KeyRegistry& registry, const WitnessPolicy& witnesses) {
  const Genesis& genesis = registry.genesis();
  boost::json::array keys, history;
  keys.push_back(boost::json::value(to_string(make_note_key(genesis.origin, genesis.ledger_key))));
  for (const OfficerKey& key : trust_of(registry, witnesses).keys) {
    history.push_back(boost::json::object{{"officer", key.officer},
                                          {"root", key.is_root},
                                          {"key", to_base64(view(key.key))},
                                          {"from", position_or_null(key.registered_at)},
                                          {"to", position_or_null(key.revoked_at)}});
  }
  boost::json::array witness_keys;
  for (const Witness& each : witnesses.witnesses) witness_keys.push_back(boost::json::value(to_string(each.key)));
  boost::json::object out{{"format", "sillok-trust/v1"},           {"origin", genesis.origin},
                          {"genesis", to_hex(view(genesis.hash))}, {"sandbox", genesis.sandbox},
                          {"ledger_keys", std::move(keys)},        {"officers", std::move(history)},
                          {"witnesses", std::move(witness_keys)},  {"witness_policy", policy_json(witnesses)}};
  if (genesis.seed) out["seed"] = to_hex(genesis.seed->bytes());
  return out;
}

Result<TrustFile> parse_trust(std::string_view text) {
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(boost::json::string_view{text.data(), text.size()}, error);
  if (error || !parsed.is_object()) return bad_trust("it is no JSON object");
  if (!has_members_once(text)) return bad_trust("a member stands in it twice, or a number in it can't be read");
  const auto& object = parsed.as_object();
  const auto text_of = [](const boost::json::object& from, const char* name) -> std::optional<std::string> {
    const auto* found = from.if_contains(name);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    return std::string{found->as_string()};
  };
  const auto format = text_of(object, "format"), origin = text_of(object, "origin"),
             genesis = text_of(object, "genesis");
  if (format != "sillok-trust/v1" || !origin || !genesis) return bad_trust("format, origin or genesis is missing");
  TrustFile trust;
  trust.origin = *origin;
  const auto hash = hash_from_hex(*genesis);
  if (!hash) return bad_trust("the genesis hash is not 64 small hex digits");
  trust.genesis = *hash;
  const auto* sandbox = object.if_contains("sandbox");
  if (sandbox != nullptr && !sandbox->is_bool()) return bad_trust("sandbox is neither true nor false");
  const bool is_sandbox = sandbox != nullptr && sandbox->as_bool();
  const auto* has_seed = object.if_contains("seed");
  if (has_seed != nullptr && !has_seed->is_null() && !has_seed->is_string()) return bad_trust("the seed is no text");
  if (const auto seed = text_of(object, "seed"); seed && is_sandbox) {
    SILLOK_TRY(bytes, from_hex(*seed));
    if (to_hex(bytes) != *seed) return bad_trust("the seed is not in small hex digits");
    SILLOK_TRY(secret, Secret::from_bytes(bytes));
    trust.seed = std::move(secret);
    trust.sandbox = true;
  }
  const auto* ledger_keys = object.if_contains("ledger_keys");
  if (ledger_keys == nullptr || !is_list_of_texts(*ledger_keys) || ledger_keys->as_array().empty())
    return bad_trust("ledger_keys is missing, or no list of keys");
  for (const auto& each : ledger_keys->as_array()) {
    SILLOK_TRY(key, parse_note_key(std::string_view{each.as_string()}));
    if (!trust.ledger_key) trust.ledger_key = std::move(key);
  }
  const auto* officers = object.if_contains("officers");
  if (officers == nullptr || !officers->is_array()) return bad_trust("officers is missing");
  for (const auto& entry : officers->as_array()) {
    if (!entry.is_object()) return bad_trust("an officer is no object");
    const auto name = text_of(entry.as_object(), "officer"), public_key = text_of(entry.as_object(), "key");
    if (!name || !public_key) return bad_trust("an officer has no name or key");
    SILLOK_TRY(parsed_key, parse_public_key(*public_key));
    if (const auto raw = from_base64(*public_key); !raw || raw->size() != sizeof(PublicKey))
      return bad_trust("an officer's key is not 32 bytes in base64");
    OfficerKey officer{*name, parsed_key, kNoPosition, std::nullopt};
    SILLOK_TRY(from, position_of(entry.as_object(), "from"));
    SILLOK_TRY(to, position_of(entry.as_object(), "to"));
    officer.registered_at = from.value_or(kNoPosition);
    officer.revoked_at = to;
    const auto* root = entry.as_object().if_contains("root");
    if (root != nullptr && !root->is_bool()) return bad_trust("an officer's root is neither true nor false");
    officer.is_root = root != nullptr && root->as_bool();
    trust.keys.push_back(std::move(officer));
  }
  const auto* witnesses = object.if_contains("witnesses");
  if (witnesses != nullptr && !is_list_of_texts(*witnesses)) return bad_trust("witnesses is no list of keys");
  std::vector<NoteKey> witness_keys;
  for (const auto& each : witnesses == nullptr ? boost::json::array{} : witnesses->as_array()) {
    SILLOK_TRY(witness, parse_note_key(std::string_view{each.as_string()}, NoteKeyType::kWitness));
    witness_keys.push_back(std::move(witness));
  }
  if (const auto* policy = object.if_contains("witness_policy")) {
    if (!policy->is_object()) return bad_trust("witness_policy is no object");
    SILLOK_TRY(parsed_policy, parse_policy(policy->as_object()));
    trust.witnesses = std::move(parsed_policy);
  } else {
    // Keys without a policy beside them: all must have cosigned.
    for (NoteKey& each : witness_keys) {
      trust.witnesses.witnesses.push_back({std::move(each), {}, {}, {}});
      ++trust.witnesses.quorum;
    }
    if (!check_policy(trust.witnesses)) return bad_trust("a key stands twice among its witnesses");
  }
  return trust;
}

Result<TrustFile> read_trust_file(const std::string& path) {
  SILLOK_TRY(text, read_file(path));
  auto trust = parse_trust(text);
  if (!trust) return in_file(path, trust.error());
  return trust;
}

std::optional<PublicKey> key_at(const TrustFile& trust, std::string_view officer, Position position) {
  for (const OfficerKey& key : trust.keys) {
    const bool begun = key.registered_at == kNoPosition || key.registered_at < position;
    const bool ended = key.revoked_at && *key.revoked_at < position;
    if (key.officer == officer && begun && !ended) return key.key;
  }
  if (trust.sandbox && trust.seed) return sandbox_officer(*trust.seed, officer).public_key();
  return std::nullopt;
}

Result<Trust> parse_trust_grade(std::string_view word) {
  for (const Trust trust : {Trust::kSigned, Trust::kSystem, Trust::kPaper, Trust::kStatement}) {
    if (name_of(trust) == word) return trust;
  }
  return fail(Fault::misuse, "option.trust", "--trust", "a trust grade is one of signed, system, paper, statement");
}

}  // namespace sillok::cli
