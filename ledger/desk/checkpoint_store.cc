#include "ledger/desk/checkpoint_store.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <vector>

#include "ledger/base/durable_file.h"
#include "ledger/base/file_lock.h"
#include "ledger/desk/checkpointer.h"

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

std::string content_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// Both of them name the same ledger.
bool is_same_ledger(const fs::path& store, const fs::path& ledger_directory) {
  const std::string identity = content_of(ledger_directory / "LEDGER");
  return !identity.empty() && content_of(store / "LEDGER") == identity;
}

Result<Ok> put_in_place(const fs::path& path, const std::string& content) {
  const fs::path fresh = path.string() + ".new";
  std::error_code none_left;
  fs::remove(fresh, none_left);
  if (create_durably(fresh, content, 0644) || rename_durably(fresh, path)) return cannot_write(path.parent_path());
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

Result<Ok> place_checkpoints(const Ledger& ledger, const fs::path& apart) {
  std::error_code error;
  const fs::path store = fs::absolute(apart, error);
  if (error || create_directories_durably(store)) return cannot_write(apart);
  if (fs::exists(store / "LEDGER", error) && !is_same_ledger(store, ledger.directory()))
    return fail(Fault::misuse, "checkpoint.store", apart.string(),
                "the checkpoints of another ledger are kept there; name another directory");
  SILLOK_TRY(present, checkpoint_store(ledger.directory()));
  if (present == store) return Ok{};
  const FileLock lock{present / "checkpoint.lock", FileLock::Wait::kYes};
  const FileLock other{store / "checkpoint.lock", FileLock::Wait::kYes};
  if (!lock.is_held() || !other.is_held()) return cannot_write(present);
  const std::vector<fs::path> notes = notes_in(present);
  for (const fs::path& note : notes) {
    // A store that was used before may know more than this ledger: then it stays, and the ledger may not sign.
    SILLOK_TRY(older, published_size(note));
    SILLOK_TRY(newer, published_size(store / note.filename()));
    if (newer < older) SILLOK_CHECK(put_in_place(store / note.filename(), content_of(note)));
  }
  SILLOK_CHECK(put_in_place(store / "LEDGER", content_of(ledger.directory() / "LEDGER")));
  SILLOK_CHECK(put_in_place(ledger.directory() / kStoreFile, store.string() + "\n"));
  for (const fs::path& note : notes) fs::remove(note, error);  // nobody looks at them any more
  return Ok{};
}

}  // namespace sillok
