#pragma once
// From the orders of a commit, as they stand in a topic, to the entries they are in the log: envelope and opening are
// made anew behind the head, and each event is checked as who replays the log checks it (ledger/desk/event_check.h).
// One thread.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/desk/event_check.h"
#include "ledger/desk/log_rows.h"
#include "ledger/topic/signed_record.h"

namespace sillok {

struct BuiltOrders {
  std::vector<Bytes> entries;
  std::vector<Hash> leaves;
  std::vector<RocksLog::IndexPut> index;
};

class OrderBuilder {
 public:
  // At the beginning of a ledger: the order that is added first is its genesis.
  OrderBuilder();
  // Behind the log's head, with the keys and grants in force there: those of the orders are looked at in a copy. Both
  // must outlive it.
  OrderBuilder(const RocksLog& log, KeyRegistry& registry, Instant recorded_at);
  OrderBuilder(const OrderBuilder&) = delete;
  OrderBuilder& operator=(const OrderBuilder&) = delete;

  // Why no honest node records this order; empty: nothing is known against it. After a reason only what was built
  // before can be taken. An error where the log can't be read.
  Result<std::string> add(const StreamedOrder& order, const OrderStamp& stamp);
  // Of all orders so far.
  bool signatures_hold() const;
  const std::vector<Hash>& leaves() const { return built_.leaves; }
  BuiltOrders take();

 private:
  Result<bool> is_used(const HeaderView& header);
  Result<Envelope> envelope_of(const BodyView& body, Instant recorded_at, std::uint32_t index);
  Result<Bytes> entry(Position position) const;

  const RocksLog* log_ = nullptr;
  KeyRegistry* registry_ = nullptr;
  std::optional<KeyRegistry> apart_;  // with those of the orders, once one has any
  Position first_ = 0;
  Hash previous_{};
  EventCheck check_;
  EntryBuilder builder_;
  LogRows rows_;
  BuiltOrders built_;
  std::vector<SignaturePool::Check> signatures_;
  std::map<std::string, EventCheck::PersonPlace, std::less<>> places_;
  EventCheck::PersonPlace before_;  // of whom the event that is being checked is about
  std::set<Bytes> used_here_;
};

}  // namespace sillok
