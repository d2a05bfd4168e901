#include "ledger/desk/checkpoint_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "ledger/base/durable_file.h"
#include "ledger/base/file_lock.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/side_log.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> not_there(const fs::path& store) {
  return fail(Fault::unavailable, "checkpoint.store", store.string(),
              "the store of published checkpoints is not there, or is another ledger's; mount it, and run the same "
              "command again");
}

tl::unexpected<Error> cannot_write(const fs::path& store) {
  return fail(Fault::unavailable, "checkpoint.store", store.string(),
              "the store of published checkpoints can't be written; check the disk and your rights, and run the same "
              "command again");
}

// Both of them name the same ledger.
bool is_same_ledger(const fs::path& store, const fs::path& ledger_directory) {
  const std::string identity = content_of(ledger_directory / "LEDGER");
  return !identity.empty() && content_of(store / "LEDGER") == identity;
}

Result<Ok> put_in_place(const fs::path& path, const std::string& content) {
  if (replace_durably(path, content, 0644)) return cannot_write(path.parent_path());
  return Ok{};
}

// The notes of that directory: of the ledger's log and of those beside it, with the last witnessed ones.
std::vector<fs::path> notes_in(const fs::path& directory) {
  std::vector<fs::path> notes;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    const std::string name = entry.path().filename();
    if (name.starts_with("checkpoint") && name != kStoreFile && !name.ends_with(".new") && !name.ends_with(".lock"))
      notes.push_back(entry.path());
  }
  return notes;
}

}  // namespace

bool is_store_apart(const fs::path& ledger_directory) {
  std::error_code unknown;
  return fs::exists(ledger_directory / kStoreFile, unknown);
}

Result<fs::path> checkpoint_store(const fs::path& ledger_directory) {
  if (!is_store_apart(ledger_directory)) return ledger_directory;
  std::string line = content_of(ledger_directory / kStoreFile);
  if (line.ends_with('\n')) line.pop_back();
  const fs::path store{line};
  if (!store.is_absolute() || !is_same_ledger(store, ledger_directory)) return not_there(store);
  return store;
}

namespace {
constexpr const char* kMovedFile = "moved";  // in a store apart
}  // namespace

Result<Ok> tell_store_moved(const fs::path& ledger_directory) {
  if (!is_store_apart(ledger_directory)) return Ok{};
  SILLOK_TRY(store, checkpoint_store(ledger_directory));
  return put_in_place(store / kMovedFile, "this ledger is at home in a topic\n");
}

Result<Ok> tell_store_is_home(const fs::path& ledger_directory) {
  if (!is_store_apart(ledger_directory)) return Ok{};
  SILLOK_TRY(store, checkpoint_store(ledger_directory));
  if (remove_durably(store / kMovedFile)) return cannot_write(store);
  return Ok{};
}

Result<Ok> check_store_not_moved(const fs::path& ledger_directory) {
  if (!is_store_apart(ledger_directory) || is_replica(ledger_directory)) return Ok{};
  SILLOK_TRY(store, checkpoint_store(ledger_directory));
  if (!can_see(store / kMovedFile)) return Ok{};
  return moved_elsewhere(ledger_directory.string());
}

