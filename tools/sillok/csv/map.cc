#include "tools/sillok/csv/map.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "ledger/event/order_line.h"
#include "tools/sillok/csv/values.h"

namespace sillok::cli {
namespace {

namespace json = boost::json;

constexpr Shape kHeaderShape{Shape::Kind::kHeader};
constexpr std::string_view kHeaderNeeds[] = {"order", "authority", "issued_on", "legal_basis"};

class MapReader {
 public:
  MapReader(const std::string& file, const json::object& json, CsvMap& out, ColumnUse& columns)
      : json_(json), out_(out), columns_(columns), values_(file, out.settings.dates, columns) {}

  Result<Ok> read() {
    const json::value* order = json_.if_contains("order");
    if (!order || !order->is_object())
      return values_.wrong("map.missing", "order", "a map needs the header fields of its orders");
    // Compiled by itself too: what every act replaces is checked as well, and its columns are used.
    SILLOK_CHECK(values_.compile(*order, kHeaderShape, "order"));
    const json::value* acts = json_.if_contains("acts");
    if (!acts || !acts->is_array() || acts->get_array().empty())
      return values_.wrong("map.missing", "acts", "a map needs the acts its rows may tell");
    for (const json::value& act : acts->get_array()) SILLOK_CHECK(read_act(act, order->get_object()));
    SILLOK_CHECK(read_first());
    return read_ignored();
  }

 private:
  Result<Ok> read_act(const json::value& value, const json::object& common) {
    const std::string path = fmt::format("acts[{}]", out_.acts.size());
    if (!value.is_object()) return values_.wrong("map.value", path, "an object is wanted");
    json::object body = value.get_object();
    const json::value* name = body.if_contains("act");
    const KindSpec* kind = name && name->is_string() ? find_kind(std::string_view{name->get_string()}) : nullptr;
    if (!kind || kind->program_only)
      return values_.wrong("map.unknown_act", path + ".act", "the name of an act of the contract is wanted");
    MapAct act;
    act.name = kind->name;
    if (const json::value* when = body.if_contains("when")) {
      SILLOK_TRY(conditions, values_.conditions(*when, path + ".when"));
      act.when = std::move(conditions);
    }
    SILLOK_TRY(header, read_header(body.if_contains("order"), common, path + ".order"));
    act.header = std::move(header);
    for (const char* own : {"act", "when", "order"}) body.erase(own);
    SILLOK_TRY(compiled, values_.compile(body, {Shape::Kind::kAct, Wanted::kText, kind}, path));
    act.body = std::move(compiled);
    SILLOK_CHECK(check_needs(act, *kind, path));
    out_.acts.push_back(std::move(act));
    return Ok{};
  }

  // Each member keeps the path it stands at, the map's own or the act's.
  Result<MapValue> read_header(const json::value* own, const json::object& common, const std::string& path) {
    if (own && !own->is_object()) return values_.wrong("map.value", path, "an object is wanted");
    SILLOK_TRY(out, values_.compile(own ? *own : json::value(json::object()), kHeaderShape, path));
    json::object others = common;
    for (const std::string& key : out.keys) others.erase(key);
    SILLOK_TRY(rest, values_.compile(others, kHeaderShape, "order"));
    for (std::size_t i = 0; i < rest.keys.size(); ++i) {
      out.keys.push_back(std::move(rest.keys[i]));
      out.children.push_back(std::move(rest.children[i]));
    }
    for (const std::string_view key : kHeaderNeeds) {
      if (out.child(key)) continue;
      return values_.wrong("map.missing", fmt::format("{}.{}", path, key),
                           "neither this act nor the map's `order` has this header field, and every order needs it");
    }
    return out;
  }

