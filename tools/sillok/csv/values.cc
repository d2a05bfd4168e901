#include "tools/sillok/csv/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

namespace sillok::cli {
namespace {

namespace json = boost::json;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

}  // namespace

std::optional<std::size_t> ColumnUse::use(std::string_view name) {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) return std::nullopt;
  const auto index = static_cast<std::size_t>(found - names_.begin());
  used_[index] = true;
  return index;
}

std::optional<std::size_t> ColumnUse::first_unused() const {
  const auto found = std::find(used_.begin(), used_.end(), false);
  if (found == used_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - used_.begin());
}

tl::unexpected<Error> ValueCompiler::wrong(const char* code, const std::string& path, std::string message) const {
  return fail(Fault::malformed, code, fmt::format("{}: {}", file_, path), std::move(message));
}

Result<MapValue> ValueCompiler::compile(const json::value& value, const Shape& shape, const std::string& path) {
  if (value.is_string()) return text(view(value.get_string()), shape, path);
  if (value.is_array()) return list(value.get_array(), shape, path);
  if (value.is_object()) {
    const json::object& members = value.get_object();
    return members.contains("column") ? cell(members, shape, path) : object(members, shape, path);
  }
  MapValue out;
  out.path = path;
  out.wanted = shape.wanted;
  out.constant = value;
  return out;
}

Result<std::size_t> ValueCompiler::column(const json::value& name, const std::string& path) {
  if (!name.is_string()) return wrong("map.value", path, "the name of a column is wanted");
  const auto index = columns_.use(view(name.get_string()));
  if (!index)
    return wrong("map.unknown_column", path,
                 fmt::format("the spreadsheet has no column '{}'", view(name.get_string())));
  return *index;
}

Result<json::value> ValueCompiler::constant(const json::value& value, const Shape& shape,
                                            const std::string& path) const {
  if (!value.is_string() || shape.kind != Shape::Kind::kValue) return value;
  const std::string_view own = view(value.get_string());
  if (shape.wanted == Wanted::kDate) {
    // Dates of the map may stand as the contract writes them, whatever the cells do.
    const auto date = dates_.read_own(own);
    if (!date) return wrong("map.value", path, in_words(shape.wanted, dates_) + " is wanted");
    return json::value(to_string(*date));
  }
  const auto fitting = typed(shape.wanted, own, dates_);
  if (!fitting) return wrong("map.value", path, in_words(shape.wanted, dates_) + " is wanted");
  return *fitting;
}

Result<MapValue> ValueCompiler::text(std::string_view text, const Shape& shape, const std::string& path) {
  MapValue out;
  out.path = path;
  out.wanted = shape.wanted;
  out.kind = MapValue::Kind::kText;
  std::string literal;
  const auto end_literal = [&] {
    if (!literal.empty()) out.pieces.push_back({MapPiece::Kind::kLiteral, std::exchange(literal, {}), 0});
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if ((c == '{' || c == '}') && text.substr(at + 1).starts_with(c)) {
      literal += c;
      ++at;
    } else if (c == '{') {
      const std::size_t end = text.find('}', at);
      if (end == std::string_view::npos) return wrong("map.value", path, "a { without its }; write {{ for a brace");
      const std::string_view name = text.substr(at + 1, end - at - 1);
      end_literal();
      if (name == "row") {
        out.pieces.push_back({MapPiece::Kind::kRow, {}, 0});
      } else {
        SILLOK_TRY(index, column(json::value(name), path));
        out.pieces.push_back({MapPiece::Kind::kColumn, {}, index});
      }
      at = end;
    } else if (c == '}') {
      return wrong("map.value", path, "a } without its {; write }} for a brace");
    } else {
      literal += c;
    }
  }
  const bool is_constant = out.pieces.empty();
  if (is_constant) {
    out.kind = MapValue::Kind::kConstant;
    SILLOK_TRY(value, constant(json::value(literal), shape, path));
    out.constant = std::move(value);
  }
  end_literal();
  return out;
}

