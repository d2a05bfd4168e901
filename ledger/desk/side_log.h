#pragma once
// A log beside a ledger's events (contract §8: ORIGIN/persons, ORIGIN/access), in `NAME/log` of its directory. It has
// positions, a tree and checkpoints of its own, and is as durable as the ledger's. On a replica its entries follow from
// the topic (beside_rows.h), and are made as far as somebody asks for them.
#include <memory>
#include <string_view>
#include <vector>

#include "ledger/base/file_lock.h"
#include "ledger/desk/ledger.h"

namespace sillok {

struct SideLog {
  std::string_view name;
  std::unique_ptr<FileLock> lock;  // nobody else writes it
  std::unique_ptr<RocksLog> log;
};
// For writing, and made where it is missing; waits while another process writes.
Result<SideLog> open_side_log(const Ledger& ledger, std::string_view name);
// For who is about to add an entry of his own, under the lock of that log: Fault::unavailable (ledger.moving) where the
// ledger is on its way, or has become a replica since it was opened, whose entries follow from its topic.
Result<Ok> check_may_add(const Ledger& ledger);
// Waits until nobody is adding any more: who sees that the ledger moves begins nothing.
Result<Ok> wait_for_side_logs(const Ledger& ledger, const std::vector<std::string_view>& names);
// Nothing where nothing was ever published, or on a replica that was not asked for it yet. Fault::damaged
// (CODE.missing) where it is gone, and checkpoints of it were.
Result<std::unique_ptr<RocksLog>> side_log_to_read(const Ledger& ledger, std::string_view name);

}  // namespace sillok
