#pragma once
// Gathers what the rows tell into orders: one for each authority and number, without those that
// have an unreadable row. One thread at a time.
#include <boost/json/object.hpp>
#include <unordered_map>

#include "ledger/event/order_line.h"
#include "tools/sillok/csv/row.h"

namespace sillok::cli {

struct UnreadableRow {
  std::uint64_t line = 0;
  RowFault fault;
};

class CsvOrders {
 public:
  struct Order {
    boost::json::object header;
    std::string acts;                  // JSON text, with commas between
    std::vector<std::uint64_t> lines;  // the row of each act
    bool unreadable = false;           // has an unreadable row, so nothing of it is recorded
    std::string json() const;          // the order line
  };

  // Both must outlive it. `map_file` is named in errors.
  CsvOrders(const CsvMap& map, std::string map_file) : map_(map), map_file_(std::move(map_file)) {}

  // An error is a mistake of the map that no row could mend.
  Result<Ok> add(const CsvRow& row);
  // A row that isn't one; what its cells say tells only which orders it has spoilt. Where they don't tell
  // even that, it spoils those of the rows before and behind it.
  void add_unreadable(const CsvRow& row, RowFault fault);

  const std::vector<UnreadableRow>& unreadable() const { return unreadable_; }
  // In the order they are recorded: by issued_on, on one day as they first stand in the file.
  std::vector<const Order*> readable() const;

 private:
  struct Told {
    boost::json::object header;
    std::string act;
    std::string key;  // authority and number; empty where they can't be read
  };
  Result<Told> tell(const MapAct& act, const CsvRow& row, const std::vector<Told>& before,
                    std::optional<RowFault>& fault);
  Result<Ok> check(const MapAct& act, const Told& told, std::optional<RowFault>& fault);
  void check_header(const MapAct& act, const Told& told, const std::vector<Told>& before,
                    std::optional<RowFault>& fault) const;
  std::string key_of(const MapAct& act, const CsvRow& row) const;
  Order& order(const std::string& key);
  void go_on_from(const std::vector<Told>& row);

  const CsvMap& map_;
  std::string map_file_;
  OrderLineReader reader_;
  std::vector<Order> orders_;  // as they first stand in the file
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<UnreadableRow> unreadable_;
  std::vector<std::string> keys_before_;  // of the orders of the row before
  bool spoils_next_ = false;
};

}  // namespace sillok::cli
