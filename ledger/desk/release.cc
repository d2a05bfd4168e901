#include "ledger/desk/release.h"

#include <fmt/format.h>

#include <fstream>

#include "ledger/base/durable_file.h"
#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/ledger_files.h"

namespace sillok {
namespace {

Result<Ok> let_go(const Ledger& ledger) {
  if (remove_durably(restored_path(ledger.directory())))
    return fail(Fault::unavailable, "storage.failed", restored_path(ledger.directory()).string(),
                "it could not be removed; check the disk and your rights, and run the same command again");
  return Ok{};
}

}  // namespace

Result<Ok> release_ledger(const Ledger& ledger, const std::string& newest) {
  const std::uint64_t size = ledger.log().head().size;
  SILLOK_TRY(root, ledger.log().tree().root(size));
  const NoteKey key = make_note_key(ledger.genesis().origin, ledger.genesis().ledger_key);
  SILLOK_TRY(checkpoint, open_checkpoint(newest, key.name, key));
  const std::string where = fmt::format("size {}", checkpoint.size);
  if (checkpoint.size > size)
    return fail(Fault::refused, "release.behind", where,
                fmt::format("positions {} to {} were published and are missing here; restore a newer backup", size,
                            checkpoint.size - 1));
  if (checkpoint.size < size)
    return fail(Fault::refused, "release.older", where,
                "this checkpoint is older than the backup itself and shows nothing; name the newest one");
  if (checkpoint.root != root)
    return fail(Fault::refused, "release.forked", where,
                "another past was published than this ledger holds; find out which one is right");
  return let_go(ledger);
}

Result<bool> release_by_store(const Ledger& ledger) {
  if (!is_store_apart(ledger.directory())) {
    std::ifstream file{restored_path(ledger.directory())};
    std::string line, store;
    while (std::getline(file, line)) {
      if (line.starts_with("store ")) store = line.substr(6);
    }
    if (store.empty()) return false;
    SILLOK_CHECK(use_store(ledger, store));
  }
  SILLOK_CHECK(check_store_not_moved(ledger.directory()));
  SILLOK_CHECK(Checkpoints{ledger}.check());
  SILLOK_CHECK(let_go(ledger));
  return true;
}

Result<Ok> release_by_witnesses(const Ledger& ledger, std::size_t cosigned, std::size_t needed,
                                const std::string& troubles) {
  if (cosigned >= needed) return let_go(ledger);
  return fail(
      Fault::unavailable, "release.witnesses", fmt::format("{} of {}", cosigned, needed),
      fmt::format("too few witnesses have answered that they know of nothing newer ({}); ask again when they do",
                  troubles));
}

std::size_t needed_to_release(std::size_t witnesses, std::size_t quorum) { return witnesses - quorum + 1; }

}  // namespace sillok
