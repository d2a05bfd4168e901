#include "tools/sillok/csv/orders.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

namespace sillok::cli {
namespace {

namespace json = boost::json;

std::string line_of(const json::object& header, std::string_view acts) {
  std::string out = json::serialize(header);
  out.pop_back();
  return out.append(",\"acts\":[").append(acts).append("]}");
}

// Where the reader of order lines says "acts[0].data.unit" or "issued_on", the map's value there.
// A list is not looked into: empty items were left out, so its indexes have moved.
struct Place {
  const MapValue* value;
  std::string field;
};
Place find_place(const MapAct& act, std::string_view where) {
  constexpr std::string_view kBody = "acts[0]";
  const bool in_body = where.starts_with(kBody);
  if (in_body) where.remove_prefix(std::min(where.size(), kBody.size() + 1));
  Place place{in_body ? &act.body : &act.header, std::string{where}};
  while (!where.empty() && place.value->kind == MapValue::Kind::kObject) {
    const std::size_t end = std::min(where.find_first_of(".["), where.size());
    const MapValue* child = place.value->child(where.substr(0, end));
    if (!child) break;
    place.value = child;
    where.remove_prefix(std::min(end + 1, where.size()));
  }
  return place;
}

}  // namespace

std::string CsvOrders::Order::json() const { return line_of(header, acts); }

CsvOrders::Order& CsvOrders::order(const std::string& key) {
  const auto [entry, fresh] = index_.try_emplace(key, orders_.size());
  if (fresh) orders_.emplace_back();
  return orders_[entry->second];
}

Result<Ok> CsvOrders::add(const CsvRow& row) {
  std::optional<RowFault> fault;
  std::vector<Told> all;
  for (const MapAct& act : map_.acts) {
    const bool told =
        std::all_of(act.when.begin(), act.when.end(), [&](const MapCondition& when) { return when.holds(row.cells); });
    if (!told) continue;
    SILLOK_TRY(one, tell(act, row, all, fault));
    all.push_back(std::move(one));
  }
  if (all.empty()) fault = RowFault{"", "csv.no_act", "the row tells none of the map's acts"};
  for (Told& one : all) {
    if (one.key.empty()) continue;
    Order& into = order(one.key);
    if (fault) {
      into.unreadable = true;
      continue;
    }
    if (into.lines.empty()) into.header = std::move(one.header);
    into.acts.append(into.acts.empty() ? "" : ",").append(one.act);
    into.lines.push_back(row.line);
  }
  if (fault) unreadable_.push_back({row.line, *std::move(fault)});
  go_on_from(all);
  return Ok{};
}

void CsvOrders::go_on_from(const std::vector<Told>& row) {
  keys_before_.clear();
  for (const Told& one : row) {
    if (one.key.empty()) continue;
    if (spoils_next_) order(one.key).unreadable = true;
    keys_before_.push_back(one.key);
  }
  spoils_next_ = false;
}

void CsvOrders::add_unreadable(const CsvRow& row, RowFault fault) {
  // Whether an act is told can't be trusted any more, so each order it might be in is spoilt.
  bool is_told = false;
  for (const MapAct& act : map_.acts) {
    const std::string key = key_of(act, row);
    if (key.empty()) continue;
    order(key).unreadable = true;
    is_told = true;
  }
  if (!is_told) {
    for (const std::string& key : keys_before_) order(key).unreadable = true;
    spoils_next_ = true;
  }
  unreadable_.push_back({row.line, std::move(fault)});
}

Result<CsvOrders::Told> CsvOrders::tell(const MapAct& act, const CsvRow& row, const std::vector<Told>& before,
                                        std::optional<RowFault>& fault) {
  Told told;
  told.key = key_of(act, row);
  std::optional<RowFault> own;
  const auto header = value_of(map_, act.header, row, own);
  const auto body = value_of(map_, act.body, row, own);
  if (!own) {
    told.header = header->get_object();
    json::object named{{"act", act.name}};
    for (const auto& member : body->get_object()) named.emplace(member.key(), member.value());
    told.act = json::serialize(named);
    SILLOK_CHECK(check(act, told, own));
    if (!own) check_header(act, told, before, own);
  }
  if (!fault) fault = std::move(own);
  return told;
}

// The act alone as an order line: what the contract refuses is told by the column it came from.
Result<Ok> CsvOrders::check(const MapAct& act, const Told& told, std::optional<RowFault>& fault) {
  const auto read = reader_.read(line_of(told.header, told.act));
  if (read) return Ok{};
  const Error& error = read.error();
  const Place place = find_place(act, error.where);
  const bool whole = place.value == &act.body || place.value == &act.header;
  std::string columns = whole ? "" : columns_of(map_, *place.value);
  if (columns.empty() && !whole) {
    return fail(Fault::malformed, "map.value", fmt::format("{}: {}", map_file_, place.value->path), error.message);
  }
  std::string field = place.field.empty() ? act.name : fmt::format("{} of {}", place.field, act.name);
  fault = RowFault{std::move(columns), error.code, fmt::format("{} ({})", error.message, field)};
  return Ok{};
}

// Against the rows before and the acts before in this row; the first of an order says its header.
void CsvOrders::check_header(const MapAct& act, const Told& told, const std::vector<Told>& before,
                             std::optional<RowFault>& fault) const {
  const json::object* earlier = nullptr;
  std::string place = "in this row";
  const auto in_row =
      std::find_if(before.begin(), before.end(), [&](const Told& other) { return other.key == told.key; });
  if (in_row != before.end()) earlier = &in_row->header;
  if (const auto entry = index_.find(told.key); entry != index_.end() && !orders_[entry->second].lines.empty()) {
    earlier = &orders_[entry->second].header;
    place = fmt::format("in line {}", orders_[entry->second].lines.front());
  }
  if (!earlier || earlier->empty() || *earlier == told.header) return;
  const auto differs = [&](const std::string& key) {
    const json::value *then = earlier->if_contains(key), *now = told.header.if_contains(key);
    return !then != !now || (then && *then != *now);
  };
  const auto found = std::find_if(act.header.keys.begin(), act.header.keys.end(), differs);
  const std::string field = found == act.header.keys.end() ? "header" : *found;
  const MapValue* value = act.header.child(field);
  fault = RowFault{value ? columns_of(map_, *value) : "", "csv.header_differs",
                   fmt::format("another {} than the same order has {}", field, place)};
}

std::string CsvOrders::key_of(const MapAct& act, const CsvRow& row) const {
  std::optional<RowFault> fault;
  const auto authority = value_of(map_, *act.header.child("authority"), row, fault);
  const auto number = value_of(map_, *act.header.child("order"), row, fault);
  if (!authority || !number || !authority->is_string() || !number->is_string()) return {};
  return fmt::format("{}\n{}", std::string_view{authority->get_string()}, std::string_view{number->get_string()});
}

std::vector<const CsvOrders::Order*> CsvOrders::readable() const {
  std::vector<const Order*> out;
  for (const Order& order : orders_) {
    if (!order.unreadable && !order.lines.empty()) out.push_back(&order);
  }
  // Dates are YYYY-MM-DD here, so they compare as texts.
  const auto day = [](const Order* order) { return std::string_view{order->header.at("issued_on").get_string()}; };
  std::stable_sort(out.begin(), out.end(), [&](const Order* a, const Order* b) { return day(a) < day(b); });
  return out;
}

}  // namespace sillok::cli
