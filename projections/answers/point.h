#pragma once
// A point of both time axes, and what an answer says of it (contract §4).
#include <boost/json/object.hpp>
#include <optional>

#include "ledger/desk/ledger.h"
#include "projections/views.h"

namespace sillok {

struct Point {
  Date as_of;
  std::optional<Instant> known_at;  // nothing: all that is recorded
};

// What is now for a ledger: the clock, or a sandbox's newest order.
Instant now_of(const Ledger& ledger);

// What every answer with a known_at carries: `position` is the last one known, `final` whether the
// answer is frozen for ever.
struct PointStamp {
  Instant known_at;
  std::optional<Position> position;
  bool is_final = false;

  // As `known_at`, `final` and `position` of an answer.
  void write_to(boost::json::object& answer) const;
};
Result<PointStamp> stamp(const Ledger& ledger, const Views& views, std::optional<Instant> known_at);

}  // namespace sillok
