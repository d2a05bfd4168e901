// The map as JSON, and what it says about the spreadsheet as a whole.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "ledger/event/text_rules.h"
#include "tools/sillok/csv/map.h"

namespace sillok::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view kMembers[] = {"acts", "order", "first", "dates", "ignore", "delimiter", "encoding"};

// Characters, not bytes: a delimiter may be any one of them.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

tl::unexpected<Error> wrong(const std::string& file, std::string_view member, std::string message) {
  return fail(Fault::malformed, "map.value", fmt::format("{}: {}", file, member), std::move(message));
}

Result<DateFormats> read_dates(const std::string& file, const json::object& map) {
  const json::value* given = map.if_contains("dates");
  if (!given) return DateFormats{{*DateFormat::parse("YYYY-MM-DD")}};
  if (!given->is_array() || given->get_array().empty()) return wrong(file, "dates", "a list of date formats is wanted");
  DateFormats out;
  for (const json::value& format : given->get_array()) {
    auto parsed = format.is_string() ? DateFormat::parse(std::string_view{format.get_string()}) : std::nullopt;
    if (!parsed)
      return wrong(file, "dates",
                   "a date format has one YYYY, one MM or M, one DD or D, and other characters as they are");
    out.formats.push_back(*std::move(parsed));
  }
  return out;
}

}  // namespace

Result<json::object> parse_map(const std::string& file, std::string_view text) {
  text = without_byte_order_mark(text);
  json::error_code error;
  json::parser parser;
  const std::size_t read = parser.write_some(text.data(), text.size(), error);
  if (!error && text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) error = json::error::extra_data;
  if (error) {
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(read, text.size())), '\n');
    return fail(Fault::malformed, "map.json", fmt::format("{}:{}", file, line), "not JSON: " + error.message());
  }
  const json::value map = parser.release();
  if (!map.is_object()) return fail(Fault::malformed, "map.json", file, "a map is one JSON object");
  for (const auto& member : map.get_object()) {
    if (std::find(std::begin(kMembers), std::end(kMembers), std::string_view{member.key()}) == std::end(kMembers)) {
      return fail(Fault::malformed, "map.unknown_member", fmt::format("{}: {}", file, std::string_view{member.key()}),
                  "a map has no such member; it has acts, order, first, dates, ignore, delimiter, encoding");
    }
  }
  return map.get_object();
}

Result<CsvSettings> read_settings(const std::string& file, const json::object& map) {
  CsvSettings out;
  SILLOK_TRY(dates, read_dates(file, map));
  out.dates = std::move(dates);
  if (const json::value* delimiter = map.if_contains("delimiter")) {
    out.delimiter = delimiter->is_string() ? std::string{std::string_view{delimiter->get_string()}} : "";
    if (characters(out.delimiter) != 1 || out.delimiter.find_first_of("\"\r\n") != std::string::npos) {
      return wrong(file, "delimiter", "one character is wanted, neither a quote nor an end of line");
    }
  }
  if (const json::value* encoding = map.if_contains("encoding")) {
    if (*encoding != "utf-8" && *encoding != "cp949") return wrong(file, "encoding", "an encoding is utf-8 or cp949");
    if (*encoding == "cp949") out.encoding = CsvEncoding::kCp949;
  }
  return out;
}

}  // namespace sillok::cli
