#include "tools/sillok/csv/row.h"

#include <boost/json.hpp>

namespace sillok::cli {
namespace {

namespace json = boost::json;
using Answer = std::optional<json::value>;

class RowReader {
 public:
  RowReader(const CsvMap& map, const CsvRow& row, std::optional<RowFault>& fault)
      : map_(map), row_(row), fault_(fault) {}

  Answer read(const MapValue& value) {
    switch (value.kind) {
      case MapValue::Kind::kConstant: return value.constant;
      case MapValue::Kind::kText: return text(value);
      case MapValue::Kind::kCell: return cell(value);
      case MapValue::Kind::kObject: return object(value);
      case MapValue::Kind::kList: return list(value);
    }
    return std::nullopt;
  }

 private:
  Answer text(const MapValue& value) {
    std::string out;
    for (const MapPiece& piece : value.pieces) {
      const std::string& part = piece.kind == MapPiece::Kind::kColumn ? row_.cells[piece.column] : piece.literal;
      if (piece.kind == MapPiece::Kind::kColumn && part.empty()) return std::nullopt;
      out += piece.kind == MapPiece::Kind::kRow ? std::to_string(row_.number) : part;
    }
    return fitting(value, out);
  }

  Answer cell(const MapValue& value) {
    const std::string& cell = row_.cells[value.column];
    if (cell.empty()) return value.if_empty;
    if (!value.table) return fitting(value, cell);
    const auto entry = value.table->find(cell);
    if (entry == value.table->end())
      return refuse(value, "csv.unknown_value", "the cell says what the map's `values` do not have");
    return entry->second;
  }

  Answer object(const MapValue& value) {
    json::object out;
    for (std::size_t i = 0; i < value.keys.size(); ++i) {
      if (auto member = read(value.children[i])) out.emplace(value.keys[i], *std::move(member));
    }
    return out;
  }

  Answer list(const MapValue& value) {
    json::array out;
    for (const MapValue& child : value.children) {
      if (auto item = read(child)) out.push_back(*std::move(item));
    }
    return out;
  }

  Answer fitting(const MapValue& value, std::string_view text) {
    auto out = typed(value.wanted, text, map_.settings.dates);
    return out ? std::move(out)
               : refuse(value, "csv.value", in_words(value.wanted, map_.settings.dates) + " is wanted");
  }

  Answer refuse(const MapValue& value, const char* code, const std::string& message) {
    if (!fault_) fault_ = RowFault{columns_of(map_, value), code, message};
    return std::nullopt;
  }

  const CsvMap& map_;
  const CsvRow& row_;
  std::optional<RowFault>& fault_;
};

}  // namespace

std::optional<json::value> value_of(const CsvMap& map, const MapValue& value, const CsvRow& row,
                                    std::optional<RowFault>& fault) {
  return RowReader{map, row, fault}.read(value);
}

}  // namespace sillok::cli
