#pragma once
// The one ordered, append-only run of events, their tree and its durable head.
// Positions start at 0 and have no gaps. Readers may read beside one writer.
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/ids.h"
#include "ledger/crypto/merkle.h"

namespace sillok {

struct LogHead {
  std::uint64_t size = 0;  // the next position
  Hash root{};             // of the tree over all events
  Hash last{};             // leaf hash of the newest event; zero for an empty log
};

class EventLog {
 public:
  virtual ~EventLog() = default;
  virtual LogHead head() const = 0;
  // The entry bytes at a position; Fault::not_found past the head, Fault::damaged where the
  // stored bytes do not hold.
  virtual Result<Bytes> read(Position position) const = 0;
  // Entries from `begin` on in order, to `end` or until `each` gives false. The bytes are
  // borrowed for the call only.
  virtual Result<Ok> scan(Position begin, Position end, const std::function<bool(Position, BytesView)>& each) const = 0;
  // Many positions at once, ascending: cheaper than as many reads.
  virtual Result<std::vector<Bytes>> read_many(std::span<const Position> positions) const = 0;
};

}  // namespace sillok
