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
#include "ledger/desk/checkpoint_store.h"

namespace sillok {
namespace {

constexpr std::size_t kNoteBytesMax = 64 << 10;  // a hundred signature lines and more

tl::unexpected<Error> failed() {
  return fail(Fault::unavailable, "checkpoint.store", "checkpoint",
              "the store of checkpoints can't be used; check the disk and your rights, and run the same "
              "command again");
}

NoteKey key_of(const Ledger& ledger) { return make_note_key(ledger.genesis().origin, ledger.genesis().ledger_key); }

}  // namespace

Result<std::optional<std::string>> published_note(const std::filesystem::path& path) {
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

std::string checkpoint_file(std::string_view side_log) {
  return side_log.empty() ? "checkpoint" : fmt::format("checkpoint.{}", side_log);
}

std::array<std::string, 2> published_files(std::string_view side_log) {
  const std::string newest = checkpoint_file(side_log);
  return {newest, newest + ".witnessed"};
}

Result<std::optional<PublishedCheckpoint>> published_in(const std::filesystem::path& path, const RocksLog& log,
                                                        const NoteKey& key) {
  SILLOK_TRY(note, published_note(path));
  if (!note) return std::optional<PublishedCheckpoint>{};
  auto newest = open_checkpoint(*note, key.name, key);
  if (!newest)
    return fail(Fault::damaged, "checkpoint.damaged", path.filename(),
                "the newest published checkpoint does not hold; restore it from a copy before signing again");
  if (newest->size > log.head().size) {
    return fail(Fault::damaged, "checkpoint.behind", fmt::format("size {}", newest->size),
                "a checkpoint of more events was published than the log holds; this ledger may not sign "
                "until it has caught up");
  }
  SILLOK_TRY(root, log.tree().root(newest->size));
  if (root != newest->root)
    return fail(Fault::damaged, "checkpoint.forked", fmt::format("size {}", newest->size),
                "the log does not contain its own published checkpoint; run `sillok verify`");
  return std::optional{PublishedCheckpoint{*newest, std::move(*note)}};
}

Result<std::uint64_t> published_size(const std::filesystem::path& path) {
  SILLOK_TRY(note, published_note(path));
  if (!note) return std::uint64_t{0};
  const auto checkpoint = read_unverified_checkpoint(*note);
  if (checkpoint) return checkpoint->size;
  return fail(Fault::damaged, "checkpoint.damaged", path.filename(),
              "the newest published checkpoint does not hold; restore it from a copy before signing again");
}

Checkpoints::Checkpoints(const Ledger& ledger, const RocksLog& log, NoteKey key, std::array<std::string, 2> files)
    : ledger_(ledger),
      log_(log),
      key_(std::move(key)),
      file_(std::move(files[0])),
      witnessed_file_(std::move(files[1])) {}

Checkpoints::Checkpoints(const Ledger& ledger)
    : Checkpoints(ledger, ledger.log(), key_of(ledger), published_files("")) {}

Checkpoints::Checkpoints(const Ledger& ledger, const RocksLog& side_log, std::string_view name)
    : Checkpoints(ledger, side_log, side_log_key(key_of(ledger), name), published_files(name)) {}

Result<bool> Checkpoints::were_published(const Ledger& ledger, std::string_view name) {
  SILLOK_TRY(store, checkpoint_store(ledger.directory()));
  std::error_code unknown;
  return std::filesystem::exists(store / checkpoint_file(name), unknown);
}

Result<std::optional<PublishedCheckpoint>> Checkpoints::stored(const std::string& file) const {
  SILLOK_TRY(store, checkpoint_store(ledger_.directory()));
  return published_in(store / file, log_, key_);
}

// Whole or not at all: a new file, synced, in the place of the old one.
Result<Ok> Checkpoints::replace(const std::string& file, const std::string& note) const {
  SILLOK_TRY(store, checkpoint_store(ledger_.directory()));
  const std::filesystem::path path = store / file, fresh = store / (file + ".new");
  std::error_code none_left;
  std::filesystem::remove(fresh, none_left);  // of a process that was killed in between
  if (create_durably(fresh, note, 0644)) return failed();
  SILLOK_CRASH_POINT("checkpoint.before_rename");
  if (rename_durably(fresh, path)) return failed();
  SILLOK_CRASH_POINT("checkpoint.after_rename");
  return Ok{};
}

Result<Ok> Checkpoints::check() const {
  SILLOK_CHECK(stored(file_));
  SILLOK_CHECK(stored(witnessed_file_));
  return Ok{};
}

Result<std::string> Checkpoints::publish(std::uint64_t size) const {
  if (size == 0 || size > log_.head().size) {
    return fail(Fault::not_found, "checkpoint.size", fmt::format("size {}", size),
                log_.head().size == 0
                    ? "this log has no entries yet, so there is nothing to sign"
                    : fmt::format("this log holds {} entries; name a size from 1 to that", log_.head().size));
  }
  // What stands there is given to whoever may read it.
  SILLOK_TRY(standing, stored(file_));
  if (standing && standing->checkpoint.size == size) return standing->note;
  SILLOK_TRY(store, checkpoint_store(ledger_.directory()));
  const FileLock lock{store / "checkpoint.lock", FileLock::Wait::kYes};
  if (!lock.is_held()) return failed();
  SILLOK_TRY(newest, stored(file_));
  if (newest && newest->checkpoint.size == size) return newest->note;
  if (!newest || size > newest->checkpoint.size) SILLOK_CHECK(ledger_.may_record());
  SILLOK_TRY(signer, ledger_.ledger_signer());
  SILLOK_TRY(root, log_.tree().root(size));
  const std::string note = sign_checkpoint({key_.name, size, root}, key_, signer);
  if (!newest || size > newest->checkpoint.size) SILLOK_CHECK(replace(file_, note));
  return note;
}

Result<Ok> Checkpoints::keep_cosigned(const std::string& note, bool is_met) const {
  SILLOK_TRY(cosigned, open_checkpoint(note, key_.name, key_));
  SILLOK_TRY(store, checkpoint_store(ledger_.directory()));
  const FileLock lock{store / "checkpoint.lock", FileLock::Wait::kYes};
  if (!lock.is_held()) return failed();
  SILLOK_TRY(newest, stored(file_));
  if (newest && newest->checkpoint == cosigned) SILLOK_CHECK(replace(file_, note));
  if (!is_met) return Ok{};
  SILLOK_TRY(witnessed, stored(witnessed_file_));
  if (witnessed && cosigned.size < witnessed->checkpoint.size) return Ok{};
  return replace(witnessed_file_, note);
}

Result<std::optional<std::string>> Checkpoints::newest() const {
  SILLOK_TRY(newest, stored(file_));
  if (!newest) return std::optional<std::string>{};
  return std::optional{std::move(newest->note)};
}

Result<std::optional<std::string>> Checkpoints::last_witnessed() const {
  SILLOK_TRY(witnessed, stored(witnessed_file_));
  if (!witnessed) return std::optional<std::string>{};
  return std::optional{std::move(witnessed->note)};
}

}  // namespace sillok
