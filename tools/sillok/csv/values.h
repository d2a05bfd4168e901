#pragma once
// One value of the map, compiled: templates taken apart, columns found, what stands in the map
// itself brought to the type its field wants. One thread at a time.
#include <boost/json/value.hpp>

#include "tools/sillok/csv/map.h"

namespace sillok::cli {

// The columns of a spreadsheet and which of them the map uses.
class ColumnUse {
 public:
  explicit ColumnUse(const std::vector<std::string>& names) : names_(names), used_(names.size(), false) {}
  std::optional<std::size_t> use(std::string_view name);  // nothing where there is none
  std::optional<std::size_t> first_unused() const;

 private:
  const std::vector<std::string>& names_;
  std::vector<bool> used_;
};

class ValueCompiler {
 public:
  ValueCompiler(const std::string& file, const DateFormats& dates, ColumnUse& columns)
      : file_(file), dates_(dates), columns_(columns) {}

  Result<MapValue> compile(const boost::json::value& value, const Shape& shape, const std::string& path);
  Result<std::vector<MapCondition>> conditions(const boost::json::value& value, const std::string& path);
  tl::unexpected<Error> wrong(const char* code, const std::string& path, std::string message) const;

 private:
  Result<std::size_t> column(const boost::json::value& name, const std::string& path);
  Result<boost::json::value> constant(const boost::json::value& value, const Shape& shape,
                                      const std::string& path) const;
  Result<MapValue> text(std::string_view text, const Shape& shape, const std::string& path);
  Result<MapValue> cell(const boost::json::object& cell, const Shape& shape, const std::string& path);
  Result<MapValue> object(const boost::json::object& members, const Shape& shape, const std::string& path);
  Result<MapValue> list(const boost::json::array& items, const Shape& shape, const std::string& path);
  Result<MapCondition> condition(const boost::json::value& value, const std::string& path);
  Result<std::vector<std::string>> cells(const boost::json::value& value, const std::string& path) const;

  const std::string& file_;
  const DateFormats& dates_;
  ColumnUse& columns_;
};

}  // namespace sillok::cli
