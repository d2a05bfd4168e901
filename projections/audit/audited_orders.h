#pragma once
// The orders that acts came in, as an audit asks for them. One thread; the log must outlive it.
#include <unordered_map>

#include "ledger/log/event_log.h"
#include "ledger/rules/audit_rules.h"

namespace sillok {

class AuditedOrders {
 public:
  explicit AuditedOrders(const EventLog& log) : log_(log) {}
  // Nothing where the order can't be read: what is damaged is `verify`'s to tell.
  std::optional<AuditedOrder> of(Position position);
  // The same of an entry at hand, without reading it again.
  std::optional<AuditedOrder> of(const EventView& event);

 private:
  const EventLog& log_;
  std::unordered_map<Position, AuditedOrder> known_;  // by the order's first position
};

}  // namespace sillok
