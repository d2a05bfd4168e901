#pragma once
// The key that wraps a vault's data keys (design 15), `keys/vault.key`. Each directory has its own once it was turned
// there: what a copy of the vault from before holds, keys of destroyed persons too, opens with the key of then alone,
// of which no copy need be left. While it turns, the new one stands beside under another name; which of them wraps what
// is there the vault says itself.
#include <filesystem>
#include <memory>

#include "ledger/desk/ledger.h"

namespace sillok {

struct WrappedKeyStore {
  std::unique_ptr<VaultStore> store;
  // Fault::damaged (vault.other_key) where neither file holds it.
  Result<Secret> wrapping_key;
};
// Whoever may write ends a turn that was cut off.
Result<WrappedKeyStore> open_wrapped_keys(const std::filesystem::path& directory, Access access);

// The same, for who only reads: a copy of the vault is written once its key stands under its own name.
Result<Ok> finish_turn(const std::filesystem::path& directory);

// Wraps all data keys under a new key, which takes the place of the old one, and gives how many these are. What the log
// destroys is destroyed before. Killed anywhere, either key is in force, and nothing is lost. Fault::misuse in a
// sandbox; unavailable while another process writes the vault; damaged (vault.missing, vault.missing_key) where a data
// key is lacking that was never destroyed: a copy that has it could be opened by the old key alone.
Result<std::size_t> turn_wrapping_key(Ledger& ledger);

}  // namespace sillok
