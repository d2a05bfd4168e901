#include "ledger/rules/rule_book.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <set>

namespace sillok {
namespace {

namespace json = boost::json;

std::optional<std::int64_t> integer(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_int64()) return value->as_int64();
  if (value->is_uint64()) return static_cast<std::int64_t>(value->as_uint64());
  return std::nullopt;
}

std::optional<Date> day(const json::value* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return parse_date(std::string_view{value->as_string()});
}

// What a row is about, where it is not called `id`.
constexpr std::string_view kIdColumns[] = {"id", "grade", "kind", "ground", "misconduct"};

std::string id_of(const json::object& said) {
  for (const std::string_view column : kIdColumns) {
    const json::value* value = said.if_contains(column);
    if (value == nullptr) continue;
    if (value->is_string()) return std::string{std::string_view{value->as_string()}};
    if (const auto number = integer(value)) return std::to_string(*number);
  }
  return {};
}

// Numbers in their order, before other ids.
std::pair<std::int64_t, std::string_view> order_of(const std::string& id) {
  const bool is_number =
      !id.empty() && id.size() < 10 && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
  return {is_number ? std::stoll(id) : INT64_MAX, id};
}

AppliesBy axis_of(std::string_view applies_by) {
  const auto* const found = std::find(kAppliesByNames.begin(), kAppliesByNames.end(), applies_by);
  if (found == kAppliesByNames.end()) return AppliesBy::kAct;
  return static_cast<AppliesBy>(found - kAppliesByNames.begin());
}

}  // namespace

Date RuleQuery::day_of(AppliesBy axis) const {
  switch (axis) {
    case AppliesBy::kAct: return on;
    case AppliesBy::kMisconduct: return misconduct_on.value_or(on);
    case AppliesBy::kDisposition: return disposed_on.value_or(on);
    case AppliesBy::kLeaveStart: return leave_from.value_or(on);
    case AppliesBy::kRequest: return requested_on.value_or(on);
  }
  return on;
}

std::optional<std::int64_t> RuleRow::number(std::string_view column) const { return integer(said.if_contains(column)); }

std::string_view RuleRow::text(std::string_view column) const {
  const json::value* found = said.if_contains(column);
  return found != nullptr && found->is_string() ? std::string_view{found->as_string()} : std::string_view{};
}

bool RuleRow::flag(std::string_view column) const {
  const json::value* found = said.if_contains(column);
  return found != nullptr && found->is_bool() && found->as_bool();
}

std::optional<std::int64_t> RuleRow::months(std::string_view column) const {
  const auto found = number(column);
  if (!found) return std::nullopt;
  return text("unit") == "years" ? *found * 12 : *found;
}

std::string RuleRow::policy() const { return fmt::format("{}@{}", table, to_string(valid_from)); }

void RuleBook::adopt(const Fact& fact) {
  const auto name = fact.text(Field::kTable);
  const auto valid_from = fact.date(Field::kValidFrom);
  if (!name || !valid_from) return;
  const auto table = tables_.try_emplace(std::string{*name}).first;
  for (const std::string_view text : fact.texts(Field::kRows)) {
    boost::system::error_code error;
    json::value parsed = json::parse(text, error);
    RuleRow row;
    row.table = table->first;
    if (!error && parsed.is_object()) {
      row.said = std::move(parsed.as_object());
    } else {
      row.said["text"] = text;
    }
    row.id = id_of(row.said);
    row.value = row.number("value");
    row.valid_from = *valid_from;
    row.valid_to = day(row.said.if_contains("valid_to")).value_or(kEndOfTime);
    const std::string_view applies_by = row.text("applies_by");
    row.applies_by = axis_of(applies_by.empty() ? fact.text(Field::kAppliesBy).value_or("act") : applies_by);
    row.reach_back = row.flag("reach_back");
    row.keeps_procedures = row.flag("keeps_procedures");
    const Date promulgated_on = day(row.said.if_contains("promulgated_on")).value_or(*valid_from);
    row.known_from = std::max(fact.recorded_at(), start_of_korean_day(promulgated_on));
    row.adopted_by = fact.position();
    const std::string_view reference = row.text("legal_reference");
    row.legal_reference = reference.empty() ? fact.text(Field::kLegalReference).value_or("") : reference;

    std::vector<RuleRow>& rows = table->second[row.id];
    const auto place = std::upper_bound(rows.begin(), rows.end(), row, [](const RuleRow& a, const RuleRow& b) {
      return std::pair{a.valid_from, a.adopted_by} < std::pair{b.valid_from, b.adopted_by};
    });
    rows.insert(place, std::move(row));
  }
}

const RuleRow* RuleBook::find(std::string_view table, std::string_view id, const RuleQuery& query,
                              Instant known_at) const {
  const auto found_table = tables_.find(table);
  if (found_table == tables_.end() || id.empty()) return nullptr;
  const auto rows = found_table->second.find(id);
  if (rows == found_table->second.end()) return nullptr;
  const RuleRow* newest = nullptr;  // of one day the row adopted last stands in the place of those before
  for (auto row = rows->second.rbegin(); row != rows->second.rend(); ++row) {
    if (known_at < row->known_from || (newest != nullptr && newest->valid_from == row->valid_from)) continue;
    newest = &*row;
    const Date day = query.day_of(row->applies_by);
    const bool holds =
        row->valid_from <= day || (row->reach_back && query.decided_on && row->valid_from <= *query.decided_on);
    if (!holds) continue;
    if (row->keeps_procedures && query.procedure_on && *query.procedure_on < row->valid_from) continue;
    return day < row->valid_to ? &*row : nullptr;
  }
  return nullptr;
}

std::vector<const RuleRow*> RuleBook::table_on(std::string_view table, Date day, Instant known_at) const {
  std::vector<const RuleRow*> out;
  const auto found = tables_.find(table);
  if (found == tables_.end()) return out;
  for (const auto& [id, rows] : found->second) {
    if (const RuleRow* row = find(table, id, {.on = day}, known_at)) out.push_back(row);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const RuleRow* a, const RuleRow* b) { return order_of(a->id) < order_of(b->id); });
  return out;
}

std::vector<Date> RuleBook::turning_days(std::string_view table, Instant known_at) const {
  std::set<Date> days;
  const auto found = tables_.find(table);
  if (found == tables_.end()) return {};
  for (const auto& [id, rows] : found->second) {
    for (const RuleRow& row : rows) {
      if (known_at < row.known_from) continue;
      days.insert(row.valid_from);
      if (row.valid_to < kEndOfTime) days.insert(row.valid_to);
    }
  }
  return {days.begin(), days.end()};
}

std::vector<std::string_view> RuleBook::tables() const {
  std::vector<std::string_view> names;
  for (const auto& [name, table] : tables_) names.emplace_back(name);
  return names;
}

std::vector<const RuleRow*> RuleBook::rows(std::string_view table) const {
  std::vector<const RuleRow*> out;
  const auto found = tables_.find(table);
  if (found == tables_.end()) return out;
  for (const auto& [id, rows] : found->second) {
    for (const RuleRow& row : rows) out.push_back(&row);
  }
  std::stable_sort(out.begin(), out.end(), [](const RuleRow* a, const RuleRow* b) {
    return std::tuple{a->valid_from, a->adopted_by, order_of(a->id)} <
           std::tuple{b->valid_from, b->adopted_by, order_of(b->id)};
  });
  return out;
}

}  // namespace sillok
