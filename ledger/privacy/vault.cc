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

tl::unexpected<Error> of_another_key() {
  return fail(Fault::refused, "vault.other_key", "vault",
              "the copy of the vault is of another time than the key: one of them is from before the wrapping key was "
              "turned; bring both of one time");
}

// Store keys: 'p' context → key ids, new data go under the first; 'k' key id → nonce ‖ wrapped key; 'x' key id →
// nothing, of one that was destroyed; 'b' → the position behind the newest destruction, and the hash of that event; 'u'
// → nothing, while bytes of keys that went may still lie in its files; 'w' → the id of the key that wraps them.
Bytes destroyed_entry(const KeyId& id) { return "x" + Bytes{view(id)}; }
constexpr BytesView kDestroyedUpTo = "b", kUnpurged = "u", kWrappedBy = "w";
constexpr KeyClass kClasses[] = {KeyClass::kIdentity, KeyClass::kDiscipline, KeyClass::kOpinion};
Bytes person_entry(std::string_view person, KeyClass key_class) { return "p" + context_of(person, key_class); }
Bytes key_entry(const KeyId& id) { return "k" + Bytes{view(id)}; }

constexpr std::size_t kNonceBytes = 24;

bool are_key_ids(BytesView row) { return !row.empty() && row.size() % sizeof(KeyId) == 0; }
std::vector<KeyId> key_ids(BytesView row) {
  std::vector<KeyId> ids;
  for (; !row.empty(); row.remove_prefix(sizeof(KeyId))) ids.push_back(get_array<KeyId>(row));
  return ids;
}

Bytes without(BytesView row, const std::vector<KeyId>& gone) {
  Bytes left;
  for (const KeyId& id : key_ids(row)) {
    if (std::find(gone.begin(), gone.end(), id) == gone.end()) left += view(id);
  }
  return left;
}

Bytes wrapped(const Secret& wrapping_key, BytesView context, const KeyId& id, const Secret& key) {
  const Bytes nonce = random_bytes(kNonceBytes);
  return nonce + seal(wrapping_key, nonce, Bytes{context} + Bytes{view(id)}, key.bytes());
}

Result<Secret> unwrapped(const Secret& wrapping_key, BytesView context, const KeyId& id, BytesView wrapped) {
  if (wrapped.size() < kNonceBytes) return cut_short();
  auto plain = unseal(wrapping_key, wrapped.substr(0, kNonceBytes), Bytes{context} + Bytes{view(id)},
                      wrapped.substr(kNonceBytes));
  if (!plain)
    return fail(Fault::damaged, "vault.damaged", "vault",
                "a wrapped data key does not open; restore the vault from its backup");
  auto key = Secret::from_bytes(*plain);
  wipe(*plain);
  return key;
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
  return DataKey{get_array<KeyId>(id.bytes()), seed_.derive("sillok/sandbox/data-key", context)};
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
    known = fresh->second.value();
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
    SILLOK_TRY(stored, wrapped_key(id));
    SILLOK_TRY(key, unwrapped(wrapping_key_, context_of(person, key_class), id, stored));
    return DataKey{id, std::move(key)};
  }
  DataKey made{get_array<KeyId>(random_bytes(sizeof(KeyId))), Secret::random()};
  unflushed_[key_entry(made.id)] = wrapped(wrapping_key_, context_of(person, key_class), made.id, made.key);
  // In front: what is new goes under it.
  unflushed_[entry] = Bytes{view(made.id)} + known.value_or(Bytes{});
  return made;
}

Result<std::optional<Secret>> StoredVault::find(std::string_view person, KeyClass key_class, const KeyId& id) {
  const std::scoped_lock lock{mutex_};
  SILLOK_TRY(gone, is_gone(id));
  if (gone) return std::optional<Secret>{};
  SILLOK_TRY(stored, wrapped_key(id));
  SILLOK_TRY(key, unwrapped(wrapping_key_, context_of(person, key_class), id, stored));
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
        fresh->second = without(*fresh->second, each.keys);
        if (fresh->second->empty()) unflushed_.erase(fresh);
      }
    }
  }
  SILLOK_CHECK(destroy_data_keys(*store_, destroyed));
  return true;
}

Result<Bytes> StoredVault::wrapped_key(const KeyId& id) {
  if (const auto fresh = unflushed_.find(key_entry(id)); fresh != unflushed_.end()) return fresh->second.value();
  SILLOK_TRY(stored, store_->get(key_entry(id)));
  if (!stored) return missing();
  return *std::move(stored);
}

