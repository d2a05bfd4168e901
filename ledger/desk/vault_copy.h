#pragma once
// A copy of the vault in one file of mode 0600: the data keys as they lie there, wrapped, signed by the ledger's key
// (bytes in schemas/FORMAT.md). It goes beside a backup, or to a replica with the keys that open it. To be kept apart
// and for a short time (design 15): what a shredded person's key opens must not live on in old copies.
#include <filesystem>

#include "ledger/desk/ledger.h"

namespace sillok {

// Its name beside the file that it belongs to.
inline std::filesystem::path vault_beside(const std::filesystem::path& file) { return file.string() + ".vault"; }

// How many data keys were written. Fault::misuse in a sandbox, which has none.
Result<std::uint64_t> write_vault_copy(const Ledger& ledger, VaultStore& vault, const std::filesystem::path& file);
Result<std::uint64_t> write_vault_copy(const Ledger& ledger, const std::filesystem::path& file);
// Fault::damaged (backup.damaged, backup.signature) where a byte is not what it was, or another ledger signed it;
// malformed where it is no copy of a vault.
Result<WrappedKeys> read_vault_copy(const std::filesystem::path& file, const Genesis& genesis);

}  // namespace sillok
