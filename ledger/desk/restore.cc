#include "ledger/desk/restore.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "ledger/base/crash_point.h"
#include "ledger/base/durable_file.h"
#include "ledger/base/file_lock.h"
#include "ledger/base/temporary_folder.h"
#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/destroyed_keys.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/present_ledger.h"
#include "ledger/desk/unpacked_backup.h"
#include "ledger/desk/vault_copy.h"
#include "ledger/desk/wrapping_key.h"

namespace sillok {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOwnKeys[] = {"node", "ledger", "vault"};

class Restoring {
 public:
  explicit Restoring(const RestoreOrder& order)
      : order_(order),
        directory_(order.directory),
        staged_(directory_ / "restore.new"),
        present_(directory_, staged_, order.side_logs) {}

  Result<Restored> run(const LogVerifier::Progress& progress) {
    const TemporaryFolder cleanup{staged_};
    std::error_code none_left;
    fs::remove_all(staged_, none_left);  // of a process that was killed in between
    if (create_directories_durably(staged_)) return restore_failed(staged_);
    UnpackedBackup backup{order_.file, staged_, order_.side_logs};
    Restored out;
    const auto before = [&](const LedgerIdentity& identity, const AnchoredHead& head) -> Result<Ok> {
      follows_ = backup.follows();
      SILLOK_CHECK(check_home());
      return check_before(identity, head);
    };
    SILLOK_TRY(report, backup.unpack(before, progress));
    out.report = std::move(report);
    SILLOK_TRY(ledger, Ledger::open(staged_, Access::kRead));
    SILLOK_TRY(shown, present_.shows_nothing_missing(*ledger));
    SILLOK_CHECK(check_keys(ledger->genesis()));
    if (follows_ && !ledger->is_sandbox()) {
      SILLOK_TRY(node, node_at_hand(ledger->genesis()));
      if (node.public_key() != identity_.node_key) {
        SILLOK_CHECK(backup.give_to(node));
        SILLOK_TRY(again, Ledger::open(staged_, Access::kRead));
        ledger = std::move(again);
      }
    }
    // What a replica records and publishes goes behind all that the topic has.
    out.is_held = !shown && !follows_;
    SILLOK_TRY(keeps_vault, has_good_vault(*ledger));
    if (order_.vault && !ledger->is_sandbox()) {
      SILLOK_TRY(copy, read_vault_copy(*order_.vault, ledger->genesis()));
      SILLOK_TRY(store, open_vault_store(keeps_vault ? directory_ : staged_, Access::kWrite));
      SILLOK_CHECK(destroy_as_logged(ledger->log(), ledger->anchored().size, *store));  // before any of them is there
      SILLOK_TRY(fitting, under_the_key_here(std::move(copy), keeps_vault));
      SILLOK_CHECK(add_data_keys(*store, fitting));
    }
    out.has_vault = ledger->is_sandbox() || keeps_vault || can_see(staged_ / "vault");
    ledger.reset();
    SILLOK_CHECK(put_in_place(out, keeps_vault, backup.settings()));
    out.has_keys = std::all_of(std::begin(kOwnKeys), std::end(kOwnKeys),
                               [&](const char* kind) { return can_see(key_path(directory_, kind)); });
    return out;
  }

