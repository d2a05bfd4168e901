#pragma once
// Data keys: one per person and class of data (design 15). The vault of wrapped keys is a store of
// its own, never in the log; destroying a key forgets the person and leaves every proof intact.
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/crypto/keys.h"
#include "ledger/event/kinds.h"

namespace sillok {

enum class KeyClass : std::uint8_t { kIdentity, kDiscipline, kOpinion };
KeyClass key_class_of(Field sealed_field);
std::string_view name_of(KeyClass key_class);

using KeyId = std::array<std::uint8_t, 16>;
struct DataKey {
  KeyId id{};
  Secret key;
};

// What an event of the log has destroyed: every key under which something of that person was sealed before it, also
// under ids that were merged into hers.
struct DestroyedKeys {
  Position position = 0;
  Hash leaf{};  // of that event: a store that knows of another one there has followed another log
  std::vector<std::string> persons;
  std::vector<KeyId> keys;
};
// The newest destruction that was carried out: behind which position, and the hash of the event before that.
struct DestroyedUpTo {
  Position position = 0;
  Hash leaf{};
};

// Safe from several threads.
class Vault {
 public:
  virtual ~Vault() = default;
  // The key new data of this person is sealed under; made where there is none.
  virtual Result<DataKey> key_for(std::string_view person, KeyClass key_class) = 0;
  // The key of that id; nothing where it was destroyed. One that is merely missing is Fault::damaged
  // (vault.missing_key): what it opens was not forgotten by law.
  virtual Result<std::optional<Secret>> find(std::string_view person, KeyClass key_class, const KeyId& id) = 0;
  // Makes keys made since the last call durable. Called before what they seal is recorded.
  virtual Result<Ok> flush() = 0;
  // Looks at every stored byte and key: Fault::damaged where one does not hold or open.
  virtual Result<Ok> check() = 0;
  // From now on find() gives nothing for these, and what is new of her is sealed under another key. Of this object
  // alone: destroy() does it for good.
  virtual void forget(const DestroyedKeys& destroyed) = 0;
  virtual Result<bool> is_destroyed(const KeyId& id) = 0;
  // Where its keys are kept, and may be changed: they are gone when it returns. False where that is not so.
  virtual Result<bool> destroy(std::span<const DestroyedKeys>) { return false; }
  virtual Result<DestroyedUpTo> destroyed_up_to() { return DestroyedUpTo{}; }
  // Why no key at all is here to open anything with; nothing where there are keys.
  virtual const Error* absence() const { return nullptr; }
};

// Keys that derive from the sandbox's seed: it protects nothing, and any copy of it can open all.
class SandboxVault final : public Vault {
 public:
  explicit SandboxVault(Secret seed) : seed_(std::move(seed)) {}
  Result<DataKey> key_for(std::string_view person, KeyClass key_class) override;
  Result<std::optional<Secret>> find(std::string_view person, KeyClass key_class, const KeyId& id) override;
  Result<Ok> flush() override { return Ok{}; }
  Result<Ok> check() override { return Ok{}; }
  void forget(const DestroyedKeys& destroyed) override;
  Result<bool> is_destroyed(const KeyId& id) override;

 private:
  DataKey derived(std::string_view person, KeyClass key_class, std::size_t generation) const;

