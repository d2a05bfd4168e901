#pragma once
// Order lines (contract §3): JSON text ↔ plain orders. Input that isn't one is Fault::malformed
// with the JSON path of the field in `where`; nothing is guessed, nothing unknown is ignored.
#include <boost/json/object.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/event/codec.h"
#include "ledger/event/plain.h"

namespace sillok {

inline constexpr std::size_t kLineBytesMax = 64u << 20;

// Keeps its buffers between lines. One thread at a time.
class OrderLineReader {
 public:
  OrderLineReader();
  ~OrderLineReader();
  // Refuses: broken JSON, duplicate keys at any depth, invalid UTF-8, text not in NFC, control
  // and bidi characters, unknown acts and fields, wrong types, missing fields, impossible dates,
  // over-long lines and lists. `where` is e.g. "acts[3].data.grade".
  Result<OrderLine> read(std::string_view line);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The same line again: `read(write(x)) == x`. Order digest adds `sealed` and `field_keys`.
std::string write_order_line(const OrderLine& line);
// `data` of an act as in `history` (sealed fields as given in the plain act; personal apart).
boost::json::object data_json(const PlainAct& act);

}  // namespace sillok
