#include "ledger/desk/unpacked_backup.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/base/durable_file.h"
#include "ledger/base/temporary_folder.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/backup_file.h"
#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/log_rows.h"

namespace sillok {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBatchBytes = 8 << 20;
constexpr Position kProgressEvery = 4096;

}  // namespace

tl::unexpected<Error> restore_failed(const fs::path& path) {
  return fail(Fault::unavailable, "storage.failed", path.string(),
              "the restored ledger could not be written; check the disk and your rights, and run the same command "
              "again");
}

// What becomes of the items of a list.
class ListLoader {
 public:
  virtual ~ListLoader() = default;
  virtual Position next() const = 0;
  virtual Result<Ok> add(BytesView item) = 0;
  virtual Result<Ok> flush() = 0;
};

namespace {

// Brings entries into a fresh log, batch by batch.
class LogLoader final : public ListLoader {
 public:
  static Result<std::unique_ptr<ListLoader>> open(const fs::path& directory, bool of_events) {
    std::unique_ptr<LogLoader> loader{new LogLoader(of_events)};
    SILLOK_TRY(log, RocksLog::open(directory, Access::kWrite));
    loader->log_ = std::move(log);
    return std::unique_ptr<ListLoader>{std::move(loader)};
  }
  Position next() const override { return log_->head().size + entries_.size(); }

  Result<Ok> add(BytesView entry) override {
    if (of_events_) {
      SILLOK_TRY(event, EventView::check(entry));
      rows_.look_at(event);
    }
    leaves_.push_back(leaf_hash(entry));
    entries_.emplace_back(entry);
    bytes_ += entry.size();
    return bytes_ < kBatchBytes ? Result<Ok>{Ok{}} : flush();
  }

  Result<Ok> flush() override {
    if (entries_.empty()) return Ok{};
    const std::vector<BytesView> views(entries_.begin(), entries_.end());
    SILLOK_CHECK(log_->append(views, leaves_, rows_.take()));
    entries_.clear();
    leaves_.clear();
    bytes_ = 0;
    return Ok{};
  }

 private:
  explicit LogLoader(bool of_events) : of_events_(of_events) {}
  const bool of_events_;
  std::unique_ptr<RocksLog> log_;
  LogRows rows_;
  std::vector<Bytes> entries_;
  std::vector<Hash> leaves_;
  std::size_t bytes_ = 0;
};

// A replica's rows of its topic, into the log that stands there.
class TopicRowsLoader final : public ListLoader {
 public:
  explicit TopicRowsLoader(fs::path log) : log_(std::move(log)) {}
  Position next() const override { return 0; }

  Result<Ok> add(BytesView item) override {
    if (!key_) {
      key_.emplace(item);
      return Ok{};
    }
    rows_.push_back({std::move(*key_), Bytes{item}});
    key_.reset();
    return Ok{};
  }
  Result<Ok> flush() override {
    SILLOK_TRY(log, RocksLog::open(log_, Access::kWrite));
    return log->put_topic(rows_, Durable::kNow);
  }

 private:
  const fs::path log_;
  std::optional<Bytes> key_;
  std::vector<RocksLog::TopicPut> rows_;
};

}  // namespace

UnpackedBackup::UnpackedBackup(fs::path file, fs::path directory, const std::vector<std::string_view>& side_logs)
    : file_(std::move(file)), directory_(std::move(directory)), side_logs_(side_logs) {}

tl::unexpected<Error> UnpackedBackup::damaged(const std::string& why) const {
  return fail(Fault::damaged, "backup.damaged", file_.string(), why + "; take another copy of it, or an older backup");
}

Result<VerifyReport> UnpackedBackup::unpack(const Before& before_events, const LogVerifier::Progress& progress) {
  SILLOK_TRY(reader, BackupReader::open(file_, kLedgerBackup));
  std::unique_ptr<ListLoader> loader;
  const auto unpacked = reader->read({
      [&](std::string_view name, Bytes content) { return take_file(std::string{name}, std::move(content)); },
      [&](std::string_view name, std::uint64_t) -> Result<Ok> {
        if (name == "events") {
          SILLOK_CHECK(take_identity());
          SILLOK_CHECK(before_events(identity_, head_));
        }
        loader.reset();  // it holds what it wrote
        SILLOK_TRY(opened, loader_of(name));
        loader = std::move(opened);
        return Ok{};
      },
      [&](BytesView entry) -> Result<Ok> {
        if (progress && loader->next() % kProgressEvery == 0) progress(loader->next());
        return loader->add(entry);
      },
      [&] { return loader->flush(); },
  });
  loader.reset();
  // What would be malformed as input is damage in a backup, whose first line says what it is.
  if (!unpacked && unpacked.error().fault == Fault::malformed) return damaged(unpacked.error().message);
  SILLOK_CHECK(unpacked);
  return verify(*reader, progress);
}

