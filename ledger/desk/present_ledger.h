#pragma once
// What stands in a directory that a backup is to be restored into, and what it knows of the ledger's head: its anchor
// and the checkpoints that were published, in the directory or apart from it.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ledger/desk/ledger.h"
#include "ledger/desk/ledger_files.h"

namespace sillok {

// Borrows the names of the logs beside the events; `staged` is where the backup is unpacked.
class PresentLedger {
 public:
  PresentLedger(std::filesystem::path directory, std::filesystem::path staged,
                const std::vector<std::string_view>& side_logs);

  bool is_there() const;  // or what is left of it
  // Whether a backup of that ledger and head may take its place: Fault::refused (restore.other_ledger, restore.behind,
  // ledger.moved), unavailable (ledger.locked) where somebody writes.
  Result<Ok> check(const LedgerIdentity& identity, const AnchoredHead& head) const;
  // Whether it shows that nothing published is missing in the unpacked backup. An empty place shows nothing.
  // Fault::refused (restore.behind, restore.forked) where something is.
  Result<bool> shows_nothing_missing(const Ledger& staged) const;
  // Whether its log of that name holds and goes as far as the unpacked one: then it stays.
  bool keeps(std::string_view side_log) const;

 private:
  Result<Ok> check_nobody_writes() const;
  // Nothing where no slot of it holds.
  Result<std::optional<HeadAnchor>> anchor(const LedgerIdentity& identity) const;
  Result<Ok> check_published(const std::filesystem::path& store, const Ledger& staged) const;

  const std::filesystem::path directory_, staged_;
  const std::vector<std::string_view>& side_logs_;
};

}  // namespace sillok