  // A needed field that no row could ever fill is the map's mistake, not the rows'.
  Result<Ok> check_needs(const MapAct& act, const KindSpec& kind, const std::string& path) const {
    const auto missing = [&](std::string_view field) {
      return values_.wrong("map.missing", fmt::format("{}.{}", path, field),
                           fmt::format("{} needs this field", kind.name));
    };
    if (!act.body.child("effective_on")) return missing("effective_on");
    if (kind.subject == Subject::kPerson && !act.body.child("person")) return missing("person");
    const MapValue* data = act.body.child("data");
    for (const char* objects : {"data", "personal"}) {
      const MapValue* object = act.body.child(objects);
      if (object && object->kind != MapValue::Kind::kObject)
        return values_.wrong("map.value", fmt::format("{}.{}", path, objects), "an object is wanted");
    }
    for (const FieldSpec& spec : kind.fields) {
      if (spec.required && !(data && data->child(name_of(spec.field))))
        return missing(fmt::format("data.{}", name_of(spec.field)));
    }
    return Ok{};
  }

  Result<Ok> read_first() {
    const json::value* first = json_.if_contains("first");
    if (!first) return Ok{};
    if (!first->is_array()) return values_.wrong("map.value", "first", "a list of order lines is wanted");
    OrderLineReader reader;
    for (const json::value& line : first->get_array()) {
      out_.first.push_back(json::serialize(line));
      if (const auto read = reader.read(out_.first.back()); !read) {
        const std::string& where = read.error().where;
        return values_.wrong("map.first",
                             fmt::format("first[{}]{}{}", out_.first.size() - 1, where.empty() ? "" : ".", where),
                             read.error().message);
      }
    }
    return Ok{};
  }

  Result<Ok> read_ignored() {
    const json::value* ignored = json_.if_contains("ignore");
    if (!ignored) return Ok{};
    if (!ignored->is_array()) return values_.wrong("map.value", "ignore", "a list of columns is wanted");
    for (const json::value& name : ignored->get_array()) {
      if (!name.is_string()) return values_.wrong("map.value", "ignore", "the name of a column is wanted");
      const std::string_view column = name.get_string();
      if (!columns_.use(column))
        return values_.wrong("map.unknown_column", "ignore", fmt::format("the spreadsheet has no column '{}'", column));
    }
    return Ok{};
  }

  const json::object& json_;
  CsvMap& out_;
  ColumnUse& columns_;
  ValueCompiler values_;
};

void collect(const MapValue& value, std::set<std::size_t>& out) {
  if (value.kind == MapValue::Kind::kCell) out.insert(value.column);
  for (const MapPiece& piece : value.pieces) {
    if (piece.kind == MapPiece::Kind::kColumn) out.insert(piece.column);
  }
  for (const MapValue& child : value.children) collect(child, out);
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

}  // namespace

const MapValue* MapValue::child(std::string_view key) const {
  const auto found = std::find(keys.begin(), keys.end(), key);
  return found == keys.end() ? nullptr : &children[static_cast<std::size_t>(found - keys.begin())];
}

bool MapCondition::holds(const std::vector<std::string>& cells) const {
  const std::string& cell = cells[column];
  if (!in && !not_in && !empty) return !cell.empty();
  return (!in || contains(*in, cell)) && (!not_in || !contains(*not_in, cell)) && (!empty || cell.empty() == *empty);
}

Result<CsvMap> read_map(const std::string& file, const json::object& map, CsvSettings settings,
                        const std::string& csv_file, std::vector<std::string> columns) {
  CsvMap out;
  out.settings = std::move(settings);
  out.columns = std::move(columns);
  ColumnUse use{out.columns};
  SILLOK_CHECK((MapReader{file, map, out, use}.read()));
  // Told last: all columns of the map are there, so the first line does hold names, not a person.
  if (const auto unused = use.first_unused()) {
    return fail(Fault::malformed, "map.unused_column", fmt::format("{}:1: column {}", csv_file, out.columns[*unused]),
                "the map neither uses nor ignores this column");
  }
  return out;
}

std::string columns_of(const CsvMap& map, const MapValue& value) {
  std::set<std::size_t> found;
  collect(value, found);
  std::string out;
  for (const std::size_t column : found) out += (out.empty() ? "" : ", ") + map.columns[column];
  return out;
}

}  // namespace sillok::cli
