#pragma once
// Destroyed data keys (design 15): a `data_key_destroyed` in the log forgets a person. Every key that had sealed
// something of hers before it, also under ids that were merged into hers, is destroyed, in the vault of each directory
// that has this log, and in every copy of a vault that is brought into one later. What is sealed of her afterwards is
// sealed under a new key.
#include <vector>

#include "ledger/log/rocks_log.h"
#include "ledger/privacy/vault.h"

namespace sillok {

// Whether there is any: most ledgers have none, and then nobody's vault is asked.
Result<bool> are_keys_destroyed(const RocksLog& log);
// Where a vault that has carried out that much goes on: at the beginning, where it has followed another log than this.
Result<Position> first_to_destroy(const RocksLog& log, const DestroyedUpTo& done);
// Those of the log at positions [begin, end), in their order.
Result<std::vector<DestroyedKeys>> destroyed_keys(const RocksLog& log, Position begin, Position end);
// What a store of wrapped keys has not carried out yet of those before `end`. Nothing is destroyed by a log that was
// not checked: nobody can bring it back.
Result<Ok> destroy_as_logged(const RocksLog& log, Position end, VaultStore& store);

}  // namespace sillok
