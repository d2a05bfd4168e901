#pragma once
// The shipped rule tables as acts, for the genesis order of a new ledger (schemas/policies/README.md).
#include <span>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/event/plain.h"
#include "ledger/rules/rule_book.h"

namespace sillok {

// One policy_adopted act for each table and day its rows are in force from, by table and day.
// Fault::damaged where a file can't be read: its name and line.
Result<std::vector<PlainAct>> shipped_policies();

// Into a book, policy_adopted acts as if they were recorded at that position and instant.
Result<Ok> adopt_all(RuleBook& book, std::span<const PlainAct> adoptions, Position position, Instant recorded_at);
// The shipped tables alone, adopted before anything else.
Result<RuleBook> shipped_rules();

}  // namespace sillok
