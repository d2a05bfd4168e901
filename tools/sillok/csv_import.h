#pragma once
// A user's own spreadsheet as order lines, by a map instead of code (tests/data/csv/README.md).
#include <functional>
#include <string>

#include "tools/sillok/context.h"

namespace sillok::cli {

// Turns the spreadsheet into order lines and hands a descriptor to read them from to `take`.
// Rows that can't be read are reported by file, line and column; the others go on, exit 3.
Outcome import_csv(const std::string& file, const std::string& map_file, const std::function<Outcome(int)>& take);

}  // namespace sillok::cli
