#include "ledger/log/manifest_check.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "ledger/base/durable_file.h"
#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

// RocksDB's log format: blocks of 32 KiB; a record is checksum (4), length (2), type (1) and bytes;
// the rest of a block that can't hold a header is zero.
constexpr std::size_t kBlockBytes = 32u << 10;
constexpr std::size_t kHeaderBytes = 7;
enum RecordType : unsigned char { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

// The file's bytes; none where it can't be read, which RocksDB then says in its own words.
std::string read_whole(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return {};
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
    if (type < kFull || type > kLast || kHeaderBytes + length > left || kHeaderBytes + length > file.size() - at)
      return end;
    at += kHeaderBytes + length;
    // A record in parts ends with its last one.
    if (type == kFull || type == kLast) end = at;
  }
  return end;
}

constexpr std::string_view kMarkDomain = "sillok-mark/v1\n";
constexpr std::string_view kManifestPrefix = "MANIFEST-";
constexpr std::size_t kMarkBytes = 512;

std::string mark_text(const std::string& name, std::size_t size) {
  std::string text = fmt::format("{}{} {}\n", kMarkDomain, name, size);
  text += to_hex(view(sha256(text))) + '\n';
  text.resize(kMarkBytes, '\n');
  return text;
}

struct Mark {
  std::string name;
  std::size_t size = 0;
};

std::optional<Mark> read_mark(const std::filesystem::path& store) {
  const std::string text = read_whole(store / "MARK");
  if (!text.starts_with(kMarkDomain)) return std::nullopt;
  const std::size_t space = text.find(' ', kMarkDomain.size());
  if (space == std::string::npos) return std::nullopt;
  Mark mark{text.substr(kMarkDomain.size(), space - kMarkDomain.size()), 0};
  std::from_chars(text.data() + space + 1, text.data() + text.size(), mark.size);
  if (text != mark_text(mark.name, mark.size)) return std::nullopt;
  return mark;
}

// What CURRENT may say, whatever became of its bytes.
bool is_manifest_name(std::string_view name) {
  return name.size() > kManifestPrefix.size() && name.starts_with(kManifestPrefix) &&
         name.find_first_not_of("0123456789", kManifestPrefix.size()) == std::string_view::npos;
}

std::uint64_t number_of(std::string_view manifest) {
  std::uint64_t number = 0;
  if (manifest.starts_with(kManifestPrefix)) manifest.remove_prefix(kManifestPrefix.size());
  std::from_chars(manifest.data(), manifest.data() + manifest.size(), number);
  return number;
}

// All that was marked is there, and what follows may be a torn write.
bool holds(const std::optional<Mark>& mark, const std::string& name, std::size_t end, bool whole) {
  if (!mark) return whole;
  if (mark->name == name) return end >= mark->size;
  // Killed between the switch to a new file, which begins synced, and its mark.
  return whole || number_of(name) > number_of(mark->name);
}

}  // namespace

Result<Ok> check_manifest(const std::filesystem::path& store) {
  // A writer may switch to a new file between two looks: judge only what CURRENT names before and after.
  for (;;) {
    const std::string name = name_in_use(store);
    if (!is_manifest_name(name)) {
      return fail(Fault::damaged, "log.damaged", fmt::format("{}/CURRENT", store.filename().string()),
                  "the file does not name a list of tables; restore this ledger from a verified copy");
    }
    // The mark first: a writer beside us only ever lets the file grow beyond it.
    const std::optional<Mark> mark = read_mark(store);
    const std::string content = read_whole(store / name);
    const std::size_t end = end_of_records(content);
    if (!content.empty() && holds(mark, name, end, end == content.size())) return Ok{};
    // A writer beside us may be in the middle of a record: then the file still grows.
    if (name_in_use(store) != name || read_whole(store / name) != content) continue;
    return fail(Fault::damaged, "log.damaged", fmt::format("{}/{} byte {}", store.filename().string(), name, end),
                "the list of tables does not end with a whole record; restore this ledger from a verified copy");
  }
}

rocksdb::Status open_beside_writer(const std::filesystem::path& store, const std::function<rocksdb::Status()>& open) {
  const auto look = [&] {
    const std::string name = name_in_use(store);
    std::error_code gone;  // then its size is none that it ever had
    return std::pair{name, std::filesystem::file_size(store / name, gone)};
  };
  const auto before = look();
  rocksdb::Status status = open();
  if (!status.ok() || look() == before) return status;
  return rocksdb::Status::Busy("a writer changes the tables faster than they can be opened");
}

Result<Ok> check_mark(const std::filesystem::path& store) {
  // One of an earlier list: its writer was killed between the switch to a new one and its mark.
  const auto mark = read_mark(store);
  if (mark && is_manifest_name(mark->name) && number_of(mark->name) <= number_of(name_in_use(store))) return Ok{};
  return fail(Fault::damaged, "log.mark", fmt::format("{}/MARK", store.filename().string()),
              "the mark beside the tables does not hold; nothing is lost, record anything and it is set anew");
}

bool ManifestMark::set() {
  const std::scoped_lock lock{mutex_};
  const std::string name = name_in_use(store_);
  const int manifest = ::open((store_ / name).c_str(), O_RDONLY | O_CLOEXEC);
  if (manifest < 0) return false;
  const std::size_t size = end_of_records(read_whole(store_ / name));
  // Another thread of the database may have written beyond what it has synced.
  const bool synced = ::fdatasync(manifest) == 0;
  ::close(manifest);
  if (!synced) return false;
  const std::string text = mark_text(name, size);
  const std::filesystem::path path = store_ / "MARK";
  const bool is_new = ::access(path.c_str(), F_OK) != 0;
  const int mark = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (mark < 0) return false;
  // One sector, written in place: there as a whole or not at all. A mark that does not hold counts as none.
  const bool written = ::pwrite(mark, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
  const bool durable = written && ::fdatasync(mark) == 0;
  ::close(mark);
  return durable && (!is_new || !sync_directory(store_));
}

}  // namespace sillok
