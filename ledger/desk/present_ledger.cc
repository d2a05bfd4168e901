#include "ledger/desk/present_ledger.h"

#include <fmt/format.h>

#include "ledger/base/durable_file.h"
#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/ledger_files.h"

namespace sillok {

namespace fs = std::filesystem;

namespace {

tl::unexpected<Error> behind(std::string_view side_log, std::uint64_t known, std::uint64_t size) {
  const std::string what = side_log.empty() ? "events" : fmt::format("entries of the log of {}", side_log);
  return fail(
      Fault::refused, "restore.behind", fmt::format("size {}", known),
      fmt::format("{} {} are known to have been recorded, the backup holds {}: {} to {} are missing in it; take "
                  "a newer backup, or restore into another directory to read it",
                  known, what, size, size, known - 1));
}

tl::unexpected<Error> forked(std::uint64_t size) {
  return fail(Fault::refused, "restore.forked", fmt::format("size {}", size),
              "the backup holds another past than the ledger that is there; find out which one was published");
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
  // Replicas of one ledger are each a node of its own.
  const auto there = identity_in(directory_);
  if (can_see(directory_ / "LEDGER") &&
      (!there || there->origin != identity.origin || there->genesis != identity.genesis))
    return fail(Fault::refused, "restore.other_ledger", directory_.string(),
                "another ledger is there than the backup is of; name another directory");
  if (!can_see(anchor_path(directory_))) return Ok{};
  SILLOK_TRY(present, anchor(identity));
  if (present && present->head().moved)
    return fail(Fault::refused, "ledger.moved", directory_.string(),
                "this ledger was moved elsewhere; restore it there, or into another directory to read it");
  if (present && present->head().size > head.size) return behind("", present->head().size, head.size);
  if (present && present->torn() && present->torn()->claims && present->torn()->claims->size > head.size)
    return behind("", present->torn()->claims->size, head.size);
  return Ok{};
}

Result<std::optional<HeadAnchor>> PresentLedger::anchor(const LedgerIdentity& identity) const {
  const auto there = identity_in(directory_);
  auto opened = HeadAnchor::open(anchor_path(directory_), identity.origin, there ? there->node_key : identity.node_key,
                                 HeadAnchor::Needs::kOneSlot);
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

Result<bool> PresentLedger::shows_nothing_missing(const Ledger& staged) const {
  bool shown = false;
  if (can_see(anchor_path(directory_))) {
    SILLOK_TRY(present, anchor({staged.genesis().origin, staged.genesis().hash, staged.genesis().node_key}));
    if (present) {
      SILLOK_TRY(root, staged.log().tree().root(present->head().size));
      if (root != present->head().root) return forked(present->head().size);
      shown = !present->torn() && !can_see(restored_path(directory_));
    }
  }
  if (!is_there()) return false;
  const bool is_apart = is_store_apart(directory_);
  SILLOK_TRY(store, is_apart ? checkpoint_store(directory_) : Result<fs::path>{directory_});
  SILLOK_CHECK(check_published(store, staged));
  return shown;
}

bool PresentLedger::keeps(std::string_view side_log) const {
  if (!can_see(directory_ / side_log / "log")) return false;
  const auto present = RocksLog::open(directory_ / side_log / "log", Access::kRead);
  if (!present || !(*present)->check_files()) return false;
  if (!can_see(staged_ / side_log)) return true;
  const auto staged = RocksLog::open(staged_ / side_log / "log", Access::kRead);
  if (!staged || (*staged)->head().size > (*present)->head().size) return false;
  const auto root = (*present)->tree().root((*staged)->head().size);
  return root && *root == (*staged)->head().root;
}

// What was published of the log and of those beside it, against what is going to be there.
Result<Ok> PresentLedger::check_published(const fs::path& store, const Ledger& staged) const {
  const NoteKey key = make_note_key(staged.genesis().origin, staged.genesis().ledger_key);
  const auto check = [&](std::string_view side, const RocksLog* log, const NoteKey& of) -> Result<Ok> {
    for (const std::string& name : published_files(side)) {
      const fs::path file = store / name;
      SILLOK_TRY(size, published_size(file));
      if (size == 0) continue;
      if (log == nullptr || size > log->head().size) return behind(side, size, log == nullptr ? 0 : log->head().size);
      const auto held = published_in(file, *log, of);
      if (!held && held.error().code == "checkpoint.forked") return forked(size);
      SILLOK_CHECK(held);
    }
    return Ok{};
  };
  SILLOK_CHECK(check("", &staged.log(), key));
  if (is_replica(staged.directory())) return Ok{};  // those beside it follow from its topic
  for (const std::string_view name : side_logs_) {
    const fs::path from = (keeps(name) ? directory_ : staged_) / name / "log";
    std::unique_ptr<RocksLog> side;
    if (can_see(from)) {
      SILLOK_TRY(opened, RocksLog::open(from, Access::kRead));
      side = std::move(opened);
    }
    SILLOK_CHECK(check(name, side.get(), side_log_key(key, name)));
  }
  return Ok{};
}

}  // namespace sillok
