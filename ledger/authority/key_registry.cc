#include "ledger/authority/key_registry.h"

#include <algorithm>

#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

tl::unexpected<Error> bad_genesis(const char* what) {
  return fail(Fault::damaged, "genesis.malformed", "position 0",
              std::string{"the genesis event does not hold: "} + what);
}

// Registered by the key_registered event there. Roots' keys come and go with their set, never one by one.
bool is_registered_at(const OfficerKey& key, std::int64_t position) {
  return !key.is_root && key.registered_at == static_cast<Position>(position);
}

}  // namespace

Result<Genesis> read_genesis(const EventView& event) {
  const BodyView body = event.body();
  if (event.position() != 0 || body.act() != Act::kGenesis) return bad_genesis("position 0 is no genesis");
  Genesis genesis;
  genesis.origin = body.text(Field::kOrigin).value_or("");
  genesis.sandbox = body.number(Field::kSandbox).value_or(0) != 0;
  genesis.acceptance = body.number(Field::kAcceptance).value_or(0);
  genesis.hash = leaf_hash(event.bytes());
  if (genesis.acceptance != 1) return bad_genesis("its acceptance rule is of a later release; use that release");
  if (const auto seed = body.text(Field::kSeed)) {
    SILLOK_TRY(bytes, from_hex(*seed));
    SILLOK_TRY(secret, Secret::from_bytes(bytes));
    genesis.seed = std::move(secret);
  }
  if (genesis.sandbox != genesis.seed.has_value()) return bad_genesis("a seed belongs to a sandbox and only there");
  for (const std::string_view root : body.texts(Field::kRoots)) {
    auto parsed = parse_root(root);
    if (!parsed) return bad_genesis("a root without a key");
    genesis.roots.insert(std::move(*parsed));
  }
  if (genesis.roots.size() < 2) return bad_genesis("fewer than two roots");
  SILLOK_TRY(ledger_key, parse_public_key(body.text(Field::kLedgerKey).value_or("")));
  SILLOK_TRY(node_key, parse_public_key(body.text(Field::kNodeKey).value_or("")));
  genesis.ledger_key = ledger_key;
  genesis.node_key = node_key;
  return genesis;
}

Signer sandbox_officer(const Secret& seed, std::string_view name) {
  return Signer{seed.derive("sillok/sandbox/officer", name)};
}

KeyRegistry::KeyRegistry(Genesis genesis) : genesis_(std::move(genesis)), roots_(genesis_.roots) {
  for (const auto& [name, key] : roots_)
    keys_.push_back({name, key, kNoPosition, std::nullopt, std::string{kOfficerKind}, true});
}

std::optional<OfficerKey> KeyRegistry::registered(std::string_view kind, std::string_view name) const {
  const auto found = std::find_if(keys_.rbegin(), keys_.rend(), [&](const OfficerKey& key) {
    return key.kind == kind && key.officer == name && !key.revoked_at;
  });
  if (found == keys_.rend()) return std::nullopt;
  return *found;
}

bool KeyRegistry::concerns(Act act) {
  return act == Act::kKeyRegistered || act == Act::kKeyRevoked || act == Act::kRoleGranted ||
         act == Act::kRoleRevoked || act == Act::kRootsChanged;
}

void KeyRegistry::apply(Position position, const BodyView& body) {
  switch (body.act()) {
    case Act::kKeyRegistered: {
      const auto key = parse_public_key(body.text(Field::kPublicKey).value_or(""));
      // A later key of the same officer takes the place of the earlier one.
      const std::string officer{body.text(Field::kOfficer).value_or("")};
      const std::string kind{body.text(Field::kKind).value_or("")};
      if (!key || was_root(officer)) return;
      for (OfficerKey& earlier : keys_) {
        if (earlier.kind == kind && earlier.officer == officer && !earlier.revoked_at) earlier.revoked_at = position;
      }
      keys_.push_back({officer, *key, position, std::nullopt, kind});
      return;
    }
    case Act::kKeyRevoked: {
      const auto target = body.number(Field::kTarget);
      for (OfficerKey& key : keys_) {
        if (target && is_registered_at(key, *target) && !key.revoked_at) key.revoked_at = position;
      }
      return;
    }
    case Act::kRoleGranted:
      grants_.push_back({std::string{body.text(Field::kOfficer).value_or("")},
                         std::string{body.text(Field::kRole).value_or("")},
                         std::string{body.text(Field::kScope).value_or("")}, body.date(Field::kValidFrom),
                         body.date(Field::kValidTo), position, std::nullopt, std::nullopt});
      return;
    case Act::kRoleRevoked: {
      const auto target = body.number(Field::kTarget);
      for (Grant& grant : grants_) {
        if (!target || grant.position != static_cast<Position>(*target)) continue;
        // The one that ends it first counts.
        if (grant.revoked_from && *grant.revoked_from <= body.effective_on()) continue;
        grant.revoked_at = position;
        grant.revoked_from = body.effective_on();
      }
      return;
    }
    case Act::kRootsChanged: return apply_roots(position, body);
    default: return;
  }
}