 private:
  // The home of a ledger is not changed by a restore.
  Result<Ok> check_home() const {
    if (is_replica(directory_) && !follows_) {
      return fail(
          Fault::refused, "restore.before_topic", order_.file.string(),
          "this backup is from before the ledger became a topic; make a new replica with `sillok init --kafka`. "
          "In another directory it can be read; never release and write it there: that would be a second ledger");
    }
    if (follows_ && can_see(directory_ / "LEDGER") && !is_replica(directory_)) {
      return fail(
          Fault::refused, "restore.after_topic", order_.file.string(),
          "this backup is of a replica of a topic, and the ledger is at home in this directory; restore it into "
          "another one to read it");
    }
    if (follows_ && is_replica(directory_) && topic_in(directory_) != topic_in(staged_)) {
      return fail(Fault::refused, "restore.other_topic", order_.file.string(),
                  "this backup stands in another topic than the replica that is there; restore it into another "
                  "directory");
    }
    return Ok{};
  }
  // Which topic the file TOPIC names, however it is reached (ledger/topic/home.h).
  static std::string topic_in(const fs::path& directory) {
    std::istringstream lines{content_of(topic_home_path(directory))};
    std::string out;
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("brokers ") && !line.starts_with("settings ")) out += line + '\n';
    }
    return out;
  }

  // Before hours are spent on it.
  Result<Ok> check_before(const LedgerIdentity& identity, const AnchoredHead& head) {
    SILLOK_CHECK(check_whose(order_.file, identity, order_.genesis));
    identity_ = identity;
    head_ = head;
    return present_.check(identity_, head_);
  }

  // What is there may hold keys that are younger than the backup of the vault.
  Result<bool> has_good_vault(const Ledger& staged) const {
    if (staged.is_sandbox() || !can_see(directory_ / "vault")) return false;
    const auto vault = open_vault_store(directory_, Access::kRead);
    return vault && (*vault)->check_files();
  }

  // Under the wrapping key that the directory has, or gets by --keys: whichever came with the copy.
  Result<WrappedKeys> under_the_key_here(WrappedKeys copy, bool keeps_vault) const {
    const auto named = keys_.find("vault");
    std::optional<Secret> here;
    if (can_see(key_path(directory_, "vault"))) {
      if (keeps_vault) SILLOK_CHECK(finish_turn(directory_));
      SILLOK_TRY(key, own_key(directory_, "vault"));
      here = std::move(key);
    } else if (named != keys_.end()) {
      here = named->second.secret;
    }
    if (!here || may_be_wrapped_by(copy, *here)) return copy;  // none: it is brought later
    if (named != keys_.end() && may_be_wrapped_by(copy, named->second.secret))
      return wrapped_anew(std::move(copy), named->second.secret, *here);
    return fail(
        Fault::refused, "vault.other_key", order_.vault->string(),
        "this copy of the vault is of another time than the wrapping key here; name with --keys the folder that "
        "holds the vault.key of its time");
  }

  // The key that the replica goes on with: that of the backup may be in use elsewhere.
  Result<Signer> node_at_hand(const Genesis& genesis) {
    const auto named = keys_.find("node");
    if (can_see(key_path(directory_, "node"))) {
      SILLOK_TRY(secret, own_key(directory_, "node"));
      if (named != keys_.end() && named->second.secret.bytes() != secret.bytes()) {
        return fail(
            Fault::misuse, "key.exists", key_path(directory_, "node").string(),
            "another node's key is there than --keys names; it is never written over. Leave --keys out, or name "
            "another directory");
      }
      return Signer{secret};
    }
    if (named != keys_.end()) return Signer{named->second.secret};
    const Secret made = Secret::random();
    keys_.emplace("node", KeyFile{"node", genesis.origin, made});
    return Signer{made};
  }

  // The copies that were named, before anything is changed.
  Result<Ok> check_keys(const Genesis& genesis) {
    if (!order_.keys) return Ok{};
    if (genesis.sandbox)
      return fail(Fault::misuse, "key.sandbox", "--keys", "the keys of a sandbox follow from its seed; leave it out");
    for (const char* kind : kOwnKeys) {
      const fs::path path = *order_.keys / (std::string{kind} + ".key");
      SILLOK_TRY(key, read_key_file(path));
      const PublicKey named = std::string_view{kind} == "node" ? identity_.node_key : genesis.ledger_key;
      const bool fits = std::string_view{kind} == "vault" || Signer{key.secret}.public_key() == named;
      if (key.kind != kind || !fits)
        return fail(Fault::misuse, "key.other", path.string(), "this is another key than the ledger names");
      keys_.emplace(kind, std::move(key));
    }
    return Ok{};
  }

  Result<Ok> put_keys() const {
    if (keys_.empty()) return Ok{};
    std::error_code error;
    fs::create_directory(directory_ / "keys", error);
    if (!error) fs::permissions(directory_ / "keys", fs::perms::owner_all, error);
    if (error) return restore_failed(directory_ / "keys");
    for (const auto& [kind, key] : keys_) {
      const fs::path path = key_path(directory_, kind.c_str());
      if (!can_see(path)) SILLOK_CHECK(write_key_file(path, key));
    }
    return Ok{};
  }

  Result<Ok> move(const fs::path& from, const fs::path& to) const {
    if (!can_see(from)) return Ok{};
    return rename_durably(from, to) ? Result<Ok>{restore_failed(to)} : Result<Ok>{Ok{}};
  }

  Result<Ok> set_aside(Restored& out, bool keeps_vault) const {
    if (!present_.is_there()) return Ok{};
    out.set_aside = directory_ / "before-restore";
    for (int i = 2; can_see(out.set_aside); ++i) out.set_aside = directory_ / fmt::format("before-restore.{}", i);
    if (create_directories_durably(out.set_aside)) return restore_failed(out.set_aside);
    std::error_code error;
    fs::copy(anchor_path(directory_), out.set_aside / "anchor", error);  // as evidence, where it can still be read
    std::vector<std::string> parts{"log", "views"};
    for (const std::string_view side : order_.side_logs) {
      if (!present_.keeps(side)) parts.emplace_back(side);
    }
    if (!keeps_vault) parts.emplace_back("vault");
    for (const std::string& part : parts) SILLOK_CHECK(move(directory_ / part, out.set_aside / part));
    return Ok{};
  }

  // In this order: until the last step, whoever opens the directory is told to run it again; RESTORED stands before the
  // anchor of the backup does, which would show nothing.
  Result<Ok> put_in_place(Restored& out, bool keeps_vault, const std::map<std::string, Bytes>& files) const {
    const fs::path mark = restoring_path(directory_);
    const bool goes_on = can_see(mark);
    if (!goes_on && create_durably(mark, "sillok-restoring/v1\n", 0644)) return restore_failed(mark);
    SILLOK_CRASH_POINT("restore.after_mark");
    // From here on nobody opens it; somebody may have recorded more while the backup was verified.
    if (const auto still = present_.check(identity_, head_); !still) {
      std::error_code stays;
      if (!goes_on) fs::remove(mark, stays);
      return still;
    }
    SILLOK_CHECK(set_aside(out, keeps_vault));
    SILLOK_CRASH_POINT("restore.after_aside");
    for (const std::string_view part : {std::string_view{"log"}, std::string_view{"vault"}})
      SILLOK_CHECK(move(staged_ / part, directory_ / part));
    for (const std::string_view side : order_.side_logs) {
      if (!can_see(directory_ / side)) SILLOK_CHECK(move(staged_ / side, directory_ / side));
    }
    // The store of checkpoints that a held ledger had is used again once it has said that nothing is missing
    // (release.h).
    const auto store = files.find(kStoreFile);
    const std::string held = fmt::format("sillok-restored/v1\nsize {}\n{}", out.report.size,
                                         store == files.end() ? "" : "store " + store->second);
    // One that is there knows of a store; but a replica has to know which of two backups it came from.
    const bool keeps_mark = can_see(restored_path(directory_)) && !can_see(topic_home_path(staged_));
    if (out.is_held && !keeps_mark && replace_durably(restored_path(directory_), held, 0644))
      return restore_failed(restored_path(directory_));
    // The key before the anchor that it signs.
    SILLOK_CHECK(put_keys());
    SILLOK_CRASH_POINT("restore.before_anchor");
    SILLOK_CHECK(move(anchor_path(staged_), anchor_path(directory_)));
    for (const auto& [name, content] : files) {
      if (out.is_held && name == kStoreFile) continue;
      if (!can_see(directory_ / name) && create_durably(directory_ / name, content, 0644))
        return restore_failed(directory_ / name);
    }
    SILLOK_CHECK(put_published());
    if (!is_replica(directory_)) SILLOK_CHECK(move(topic_home_path(staged_), topic_home_path(directory_)));
    // A replica's may name the node that was there before, and the anchor is this one's.
    if (follows_ || !can_see(directory_ / "LEDGER")) SILLOK_CHECK(move(staged_ / "LEDGER", directory_ / "LEDGER"));
    SILLOK_CRASH_POINT("restore.before_end");
    if (!out.is_held && remove_durably(restored_path(directory_))) return restore_failed(restored_path(directory_));
    if (remove_durably(mark)) return restore_failed(mark);
    return Ok{};
  }

  // Checkpoints of a backup never take the place of any that are there.
  Result<Ok> put_published() const {
    if (is_store_apart(directory_)) return Ok{};
    std::vector<std::string_view> logs{""};
    logs.insert(logs.end(), order_.side_logs.begin(), order_.side_logs.end());
    for (const std::string_view log : logs) {
      for (const std::string& each : published_files(log)) {
        if (!can_see(directory_ / each)) SILLOK_CHECK(move(staged_ / each, directory_ / each));
      }
    }
    return Ok{};
  }

  const RestoreOrder& order_;
  const fs::path directory_, staged_;
  const PresentLedger present_;
  LedgerIdentity identity_;  // of the backup
  bool follows_ = false;     // it is of a replica
  AnchoredHead head_;
  std::map<std::string, KeyFile> keys_;
};