Result<Ok> StoredVault::flush() {
  const std::scoped_lock lock{mutex_};
  if (unflushed_.empty()) return Ok{};
  unflushed_[Bytes{kWrappedBy}] = Bytes{view(wrapping_key_id(wrapping_key_))};
  SILLOK_CHECK(store_->change_all(unflushed_));
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
      SILLOK_TRY(stored, wrapped_key(id));
      SILLOK_CHECK(unwrapped(wrapping_key_, entry.substr(1), id, stored));
    }
    return Ok{};
  });
  SILLOK_CHECK(opened);
  SILLOK_TRY(by, wrapped_by(*store_));
  if (keys > 0 && by != wrapping_key_id(wrapping_key_)) {
    return fail(Fault::damaged, "vault.damaged", "vault",
                "the vault does not name the key that wraps it; restore the vault from its backup");
  }
  if (keys == named) return Ok{};
  // Destroying her key would miss it.
  return fail(Fault::damaged, "vault.damaged", "vault",
              "a data key is there that is named as nobody's; restore the vault from its backup");
}

Result<Ok> destroy_data_keys(VaultStore& store, std::span<const DestroyedKeys> destroyed) {
  for (const DestroyedKeys& each : destroyed) {
    VaultStore::Rows rows;
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
  return purge_what_is_left(store);
}

Result<Ok> purge_what_is_left(VaultStore& store) {
  SILLOK_TRY(unpurged, store.get(kUnpurged));
  if (!unpurged) return Ok{};
  SILLOK_CRASH_POINT("vault.before_purging");
  SILLOK_CHECK(store.purge());
  return store.change_all({{Bytes{kUnpurged}, std::nullopt}});
}

Result<DestroyedUpTo> destroyed_up_to(VaultStore& store) {
  SILLOK_TRY(row, store.get(kDestroyedUpTo));
  DestroyedUpTo out;
  if (!row) return out;
  if (row->size() != sizeof(Position) + sizeof(Hash)) return cut_short();
  out.position = get_u64(*row);
  out.leaf = get_array<Hash>(BytesView{*row}.substr(sizeof(Position)));
  return out;
}

KeyId wrapping_key_id(const Secret& wrapping_key) {
  return get_array<KeyId>(wrapping_key.derive("sillok/vault/wrapping-key-id").bytes());
}

Result<std::optional<KeyId>> wrapped_by(VaultStore& store) {
  SILLOK_TRY(row, store.get(kWrappedBy));
  if (!row) return std::optional<KeyId>{};
  if (row->size() != sizeof(KeyId)) return cut_short();
  return std::optional{get_array<KeyId>(*row)};
}

bool may_be_wrapped_by(const WrappedKeys& copy, const Secret& wrapping_key) {
  const auto said = copy.find(Bytes{kWrappedBy});
  return said == copy.end() || said->second == view(wrapping_key_id(wrapping_key));
}

Result<WrappedKeys> wrapped_anew(WrappedKeys rows, const Secret& from, const Secret& to) {
  if (!may_be_wrapped_by(rows, from)) return of_another_key();
  for (const auto& [entry, ids] : rows) {
    if (!entry.starts_with('p')) continue;
    if (!are_key_ids(ids)) return cut_short();
    const BytesView context = BytesView{entry}.substr(1);
    for (const KeyId& id : key_ids(ids)) {
      const auto row = rows.find(key_entry(id));
      if (row == rows.end()) return missing();
      SILLOK_TRY(key, unwrapped(from, context, id, row->second));
      row->second = wrapped(to, context, id, key);
    }
  }
  rows[Bytes{kWrappedBy}] = Bytes{view(wrapping_key_id(to))};
  return rows;
}

Result<std::size_t> wrap_anew(VaultStore& store, const Secret& from, const Secret& to) {
  WrappedKeys rows;
  for (const BytesView prefix : {"p", "k"}) {
    SILLOK_CHECK(store.scan(prefix, [&](BytesView key, BytesView value) -> Result<Ok> {
      rows.emplace(key, value);
      return Ok{};
    }));
  }
  SILLOK_TRY(anew, wrapped_anew(std::move(rows), from, to));
  const auto count = std::count_if(anew.begin(), anew.end(), [](const auto& row) { return is_data_key(row.first); });
  VaultStore::Rows changes(anew.begin(), anew.end());
  changes[Bytes{kUnpurged}] = Bytes{};
  SILLOK_CHECK(store.change_all(changes));
  return static_cast<std::size_t>(count);
}

bool is_data_key(BytesView row_key) { return row_key.starts_with('k'); }

Result<std::size_t> add_data_keys(VaultStore& store, const WrappedKeys& copy) {
  VaultStore::Rows lacking;
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
  const auto theirs = copy.find(Bytes{kWrappedBy});
  SILLOK_TRY(ours, store.get(kWrappedBy));
  if (theirs != copy.end() && ours && *ours != theirs->second) return of_another_key();
  if (theirs != copy.end()) lacking.emplace(*theirs);
  SILLOK_CHECK(store.change_all(lacking));
  return count;
}

}  // namespace sillok
