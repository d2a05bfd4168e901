#include "ledger/privacy/vault.h"

#include <algorithm>
#include <vector>

#include "ledger/base/crash_point.h"

namespace sillok {
namespace {

Bytes context_of(std::string_view person, KeyClass key_class) {
  Bytes context{person};
  context += '\0';
  context += name_of(key_class);
  return context;
}

tl::unexpected<Error> cut_short() {
  return fail(Fault::damaged, "vault.damaged", "vault",
              "a stored data key is cut short; restore the vault from its backup");
}

tl::unexpected<Error> missing() {
  return fail(Fault::damaged, "vault.missing_key", "vault",
              "a data key is missing that was never destroyed; restore the vault from its backup");
}

KeyId to_key_id(BytesView bytes) {
  KeyId id{};
  std::copy_n(bytes.begin(), id.size(), id.begin());
  return id;
}

// Store keys: 'p' context → key ids, new data go under the first; 'k' key id → nonce ‖ wrapped key; 'x' key id →
// nothing, of one that was destroyed; 'b' → the position behind the newest destruction, and the hash of that event; 'u'
// → nothing, while bytes of destroyed keys may still lie in its files.
Bytes destroyed_entry(const KeyId& id) { return "x" + Bytes{view(id)}; }
constexpr BytesView kDestroyedUpTo = "b", kUnpurged = "u";
constexpr KeyClass kClasses[] = {KeyClass::kIdentity, KeyClass::kDiscipline, KeyClass::kOpinion};
Bytes person_entry(std::string_view person, KeyClass key_class) { return "p" + context_of(person, key_class); }
Bytes key_entry(const KeyId& id) { return "k" + Bytes{view(id)}; }

constexpr std::size_t kNonceBytes = 24;

bool are_key_ids(BytesView row) { return !row.empty() && row.size() % sizeof(KeyId) == 0; }
std::vector<KeyId> key_ids(BytesView row) {
  std::vector<KeyId> ids;
  for (; !row.empty(); row.remove_prefix(sizeof(KeyId))) ids.push_back(to_key_id(row));
  return ids;
}

Bytes without(BytesView row, const std::vector<KeyId>& gone) {
  Bytes left;
  for (const KeyId& id : key_ids(row)) {
    if (std::find(gone.begin(), gone.end(), id) == gone.end()) left += view(id);
  }
  return left;
}

}  // namespace

KeyClass key_class_of(Field sealed_field) {
  switch (sealed_field) {
    case Field::kFacts: return KeyClass::kDiscipline;
    case Field::kOpinion: return KeyClass::kOpinion;
    default: return KeyClass::kIdentity;
  }
}

std::string_view name_of(KeyClass key_class) {
  switch (key_class) {
    case KeyClass::kIdentity: return "identity";
    case KeyClass::kDiscipline: return "discipline";
    case KeyClass::kOpinion: return "opinion";
  }
  return "identity";
}

// Of each person and class one after the other, as they are destroyed.
DataKey SandboxVault::derived(std::string_view person, KeyClass key_class, std::size_t generation) const {
  Bytes context = context_of(person, key_class);
  if (generation > 0) put_u64(context += '\0', generation);
  const Secret id = seed_.derive("sillok/sandbox/data-key-id", context);
  return DataKey{to_key_id(id.bytes()), seed_.derive("sillok/sandbox/data-key", context)};
}

Result<DataKey> SandboxVault::key_for(std::string_view person, KeyClass key_class) {
  const std::scoped_lock lock{mutex_};
  for (std::size_t generation = 0;; ++generation) {
    DataKey key = derived(person, key_class, generation);
    if (!destroyed_.contains(key.id)) return key;
  }
}

Result<std::optional<Secret>> SandboxVault::find(std::string_view person, KeyClass key_class, const KeyId& id) {
  SILLOK_TRY(key, key_for(person, key_class));
  if (key.id != id) return std::optional<Secret>{};
  return std::optional<Secret>{key.key};
}

Result<bool> SandboxVault::is_destroyed(const KeyId& id) {
  const std::scoped_lock lock{mutex_};
  return destroyed_.contains(id);
}

void SandboxVault::forget(const DestroyedKeys& destroyed) {
  const std::scoped_lock lock{mutex_};
  destroyed_.insert(destroyed.keys.begin(), destroyed.keys.end());
}

StoredVault::StoredVault(std::unique_ptr<VaultStore> store, Secret wrapping_key, bool writes)
    : store_(std::move(store)), wrapping_key_(std::move(wrapping_key)), writes_(writes) {}

Result<DataKey> StoredVault::key_for(std::string_view person, KeyClass key_class) {
  const std::scoped_lock lock{mutex_};
  const Bytes entry = person_entry(person, key_class);
  std::optional<Bytes> known;
  if (const auto fresh = unflushed_.find(entry); fresh != unflushed_.end()) {
    known = fresh->second;
  } else {
    SILLOK_TRY(stored, store_->get(entry));
    known = std::move(stored);
  }
  if (known && !are_key_ids(*known)) return cut_short();
  const std::vector<KeyId> ids = key_ids(known.value_or(Bytes{}));
  const auto alive =
      std::find_if(ids.begin(), ids.end(), [&](const KeyId& each) { return !destroyed_.contains(each); });
  if (alive != ids.end()) {
    const KeyId id = *alive;
    SILLOK_TRY(wrapped, wrapped_key(id));
    SILLOK_TRY(key, unwrapped(context_of(person, key_class), id, wrapped));
    return DataKey{id, std::move(key)};
  }
  DataKey made{to_key_id(random_bytes(sizeof(KeyId))), Secret::random()};
  const Bytes context = context_of(person, key_class) + Bytes{view(made.id)};
  const Bytes nonce = random_bytes(kNonceBytes);
  unflushed_[key_entry(made.id)] = nonce + seal(wrapping_key_, nonce, context, made.key.bytes());
  // In front: what is new goes under it.
  unflushed_[entry] = Bytes{view(made.id)} + known.value_or(Bytes{});
  return made;
}

Result<std::optional<Secret>> StoredVault::find(std::string_view person, KeyClass key_class, const KeyId& id) {
  const std::scoped_lock lock{mutex_};
  SILLOK_TRY(gone, is_gone(id));
  if (gone) return std::optional<Secret>{};
  SILLOK_TRY(wrapped, wrapped_key(id));
  SILLOK_TRY(key, unwrapped(context_of(person, key_class), id, wrapped));
  return std::optional<Secret>{std::move(key)};
}

Result<bool> StoredVault::is_gone(const KeyId& id) {
  if (destroyed_.contains(id)) return true;
  SILLOK_TRY(destroyed, store_->get(destroyed_entry(id)));
  return destroyed.has_value();
}

Result<bool> StoredVault::is_destroyed(const KeyId& id) {
  const std::scoped_lock lock{mutex_};
  return is_gone(id);
}

void StoredVault::forget(const DestroyedKeys& destroyed) {
  const std::scoped_lock lock{mutex_};
  destroyed_.insert(destroyed.keys.begin(), destroyed.keys.end());
}

Result<bool> StoredVault::destroy(std::span<const DestroyedKeys> destroyed) {
  if (!writes_) return false;
  const std::scoped_lock lock{mutex_};
  // What is not in the store yet names what it had when that was made.
  for (const DestroyedKeys& each : destroyed) {
    for (const KeyId& id : each.keys) unflushed_.erase(key_entry(id));
    for (const std::string& person : each.persons) {
      for (const KeyClass key_class : kClasses) {
        const auto fresh = unflushed_.find(person_entry(person, key_class));
        if (fresh == unflushed_.end()) continue;
        fresh->second = without(fresh->second, each.keys);
        if (fresh->second.empty()) unflushed_.erase(fresh);
      }
    }
  }
  SILLOK_CHECK(destroy_data_keys(*store_, destroyed));
  return true;
}

Result<Bytes> StoredVault::wrapped_key(const KeyId& id) {
  if (const auto fresh = unflushed_.find(key_entry(id)); fresh != unflushed_.end()) return fresh->second;
  SILLOK_TRY(stored, store_->get(key_entry(id)));
  if (!stored) return missing();
  return *std::move(stored);
}

Result<Secret> StoredVault::unwrapped(BytesView context, const KeyId& id, BytesView wrapped) const {
  if (wrapped.size() < kNonceBytes) return cut_short();
  auto plain = unseal(wrapping_key_, wrapped.substr(0, kNonceBytes), Bytes{context} + Bytes{view(id)},
                      wrapped.substr(kNonceBytes));
  if (!plain)
    return fail(Fault::damaged, "vault.damaged", "vault",
                "a wrapped data key does not open; restore the vault from its backup");
  return Secret::from_bytes(*plain);
}

Result<Ok> StoredVault::flush() {
  const std::scoped_lock lock{mutex_};
  if (unflushed_.empty()) return Ok{};
  SILLOK_CHECK(store_->put_all(unflushed_));
  unflushed_.clear();
  return Ok{};
}

Result<Ok> StoredVault::check() {
  SILLOK_CHECK(flush());
  const std::scoped_lock lock{mutex_};
  SILLOK_CHECK(store_->check_files());
  std::size_t keys = 0, named = 0;
  SILLOK_CHECK(store_->scan("k", [&](BytesView, BytesView) -> Result<Ok> { return ++keys, Ok{}; }));
  const auto opened = store_->scan("p", [&](BytesView entry, BytesView ids) -> Result<Ok> {
    if (!are_key_ids(ids)) return cut_short();
    for (const KeyId& id : key_ids(ids)) {
      ++named;
      SILLOK_TRY(wrapped, wrapped_key(id));
      SILLOK_CHECK(unwrapped(entry.substr(1), id, wrapped));
    }
    return Ok{};
  });
  SILLOK_CHECK(opened);
  if (keys == named) return Ok{};
  // Destroying her key would miss it.
  return fail(Fault::damaged, "vault.damaged", "vault",
              "a data key is there that is named as nobody's; restore the vault from its backup");
}

Result<Ok> destroy_data_keys(VaultStore& store, std::span<const DestroyedKeys> destroyed) {
  for (const DestroyedKeys& each : destroyed) {
    std::map<Bytes, std::optional<Bytes>> rows;
    for (const KeyId& id : each.keys) {
      rows[key_entry(id)] = std::nullopt;
      rows[destroyed_entry(id)] = Bytes{};
    }
    for (const std::string& person : each.persons) {
      for (const KeyClass key_class : kClasses) {
        const Bytes entry = person_entry(person, key_class);
        SILLOK_TRY(known, store.get(entry));
        if (!known) continue;
        if (!are_key_ids(*known)) return cut_short();
        Bytes left = without(*known, each.keys);
        rows[entry] = left.empty() ? std::nullopt : std::optional{std::move(left)};
      }
    }
    Bytes up_to;
    put_u64(up_to, each.position + 1);
    rows[Bytes{kDestroyedUpTo}] = up_to += view(each.leaf);
    rows[Bytes{kUnpurged}] = Bytes{};
    SILLOK_CHECK(store.change_all(rows));
  }
  SILLOK_CRASH_POINT("vault.before_purging");
  SILLOK_TRY(unpurged, store.get(kUnpurged));
  if (!unpurged) return Ok{};
  SILLOK_CHECK(store.purge());
  return store.change_all({{Bytes{kUnpurged}, std::nullopt}});
}

Result<DestroyedUpTo> destroyed_up_to(VaultStore& store) {
  SILLOK_TRY(row, store.get(kDestroyedUpTo));
  DestroyedUpTo out;
  if (!row) return out;
  if (row->size() != sizeof(Position) + sizeof(Hash)) return cut_short();
  out.position = get_u64(*row);
  std::copy_n(row->begin() + sizeof(Position), out.leaf.size(), out.leaf.begin());
  return out;
}

bool is_data_key(BytesView row_key) { return row_key.starts_with('k'); }

Result<std::size_t> add_data_keys(VaultStore& store, const WrappedKeys& copy) {
  WrappedKeys lacking;
  std::size_t count = 0;
  for (const auto& [entry, row] : copy) {
    if (!entry.starts_with('p')) continue;
    SILLOK_TRY(known, store.get(entry));
    if (!are_key_ids(row) || (known && !are_key_ids(*known))) return cut_short();
    Bytes ids = known.value_or(Bytes{});
    const std::vector<KeyId> here = key_ids(ids);
    for (const KeyId& id : key_ids(row)) {
      if (std::find(here.begin(), here.end(), id) != here.end()) continue;
      SILLOK_TRY(destroyed, store.get(destroyed_entry(id)));
      if (destroyed) continue;
      const auto wrapped = copy.find(key_entry(id));
      if (wrapped == copy.end()) return missing();
      lacking.insert(*wrapped);
      ids += view(id);
      ++count;
    }
    if (ids.size() != here.size() * sizeof(KeyId)) lacking.emplace(entry, std::move(ids));
  }
  if (lacking.empty()) return std::size_t{0};
  SILLOK_CHECK(store.put_all(lacking));
  return count;
}

}  // namespace sillok
