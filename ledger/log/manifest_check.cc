#include "ledger/log/manifest_check.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <string>

namespace sillok {
namespace {

// RocksDB's log format: blocks of 32 KiB; a record is checksum (4), length (2), type (1) and bytes;
// the rest of a block that can't hold a header is zero.
constexpr std::size_t kBlockBytes = 32u << 10;
constexpr std::size_t kHeaderBytes = 7;
enum RecordType : unsigned char { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

// The file's bytes; none where it can't be read, which RocksDB then says in its own words.
std::string read_whole(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::string name_in_use(const std::filesystem::path& store) {
  std::string name = read_whole(store / "CURRENT");
  if (name.ends_with('\n')) name.pop_back();
  return name;
}

// Where the whole records end; the file's size if it holds nothing else.
std::size_t end_of_records(const std::string& file) {
  std::size_t at = 0, end = 0;
  while (at < file.size()) {
    const std::size_t left = kBlockBytes - at % kBlockBytes;
    if (left < kHeaderBytes) {
      if (file.size() - at < left || file.find_first_not_of('\0', at) < at + left) return end;
      at += left;
      continue;
    }
    if (file.size() - at < kHeaderBytes) return end;
    const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(file[at + offset]); };
    const std::size_t length = byte(4) | static_cast<std::size_t>(byte(5)) << 8;
    const unsigned char type = byte(6);
    if (type < kFull || type > kLast || kHeaderBytes + length > left || kHeaderBytes + length > file.size() - at) return end;
    at += kHeaderBytes + length;
    // A record in parts ends with its last one.
    if (type == kFull || type == kLast) end = at;
  }
  return end;
}

}  // namespace

Result<Ok> check_manifest(const std::filesystem::path& store) {
  // A writer may switch to a new file between two looks: judge only what CURRENT names before and after.
  for (;;) {
    const std::string name = name_in_use(store);
    if (name.empty()) return Ok{};
    const std::string content = read_whole(store / name);
    const std::size_t end = end_of_records(content);
    if (!content.empty() && end == content.size()) return Ok{};
    // A writer beside us may be in the middle of a record: then the file still grows.
    if (name_in_use(store) != name || read_whole(store / name) != content) continue;
    return fail(Fault::damaged, "log.damaged", fmt::format("{}/{} byte {}", store.filename().string(), name, end),
                "the list of tables does not end with a whole record; restore this ledger from a verified copy");
  }
}

}  // namespace sillok
