#pragma once
// The rows of the log's index (schemas/FORMAT.md, section 4) that events give: for who brings events into a log that
// were recorded elsewhere. `verify` compares with what the events give once more, on its own.
#include <map>
#include <string>
#include <vector>

#include "ledger/event/codec.h"
#include "ledger/log/rocks_log.h"

namespace sillok {

class LogRows {
 public:
  // The events of a log in their order, from the first one on; each was checked.
  void look_at(const EventView& event);
  // The rows since it was last asked.
  std::vector<RocksLog::IndexPut> take();

 private:
  std::vector<RocksLog::IndexPut> rows_;
  std::map<std::string, Bytes, std::less<>> persons_;  // the newest place of each since take()
  std::vector<Hash> order_leaves_;
  std::uint32_t order_count_ = 0;
};

}  // namespace sillok