Result<MapValue> ValueCompiler::cell(const json::object& cell, const Shape& shape, const std::string& path) {
  MapValue out;
  out.path = path;
  out.wanted = shape.wanted;
  out.kind = MapValue::Kind::kCell;
  for (const auto& member : cell) {
    const std::string_view key = member.key();
    if (key == "column") {
      SILLOK_TRY(index, column(member.value(), path));
      out.column = index;
    } else if (key == "empty") {
      SILLOK_TRY(value, constant(member.value(), shape, path + ".empty"));
      out.if_empty = std::move(value);
    } else if (key == "values") {
      if (!member.value().is_object())
        return wrong("map.value", path + ".values", "an object is wanted: what the cell says, what the act gets");
      out.table.emplace();
      for (const auto& entry : member.value().get_object()) {
        const std::string_view said = entry.key();
        if (said.empty())
          return wrong("map.value", path + ".values",
                       "an empty cell is never looked up; say what it means by \"empty\"");
        SILLOK_TRY(value, constant(entry.value(), shape, path + ".values"));
        out.table->emplace(said, std::move(value));
      }
    } else {
      return wrong("map.unknown_member", fmt::format("{}.{}", path, key), "a cell has column, values and empty");
    }
  }
  return out;
}

Result<MapValue> ValueCompiler::object(const json::object& members, const Shape& shape, const std::string& path) {
  MapValue out;
  out.path = path;
  out.kind = MapValue::Kind::kObject;
  for (const auto& member : members) {
    const std::string_view key = member.key();
    const std::string inner = path.empty() ? std::string{key} : fmt::format("{}.{}", path, key);
    const auto inner_shape = member_shape(shape, key);
    if (!inner_shape) return wrong("map.unknown_field", inner, "the contract has no such field here");
    SILLOK_TRY(child, compile(member.value(), *inner_shape, inner));
    out.keys.emplace_back(key);
    out.children.push_back(std::move(child));
  }
  return out;
}

Result<MapValue> ValueCompiler::list(const json::array& items, const Shape& shape, const std::string& path) {
  MapValue out;
  out.path = path;
  out.kind = MapValue::Kind::kList;
  for (const json::value& item : items) {
    SILLOK_TRY(child, compile(item, shape, fmt::format("{}[{}]", path, out.children.size())));
    out.children.push_back(std::move(child));
  }
  return out;
}

Result<std::vector<MapCondition>> ValueCompiler::conditions(const json::value& value, const std::string& path) {
  std::vector<MapCondition> out;
  if (!value.is_array()) {
    SILLOK_TRY(one, condition(value, path));
    out.push_back(std::move(one));
    return out;
  }
  for (const json::value& item : value.get_array()) {
    SILLOK_TRY(one, condition(item, fmt::format("{}[{}]", path, out.size())));
    out.push_back(std::move(one));
  }
  return out;
}

Result<MapCondition> ValueCompiler::condition(const json::value& value, const std::string& path) {
  if (!value.is_object() || !value.get_object().contains("column"))
    return wrong("map.value", path, "a condition names a column");
  MapCondition out;
  for (const auto& member : value.get_object()) {
    const std::string_view key = member.key();
    const std::string inner = fmt::format("{}.{}", path, key);
    if (key == "column") {
      SILLOK_TRY(index, column(member.value(), path));
      out.column = index;
    } else if (key == "empty") {
      if (!member.value().is_bool()) return wrong("map.value", inner, "true or false is wanted");
      out.empty = member.value().get_bool();
    } else if (key == "in" || key == "not_in") {
      SILLOK_TRY(list, cells(member.value(), inner));
      (key == "in" ? out.in : out.not_in) = std::move(list);
    } else {
      return wrong("map.unknown_member", inner, "a condition has column, in, not_in and empty");
    }
  }
  return out;
}

Result<std::vector<std::string>> ValueCompiler::cells(const json::value& value, const std::string& path) const {
  std::vector<std::string> out;
  if (!value.is_array()) return wrong("map.value", path, "a list of cells is wanted");
  for (const json::value& item : value.get_array()) {
    if (!item.is_string()) return wrong("map.value", path, "a cell is text; write it in quotes");
    out.emplace_back(view(item.get_string()));
  }
  return out;
}

}  // namespace sillok::cli
