#include "tools/sillok/csv/text.h"

#include <unicode/ucnv.h>

#include <array>
#include <memory>

#include "ledger/event/text_rules.h"

namespace sillok::cli {
namespace {

constexpr std::size_t kChunkBytes = 64u << 10;

struct Close {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Close>;

Converter open_converter(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter{ucnv_open(name, &status)};
  return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

}  // namespace

Result<std::string> decode_csv(std::string_view bytes, CsvEncoding encoding) {
  if (encoding == CsvEncoding::kUtf8) bytes = without_byte_order_mark(bytes);
  // Not ICU's "cp949": that is IBM's table, without the syllables Windows has added to KS X 1001.
  const Converter from = open_converter(encoding == CsvEncoding::kUtf8 ? "UTF-8" : "windows-949");
  const Converter to = open_converter("UTF-8");
  if (!from || !to) {
    return fail(Fault::unavailable, "csv.converter", "", "ICU lacks a converter; install its data (libicu)");
  }
  std::string out;
  std::array<char, kChunkBytes> chunk;
  std::array<UChar, kChunkBytes> pivot;
  UChar *pivot_from = pivot.data(), *pivot_to = pivot.data();
  const char* source = bytes.data();
  const char* const end = bytes.data() + bytes.size();
  UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
  for (bool fresh = true; status == U_BUFFER_OVERFLOW_ERROR; fresh = false) {
    status = U_ZERO_ERROR;
    char* target = chunk.data();
    ucnv_convertEx(to.get(), from.get(), &target, chunk.data() + chunk.size(), &source, end, pivot.data(), &pivot_from,
                   &pivot_to, pivot.data() + pivot.size(), fresh, true, &status);
    out.append(chunk.data(), static_cast<std::size_t>(target - chunk.data()));
  }
  if (U_FAILURE(status)) {
    return fail(Fault::malformed, "input.encoding", "", "the file's encoding can't be read");
  }
  return out;
}

}  // namespace sillok::cli
