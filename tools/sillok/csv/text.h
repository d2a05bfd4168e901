#pragma once
// The bytes of a spreadsheet as UTF-8, whatever program has saved them. Safe from any thread.
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace sillok::cli {

enum class CsvEncoding { kUtf8, kCp949 };

// What stands where bytes could not be read: U+FFFD. A real one in the file says the same, that
// a character was lost before, so a cell with one is never taken as it is.
inline constexpr std::string_view kUnreadable = "\xef\xbf\xbd";

// Never fails for what the bytes are; bytes that are no text become kUnreadable.
Result<std::string> decode_csv(std::string_view bytes, CsvEncoding encoding);

}  // namespace sillok::cli
