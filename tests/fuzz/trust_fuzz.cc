// Trust files: parsed within bounds, and asked for keys at positions.
#include "tests/fuzz/fuzz.h"
#include "tools/sillok/trust_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sillok;
  static const bool ready = init_crypto().has_value();
  fuzz::must(ready, "libsodium starts");
  const auto trust = cli::parse_trust(fuzz::text(data, size));
  if (!trust) {
    fuzz::must(trust.error().fault == Fault::malformed, "what can't be read is malformed, nothing else");
    return 0;
  }
  ++fuzz::accepted;
  for (const Position position : {Position{0}, Position{1}, kNoPosition - 1}) {
    (void)cli::key_at(*trust, "kim", position);
    for (const OfficerKey& key : trust->keys) (void)cli::key_at(*trust, key.officer, position);
  }
  return 0;
}
