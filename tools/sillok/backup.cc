// sillok backup, restore: a copy of the ledger in one file, and the way back from it.
#include "ledger/desk/backup.h"

#include <fmt/format.h>

#include "ledger/desk/access_log.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/restore.h"
#include "ledger/desk/vault_copy.h"
#include "ledger/privacy/data_key_check.h"
#include "projections/person_map/persons_log.h"
#include "tools/sillok/context.h"
#include "tools/sillok/progress.h"
#include "tools/sillok/publishing.h"
#include "tools/sillok/side_logs.h"
#include "tools/sillok/trust_file.h"

namespace sillok::cli {
namespace {

namespace fs = std::filesystem;

struct BackupOptions {
  std::string file;
};

struct RestoreOptions {
  std::string file, vault, keys, trust;
};

// What goes into a backup. A log is held by who may add to it, until it was written.
struct Sources {
  std::unique_ptr<Ledger> ledger;
  std::unique_ptr<Views> views;
  std::unique_ptr<PersonsLog> persons;
  std::optional<SideLog> persons_so_far;  // where the views that more of it is made of do not hold

  const RocksLog* persons_log() const {
    if (persons) return &persons->log();
    return persons_so_far ? persons_so_far->log.get() : nullptr;
  }
};

Result<Sources> sources_without_views(const fs::path& directory) {
  Sources out;
  SILLOK_TRY(ledger, Ledger::open(directory, Access::kRead));
  out.ledger = std::move(ledger);
  SILLOK_TRY(events, witnessed_checkpoint(*out.ledger, Checkpoints{*out.ledger}));
  warn(events);
  return out;
}

// Views can be made anew: damage of theirs must not keep the log from being saved.
Result<Sources> sources_of(const Context& context) {
  const fs::path directory = context.directory;
  // The logs beside the events follow from what it keeps of its topic, which is in its backup.
  if (is_replica(directory)) return sources_without_views(directory);
  auto published = open_published(context);
  if (published) {
    Sources out;
    out.ledger = std::move(published->open.ledger);
    out.views = std::move(published->open.views);
    out.persons = std::move(published->persons);
    return out;
  }
  if (published.error().fault != Fault::damaged) return tl::unexpected{std::move(published).error()};
  const Error damage = std::move(published).error();
  SILLOK_TRY(out, sources_without_views(directory));
  SILLOK_TRY(were_published, Checkpoints::were_published(*out.ledger, kPersonsLog));
  if (were_published) {
    SILLOK_TRY(so_far, open_side_log(*out.ledger, kPersonsLog));
    out.persons_so_far = std::move(so_far);
  }
  fmt::print(stderr,
             "sillok: {} ({}); the log goes into the backup all the same, the map of persons as it was last "
             "published: `sillok verify --full` says what is to be done\n",
             damage.message, damage.where);
  return out;
}

// The log of reads with a checkpoint over all of it, where anything was ever read; nobody adds to it meanwhile.
Result<std::optional<AccessLog>> published_reads(const Ledger& ledger) {
  if (is_replica(ledger.directory())) return std::optional<AccessLog>{};
  SILLOK_TRY(there, side_log_to_read(ledger, kAccessLog));
  if (!there || there->head().size == 0) return std::optional<AccessLog>{};
  there.reset();
  SILLOK_TRY(reads, AccessLog::open(ledger));
  SILLOK_TRY(published, witnessed_checkpoint(ledger, Checkpoints{ledger, reads.log(), kAccessLog}));
  warn(published);
  return std::optional{std::move(reads)};
}

Outcome run_backup(const Context& context, const BackupOptions& options) {
  SILLOK_TRY(sources, sources_of(context));
  const Ledger& ledger = *sources.ledger;
  std::vector<BackedUpLog> sides;
  if (const RocksLog* persons = sources.persons_log()) sides.push_back({kPersonsLog, persons});
  SILLOK_TRY(reads, published_reads(ledger));
  if (reads) sides.push_back({kAccessLog, &reads->log()});
  BackupReport report;
  {
    Progress progress{"backing up", ledger.log().head().size};
    SILLOK_TRY(written, write_backup(ledger, sides, options.file, [&](Position done) { progress.show(done); }));
    report = written;
  }
  boost::json::value vault = nullptr;
  std::uint64_t data_keys = 0;
  if (!ledger.is_sandbox()) {
    SILLOK_TRY(count, write_vault_copy(ledger, vault_beside(options.file)));
    data_keys = count;
    vault = vault_beside(options.file).string();
  }
  if (context.json) {
    print_json(boost::json::object{{"file", options.file},
                                   {"size", report.size},
                                   {"root", to_hex(view(report.root))},
                                   {"events", report.size},
                                   {"orders", report.orders},
                                   {"bytes", report.bytes},
                                   {"vault", vault},
                                   {"data_keys", data_keys}});
    return 0;
  }
  fmt::print("{}: {} events in {} orders, {} bytes, verified before and after it was written\nroot {}\n", options.file,
             report.size, report.orders, report.bytes, to_hex(view(report.root)));
  if (!ledger.is_sandbox())
    fmt::print(
        "{}: {} data keys, wrapped. Keep it apart from the other file, and not for long: what is to be forgotten must "
        "not live on in it\nNeither holds the key files ({}/keys); keep a copy of those in a safe\n",
        vault_beside(options.file).string(), data_keys, context.directory);
  return 0;
}

// Whoever asks next should not wait for the views.
Result<Ok> build_views(const Context& context) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  Progress progress{"building the views", ledger->log().head().size};
  return Views::rebuild_at(ledger->views_directory(), ledger->log(),
                           [&](Position done, Position) { progress.show(done); });
}

// An older copy of the vault lacks the keys of what was sealed since; nobody would be told before she asks for it.
Result<std::optional<Error>> missing_data_key(Ledger& ledger) {
  DataKeyCheck check{ledger.vault()};
  SILLOK_CHECK(ledger.log().scan(0, ledger.log().head().size, [&](Position, BytesView entry) {
    check.look_at(EventView::trust(entry));
    return !check.error();
  }));
  return check.error();
}

void tell(const Context& context, const RestoreOptions& options, const Restored& restored, bool is_sandbox) {
  fmt::print("restored {} events in {} orders into {}, {} signatures checked\nroot {}\n", restored.report.events,
             restored.report.orders, context.directory, restored.report.signatures_checked,
             to_hex(view(restored.report.root)));
  if (restored.is_held)
    fmt::print("orders that were recorded after it was made are not in it: send them again, once it records\n");
  if (!restored.set_aside.empty())
    fmt::print("what was there is now in {}; remove it when nothing of it is needed any more\n",
               restored.set_aside.string());
  if (is_sandbox) return;
  if (!restored.has_keys)
    fmt::print(
        "without its key files it can be read and verified, not written: put their copies into {}/keys, or "
        "restore again with --keys FOLDER\n",
        context.directory);
  if (!restored.has_vault)
    fmt::print(
        "without data keys personal fields stay sealed: restore again with --vault FILE (it is written beside "
        "the backup as {})\n",
        vault_beside(options.file).string());
}

Outcome run_restore(const Context& context, const RestoreOptions& options) {
  RestoreOrder order{options.file, context.directory, {}, {}, side_logs(), {}};
  std::error_code unknown;
  if (!options.vault.empty()) order.vault = options.vault;
  else if (fs::exists(vault_beside(options.file), unknown)) order.vault = vault_beside(options.file);
  if (!options.keys.empty()) order.keys = options.keys;
  if (!options.trust.empty()) {
    SILLOK_TRY(trust, read_trust_file(options.trust));
    order.genesis = trust.genesis;
  }
  Restored restored;
  {
    Progress progress{"restoring", 0};
    SILLOK_TRY(done, restore_ledger(order, [&](Position position) { progress.show(position); }));
    restored = std::move(done);
  }
  SILLOK_CHECK(build_views(context));
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  std::optional<Error> missing_key;
  if (!ledger->is_sandbox() && ledger->vault().absence() == nullptr) {
    SILLOK_TRY(missing, missing_data_key(*ledger));
    missing_key = std::move(missing);
  }
  if (context.json) {
    print_json(boost::json::object{
        {"directory", context.directory},
        {"size", restored.report.size},
        {"root", to_hex(view(restored.report.root))},
        {"events", restored.report.events},
        {"orders", restored.report.orders},
        {"signatures_checked", restored.report.signatures_checked},
        {"held", restored.is_held},
        {"keys", ledger->is_sandbox() || restored.has_keys},
        {"vault", restored.has_vault && !missing_key},
        {"set_aside",
         restored.set_aside.empty() ? boost::json::value(nullptr) : boost::json::value(restored.set_aside.string())}});
  } else {
    tell(context, options, restored, ledger->is_sandbox());
  }
  if (missing_key)
    fmt::print(stderr,
               "sillok: {}: {}; this copy of the data keys is older than the backup: restore again with the newer "
               "one, --vault FILE\n",
               missing_key->where, missing_key->message);
  if (restored.is_held)
    fmt::print(stderr,
               "sillok: it is held: it answers and proves, and records nothing before `sillok --ledger {} anchor "
               "release` has shown that nothing published since is missing in it\n",
               context.directory);
  return 0;
}

}  // namespace

