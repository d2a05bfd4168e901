#pragma once
// The map that turns rows into acts (tests/data/csv/README.md), read and checked against the
// columns of one spreadsheet. Constant once read, then safe from any thread.
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "tools/sillok/csv/shape.h"
#include "tools/sillok/csv/text.h"

namespace sillok::cli {

// A piece of a text: as it is, or a column's cell, or the row's number.
struct MapPiece {
  enum class Kind : std::uint8_t { kLiteral, kColumn, kRow };
  Kind kind = Kind::kLiteral;
  std::string literal;
  std::size_t column = 0;
};

// One value of the map, as a tree.
struct MapValue {
  enum class Kind : std::uint8_t { kConstant, kText, kCell, kObject, kList };
  Kind kind = Kind::kConstant;
  Wanted wanted = Wanted::kText;
  std::string path;                                                             // in the map, e.g. "acts[0].data.unit"
  boost::json::value constant;                                                  // kConstant
  std::vector<MapPiece> pieces;                                                 // kText
  std::size_t column = 0;                                                       // kCell
  std::optional<std::map<std::string, boost::json::value, std::less<>>> table;  // kCell: `values`
  std::optional<boost::json::value> if_empty;                                   // kCell: `empty`
  std::vector<std::string> keys;                                                // kObject: the names of its children
  std::vector<MapValue> children;                                               // kObject, kList

  const MapValue* child(std::string_view key) const;
};

struct MapCondition {
  std::size_t column = 0;
  std::optional<std::vector<std::string>> in, not_in;
  std::optional<bool> empty;
  bool holds(const std::vector<std::string>& cells) const;
};

struct MapAct {
  std::string name;
  std::vector<MapCondition> when;  // all must hold
  MapValue header, body;           // objects; the header is the map's own with the act's over it
};

// What must be known before the spreadsheet can be read at all.
struct CsvSettings {
  DateFormats dates;
  std::string delimiter = ",";
  CsvEncoding encoding = CsvEncoding::kUtf8;
};

struct CsvMap {
  CsvSettings settings;
  std::vector<std::string> columns;
  std::vector<std::string> first;  // order lines as JSON text
  std::vector<MapAct> acts;
};

// `file` is named in errors, all of them Fault::malformed.
Result<boost::json::object> parse_map(const std::string& file, std::string_view text);
Result<CsvSettings> read_settings(const std::string& file, const boost::json::object& map);
// `csv_file` is named where a column of the spreadsheet has no use.
Result<CsvMap> read_map(const std::string& file, const boost::json::object& map, CsvSettings settings,
                        const std::string& csv_file, std::vector<std::string> columns);

// The names of the columns a value is made of, "A, B"; empty where it is of none.
std::string columns_of(const CsvMap& map, const MapValue& value);

}  // namespace sillok::cli