std::optional<OfficerKey> KeyRegistry::key_of(std::string_view officer) {
  if (genesis_.sandbox) {
    // Every name has every authority there (contract §2).
    auto known = sandbox_keys_.find(officer);
    if (known == sandbox_keys_.end()) {
      if (sandbox_keys_.size() > 100'000) sandbox_keys_.clear();
      known = sandbox_keys_.emplace(officer, sandbox_officer(*genesis_.seed, officer).public_key()).first;
    }
    return OfficerKey{std::string{officer}, known->second, kNoPosition, std::nullopt};
  }
  return registered(kOfficerKind, officer);
}

bool KeyRegistry::is_node(const PublicKey& key) const {
  return key == genesis_.node_key || std::any_of(keys_.begin(), keys_.end(), [&](const OfficerKey& known) {
           return known.kind == kNodeKind && known.key == key && !known.revoked_at;
         });
}

// The ledger's own keys lie on its machine, and roots sign nothing but keys and grants.
bool KeyRegistry::is_no_officers(const PublicKey& key) const {
  return key == genesis_.ledger_key || key == genesis_.node_key ||
         std::any_of(keys_.begin(), keys_.end(),
                     [&](const OfficerKey& known) { return known.is_root && known.key == key; });
}

std::string KeyRegistry::refusal(const BodyView& body) const {
  const auto target = body.number(Field::kTarget);
  switch (body.act()) {
    case Act::kKeyRegistered:
      if (const auto key = parse_public_key(body.text(Field::kPublicKey).value_or("")); key && is_no_officers(*key))
        return "that key is the ledger's own or a root's; make one for this name with `sillok keys generate`";
      [[fallthrough]];
    case Act::kRoleGranted:
      if (was_root(body.text(Field::kOfficer).value_or("")))
        return "a root, also a former one, signs nothing but keys and grants; take another name";
      return "";
    case Act::kKeyRevoked: {
      const auto key = std::find_if(keys_.begin(), keys_.end(),
                                    [&](const OfficerKey& each) { return target && is_registered_at(each, *target); });
      if (key == keys_.end()) return "there is no key registered at that position; see `sillok keys list`";
      return key->revoked_at ? "that key is revoked or replaced already; see `sillok keys list`" : "";
    }
    case Act::kRoleRevoked: {
      const auto grant = std::find_if(grants_.begin(), grants_.end(), [&](const Grant& each) {
        return target && each.position == static_cast<Position>(*target);
      });
      if (grant == grants_.end()) return "there is no role granted at that position; see `sillok keys list`";
      return grant->revoked_from && *grant->revoked_from <= body.effective_on()
                 ? "that grant has ended by then already; see `sillok keys list`"
                 : "";
    }
    default: return "";
  }
}

namespace {

bool is_in_force(const Grant& grant, std::string_view officer, bool approves, std::string_view authority, Date on,
                 Date recorded_on) {
  const bool may_approve = grant.role == "approver" || grant.role.starts_with("approver.");
  const bool is_role = may_approve || (!approves && grant.role == "drafter");
  const bool is_running = (!grant.revoked_from || recorded_on < *grant.revoked_from) &&
                          (!grant.from || *grant.from <= on) && (!grant.to || on < *grant.to);
  return grant.officer == officer && is_role && is_running && (grant.scope == "*" || grant.scope == authority);
}

}  // namespace

const Grant* KeyRegistry::grant_for(std::string_view officer, bool approves, std::string_view authority, Date on,
                                    Date recorded_on) const {
  const auto found = std::find_if(grants_.begin(), grants_.end(), [&](const Grant& grant) {
    return is_in_force(grant, officer, approves, authority, on, recorded_on);
  });
  return found == grants_.end() ? nullptr : &*found;
}

std::vector<std::string_view> KeyRegistry::approving_roles(std::string_view officer, std::string_view authority,
                                                           Date on, Date recorded_on) const {
  std::vector<std::string_view> out;
  for (const Grant& grant : grants_) {
    if (is_in_force(grant, officer, true, authority, on, recorded_on)) out.push_back(grant.role);
  }
  return out;
}

}  // namespace sillok