void add_backup(CLI::App& app, Context& context) {
  auto options = std::make_shared<BackupOptions>();
  auto* command = add_command(app, "backup", "a verified copy of the ledger in one file, beside whoever records",
                              "sillok backup -o /backups/2026-11-29.sillok\n  sillok verify --backup "
                              "/backups/2026-11-29.sillok");
  command->add_option("-o,--output", options->file, "the file to write; data keys go into FILE.vault beside it")
      ->required();
  on_chosen(command, context, options, run_backup);
}

void add_restore(CLI::App& app, Context& context) {
  auto options = std::make_shared<RestoreOptions>();
  auto* command = add_command(
      app, "restore", "puts a backup in place, verified; what is there is set aside, and no old head signs again",
      "sillok --ledger /srv/ledger restore /backups/2026-11-29.sillok --keys /safe/keys");
  command->add_option("file", options->file, "what `sillok backup` has written")->required();
  command->add_option("--vault", options->vault,
                      "the backup of its data keys (default: FILE.vault, where it is there)");
  command->add_option("--keys", options->keys, "a folder with copies of the ledger's key files (node, ledger, vault)");
  command->add_option("--trust", options->trust, "trust file that says whose backup it must be");
  on_chosen(command, context, options, run_restore);
}

}  // namespace sillok::cli
