#include "ledger/desk/present_ledger.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "ledger/base/durable_file.h"
#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/unpacked_backup.h"

namespace sillok {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> behind(std::uint64_t known, std::uint64_t size) {
  return fail(Fault::refused, "restore.behind", fmt::format("size {}", known),
              fmt::format("{} events are known to have been recorded, the backup holds {}: positions {} to {} are "
                          "missing in it; take a newer backup, or restore into another directory to read it",
                          known, size, size, known - 1));
}

tl::unexpected<Error> forked(std::uint64_t size) {
  return fail(Fault::refused, "restore.forked", fmt::format("size {}", size),
              "the backup holds another past than the ledger that is there; find out which one was published");
}

std::string content_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

PresentLedger::PresentLedger(fs::path directory, fs::path staged, const std::vector<std::string_view>& side_logs)
    : directory_(std::move(directory)), staged_(std::move(staged)), side_logs_(side_logs) {}

bool PresentLedger::is_there() const {
  return can_see(directory_ / "LEDGER") || can_see(directory_ / "log") || can_see(anchor_path(directory_));
}

Result<Ok> PresentLedger::check(const LedgerIdentity& identity, const AnchoredHead& head) const {
  if (!is_there()) return Ok{};
  SILLOK_CHECK(check_nobody_writes());
  if (can_see(directory_ / "LEDGER") && content_of(directory_ / "LEDGER") != content_of(staged_ / "LEDGER"))
    return fail(Fault::refused, "restore.other_ledger", directory_.string(),
                "another ledger is there than the backup is of; name another directory");
  if (!can_see(anchor_path(directory_))) return Ok{};
  SILLOK_TRY(present, anchor(identity));
  if (present && present->head().moved)
    return fail(Fault::refused, "ledger.moved", directory_.string(),
                "this ledger was moved elsewhere; restore it there, or into another directory to read it");
  if (present && present->head().size > head.size) return behind(present->head().size, head.size);
  if (present && present->torn() && present->torn()->claims && present->torn()->claims->size > head.size)
    return behind(present->torn()->claims->size, head.size);
  return Ok{};
}

Result<std::optional<HeadAnchor>> PresentLedger::anchor(const LedgerIdentity& identity) const {
  auto opened =
      HeadAnchor::open(anchor_path(directory_), identity.origin, identity.node_key, HeadAnchor::Needs::kOneSlot);
  if (opened) return std::optional{std::move(*opened)};
  if (opened.error().fault == Fault::damaged) return std::optional<HeadAnchor>{};
  return tl::unexpected{opened.error()};
}

Result<Ok> PresentLedger::check_nobody_writes() const {
  if (!can_see(directory_ / "log" / "CURRENT")) return Ok{};
  const auto probe = RocksLog::open(directory_ / "log", Access::kWrite);
  if (probe || probe.error().code != "ledger.locked") return Ok{};  // a damaged one is what is to be replaced
  return tl::unexpected{probe.error()};
}

Result<bool> PresentLedger::shows_nothing_missing(const Ledger& staged,
                                                  const std::map<std::string, Bytes>& settings) const {
  bool shown = false;
  if (can_see(anchor_path(directory_))) {
    SILLOK_TRY(present, anchor({staged.genesis().origin, staged.genesis().hash, staged.genesis().node_key}));
    if (present) {
      SILLOK_TRY(root, staged.log().tree().root(present->head().size));
      if (root != present->head().root) return forked(present->head().size);
      shown = !present->torn() && !can_see(restored_path(directory_));
    }
  }
  const bool is_apart = is_store_apart(directory_);
  if (is_there()) {
    SILLOK_TRY(store, is_apart ? checkpoint_store(directory_) : Result<fs::path>{directory_});
    SILLOK_CHECK(check_published(store, staged));
    return shown || is_apart;
  }
  const auto named = settings.find(kStoreFile);
  if (named == settings.end()) return false;
  // Of a machine that is gone: its store may be within reach of this one, and says what was published last.
  if (create_durably(staged_ / kStoreFile, named->second, 0644)) return restore_failed(staged_ / kStoreFile);
  const auto store = checkpoint_store(staged_);
  std::error_code gone;
  fs::remove(staged_ / kStoreFile, gone);
  if (!store) return false;
  SILLOK_CHECK(check_published(*store, staged));
  return true;
}

// What was published of the log and of those beside it, against what is going to be there.
Result<Ok> PresentLedger::check_published(const fs::path& store, const Ledger& staged) const {
  const NoteKey key = make_note_key(staged.genesis().origin, staged.genesis().ledger_key);
  const auto check = [&](const std::string& file, const RocksLog& log, const NoteKey& of) -> Result<Ok> {
    for (const std::string& each : {file, file + ".witnessed"}) {
      const auto held = published_in(store / each, log, of);
      if (held) continue;
      SILLOK_TRY(size, published_size(store / each));
      if (held.error().code == "checkpoint.behind") return behind(size, log.head().size);
      if (held.error().code == "checkpoint.forked") return forked(size);
      return tl::unexpected{held.error()};
    }
    return Ok{};
  };
  SILLOK_CHECK(check(checkpoint_file(), staged.log(), key));
  for (const std::string_view name : side_logs_) {
    if (!can_see(staged_ / name)) continue;
    SILLOK_TRY(side, RocksLog::open(staged_ / name / "log", Access::kRead));
    SILLOK_CHECK(check(checkpoint_file(name), *side, side_log_key(key, name)));
  }
  return Ok{};
}

}  // namespace sillok
