#include "ledger/desk/side_log.h"

#include <fmt/format.h>

#include "ledger/base/durable_file.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/ledger_files.h"

namespace sillok {

Result<SideLog> open_side_log(const Ledger& ledger, std::string_view name) {
  const std::filesystem::path directory = ledger.directory() / name;
  const auto failed = [&] {
    return fail(Fault::unavailable, fmt::format("{}.store", name), std::string{name},
                fmt::format("the log of {} can't be written; check the disk and your rights, and run the same command "
                            "again",
                            name));
  };
  if (create_directories_durably(directory)) return failed();
  SideLog side{name, std::make_unique<FileLock>(directory / "lock", FileLock::Wait::kYes), nullptr};
  if (!side.lock->is_held()) return failed();
  // A log that is there is whole: it is made under another name, so that nothing half-made is ever taken for it.
  const std::filesystem::path path = directory / "log", fresh = directory / "log.new";
  if (!can_see(path)) {
    std::error_code error;
    std::filesystem::remove_all(fresh, error);
    SILLOK_CHECK(RocksLog::open(fresh, Access::kWrite));
    if (rename_durably(fresh, path)) return failed();
  }
  SILLOK_TRY(log, RocksLog::open(path, Access::kWrite));
  side.log = std::move(log);
  if (sync_directory(directory)) return failed();
  return side;
}

Result<Ok> check_may_add(const Ledger& ledger) {
  const auto& directory = ledger.directory();
  if (!can_see(moving_path(directory)) && !is_replica(directory)) return Ok{};
  return fail(Fault::unavailable, "ledger.moving", directory.string(),
              "this ledger is being moved, or has just been; once that is done (`sillok migrate` goes on with it), run "
              "the same command again");
}

Result<Ok> wait_for_side_logs(const Ledger& ledger, const std::vector<std::string_view>& names) {
  for (const std::string_view name : names) {
    const std::filesystem::path directory = ledger.directory() / name;
    if (!can_see(directory)) continue;
    const FileLock lock{directory / "lock", FileLock::Wait::kYes};
    if (!lock.is_held())
      return fail(Fault::unavailable, fmt::format("{}.store", name), directory.string(),
                  "the log can't be locked; check your rights, and run the same command again");
  }
  return Ok{};
}

Result<std::unique_ptr<RocksLog>> side_log_to_read(const Ledger& ledger, std::string_view name) {
  const std::filesystem::path path = ledger.directory() / name / "log";
  if (can_see(path)) return RocksLog::open(path, Access::kRead);
  if (is_replica(ledger.directory())) return std::unique_ptr<RocksLog>{};
  SILLOK_TRY(were_published, Checkpoints::were_published(ledger, name));
  if (!were_published) return std::unique_ptr<RocksLog>{};
  return fail(
      Fault::damaged, fmt::format("{}.missing", name), path.string(),
      fmt::format("the log of {} is gone, and checkpoints of it were published; put it back from a copy", name));
}

}  // namespace sillok
