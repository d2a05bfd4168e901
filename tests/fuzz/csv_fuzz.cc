// A map and a spreadsheet, between them a line of `---`: whatever both say, an order made of them is a line of JSON.
#include <boost/json/parse.hpp>

#include "ledger/base/csv_reader.h"
#include "tests/fuzz/fuzz.h"
#include "tools/sillok/csv/orders.h"

namespace {

using namespace sillok;
using namespace sillok::cli;

constexpr std::string_view kBetween = "\n---\n";

Result<Ok> import(std::string_view map_text, std::string_view bytes) {
  SILLOK_TRY(map_json, parse_map("map", map_text));
  SILLOK_TRY(settings, read_settings("map", map_json));
  SILLOK_TRY(text, decode_csv(bytes, settings.encoding));
  const std::string delimiter = settings.delimiter;
  CsvReader reader{text, delimiter};
  CsvRecord record;
  if (!reader.next(record)) return Ok{};
  SILLOK_TRY(map, read_map("map", map_json, std::move(settings), "csv", std::move(record.cells)));
  CsvOrders orders{map, "map"};
  for (std::uint64_t number = 1; reader.next(record); ++number) {
    CsvRow row{record.line, number, std::move(record.cells)};
    const bool whole = record.fault.empty() && row.cells.size() == map.columns.size();
    row.cells.resize(map.columns.size());
    if (whole) SILLOK_CHECK(orders.add(row));
    else orders.add_unreadable(row, {"", "csv.cells", record.fault});
  }
  for (const CsvOrders::Order* order : orders.readable()) {
    const std::string line = order->json();
    fuzz::must(line.find('\n') == std::string::npos, "an order is one line");
    boost::system::error_code error;
    boost::json::parse(line, error);
    fuzz::must(!error, "an order is JSON");
    ++fuzz::accepted;
  }
  return Ok{};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view both = fuzz::text(data, size);
  const std::size_t at = both.find(kBetween);
  if (at == std::string_view::npos) return 0;
  const auto done = import(both.substr(0, at), both.substr(at + kBetween.size()));
  fuzz::must(done || done.error().fault == Fault::malformed, "what can't be read is malformed, nothing else");
  return 0;
}
