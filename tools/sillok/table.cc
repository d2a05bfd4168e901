#include "tools/sillok/table.h"

#include <fmt/format.h>
#include <libsmartcols.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "tools/sillok/wrap.h"

namespace sillok::cli {
namespace {

constexpr std::size_t kTextWidthMin = 12;

std::optional<std::size_t> terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

}  // namespace

std::string words(const boost::json::value& value) {
  if (value.is_null()) return "-";
  if (value.is_string()) return std::string{value.as_string()};
  if (value.is_double()) return fmt::format("{}", value.as_double());
  std::string out;
  const auto add = [&](const std::string& part) { out += (out.empty() ? "" : ", ") + part; };
  if (value.is_array()) {
    for (const auto& item : value.as_array()) add(words(item));
    return out;
  }
  if (value.is_object()) {
    for (const auto& [name, member] : value.as_object()) add(std::string{name} + " " + words(member));
    return out;
  }
  return boost::json::serialize(value);
}

void Table::fit_into(std::size_t width) {
  std::vector<std::size_t> texts, wanted;
  std::size_t fixed = columns_.size() - 1;  // a blank between columns
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t widest = display_width(columns_[i].title);
    for (const auto& row : rows_) widest = std::max(widest, display_width(row[i]));
    if (columns_[i].holds != Holds::kText) {
      fixed += widest;
      continue;
    }
    texts.push_back(i);
    wanted.push_back(widest);
  }
  const auto widths = shared_widths(wanted, width > fixed ? width - fixed : 0, kTextWidthMin);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (auto& row : rows_) row[texts[i]] = wrapped(row[texts[i]], widths[i]);
  }
}

void Table::print() {
  if (const auto width = terminal_width()) fit_into(*width);
  const std::unique_ptr<libscols_table, decltype(&scols_unref_table)> table{scols_new_table(), &scols_unref_table};
  if (!table) return;
  scols_table_enable_minout(table.get(), 1);  // no blanks at the ends of lines
  for (const Column& column : columns_) {
    const int flags = column.holds == Holds::kNumber ? SCOLS_FL_RIGHT
                      : column.holds == Holds::kText ? SCOLS_FL_WRAP
                                                     : 0;
    libscols_column* made = scols_table_new_column(table.get(), column.title.c_str(), 0, flags);
    if (made == nullptr || column.holds != Holds::kText) continue;
    // Lines end where fit_into() has ended them and nowhere else.
    scols_column_set_wrapfunc(made, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, nullptr);
    scols_column_set_safechars(made, "\n");
  }
  for (const auto& row : rows_) {
    libscols_line* line = scols_table_new_line(table.get(), nullptr);
    for (std::size_t i = 0; i < row.size() && line != nullptr; ++i) scols_line_set_data(line, i, row[i].c_str());
  }
  std::fflush(stdout);
  scols_print_table(table.get());
}

}  // namespace sillok::cli
