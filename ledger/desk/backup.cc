#include "ledger/desk/backup.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/ledger_files.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

// A file that is there goes in; one that isn't is left out.
Result<Ok> add_file(BackupWriter& out, const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return Ok{};
  std::ifstream file{path, std::ios::binary};
  const Bytes content{std::istreambuf_iterator<char>{file}, {}};
  if (!file)
    return fail(Fault::unavailable, "ledger.unreadable", path.string(),
                "a file of the ledger can't be read; check your rights and the disk");
  return out.add_file(path.filename().string(), content);
}

Result<Ok> add_published(BackupWriter& out, const Ledger& ledger, std::string_view side_log) {
  SILLOK_TRY(store, checkpoint_store(ledger.directory()));
  for (const std::string& file : published_files(side_log)) SILLOK_CHECK(add_file(out, store / file));
  return Ok{};
}

// Where a replica stands in its topic: goes on from there once it is restored.
Result<Ok> add_topic_rows(BackupWriter& out, const RocksLog& log) {
  std::uint64_t rows = 0;
  SILLOK_CHECK(log.topic_scan("", [&](BytesView, BytesView) -> Result<Ok> { return ++rows, Ok{}; }));
  SILLOK_CHECK(out.begin_list(kTopicRows, 2 * rows));
  return log.topic_scan("", [&](BytesView key, BytesView value) -> Result<Ok> {
    SILLOK_CHECK(out.add_item(key));
    return out.add_item(value);
  });
}

Result<Ok> add_side_log(BackupWriter& out, const BackedUpLog& side) {
  SILLOK_CHECK(out.begin_list(side.name, side.log->head().size));
  Result<Ok> written = Ok{};
  SILLOK_CHECK(side.log->scan(0, side.log->head().size, [&](Position, BytesView entry) {
    written = out.add_item(entry);
    return written.has_value();
  }));
  return written;
}

}  // namespace

Result<BackupReport> write_backup(const Ledger& ledger, std::span<const BackedUpLog> side_logs, const fs::path& file,
                                  const LogVerifier::Progress& progress) {
  const bool follows = is_replica(ledger.directory());
  // Its rows of the topic go with the events that are stored, not with those that are acknowledged.
  if (follows && ledger.log().ends_early())
    return fail(Fault::unavailable, "backup.busy", file.string(), "an order was just being recorded; ask again");
  SILLOK_TRY(signer, ledger.ledger_signer());
  SILLOK_TRY(out, BackupWriter::create(file, kLedgerBackup, 0600));
  SILLOK_CHECK(add_file(*out, ledger.directory() / "LEDGER"));
  SILLOK_CHECK(out->add_file("anchor", ledger.anchor().signed_head()));
  SILLOK_CHECK(add_file(*out, ledger.directory() / "witnesses"));
  SILLOK_CHECK(add_file(*out, ledger.directory() / kStoreFile));
  if (follows) SILLOK_CHECK(add_file(*out, topic_home_path(ledger.directory())));
  SILLOK_CHECK(add_published(*out, ledger, ""));
  for (const BackedUpLog& side : side_logs) SILLOK_CHECK(add_published(*out, ledger, side.name));

  SILLOK_CHECK(out->begin_list("events", ledger.log().head().size));
  Result<Ok> written = Ok{};
  LogVerifier verifier{ledger.log(), ledger.anchored().size};
  verifier.leave_out_index();
  verifier.show_each([&](const EventView& event) {
    if (written) written = out->add_item(event.bytes());
  });
  SILLOK_TRY(report, verifier.run(0, progress));
  if (report.first_bad) {
    return fail(Fault::damaged, "log.damaged", fmt::format("position {}", report.first_bad->position),
                report.first_bad->reason + "; nothing was backed up: keep the last good backup");
  }
  SILLOK_CHECK(written);
  if (follows) SILLOK_CHECK(add_topic_rows(*out, ledger.log()));
  for (const BackedUpLog& side : side_logs) SILLOK_CHECK(add_side_log(*out, side));
  SILLOK_CHECK(out->finish(ledger.genesis().hash, signer));
  return BackupReport{report.size, report.orders, out->bytes(), report.root};
}

}  // namespace sillok
