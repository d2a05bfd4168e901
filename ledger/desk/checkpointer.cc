#include "ledger/desk/checkpointer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

#include "ledger/base/crash_point.h"
#include "ledger/base/durable_file.h"
#include "ledger/base/file_lock.h"
#include "ledger/crypto/checkpoint.h"

namespace sillok {
namespace {

constexpr std::size_t kNoteBytesMax = 64 << 10;  // a hundred signature lines and more

tl::unexpected<Error> failed() {
  return fail(Fault::unavailable, "checkpoint.store", "checkpoint",
              "the store of checkpoints can't be used; check the disk and your rights, and run the same "
              "command again");
}

// Whole or not at all: a new file, synced, in the place of the old one.
Result<Ok> replace(const std::filesystem::path& path, const std::string& note) {
  const std::filesystem::path fresh = path.string() + ".new";
  std::error_code none_left;
  std::filesystem::remove(fresh, none_left);  // of a process that was killed in between
  if (create_durably(fresh, note, 0644)) return failed();
  SILLOK_CRASH_POINT("checkpoint.before_rename");
  if (rename_durably(fresh, path)) return failed();
  SILLOK_CRASH_POINT("checkpoint.after_rename");
  return Ok{};
}

// The published note as it stands; nothing where there is none yet. Asks for no right but to read.
Result<std::optional<std::string>> read_note(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return std::optional<std::string>{};
  if (file < 0) return failed();
  std::string note(kNoteBytesMax, '\0');
  const ssize_t count = ::read(file, note.data(), note.size());
  ::close(file);
  if (count < 0) return failed();
  note.resize(static_cast<std::size_t>(count));
  return std::optional{std::move(note)};
}

NoteKey key_of(const Ledger& ledger) { return make_note_key(ledger.genesis().origin, ledger.genesis().ledger_key); }

std::filesystem::path path_beside(const Ledger& ledger, std::string_view name) {
  return ledger.directory() / fmt::format("checkpoint.{}", name);
}

}  // namespace

Checkpoints::Checkpoints(const Ledger& ledger, const RocksLog& log, NoteKey key, std::filesystem::path path)
    : ledger_(ledger),
      log_(log),
      key_(std::move(key)),
      path_(std::move(path)),
      witnessed_path_(path_.string() + ".witnessed") {}

Checkpoints::Checkpoints(const Ledger& ledger)
    : Checkpoints(ledger, ledger.log(), key_of(ledger), ledger.directory() / "checkpoint") {}

Checkpoints::Checkpoints(const Ledger& ledger, const RocksLog& side_log, std::string_view name)
    : Checkpoints(ledger, side_log, side_log_key(key_of(ledger), name), path_beside(ledger, name)) {}

bool Checkpoints::were_published(const Ledger& ledger, std::string_view name) {
  std::error_code unknown;
  return std::filesystem::exists(path_beside(ledger, name), unknown);
}

// The newest checkpoint kept there, checked against the log; none where there is none yet.
Result<std::optional<Checkpoints::Published>> Checkpoints::newest_in(const std::filesystem::path& path) const {
  const std::string file = path.filename();
  SILLOK_TRY(note, read_note(path));
  if (!note) return std::optional<Published>{};
  auto newest = open_checkpoint(*note, key_.name, key_);
  if (!newest)
    return fail(Fault::damaged, "checkpoint.damaged", file,
                "the newest published checkpoint does not hold; restore it from a copy before signing again");
  if (newest->size > log_.head().size) {
    return fail(Fault::damaged, "checkpoint.behind", fmt::format("size {}", newest->size),
                "a checkpoint of more events was published than the log holds; this ledger may not sign "
                "until it has caught up");
  }
  SILLOK_TRY(root, log_.tree().root(newest->size));
  if (root != newest->root)
    return fail(Fault::damaged, "checkpoint.forked", fmt::format("size {}", newest->size),
                "the log does not contain its own published checkpoint; run `sillok verify`");
  return std::optional<Published>{Published{*newest, std::move(*note)}};
}

Result<Ok> Checkpoints::check() const {
  SILLOK_CHECK(newest_in(path_));
  SILLOK_CHECK(newest_in(witnessed_path_));
  return Ok{};
}

Result<std::string> Checkpoints::publish(std::uint64_t size) const {
  if (size == 0 || size > log_.head().size) {
    return fail(Fault::not_found, "checkpoint.size", fmt::format("size {}", size),
                fmt::format("the ledger holds {} events", log_.head().size));
  }
  // What stands there is given to whoever may read it.
  SILLOK_TRY(standing, newest_in(path_));
  if (standing && standing->checkpoint.size == size) return standing->note;
  const FileLock lock{ledger_.directory() / "checkpoint.lock", FileLock::Wait::kYes};
  if (!lock.is_held()) return failed();
  SILLOK_TRY(newest, newest_in(path_));
  if (newest && newest->checkpoint.size == size) return newest->note;
  SILLOK_TRY(signer, ledger_.ledger_signer());
  SILLOK_TRY(root, log_.tree().root(size));
  const std::string note = sign_checkpoint({key_.name, size, root}, key_, signer);
  if (!newest || size > newest->checkpoint.size) SILLOK_CHECK(replace(path_, note));
  return note;
}

Result<Ok> Checkpoints::keep_cosigned(const std::string& note, bool is_met) const {
  SILLOK_TRY(cosigned, open_checkpoint(note, key_.name, key_));
  const FileLock lock{ledger_.directory() / "checkpoint.lock", FileLock::Wait::kYes};
  if (!lock.is_held()) return failed();
  SILLOK_TRY(newest, newest_in(path_));
  if (newest && newest->checkpoint == cosigned) SILLOK_CHECK(replace(path_, note));
  if (!is_met) return Ok{};
  SILLOK_TRY(witnessed, newest_in(witnessed_path_));
  if (witnessed && cosigned.size < witnessed->checkpoint.size) return Ok{};
  return replace(witnessed_path_, note);
}

Result<std::optional<std::string>> Checkpoints::newest() const {
  SILLOK_TRY(newest, newest_in(path_));
  if (!newest) return std::optional<std::string>{};
  return std::optional{std::move(newest->note)};
}

Result<std::optional<std::string>> Checkpoints::last_witnessed() const {
  SILLOK_TRY(witnessed, newest_in(witnessed_path_));
  if (!witnessed) return std::optional<std::string>{};
  return std::optional{std::move(witnessed->note)};
}

}  // namespace sillok
