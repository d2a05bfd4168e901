#include "tools/sillok/table.h"

#include <libsmartcols.h>

#include <cstdio>
#include <memory>

namespace sillok::cli {

void Table::print() const {
  const std::unique_ptr<libscols_table, decltype(&scols_unref_table)> table{scols_new_table(), &scols_unref_table};
  if (!table) return;
  for (const Column& column : columns_) {
    scols_table_new_column(table.get(), column.title.c_str(), 0, column.right ? SCOLS_FL_RIGHT : 0);
  }
  for (const auto& row : rows_) {
    libscols_line* line = scols_table_new_line(table.get(), nullptr);
    for (std::size_t i = 0; i < row.size() && line != nullptr; ++i) scols_line_set_data(line, i, row[i].c_str());
  }
  std::fflush(stdout);
  scols_print_table(table.get());
}

}  // namespace sillok::cli
