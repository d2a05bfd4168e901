#pragma once
// A backup, unpacked into a directory of its own and verified there as `verify` does it: every event, signature, chain
// and tree, the signed head, and each checkpoint that was published.
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/desk/ledger_files.h"
#include "ledger/desk/log_verifier.h"
#include "ledger/log/head_anchor.h"

namespace sillok {

class BackupReader;
class ListLoader;

// What could not be written there: Fault::unavailable.
tl::unexpected<Error> restore_failed(const std::filesystem::path& path);

// Borrows the names of the logs that may stand beside the events.
class UnpackedBackup {
 public:
  UnpackedBackup(std::filesystem::path file, std::filesystem::path directory,
                 const std::vector<std::string_view>& side_logs);

  // `before_events` is asked once it is known whose backup this is and how far it goes. Fault::damaged
  // (backup.damaged, backup.signature) where a byte is not what it was, malformed where it is no backup.
  using Before = std::function<Result<Ok>(const LedgerIdentity&, const AnchoredHead&)>;
  Result<VerifyReport> unpack(const Before& before_events, const LogVerifier::Progress& progress);

  // Whether it is of a replica that follows a topic.
  bool follows() const;
  // Says from now on that it is that node's, whose head it signs anew.
  Result<Ok> give_to(const Signer& node);
  // Those that don't stand in the directory yet: who must cosign, and where checkpoints are kept.
  const std::map<std::string, Bytes>& settings() const { return settings_; }

 private:
  tl::unexpected<Error> damaged(const std::string& why) const;
  Result<Ok> take_file(std::string name, Bytes content);
  Result<Ok> take_identity();
  Result<std::unique_ptr<ListLoader>> loader_of(std::string_view name) const;
  Result<VerifyReport> verify(const BackupReader& reader, const LogVerifier::Progress& progress) const;

  const std::filesystem::path file_, directory_;
  const std::vector<std::string_view>& side_logs_;
  std::map<std::string, Bytes> settings_;
  Bytes slot_;
  LedgerIdentity identity_;
  AnchoredHead head_;
};

// Whether a backup could be restored: all the same, in a directory for temporary files.
// `genesis`: of whose ledger it must be (Fault::refused, restore.other_ledger).
struct CheckedBackup {
  VerifyReport report;
  LedgerIdentity identity;
};
Result<CheckedBackup> check_backup(const std::filesystem::path& file, const std::vector<std::string_view>& side_logs,
                                   const std::optional<Hash>& genesis, const LogVerifier::Progress& progress);
Result<Ok> check_whose(const std::filesystem::path& file, const LedgerIdentity& identity,
                       const std::optional<Hash>& genesis);

}  // namespace sillok
