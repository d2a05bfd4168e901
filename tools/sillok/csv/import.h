#pragma once
// A user's own spreadsheet as order lines, by a map instead of code (tests/data/csv/README.md).
#include <boost/json/array.hpp>
#include <functional>
#include <string>

#include "tools/sillok/context.h"

namespace sillok::cli {

// For an error: where the user finds what an order line was made of.
struct LinePlace {
  std::uint64_t line = 0;
  std::string where;
};

// Order lines to take in.
struct LineSource {
  int descriptor = -1;
  // What could not even become an order line, already printed: {"line","message"} each.
  boost::json::array unreadable;
  // Of a line's number and the place inside it, e.g. "acts[3].data.unit".
  std::function<LinePlace(std::uint64_t line, const std::string& where)> place;
};

// Turns the spreadsheet into order lines and lets `take` read them; the source lives until `take`
// returns, its text in memory only, because it holds personal data. Rows that can't be read are
// printed by file, line and column and take their orders with them; the others go on, exit 3.
// A mistake in the map is Fault::malformed before `take` is called.
Outcome import_csv(const Context& context, const std::string& file, const std::string& map_file,
                   const std::function<Outcome(LineSource)>& take);

}  // namespace sillok::cli
