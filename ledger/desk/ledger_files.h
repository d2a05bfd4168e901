#pragma once
// The small files of a ledger directory, and the keys it runs on.
#include <filesystem>
#include <memory>
#include <string>

#include "ledger/authority/key_registry.h"
#include "ledger/log/kv_store.h"
#include "ledger/privacy/vault.h"

namespace sillok {

// What the directory must be: pinned at init, compared at every start.
struct LedgerIdentity {
  std::string origin;
  Hash genesis{};
  PublicKey node_key{};
};
Result<LedgerIdentity> read_identity(const std::filesystem::path& directory);
// Of a directory that may be anything, also in the middle of a restore; nothing where no identity can be read there.
std::optional<LedgerIdentity> identity_in(const std::filesystem::path& directory);
Result<Ok> write_identity(const std::filesystem::path& directory, const LedgerIdentity& identity);

// Of a replica alone: where its log has its home (ledger/topic/home.h).
inline std::filesystem::path topic_home_path(const std::filesystem::path& directory) { return directory / "TOPIC"; }
bool is_replica(const std::filesystem::path& directory);
inline std::filesystem::path anchor_path(const std::filesystem::path& directory) { return directory / "anchor"; }
// Stands there while the ledger is on its way to another home (ledger/topic/moving.h).
inline std::filesystem::path moving_path(const std::filesystem::path& directory) { return directory / "MOVING"; }
// Fault::refused (ledger.moved): of a directory or a topic that was the ledger's home.
tl::unexpected<Error> moved_elsewhere(const std::string& from);
// Stands there from a restore until it is released.
inline std::filesystem::path restored_path(const std::filesystem::path& directory) { return directory / "RESTORED"; }
// Fault::refused (ledger.restored) where it does.
Result<Ok> check_may_record(const std::filesystem::path& directory);
// Stands there while a restore puts its parts in place: what is there now is neither the old ledger nor the new one.
inline std::filesystem::path restoring_path(const std::filesystem::path& directory) { return directory / "RESTORING"; }
inline std::filesystem::path key_path(const std::filesystem::path& directory, const char* name) {
  return directory / "keys" / (std::string{name} + ".key");
}

// The secret of a key file of the ledger's own (node, ledger, vault). What would be malformed as input
// is damage here; Fault::misuse `key.other` where the file is of another kind.
Result<Secret> own_key(const std::filesystem::path& directory, const char* kind);
// Fault::misuse where others can read one of the ledger's own key files, whether or not it is used now.
Result<Ok> check_key_modes(const std::filesystem::path& directory);
// Keys of a real ledger come from its key files, those of a sandbox from its seed.
Result<Signer> node_signer(const std::filesystem::path& directory, const Genesis& genesis);
Result<Signer> ledger_signer(const std::filesystem::path& directory, const Genesis& genesis);
Signer sandbox_node(const Secret& seed);
Signer sandbox_ledger_key(const Secret& seed);
Secret sandbox_vault_seed(const Secret& seed);
// The wrapped keys as they lie there, which need no key to be copied.
Result<std::unique_ptr<VaultStore>> open_vault_store(const std::filesystem::path& directory, Access access);
Result<std::unique_ptr<Vault>> open_vault(const std::filesystem::path& directory, const Genesis& genesis,
                                          Access access);

}  // namespace sillok
