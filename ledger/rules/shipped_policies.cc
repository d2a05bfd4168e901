#include "ledger/rules/shipped_policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <map>

#include "ledger/base/csv_reader.h"
#include "schemas/policies.h"

namespace sillok {
namespace {

namespace json = boost::json;

json::value typed(const std::string& cell) {
  if (cell == "true") return true;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error == std::errc{} && end == cell.data() + cell.size()) return number;
  return json::value(cell);
}

// Compact, members in the order of their names: as an order line keeps them.
std::string row_text(const std::map<std::string, json::value>& row) {
  json::object out;
  for (const auto& [name, value] : row) out.emplace(name, value);
  return json::serialize(out);
}

class PolicyReader {
 public:
  explicit PolicyReader(const PolicyFile& file) : file_(file) {}

  Result<Ok> read(std::vector<PlainAct>& acts) {
    CsvReader reader{file_.csv, ","};
    CsvRecord record;
    if (!reader.next(record) || !record.fault.empty()) return wrong(1, "no line of column names");
    columns_ = record.cells;
    std::map<Date, PlainAct> versions;
    while (reader.next(record)) {
      if (!record.fault.empty()) return wrong(record.line, record.fault);
      if (record.cells.size() != columns_.size()) return wrong(record.line, "another number of cells than columns");
      SILLOK_CHECK(take(record, versions));
    }
    for (auto& [day, act] : versions) acts.push_back(std::move(act));
    return Ok{};
  }

 private:
  Result<Ok> take(const CsvRecord& record, std::map<Date, PlainAct>& versions) {
    const auto cell = [&](std::string_view column) -> std::string {
      const auto at = std::find(columns_.begin(), columns_.end(), column);
      return at == columns_.end() ? "" : record.cells[static_cast<std::size_t>(at - columns_.begin())];
    };
    const auto valid_from = parse_date(cell("valid_from"));
    if (!valid_from || cell("id").empty()) return wrong(record.line, "valid_from or id is missing");
    PlainAct& act = versions[*valid_from];
    if (act.act == Act::kUnknown) {
      act.act = Act::kPolicyAdopted;
      act.effective_on = *valid_from;
      act.data[Field::kTable] = std::string{file_.table};
      act.data[Field::kValidFrom] = std::int64_t{valid_from->days};
      act.data[Field::kAppliesBy] = cell("applies_by");
      act.data[Field::kRows] = std::vector<std::string>{};
      act.data[Field::kLegalReference] = cell("legal_reference");
    }
    std::map<std::string, json::value> row;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string& name = columns_[i];
      const std::string& said = record.cells[i];
      const auto of_act = [&](Field field) { return std::get<std::string>(act.data[field]) == said; };
      if (name == "valid_from" || (name == "applies_by" && of_act(Field::kAppliesBy)) ||
          (name == "legal_reference" && of_act(Field::kLegalReference))) {
        continue;
      }
      if (!said.empty()) row[name] = name == "id" ? json::value(said) : typed(said);
      if (said.empty() && name == "value") row[name] = nullptr;
    }
    std::get<std::vector<std::string>>(act.data[Field::kRows]).push_back(row_text(row));
    return Ok{};
  }

  tl::unexpected<Error> wrong(std::uint64_t line, std::string_view why) const {
    return fail(Fault::damaged, "policy.unreadable", fmt::format("schemas/policies/{}.csv:{}", file_.table, line),
                std::string{why} + "; this program was built from a damaged rule table");
  }

  const PolicyFile& file_;
  std::vector<std::string> columns_;
};

}  // namespace

Result<std::vector<PlainAct>> shipped_policies() {
  std::vector<PlainAct> acts;
  for (const PolicyFile& file : shipped_policy_files()) SILLOK_CHECK(PolicyReader{file}.read(acts));
  return acts;
}

Result<Ok> adopt_all(RuleBook& book, std::span<const PlainAct> adoptions, Position position, Instant recorded_at) {
  for (const PlainAct& act : adoptions) {
    SILLOK_TRY(body, build_body(act, {}));
    book.adopt(Fact{position, recorded_at, BodyView::trust(body)});
  }
  return Ok{};
}

Result<RuleBook> shipped_rules() {
  SILLOK_TRY(shipped, shipped_policies());
  RuleBook book;
  SILLOK_CHECK(adopt_all(book, shipped, 0, Instant{0}));
  return book;
}

}  // namespace sillok
