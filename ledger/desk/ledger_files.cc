#include "ledger/desk/ledger_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "ledger/base/durable_file.h"
#include "ledger/base/named_lines.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/wrapping_key.h"

namespace sillok {
namespace {

constexpr const char* kVersionLine = "sillok-ledger/v1";
constexpr const char* kKeyFiles[] = {"node", "ledger", "vault", "vault.next"};

// The vault's RocksDB directory; one family of random keys.
class KvVaultStore final : public VaultStore {
 public:
  explicit KvVaultStore(std::unique_ptr<KvStore> store) : store_(std::move(store)) {}
  Result<std::optional<Bytes>> get(BytesView key) override { return store_->get(0, key); }
  Result<Ok> scan(BytesView prefix, const std::function<Result<Ok>(BytesView, BytesView)>& each) override {
    Result<Ok> held = Ok{};
    SILLOK_CHECK(store_->scan(0, prefix, [&](BytesView key, BytesView value) {
      if (!key.starts_with(prefix)) return false;
      held = each(key, value);
      return held.has_value();
    }));
    return held;
  }
  Result<Ok> check_files() override { return store_->check_files(); }
  Result<Ok> change_all(const Rows& rows) override {
    for (const auto& [key, value] : rows) {
      if (value) store_->put(0, key, *value);
      else store_->erase(0, key);
    }
    return store_->commit(Durable::kNow);
  }
  Result<Ok> purge() override { return store_->rewrite(); }