// Ours, or of nobody.
Result<Ok> check_directory(const fs::path& directory) {
  std::error_code error;
  if (!fs::exists(directory, error) || fs::is_empty(directory, error)) return Ok{};
  constexpr const char* kOurs[] = {"LEDGER", "log", "anchor", "RESTORING", "restore.new", "restore.lock"};
  const bool ours =
      std::any_of(std::begin(kOurs), std::end(kOurs), [&](const char* part) { return can_see(directory / part); });
  if (ours && !can_see(directory / "INIT")) return Ok{};
  return fail(Fault::refused, "restore.not_empty", directory.string(),
              "something else is there; name an absent or empty directory, or the ledger's own, with --ledger");
}

}  // namespace

Result<Restored> restore_ledger(const RestoreOrder& order, const LogVerifier::Progress& progress) {
  SILLOK_CHECK(check_directory(order.directory));
  const bool existed = can_see(order.directory);
  if (create_directories_durably(order.directory)) return restore_failed(order.directory);
  std::error_code error;
  if (!existed) fs::permissions(order.directory, fs::perms::owner_all, error);
  Result<Restored> restored = tl::unexpected{Error{}};
  {
    const FileLock lock{order.directory / "restore.lock", FileLock::Wait::kNo};
    if (!lock.is_held())
      return fail(Fault::unavailable, "restore.busy", order.directory.string(),
                  "another `sillok restore` is at work here, or the directory can't be written; wait for it");
    restored = Restoring{order}.run(progress);
    fs::remove(order.directory / "restore.lock", error);
  }
  if (!restored && !existed && !can_see(restoring_path(order.directory))) fs::remove(order.directory, error);
  return restored;
}

}  // namespace sillok