namespace {

// A place for them: absent, or empty, or used for this ledger before; not in the ledger itself, which is set back
// whole.
Result<fs::path> place_apart(const Ledger& ledger, const fs::path& apart) {
  std::error_code error;
  const fs::path store = fs::weakly_canonical(fs::absolute(apart, error), error);
  const fs::path own = fs::weakly_canonical(fs::absolute(ledger.directory(), error), error);
  const auto is_inside = std::mismatch(own.begin(), own.end(), store.begin(), store.end()).first == own.end();
  if (error || is_inside)
    return fail(Fault::misuse, "checkpoint.store", apart.string(),
                "a store is to stand apart from the ledger; name a directory on another disk or machine");
  if (!fs::exists(store, error) && !fs::is_directory(store.parent_path(), error))
    return fail(Fault::misuse, "checkpoint.store", apart.string(),
                "the directory above it is not there; mount the disk, or make it first");
  const bool is_ours = is_same_ledger(store, ledger.directory());
  if (fs::exists(store, error) && !is_ours && !(fs::is_directory(store, error) && fs::is_empty(store, error)))
    return fail(Fault::misuse, "checkpoint.store", apart.string(),
                "something else is kept there; name an empty directory, or one that does not exist");
  if (create_directories_durably(store)) return cannot_write(apart);
  return store;
}

// Which of the logs a file of a checkpoint is of; nothing for the ledger's own.
std::string side_log_of(std::string name) {
  if (name.ends_with(".witnessed")) name.resize(name.size() - std::string_view{".witnessed"}.size());
  return name == checkpoint_file() ? "" : name.substr(checkpoint_file().size() + 1);
}

// One that is in the store already must be part of this ledger's past; the newer of two stays.
Result<Ok> put_newer(const Ledger& ledger, const fs::path& target, const std::string& note, std::uint64_t size) {
  SILLOK_TRY(there, published_size(target));
  if (there > 0) {
    const NoteKey key = make_note_key(ledger.genesis().origin, ledger.genesis().ledger_key);
    const std::string side = side_log_of(target.filename());
    if (side.empty()) {
      SILLOK_CHECK(published_in(target, ledger.log(), key));
    } else {
      SILLOK_TRY(log, side_log_to_read(ledger, side));
      if (log) SILLOK_CHECK(published_in(target, *log, side_log_key(key, side)));
    }
  }
  return there < size ? put_in_place(target, note) : Result<Ok>{Ok{}};
}

}  // namespace

Result<Ok> use_store(const Ledger& ledger, const fs::path& store) {
  if (!store.is_absolute() || !is_same_ledger(store, ledger.directory())) return not_there(store);
  SILLOK_CHECK(published_in(store / checkpoint_file(), ledger.log(),
                            make_note_key(ledger.genesis().origin, ledger.genesis().ledger_key)));
  return put_in_place(ledger.directory() / kStoreFile, store.string() + "\n");
}

Result<Ok> place_checkpoints(const Ledger& ledger, const fs::path& apart, const std::optional<std::string>& newest) {
  SILLOK_CHECK(ledger.may_record());
  SILLOK_TRY(store, place_apart(ledger, apart));
  const bool was_apart = is_store_apart(ledger.directory());
  auto present = checkpoint_store(ledger.directory());
  if (present && *present == store) return Ok{};
  if (!present && !newest) return tl::unexpected{present.error()};
  const FileLock other{store / "checkpoint.lock", FileLock::Wait::kYes};
  std::optional<FileLock> lock;
  if (present) lock.emplace(*present / "checkpoint.lock", FileLock::Wait::kYes);
  if (!other.is_held() || (lock && !lock->is_held())) return cannot_write(store);
  const std::vector<fs::path> notes = present ? notes_in(*present) : std::vector<fs::path>{};
  for (const fs::path& note : notes) {
    SILLOK_TRY(size, published_size(note));
    SILLOK_CHECK(put_newer(ledger, store / note.filename(), content_of(note), size));
  }
  if (newest) {
    const NoteKey key = make_note_key(ledger.genesis().origin, ledger.genesis().ledger_key);
    SILLOK_TRY(checkpoint, open_checkpoint(*newest, key.name, key));
    if (checkpoint.size > ledger.log().head().size)
      return fail(Fault::damaged, "checkpoint.behind", fmt::format("size {}", checkpoint.size),
                  "a checkpoint of more events was published than the log holds; restore a newer backup");
    SILLOK_CHECK(put_newer(ledger, store / checkpoint_file(), *newest, checkpoint.size));
  }
  // What stands in the store must be this ledger's, however it came there.
  SILLOK_CHECK(published_in(store / checkpoint_file(), ledger.log(),
                            make_note_key(ledger.genesis().origin, ledger.genesis().ledger_key)));
  SILLOK_CHECK(put_in_place(store / "LEDGER", content_of(ledger.directory() / "LEDGER")));
  SILLOK_CHECK(put_in_place(ledger.directory() / kStoreFile, store.string() + "\n"));
  // Of those in the ledger nobody takes any notice from now on; a store apart may be that of another copy as well.
  std::error_code stays;
  for (const fs::path& note : notes) {
    if (!was_apart) fs::remove(note, stays);
  }
  return Ok{};
}

}  // namespace sillok