  Secret seed_;
  std::mutex mutex_;
  std::set<KeyId> destroyed_;
};

// Where wrapped keys are kept. One implementation is a RocksDB directory (ledger/desk), the other
// a map for tests.
class VaultStore {
 public:
  virtual ~VaultStore() = default;
  virtual Result<std::optional<Bytes>> get(BytesView key) = 0;
  // Every pair whose key begins with `prefix`, or until `each` fails.
  virtual Result<Ok> scan(BytesView prefix, const std::function<Result<Ok>(BytesView key, BytesView value)>& each) = 0;
  // All of these rows, or none; without a value the row goes. Durable when it returns.
  using Rows = std::map<Bytes, std::optional<Bytes>>;
  virtual Result<Ok> change_all(const Rows& rows) = 0;
  // The bytes of rows that went are nowhere in the store any more.
  virtual Result<Ok> purge() = 0;
  virtual Result<Ok> check_files() = 0;  // every stored byte, also what no read looks at
};

// Rows of a store: of a copy of the vault, still wrapped.
using WrappedKeys = std::map<Bytes, Bytes>;
bool is_data_key(BytesView row_key);  // else it says whose they are
// Puts in those that the store lacks and has not destroyed, and gives how many data keys these are. A person may have
// several of one class: each writer of a topic seals with the one that it made. Her own goes on to seal what is new.
// Fault::damaged (vault.damaged) where the rows are not a vault's; refused (vault.other_key) where another key wraps
// them than those of the store.
Result<std::size_t> add_data_keys(VaultStore& store, const WrappedKeys& copy);
// Destroys them, their bytes too; no copy of them is ever added again. Durable when it returns; what a run that was cut
// off has left is done by the next one, also where nothing is to be destroyed.
Result<Ok> destroy_data_keys(VaultStore& store, std::span<const DestroyedKeys> destroyed);
Result<DestroyedUpTo> destroyed_up_to(VaultStore& store);
// Of a run that was cut off behind a destruction or a turn: what went is nowhere in the store's files any more.
Result<Ok> purge_what_is_left(VaultStore& store);

// Which key wraps data keys, as their store says it beside them; it tells nothing of the key.
KeyId wrapping_key_id(const Secret& wrapping_key);
Result<std::optional<KeyId>> wrapped_by(VaultStore& store);                   // nothing: it has no data keys yet
bool may_be_wrapped_by(const WrappedKeys& copy, const Secret& wrapping_key);  // it says so, or nothing
// The same rows with each data key wrapped by another key. Fault::damaged where one does not open, refused
// (vault.other_key) where they say that another key than `from` wraps them.
Result<WrappedKeys> wrapped_anew(WrappedKeys rows, const Secret& from, const Secret& to);
// Likewise all that a store has, in one batch that says so; gives how many these are. The bytes that went are purged by
// purge_what_is_left().
Result<std::size_t> wrap_anew(VaultStore& store, const Secret& from, const Secret& to);

// Of a copy of a ledger that came without its wrapping key, or without its data keys: it can be verified, not opened.
class AbsentVault final : public Vault {
 public:
  explicit AbsentVault(Error why) : why_(std::move(why)) {}
  Result<DataKey> key_for(std::string_view, KeyClass) override { return absent(); }
  Result<std::optional<Secret>> find(std::string_view, KeyClass, const KeyId&) override { return absent(); }
  Result<Ok> flush() override { return Ok{}; }
  Result<Ok> check() override { return absent(); }
  void forget(const DestroyedKeys&) override {}
  Result<bool> is_destroyed(const KeyId&) override { return false; }
  const Error* absence() const override { return &why_; }

 private:
  tl::unexpected<Error> absent() const { return tl::unexpected{why_}; }
  Error why_;
};

// Random keys, wrapped by a key-encryption key.
class StoredVault final : public Vault {
 public:
  // `writes`: the store may be changed.
  StoredVault(std::unique_ptr<VaultStore> store, Secret wrapping_key, bool writes = true);
  Result<DataKey> key_for(std::string_view person, KeyClass key_class) override;
  Result<std::optional<Secret>> find(std::string_view person, KeyClass key_class, const KeyId& id) override;
  Result<Ok> flush() override;
  Result<Ok> check() override;
  void forget(const DestroyedKeys& destroyed) override;
  Result<bool> is_destroyed(const KeyId& id) override;
  Result<bool> destroy(std::span<const DestroyedKeys> destroyed) override;
  Result<DestroyedUpTo> destroyed_up_to() override { return sillok::destroyed_up_to(*store_); }

 private:
  // Under the lock.
  Result<Bytes> wrapped_key(const KeyId& id);
  Result<bool> is_gone(const KeyId& id);

  std::mutex mutex_;
  std::unique_ptr<VaultStore> store_;
  Secret wrapping_key_;
  const bool writes_;
  VaultStore::Rows unflushed_;  // each with a value
  std::set<KeyId> destroyed_;   // of which the store may not know yet
};

}  // namespace sillok
