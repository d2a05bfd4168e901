#pragma once
// Records of a CSV text by RFC 4180, one after another. Lines end with LF, CRLF or CR; spaces
// around a cell, inside its quotes or outside, are dropped. One thread at a time.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sillok {

struct CsvRecord {
  std::uint64_t line = 0;  // where it begins, from 1
  std::vector<std::string> cells;
  // Why it can't be read, empty where it can; then `cells` are those before the fault.
  std::string fault;
};

class CsvReader {
 public:
  // Both must outlive the reader.
  CsvReader(std::string_view text, std::string_view delimiter) : text_(text), delimiter_(delimiter) {}

  // False at the end. Records without anything in any cell are passed over. A record that can't be
  // read ends with its first line, so that one stray quote doesn't swallow the rows after it.
  bool next(CsvRecord& record);

 private:
  bool read(CsvRecord& record);
  bool read_cell(CsvRecord& record);
  bool read_quoted(CsvRecord& record);
  bool starts_delimiter() const { return text_.substr(at_).starts_with(delimiter_); }
  bool at_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }
  void skip_spaces();
  void skip_line_end();

  std::string_view text_, delimiter_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
};

// Without the spaces around it, those of Korean text included.
std::string_view trimmed(std::string_view cell);

}  // namespace sillok
