#pragma once
// Tables on the terminal by libsmartcols: Hangul widths, truncation at the window's edge.
#include <string>
#include <vector>

namespace sillok::cli {

class Table {
 public:
  struct Column {
    std::string title;
    bool right = false;  // numbers
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  void print() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace sillok::cli
