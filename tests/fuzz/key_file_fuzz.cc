// Key files: no byte is free. What is accepted is a key of a known kind, and is one of the seeds.
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/crypto/keys.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sillok;
  static const bool ready = init_crypto().has_value();
  // A file in memory that keeps its place: read_key_file wants a path.
  static const int file = ::memfd_create("key", MFD_CLOEXEC);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  fuzz::must(ready && file >= 0 && ::fchmod(file, 0600) == 0 && ::ftruncate(file, 0) == 0 &&
                 ::pwrite(file, data, size, 0) == static_cast<ssize_t>(size),
             "the file can be made");
  const auto key = read_key_file(path);
  if (!key) return 0;
  ++fuzz::accepted;
  const std::string first_line = "sillok-key/v1 " + key->kind + ' ' + key->name + '\n';
  fuzz::must(fuzz::text(data, size).starts_with(first_line), "kind and name are the file's");
  fuzz::must(size == first_line.size() + 65, "nothing follows the key");
  return 0;
}
