#include "ledger/base/csv_reader.h"

#include <algorithm>

namespace sillok {
namespace {

// U+00A0 and U+3000 besides the spaces of ASCII: both look like one in a spreadsheet.
constexpr std::string_view kSpaces[] = {" ", "\t", "\r", "\n", "\xc2\xa0", "\xe3\x80\x80"};

bool is_empty(const std::string& cell) { return cell.empty(); }

}  // namespace

std::string_view trimmed(std::string_view cell) {
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view space : kSpaces) {
      if (cell.starts_with(space)) cell.remove_prefix(space.size()), found = true;
      if (cell.ends_with(space)) cell.remove_suffix(space.size()), found = true;
    }
  }
  return cell;
}

bool CsvReader::next(CsvRecord& record) {
  while (at_ < text_.size()) {
    const std::size_t begin = at_;
    record.line = line_;
    record.cells.clear();
    record.fault.clear();
    if (!read(record)) {
      at_ = std::min(text_.find_first_of("\r\n", begin), text_.size());
      line_ = record.line;
      skip_line_end();
      return true;
    }
    if (!std::all_of(record.cells.begin(), record.cells.end(), is_empty)) return true;
  }
  return false;
}

bool CsvReader::read(CsvRecord& record) {
  for (;;) {
    if (!read_cell(record)) return false;
    if (at_ == text_.size()) return true;
    if (starts_delimiter()) {
      at_ += delimiter_.size();
      continue;
    }
    skip_line_end();
    return true;
  }
}

// Stops at the delimiter, the end of the line or the end of the text.
bool CsvReader::read_cell(CsvRecord& record) {
  const std::size_t begin = at_;
  skip_spaces();
  if (at_ < text_.size() && text_[at_] == '"') return read_quoted(record);
  while (at_ < text_.size() && !at_line_end() && !starts_delimiter()) {
    if (text_[at_] == '"') {
      record.fault = "a quote inside a cell that doesn't begin with one; write the cell in quotes and \"\" for each";
      return false;
    }
    ++at_;
  }
  record.cells.emplace_back(trimmed(text_.substr(begin, at_ - begin)));
  return true;
}

bool CsvReader::read_quoted(CsvRecord& record) {
  std::string cell;
  for (++at_;;) {
    const std::size_t quote = text_.find('"', at_);
    if (quote == std::string_view::npos) {
      record.fault = "a quote is opened and never closed";
      return false;
    }
    cell += text_.substr(at_, quote - at_);
    at_ = quote + 1;
    if (at_ == text_.size() || text_[at_] != '"') break;
    cell += '"';
    ++at_;
  }
  // The lines inside the quotes; a CRLF is one.
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == '\n' || (cell[i] == '\r' && (i + 1 == cell.size() || cell[i + 1] != '\n'))) ++line_;
  }
  skip_spaces();
  if (at_ < text_.size() && !at_line_end() && !starts_delimiter()) {
    record.fault = "text after a closing quote; write \"\" for a quote inside a quoted cell";
    return false;
  }
  record.cells.emplace_back(trimmed(cell));
  return true;
}

void CsvReader::skip_spaces() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t') && !starts_delimiter()) ++at_;
}

void CsvReader::skip_line_end() {
  if (at_ == text_.size()) return;
  at_ += text_.substr(at_).starts_with("\r\n") ? 2 : 1;
  ++line_;
}

}  // namespace sillok
