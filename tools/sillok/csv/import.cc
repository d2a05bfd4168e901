#include "tools/sillok/csv/import.h"

#include <errno.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "ledger/base/csv_reader.h"
#include "tools/sillok/csv/orders.h"

namespace sillok::cli {
namespace {

// A file that never had a name and stands in memory.
class UnnamedFile {
 public:
  static Result<UnnamedFile> make() {
    UnnamedFile file;
    file.descriptor_ = ::memfd_create("sillok-import", MFD_CLOEXEC);
    if (file.descriptor_ < 0) return full();
    return file;
  }
  Result<Ok> add_line(std::string line) {
    line += '\n';
    for (std::string_view left = line; !left.empty();) {
      const ssize_t count = ::write(descriptor_, left.data(), left.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return full();
      left.remove_prefix(static_cast<std::size_t>(count));
    }
    return Ok{};
  }
  Result<Ok> rewind() {
    if (::lseek(descriptor_, 0, SEEK_SET) != 0) return full();
    return Ok{};
  }
  int descriptor() const { return descriptor_; }
  UnnamedFile(UnnamedFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  UnnamedFile& operator=(UnnamedFile&&) = delete;
  ~UnnamedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

 private:
  UnnamedFile() = default;
  static tl::unexpected<Error> full() {
    return fail(Fault::unavailable, "csv.memory", "",
                "no memory for the order lines; nothing was recorded, split the spreadsheet");
  }
  int descriptor_ = -1;
};

Result<std::vector<std::string>> read_names(CsvReader& reader, const std::string& file) {
  const std::string where = file + ":1";
  CsvRecord names;
  if (!reader.next(names))
    return fail(Fault::malformed, "csv.names", where, "the file is empty; its first line names the columns");
  if (!names.fault.empty()) return fail(Fault::malformed, "csv.quoting", where, names.fault);
  std::set<std::string_view> seen;
  for (const std::string& name : names.cells) {
    if (name.find(kUnreadable) != std::string::npos) {
      return fail(Fault::malformed, "input.encoding", where,
                  "the names of the columns can't be read; is the map's `encoding` the file's?");
    }
    // The name itself is not told: without a first line of names these are somebody's cells.
    if (name.empty()) return fail(Fault::malformed, "csv.names", where, "a column without a name");
    if (!seen.insert(name).second) return fail(Fault::malformed, "csv.names", where, "two columns of the same name");
  }
  return std::move(names.cells);
}

std::optional<RowFault> fault_of(const CsvRecord& record, const std::vector<std::string>& columns) {
  const std::size_t count = record.cells.size();
  if (!record.fault.empty()) return RowFault{count < columns.size() ? columns[count] : "", "csv.quoting", record.fault};
  if (count < columns.size()) {
    return RowFault{columns[count], "csv.cells",
                    fmt::format("the row ends before this column; it has {} cells of {}", count, columns.size())};
  }
  if (count > columns.size()) {
    return RowFault{
        columns.back(), "csv.cells",
        fmt::format("the row goes on after this column; it has {} cells for {} columns", count, columns.size())};
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (record.cells[i].find(kUnreadable) != std::string::npos) {
      return RowFault{columns[i], "input.encoding", "text that is not in the map's `encoding`"};
    }
  }
  return std::nullopt;
}

Result<Ok> read_rows(CsvReader& reader, const CsvMap& map, CsvOrders& orders) {
  CsvRecord record;
  for (std::uint64_t number = 1; reader.next(record); ++number) {
    auto fault = fault_of(record, map.columns);
    CsvRow row{record.line, number, std::move(record.cells)};
    row.cells.resize(map.columns.size());
    if (fault) orders.add_unreadable(row, *std::move(fault));
    else SILLOK_CHECK(orders.add(row));
  }
  return Ok{};
}

boost::json::array print_unreadable(const Context& context, const std::string& file, const CsvOrders& orders) {
  boost::json::array out;
  for (const UnreadableRow& row : orders.unreadable()) {
    const std::string column = row.fault.column.empty() ? "" : "column " + row.fault.column;
    print_error(context,
                {Fault::malformed, row.fault.code,
                 fmt::format("{}:{}{}{}", file, row.line, column.empty() ? "" : ": ", column), row.fault.message});
    out.push_back(boost::json::object{{"line", row.line},
                                      {"message", column + (column.empty() ? "" : ": ") + row.fault.message}});
  }
  return out;
}

// The row of "acts[3]…", or the first one where the whole order is meant.
LinePlace place_in(const CsvOrders::Order& order, const std::string& file, const std::string& where) {
  constexpr std::string_view kActs = "acts[";
  std::size_t act = 0;
  if (where.starts_with(kActs)) std::from_chars(where.data() + kActs.size(), where.data() + where.size(), act);
  const std::uint64_t line = order.lines[std::min(act, order.lines.size() - 1)];
  return {line, fmt::format("{}:{}{}{}", file, line, where.empty() ? "" : ": ", where)};
}

}  // namespace

Outcome import_csv(const Context& context, const std::string& file, const std::string& map_file,
                   const std::function<Outcome(LineSource)>& take) {
  SILLOK_TRY(map_text, read_file(map_file));
  SILLOK_TRY(map_json, parse_map(map_file, map_text));
  SILLOK_TRY(settings, read_settings(map_file, map_json));
  SILLOK_TRY(bytes, read_file(file == "-" ? "/dev/stdin" : file));
  SILLOK_TRY(text, decode_csv(bytes, settings.encoding));
  bytes = {};
  const std::string shown = file == "-" ? "stdin" : file;
  const std::string delimiter = settings.delimiter;
  CsvReader reader{text, delimiter};
  SILLOK_TRY(columns, read_names(reader, shown));
  SILLOK_TRY(map, read_map(map_file, map_json, std::move(settings), shown, std::move(columns)));
  CsvOrders orders{map, map_file};
  SILLOK_CHECK(read_rows(reader, map, orders));

  SILLOK_TRY(lines, UnnamedFile::make());
  const std::vector<const CsvOrders::Order*> readable = orders.readable();
  for (const std::string& first : map.first) SILLOK_CHECK(lines.add_line(first));
  for (const CsvOrders::Order* order : readable) SILLOK_CHECK(lines.add_line(order->json()));
  SILLOK_CHECK(lines.rewind());

  LineSource source;
  source.descriptor = lines.descriptor();
  source.unreadable = print_unreadable(context, shown, orders);
  source.place = [&](std::uint64_t line, const std::string& where) -> LinePlace {
    if (line > map.first.size()) return place_in(*readable[line - 1 - map.first.size()], shown, where);
    return {line, fmt::format("{}: first[{}]{}{}", map_file, line - 1, where.empty() ? "" : ".", where)};
  };
  SILLOK_TRY(code, take(std::move(source)));
  return orders.unreadable().empty() ? code : 3;
}

}  // namespace sillok::cli
