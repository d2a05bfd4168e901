#pragma once
// A copy of a ledger in one file, checked while it is written and when it is read back, beside whoever records (bytes
// in schemas/FORMAT.md). It holds what the log and the logs beside it hold, the anchored head, what was published of
// them and who must cosign; no secret. The vault's wrapped data keys go into a file of their own, to be kept apart from
// it and for a short time (design 15): what a shredded person's key opens must not live on in old copies.
#include <functional>
#include <span>

#include "ledger/desk/backup_file.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/log_verifier.h"

namespace sillok {

// A log beside the events, of which a checkpoint was published as it stands.
struct BackedUpLog {
  std::string_view name;
  const RocksLog* log;
};

struct BackupReport {
  std::uint64_t size = 0, orders = 0, bytes = 0;
  Hash root{};
};
// A checkpoint over all of the log must have been published. Fault::damaged where the log does not hold: then there is
// no new file, and an older one of that name is as it was.
Result<BackupReport> write_backup(const Ledger& ledger, std::span<const BackedUpLog> side_logs,
                                  const std::filesystem::path& file, const LogVerifier::Progress& progress);

}  // namespace sillok
