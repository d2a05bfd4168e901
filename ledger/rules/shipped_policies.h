#pragma once
// The shipped rule tables as acts, for the genesis order of a new ledger (schemas/policies/README.md).
#include <vector>

#include "ledger/base/result.h"
#include "ledger/event/plain.h"

namespace sillok {

// One policy_adopted act for each table and day its rows are in force from, by table and day.
// Fault::damaged where a file can't be read: its name and line.
Result<std::vector<PlainAct>> shipped_policies();

}  // namespace sillok
