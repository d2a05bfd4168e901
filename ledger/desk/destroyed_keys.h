#pragma once
// Destroyed data keys (design 15): a `data_key_destroyed` in the log forgets a person. Every key that had sealed
// something of hers before it is destroyed, in the vault of each directory that has this log, and in every copy of a
// vault that is brought into one later. What is sealed of her afterwards is sealed under a new key.
#include <functional>
#include <string>
#include <vector>

#include "ledger/log/rocks_log.h"
#include "ledger/privacy/vault.h"

namespace sillok {

// Whether there is any: most ledgers have none, and then nobody's vault is asked.
Result<bool> are_keys_destroyed(const RocksLog& log);
// Those of the log from that position on, in their order.
Result<std::vector<DestroyedKeys>> destroyed_keys(const RocksLog& log, Position begin);
// What a store of wrapped keys has not heard of yet is destroyed there, its bytes too. Durable when it returns.
Result<Ok> destroy_as_logged(const RocksLog& log, VaultStore& store);

}  // namespace sillok
