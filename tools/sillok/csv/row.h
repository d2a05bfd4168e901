#pragma once
// What one row of a spreadsheet says where the map looks. Pure functions, safe from any thread.
#include <boost/json/value.hpp>
#include <optional>

#include "tools/sillok/csv/map.h"

namespace sillok::cli {

struct CsvRow {
  std::uint64_t line = 0;          // in the file, where the row begins
  std::uint64_t number = 0;        // among the rows, from 1
  std::vector<std::string> cells;  // one for each column
};

// The first thing of a row that can't be read. Never with what the cell says: that may be personal.
struct RowFault {
  std::string column;  // may be empty
  std::string code, message;
};

// The value for this row. Nothing where it is empty, or where `fault` was set.
std::optional<boost::json::value> value_of(const CsvMap& map, const MapValue& value, const CsvRow& row,
                                           std::optional<RowFault>& fault);

}  // namespace sillok::cli
