// How the set of roots changes (design 16): two roots in force propose a whole new set, two of that set confirm it.
// So nobody is put out or let in by fewer than two of the old set, and no set comes into force that could not sign.
#include <algorithm>

#include "ledger/authority/key_registry.h"

namespace sillok {
namespace {

Result<RootSet> set_in(const BodyView& body) { return read_root_set(body.texts(Field::kRoots)); }

AuthorityRefusal no_set(std::string why) { return {"authority.root_set", std::move(why)}; }

}  // namespace

bool KeyRegistry::was_root(std::string_view name) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [&](const OfficerKey& key) { return key.is_root && key.officer == name; });
}

const RootChange* KeyRegistry::pending_roots() const {
  if (root_changes_.empty() || root_changes_.back().step != RootStep::kProposed) return nullptr;
  return &root_changes_.back();
}

RootStep KeyRegistry::step_of(const RootSet& roots) const {
  if (const RootChange* pending = pending_roots(); pending != nullptr && pending->roots == roots)
    return RootStep::kConfirmed;
  return roots == roots_ ? RootStep::kWithdrawn : RootStep::kProposed;
}

std::optional<OfficerKey> KeyRegistry::key_for(std::string_view officer, const BodyView& first) {
  if (first.act() != Act::kRootsChanged || genesis_.sandbox) return key_of(officer);
  const auto roots = set_in(first);
  if (!roots || step_of(*roots) != RootStep::kConfirmed) return key_of(officer);
  const auto named = roots->find(officer);
  if (named == roots->end()) return std::nullopt;
  return OfficerKey{named->first, named->second, pending_roots()->position, std::nullopt, std::string{kOfficerKind},
                    true};
}

// Names and keys of roots are theirs alone, for ever: a signature must say whether a root or an officer made it.
std::optional<std::string> KeyRegistry::root_set_fault(const RootSet& roots) const {
  for (const auto& [name, key] : roots) {
    if (key == genesis_.ledger_key || key == genesis_.node_key) return "the key of " + name + " is the ledger's own";
    for (const OfficerKey& known : keys_) {
      if (known.officer == name && !known.is_root) return name + " has had a key as an officer or a node";
      if (known.key == key && (known.officer != name || !known.is_root))
        return "the key of " + name + " is registered as that of " + known.officer;
    }
    if (std::any_of(grants_.begin(), grants_.end(), [&](const Grant& each) { return each.officer == name; }))
      return name + " has had a role granted";
  }
  return std::nullopt;
}

std::optional<AuthorityRefusal> KeyRegistry::refuse_root_change(const BodyView& body, std::size_t acts_in_order,
                                                                std::string_view drafter,
                                                                std::string_view approver) const {
  if (genesis_.sandbox) return no_set("the roots of a sandbox are built in; found a real ledger with `sillok init`");
  if (acts_in_order != 1) return no_set("a change of the roots stands alone in its order; make it one of its own");
  const auto roots = set_in(body);
  if (!roots) return no_set(roots.error().message + "; name the whole new set");
  const RootStep step = step_of(*roots);
  if (step == RootStep::kWithdrawn && pending_roots() == nullptr)
    return no_set("that set is in force already; see `sillok keys list`");
  if (const auto fault = root_set_fault(*roots); fault && step != RootStep::kWithdrawn)
    return no_set(*fault + "; a root has a name and a key that nobody else has had");
  for (const std::string_view signer : {drafter, approver}) {
    const bool is_in_new_set = roots->contains(signer);
    if (step == RootStep::kConfirmed ? is_in_new_set : is_root(signer)) continue;
    const std::string name{signer};
    if (step == RootStep::kConfirmed)
      return AuthorityRefusal{"authority.not_root",
                              name + " is no root of the proposed set; two of its roots confirm it"};
    if (is_in_new_set)
      return AuthorityRefusal{"authority.not_proposed",
                              "this set is not the one that is proposed now (`sillok keys list`), and " + name +
                                  " is no root in force; two roots in force propose it first"};
    return AuthorityRefusal{"authority.not_root", name + " is no root in force; two of them propose another set"};
  }
  return std::nullopt;
}

void KeyRegistry::apply_roots(Position position, const BodyView& body) {
  auto roots = set_in(body);
  if (!roots || genesis_.sandbox) return;
  const RootStep step = step_of(*roots);
  root_changes_.push_back({position, step, *roots});
  if (step != RootStep::kConfirmed) return;
  // Who stays with the same key goes on under it.
  for (OfficerKey& key : keys_) {
    const auto stays = roots->find(key.officer);
    if (key.is_root && !key.revoked_at && (stays == roots->end() || stays->second != key.key))
      key.revoked_at = position;
  }
  for (const auto& [name, key] : *roots) {
    const auto before = roots_.find(name);
    if (before == roots_.end() || before->second != key)
      keys_.push_back({name, key, position, std::nullopt, std::string{kOfficerKind}, true});
  }
  roots_ = std::move(*roots);
}

}  // namespace sillok
