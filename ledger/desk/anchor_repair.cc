#include "ledger/desk/anchor_repair.h"

#include <fmt/format.h>

#include "ledger/base/durable_file.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/ledger_files.h"

namespace sillok {
namespace {

tl::unexpected<Error> refused(std::string why) {
  return fail(Fault::refused, "anchor.not_repairable", "anchor", std::move(why));
}

// The log itself, all of it, and its root where the slot that holds was written.
Result<Ok> check_log(const Ledger& ledger, const LogVerifier::Progress& progress) {
  const AnchoredHead& anchored = ledger.anchored();
  const std::uint64_t size = ledger.log().head().size;
  if (size < anchored.size) {
    return fail(Fault::damaged, "log.behind_anchor", fmt::format("position {}", size),
                fmt::format("the log ends before the {} events that were acknowledged; restore this ledger "
                            "from a verified copy",
                            anchored.size));
  }
  LogVerifier verifier{ledger.log(), anchored.size};
  SILLOK_TRY(report, verifier.run(0, progress));
  if (report.first_bad) {
    return fail(Fault::damaged, "log.damaged", fmt::format("position {}", report.first_bad->position),
                report.first_bad->reason + "; restore this ledger from a verified copy");
  }
  if (verifier.root_at_known_size() != anchored.root) {
    return fail(Fault::damaged, "log.root_differs", fmt::format("size {}", anchored.size),
                "the tree's root is not the acknowledged one; restore this ledger from a verified copy");
  }
  return Ok{};
}

// Whether the torn slot, by its own plain text, spoke of a head of this log that the other slot contains.
Result<bool> was_older(const Ledger& ledger, const std::optional<AnchoredHead>& claims) {
  if (!claims || claims->size > ledger.anchored().size) return false;
  SILLOK_TRY(root, ledger.log().tree().root(claims->size));
  return root == claims->root;
}

Result<Ok> check_nothing_lost(const Ledger& ledger, std::optional<std::uint64_t> acknowledged) {
  const HeadAnchor::TornSlot& torn = *ledger.anchor().torn();
  const std::uint64_t size = ledger.log().head().size, anchored = ledger.anchored().size;
  // In the middle of a move it is the move's to say where the ledger is: it is run again, and fences anew.
  if (torn.says_moved && !can_see(moving_path(ledger.directory())))
    return refused(
        "the torn slot speaks of a ledger that was moved elsewhere; go on there, or restore this one from a "
        "verified copy");
  if (torn.claims && torn.claims->size > size) {
    return refused(
        fmt::format("the torn slot speaks of {} events, the log holds {}; restore this ledger from a verified copy",
                    torn.claims->size, size));
  }
  if (acknowledged && (*acknowledged > size || *acknowledged < anchored)) {
    return refused(
        fmt::format("{} events are said to be acknowledged, the anchor knows of {} and the log holds {}; "
                    "restore this ledger from a verified copy",
                    *acknowledged, anchored, size));
  }
  if (size > anchored || acknowledged) return Ok{};
  SILLOK_TRY(older, was_older(ledger, torn.claims));
  if (older) return Ok{};
  return refused(
      fmt::format("the log ends where the slot that holds does, at {} events, and the torn slot can't be "
                  "read: if it was the newer one, "
                  "acknowledged orders are missing. Look up the checkpoint_size of the last receipt; if it "
                  "is {}, run `sillok --ledger {} "
                  "anchor repair --acknowledged {}`, else restore this ledger from a verified copy",
                  size, size, ledger.directory().string(), size));
}

}  // namespace

Result<AnchorRepair> repair_anchor(const std::filesystem::path& directory, std::optional<std::uint64_t> acknowledged,
                                   const LogVerifier::Progress& progress) {
  SILLOK_TRY(ledger, Ledger::open_for_repair(directory));
  AnchorRepair outcome{false, ledger->anchored(), ledger->log().head().size};
  if (!ledger->anchor().torn()) return outcome;
  SILLOK_CHECK(check_log(*ledger, progress));
  SILLOK_CHECK(Checkpoints{*ledger}.check());
  SILLOK_CHECK(check_nothing_lost(*ledger, acknowledged));
  SILLOK_CHECK(ledger->mend_anchor());
  outcome.repaired = true;
  return outcome;
}

}  // namespace sillok
