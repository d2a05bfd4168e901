#include "ledger/desk/backup_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "ledger/base/durable_file.h"
#include "ledger/event/codec.h"

namespace sillok {
namespace {

constexpr std::size_t kLineBytesMax = 256;
constexpr std::size_t kFileBytesMax = 16 << 20;
constexpr std::size_t kStreamBytes = 1 << 20;

tl::unexpected<Error> failed(const std::filesystem::path& file) {
  return fail(Fault::unavailable, "backup.unwritable", file.string(),
              "the backup could not be written; check the path, your rights and the disk, and run the same command "
              "again");
}

Bytes signed_text(std::string_view kind, const Hash& genesis, const Hash& hash) {
  Bytes text = fmt::format("{}/end\n", kind);
  text.append(view(genesis)).append(view(hash));
  return text;
}

std::optional<std::uint64_t> read_count(std::string_view digits) {
  std::uint64_t count = 0;
  const auto [end, bad] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (bad != std::errc{} || end != digits.data() + digits.size() || fmt::format("{}", count) != digits)
    return std::nullopt;
  return count;
}

}  // namespace

BackupWriter::BackupWriter(std::filesystem::path file, std::string_view kind)
    : file_(std::move(file)), fresh_(file_.string() + ".new"), kind_(kind) {}

Result<std::unique_ptr<BackupWriter>> BackupWriter::create(const std::filesystem::path& file, std::string_view kind,
                                                           unsigned mode) {
  std::error_code unknown;
  const auto target = std::filesystem::symlink_status(file, unknown);
  const bool is_free = !std::filesystem::exists(target) || std::filesystem::is_regular_file(target);
  const std::filesystem::path above = file.has_parent_path() ? file.parent_path() : ".";
  if (!is_free || !std::filesystem::is_directory(above, unknown))
    return fail(
        Fault::misuse, "output.unwritable", file.string(),
        "a backup is a file of its own; name one that is none yet, or a file to replace, in a directory that is "
        "there");
  std::unique_ptr<BackupWriter> writer{new BackupWriter(file, kind)};
  const int out = ::open(writer->fresh_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
  if (out < 0) return failed(file);
  // What a killed process has left is written over; what another one is writing is not.
  if (::flock(out, LOCK_EX | LOCK_NB) != 0) {
    ::close(out);
    return fail(Fault::unavailable, "backup.busy", file.string(), "another backup is being written there; wait for it");
  }
  if (::ftruncate(out, 0) != 0 || ::fchmod(out, mode) != 0) return ::close(out), failed(file);
  writer->out_ = ::fdopen(out, "wb");
  if (writer->out_ == nullptr) return ::close(out), failed(file);
  std::setvbuf(writer->out_, nullptr, _IOFBF, kStreamBytes);
  SILLOK_CHECK(writer->write(fmt::format("{}\n", kind)));
  return writer;
}

BackupWriter::~BackupWriter() {
  if (out_ == nullptr) return;
  std::fclose(out_);
  ::unlink(fresh_.c_str());
}

Result<Ok> BackupWriter::write(BytesView bytes) {
  hash_.add(bytes);
  bytes_ += bytes.size();
  if (std::fwrite(bytes.data(), 1, bytes.size(), out_) != bytes.size()) return failed(file_);
  return Ok{};
}

Result<Ok> BackupWriter::add_file(std::string_view name, BytesView content) {
  SILLOK_CHECK(write(fmt::format("file {} {}\n", name, content.size())));
  return write(content);
}

Result<Ok> BackupWriter::begin_list(std::string_view name, std::uint64_t count) {
  return write(fmt::format("list {} {}\n", name, count));
}

Result<Ok> BackupWriter::add_item(BytesView item) {
  Bytes size;
  put_u32(size, static_cast<std::uint32_t>(item.size()));
  SILLOK_CHECK(write(size));
  return write(item);
}

Result<Ok> BackupWriter::finish(const Hash& genesis, const Signer& ledger) {
  const Hash hash = hash_.so_far();
  const Signature signature = ledger.sign(signed_text(kind_, genesis, hash));
  SILLOK_CHECK(write(fmt::format("end {}\n{}\n", to_hex(view(hash)), to_base64(view(signature)))));
  if (std::fflush(out_) != 0 || ::fsync(::fileno(out_)) != 0) return failed(file_);
  ::posix_fadvise(::fileno(out_), 0, 0, POSIX_FADV_DONTNEED);
  SILLOK_CHECK(read_back(hash));
  if (rename_durably(fresh_, file_)) return failed(file_);
  std::fclose(std::exchange(out_, nullptr));  // all of it is synced; there is nothing left to fail
  return Ok{};
}

// A backup counts only once it was read, and not from what memory still has of it where that can be helped.
Result<Ok> BackupWriter::read_back(const Hash& hash) const {
  SILLOK_TRY(reader, BackupReader::open(fresh_, kind_));
  const auto pass = [](auto&&...) -> Result<Ok> { return Ok{}; };
  SILLOK_CHECK(reader->read({pass, pass, pass, pass}));
  if (reader->hash() != hash) return failed(file_);
  return Ok{};
}

BackupReader::BackupReader(std::filesystem::path file, std::string_view kind, std::FILE* in)
    : file_(std::move(file)), kind_(kind), in_(in) {}

BackupReader::~BackupReader() { std::fclose(in_); }

tl::unexpected<Error> BackupReader::damaged(std::string_view what) const {
  return fail(Fault::damaged, "backup.damaged", file_.string(),
              fmt::format("{}; take another copy of it, or an older backup", what));
}

Result<std::unique_ptr<BackupReader>> BackupReader::open(const std::filesystem::path& file, std::string_view kind) {
  std::FILE* const in = std::fopen(file.c_str(), "rbe");
  if (in == nullptr) {
    return fail(Fault::malformed, "input.unreadable", file.string(),
                "the backup can't be read; check its path and your rights");
  }
  std::setvbuf(in, nullptr, _IOFBF, kStreamBytes);
  std::unique_ptr<BackupReader> reader{new BackupReader(file, kind, in)};
  std::string first;
  if (!reader->read_line(first) || first != kind)
    return fail(Fault::malformed, "backup.malformed", file.string(),
                fmt::format("this is no {} file; name one that `sillok backup` has written", kind));
  return reader;
}

Result<Ok> BackupReader::read_line(std::string& line) {
  line.clear();
  for (int c = std::fgetc(in_); c != '\n'; c = std::fgetc(in_)) {
    if (c == EOF || line.size() == kLineBytesMax) return damaged("the file ends too early, or is none");
    line.push_back(static_cast<char>(c));
  }
  // The last two lines are not part of what they say.
  if (line.starts_with("end ")) read_hash_ = hash_.so_far();
  hash_.add(line);
  hash_.add("\n");
  return Ok{};
}

Result<Ok> BackupReader::read_bytes(std::size_t count, Bytes& out) {
  out.resize(count);
  if (std::fread(out.data(), 1, count, in_) != count) return damaged("the file ends too early");
  hash_.add(out);
  return Ok{};
}

Result<Ok> BackupReader::read(const Visitor& visitor) {
  std::string line;
  while (true) {
    SILLOK_CHECK(read_line(line));
    const std::string_view text = line;
    if (text.starts_with("end ")) return read_end(text.substr(4));
    const std::size_t begin = text.find(' '), end = text.rfind(' ');
    const auto count = end == text.npos ? std::nullopt : read_count(text.substr(end + 1));
    if (!count || begin == end) return damaged("a part has no name and size");
    const std::string_view word = text.substr(0, begin), name = text.substr(begin + 1, end - begin - 1);
    if (word == "file") {
      if (*count > kFileBytesMax) return damaged("a part is too large");
      Bytes content;
      SILLOK_CHECK(read_bytes(*count, content));
      SILLOK_CHECK(visitor.file(name, std::move(content)));
    } else if (word == "list") {
      SILLOK_CHECK(read_list(visitor, name, *count));
    } else {
      return damaged("a part is of no known kind");
    }
  }
}

Result<Ok> BackupReader::read_list(const Visitor& visitor, std::string_view name, std::uint64_t count) {
  SILLOK_CHECK(visitor.list(name, count));
  for (std::uint64_t i = 0; i < count; ++i) {
    SILLOK_CHECK(read_bytes(4, item_));
    const std::size_t size = get_u32(item_);
    if (size > kEntryBytesMax) return damaged("an entry is too large");
    SILLOK_CHECK(read_bytes(size, item_));
    SILLOK_CHECK(visitor.item(item_));
  }
  return visitor.list_end();
}

Result<Ok> BackupReader::read_end(std::string_view hash_in_hex) {
  if (hash_in_hex != to_hex(view(read_hash_))) return damaged("its bytes are not those that were written");
  std::string line;
  SILLOK_CHECK(read_line(line));
  const auto signature = from_base64(line);
  if (!signature || signature->size() != signature_.size()) return damaged("its last line is no signature");
  std::copy(signature->begin(), signature->end(), signature_.begin());
  if (std::fgetc(in_) != EOF) return damaged("something stands behind its end");
  return Ok{};
}

Result<Ok> BackupReader::check_signature(const Hash& genesis, const PublicKey& ledger_key) const {
  if (verify_signature(ledger_key, signed_text(kind_, genesis, read_hash_), view(signature_))) return Ok{};
  return fail(Fault::damaged, "backup.signature", file_.string(),
              "the ledger's key has not signed it; take another copy of it, or an older backup");
}

}  // namespace sillok
