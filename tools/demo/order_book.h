#pragma once
// Numbers and times the orders and hands them on; knows at which position each act will stand.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/demo/demo.h"
#include "tools/demo/random.h"

namespace sillok::demo {

class OrderBook {
 public:
  OrderBook(const DemoSink& sink, Position first_position, std::uint64_t seed);

  // The next orders are recorded on this working day, between 09:00 and 18:00 Korean time.
  void open_day(Date day);
  Date today() const { return today_; }
  // Where the first act of the next order will stand.
  Position next() const { return next_; }
  // Records one order of at least one act; gives the position of its first act.
  Result<Position> record(std::string_view authority, std::string_view legal_basis, Date issued_on,
                          std::vector<PlainAct> acts);

 private:
  const DemoSink& sink_;
  Position next_;
  Random random_;  // of its own, so that clock times do not sway the careers
  Date today_;
  Instant now_, closing_;
  std::map<std::pair<std::string, int>, std::uint32_t, std::less<>> numbers_;  // by authority and year
};

}  // namespace sillok::demo