Result<Ok> UnpackedBackup::take_file(std::string name, Bytes content) {
  const auto is_note_of = [&](std::string_view log) { return std::ranges::count(published_files(log), name) > 0; };
  if (name == "anchor") {
    slot_ = std::move(content);
    return Ok{};
  }
  if (name == "witnesses" || name == kStoreFile) {
    settings_[std::move(name)] = std::move(content);
    return Ok{};
  }
  if (name != "LEDGER" && directory_ / name != topic_home_path(directory_) && !is_note_of("") &&
      std::none_of(side_logs_.begin(), side_logs_.end(), is_note_of))
    return damaged("a part has a name that no release gives");
  if (create_durably(directory_ / name, content, 0644)) return restore_failed(directory_ / name);
  return Ok{};
}

bool UnpackedBackup::follows() const { return is_replica(directory_); }

Result<Ok> UnpackedBackup::give_to(const Signer& node) {
  std::error_code error;
  fs::remove(anchor_path(directory_), error);
  SILLOK_CHECK(HeadAnchor::create(anchor_path(directory_), identity_.origin, node, head_));
  identity_.node_key = node.public_key();
  return write_identity(directory_, identity_);
}

Result<Ok> UnpackedBackup::take_identity() {
  if (!can_see(directory_ / "LEDGER")) return damaged("it does not say of which ledger it is");
  SILLOK_TRY(identity, read_identity(directory_));
  identity_ = std::move(identity);
  const auto head = HeadAnchor::read(slot_, identity_.origin, identity_.node_key);
  if (!head) return damaged("its head is not signed by the ledger's node");
  head_ = *head;
  return HeadAnchor::restore(anchor_path(directory_), slot_);
}

Result<std::unique_ptr<ListLoader>> UnpackedBackup::loader_of(std::string_view name) const {
  if (name == "events") return LogLoader::open(directory_ / "log", true);
  if (name == kTopicRows) {
    if (!can_see(directory_ / "log") || !follows()) return damaged("it has rows of a topic, and names none");
    return std::unique_ptr<ListLoader>{std::make_unique<TopicRowsLoader>(directory_ / "log")};
  }
  if (std::find(side_logs_.begin(), side_logs_.end(), name) == side_logs_.end())
    return damaged("it holds a log that this release does not know");
  if (create_directories_durably(directory_ / name)) return restore_failed(directory_ / name);
  return LogLoader::open(directory_ / name / "log", false);
}

Result<VerifyReport> UnpackedBackup::verify(const BackupReader& reader, const LogVerifier::Progress& progress) const {
  if (!can_see(directory_ / "log")) return damaged("it holds no events");
  SILLOK_TRY(ledger, Ledger::open(directory_, Access::kRead));
  SILLOK_CHECK(reader.check_signature(ledger->genesis().hash, ledger->genesis().ledger_key));
  LogVerifier verifier{ledger->log(), ledger->anchored().size};
  SILLOK_TRY(report, verifier.run(0, progress));
  if (report.first_bad)
    return damaged(fmt::format("at position {}: {}", report.first_bad->position, report.first_bad->reason));
  if (report.size != head_.size) return damaged("its events are not as many as its head says");
  std::uint64_t rows = 0;
  SILLOK_CHECK(ledger->log().topic_scan("", [&](BytesView, BytesView) -> Result<Ok> { return ++rows, Ok{}; }));
  if (follows() != (rows > 0)) return damaged("it names a topic and does not say where it stands there");
  SILLOK_CHECK(Checkpoints{*ledger}.check());
  SILLOK_TRY(published, published_size(directory_ / checkpoint_file()));
  if (published != report.size) return damaged("no checkpoint was published over all of it");
  for (const std::string_view name : side_logs_) {
    if (!can_see(directory_ / name)) continue;
    SILLOK_TRY(side, RocksLog::open(directory_ / name / "log", Access::kRead));
    SILLOK_CHECK(Checkpoints(*ledger, *side, name).check());
  }
  return report;
}

Result<Ok> check_whose(const fs::path& file, const LedgerIdentity& identity, const std::optional<Hash>& genesis) {
  if (!genesis || *genesis == identity.genesis) return Ok{};
  return fail(Fault::refused, "restore.other_ledger", file.string(),
              "the backup is of another ledger than the trust file pins");
}

Result<CheckedBackup> check_backup(const fs::path& file, const std::vector<std::string_view>& side_logs,
                                   const std::optional<Hash>& genesis, const LogVerifier::Progress& progress) {
  SILLOK_TRY(folder, TemporaryFolder::make("sillok-backup"));
  UnpackedBackup backup{file, folder->path(), side_logs};
  LedgerIdentity whose;
  SILLOK_TRY(report, backup.unpack(
                         [&](const LedgerIdentity& identity, const AnchoredHead&) {
                           whose = identity;
                           return check_whose(file, identity, genesis);
                         },
                         progress));
  return CheckedBackup{std::move(report), std::move(whose)};
}

}  // namespace sillok
