#pragma once
// Tables for people by libsmartcols: Hangul counts two columns, numbers stand to the right. On a
// terminal that is too narrow the columns of text wrap; into a file every row stays one line.
#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace sillok::cli {

class Table {
 public:
  enum class Holds { kCode, kNumber, kText };  // text may wrap; codes, dates and numbers never do
  struct Column {
    std::string title;
    Holds holds = Holds::kCode;
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  void print();

 private:
  void fit_into(std::size_t width);

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// A JSON value as people read it: no quotes or braces, "-" for null.
std::string words(const boost::json::value& value);

}  // namespace sillok::cli
