#pragma once
// The keys a replica runs on, on their way to one node (contract §2, `keys export --to NODE`): the
// ledger key, which signs checkpoints, and the key that wraps the vault's data keys, sealed for the
// public key of a node that the log itself names; and beside them the data keys as they are now, wrapped
// (vault_copy.h). Officers' keys are never here, and the node's own key stays where it was made. Bytes in
// schemas/FORMAT.md.
#include <filesystem>
#include <string>

#include "ledger/crypto/keys.h"

namespace sillok {

// Writes the bundle for `node` (registered in the log of that ledger, of kind node) into a new file of
// mode 0600, and the data keys into one beside it; how many these are. Fault::not_found `key.unknown` for a node
// without a key in force, Fault::misuse in a sandbox, whose keys follow from its seed.
Result<std::uint64_t> export_keys(const std::filesystem::path& ledger_directory, const std::string& node,
                                  const std::filesystem::path& file);

// Opens the bundle with the node's key and puts both keys into a replica's directory, a copy of that
// ledger without its keys; of the data keys beside it, those that are not there yet, and says how many. The ledger key
// must be the one its genesis names; another is never written over (Fault::misuse `key.exists`). A wrapping key that is
// there already goes on to wrap what is brought. Doing it again changes nothing.
Result<std::size_t> import_keys(const std::filesystem::path& replica_directory, const std::filesystem::path& file,
                                const KeyFile& node_key);

}  // namespace sillok