 private:
  std::unique_ptr<KvStore> store_;
};

Result<Signer> own_signer(const std::filesystem::path& directory, const char* kind, const PublicKey& expected) {
  SILLOK_TRY(secret, own_key(directory, kind));
  Signer signer{secret};
  if (signer.public_key() != expected) {
    return fail(Fault::misuse, "key.other", key_path(directory, kind).string(),
                "this key file holds another key than the ledger names; put the right one back");
  }
  return signer;
}

tl::unexpected<Error> bad_identity() {
  return fail(Fault::damaged, "ledger.identity", "LEDGER",
              "the ledger's identity file does not hold; restore it from a verified copy");
}

}  // namespace

Result<Ok> check_key_modes(const std::filesystem::path& directory) {
  for (const char* kind : kKeyFiles) {
    const std::filesystem::path path = key_path(directory, kind);
    if (!can_see(path)) continue;
    const auto held = check_private_file(path);
    if (!held && can_see(path)) return held;  // one may just have taken another's place
  }
  return Ok{};
}

Result<Secret> own_key(const std::filesystem::path& directory, const char* kind) {
  const std::filesystem::path path = key_path(directory, kind);
  auto file = read_key_file(path);
  if (!file && file.error().fault == Fault::malformed) {
    return fail(Fault::damaged, "key.damaged", path.string(), file.error().message + "; take the file from a backup");
  }
  if (!file) return tl::unexpected{file.error()};
  if (file->kind != kind) {
    return fail(Fault::misuse, "key.other", path.string(),
                "this key file is of kind " + file->kind + "; put the right one back");
  }
  return std::move(file->secret);
}

Result<LedgerIdentity> read_identity(const std::filesystem::path& directory) {
  std::error_code none;
  if (std::filesystem::exists(restoring_path(directory), none)) {
    return fail(Fault::misuse, "restore.unfinished", directory.string(),
                "`sillok restore` did not finish here; run it again");
  }
  std::ifstream file{directory / "LEDGER"};
  if (!file) {
    std::error_code why;
    const auto has = [&](const std::filesystem::path& path) { return std::filesystem::exists(path, why); };
    if (has(directory / "INIT")) {
      return fail(Fault::misuse, "ledger.absent", directory.string(),
                  "`sillok init` did not finish here; run it again");
    }
    if (has(directory / "LEDGER") || why == std::errc::permission_denied) {
      return fail(Fault::unavailable, "ledger.unreadable", directory.string(),
                  "you may not read what is there; run it as the ledger's operator, or ask for the right to read");
    }
    // A directory without any of a ledger's parts is a wrong name; one that lost only this part is damaged.
    if (has(anchor_path(directory)) || has(directory / "log")) return bad_identity();
    return fail(Fault::misuse, "ledger.absent", directory.string(),
                "there is no ledger here; make one with `sillok init` or name its directory with --ledger");
  }
  const auto identity = identity_in(directory);
  if (!identity) return bad_identity();
  return *identity;
}

std::optional<LedgerIdentity> identity_in(const std::filesystem::path& directory) {
  NamedLines lines{content_of(directory / "LEDGER"), kVersionLine};
  LedgerIdentity identity;
  identity.origin = lines.take("origin");
  const auto hash = hash_from_hex(lines.take("genesis"));
  const auto key = from_base64(lines.take("node"));
  if (!lines.are_all() || !hash || !key || key->size() != identity.node_key.size()) return std::nullopt;
  identity.genesis = *hash;
  std::copy(key->begin(), key->end(), identity.node_key.begin());
  return identity;
}

Result<Ok> check_may_record(const std::filesystem::path& directory) {
  std::error_code unknown;
  if (!std::filesystem::exists(restored_path(directory), unknown)) return Ok{};
  return fail(Fault::refused, "ledger.restored", directory.string(),
              "this ledger was restored from a backup and may be older than what was published; it can be read, and "
              "records and signs nothing before `sillok anchor release` has shown that nothing is missing");
}

Result<Ok> write_identity(const std::filesystem::path& directory, const LedgerIdentity& identity) {
  const std::string text = fmt::format("{}\norigin {}\ngenesis {}\nnode {}\n", kVersionLine, identity.origin,
                                       to_hex(view(identity.genesis)), to_base64(view(identity.node_key)));
  // At once: where LEDGER stands, all else stood before.
  const std::filesystem::path fresh = directory / "LEDGER.new";
  if (create_durably(fresh, text, 0644) || rename_durably(fresh, directory / "LEDGER")) {
    return fail(Fault::unavailable, "storage.failed", "LEDGER",
                "the identity file could not be written; check the disk and run the same command again");
  }
  return Ok{};
}

tl::unexpected<Error> moved_elsewhere(const std::string& from) {
  return fail(Fault::refused, "ledger.moved", from,
              "this ledger was moved elsewhere; it can be read here and written only there");
}

bool is_replica(const std::filesystem::path& directory) { return can_see(topic_home_path(directory)); }

Signer sandbox_node(const Secret& seed) { return Signer{seed.derive("sillok/sandbox/node")}; }
Signer sandbox_ledger_key(const Secret& seed) { return Signer{seed.derive("sillok/sandbox/ledger")}; }
Secret sandbox_vault_seed(const Secret& seed) { return seed.derive("sillok/sandbox/vault"); }

Result<Signer> node_signer(const std::filesystem::path& directory, const Genesis& genesis) {
  if (genesis.sandbox) return sandbox_node(*genesis.seed);
  SILLOK_TRY(identity, read_identity(directory));
  return own_signer(directory, "node", identity.node_key);
}

Result<Signer> ledger_signer(const std::filesystem::path& directory, const Genesis& genesis) {
  if (genesis.sandbox) return sandbox_ledger_key(*genesis.seed);
  return own_signer(directory, "ledger", genesis.ledger_key);
}

Result<std::unique_ptr<VaultStore>> open_vault_store(const std::filesystem::path& directory, Access access) {
  SILLOK_TRY(store, KvStore::open(directory / "vault", {{"keys", Layout::kRandom}}, access));
  return std::unique_ptr<VaultStore>{std::make_unique<KvVaultStore>(std::move(store))};
}

Result<std::unique_ptr<Vault>> open_vault(const std::filesystem::path& directory, const Genesis& genesis,
                                          Access access) {
  if (genesis.sandbox) return std::unique_ptr<Vault>{std::make_unique<SandboxVault>(sandbox_vault_seed(*genesis.seed))};
  std::error_code unknown;
  // A replica follows its topic without it.
  const bool may_lack = access == Access::kRead || is_replica(directory);
  if (may_lack && !std::filesystem::exists(key_path(directory, "vault"), unknown)) {
    return std::unique_ptr<Vault>{std::make_unique<AbsentVault>(
        Error{Fault::misuse, "vault.absent", key_path(directory, "vault").string(),
              "this copy of the ledger has no wrapping key, so personal data stay sealed; bring the keys by "
              "`sillok keys export` and `keys import`, or put keys/vault.key back"})};
  }
  if (!std::filesystem::exists(directory / "vault" / "CURRENT", unknown) &&
      !std::filesystem::exists(directory / "vault" / "LOCK", unknown)) {
    const Error missing{Fault::damaged, "vault.missing", (directory / "vault").string(),
                        "the data keys are missing, so personal data stay sealed; put the vault back from its backup: "
                        "run `sillok restore` again with --vault FILE"};
    if (access == Access::kWrite) return tl::unexpected{missing};
    return std::unique_ptr<Vault>{std::make_unique<AbsentVault>(missing)};
  }
  SILLOK_TRY(opened, open_wrapped_keys(directory, access));
  if (!opened.wrapping_key) {
    if (access == Access::kRead)
      return std::unique_ptr<Vault>{std::make_unique<AbsentVault>(opened.wrapping_key.error())};
    return tl::unexpected{opened.wrapping_key.error()};
  }
  return std::unique_ptr<Vault>{std::make_unique<StoredVault>(std::move(opened.store), *std::move(opened.wrapping_key),
                                                              access == Access::kWrite)};
}

}  // namespace sillok
