#include "ledger/desk/wrapping_key.h"

#include "ledger/base/crash_point.h"
#include "ledger/base/durable_file.h"
#include "ledger/desk/destroyed_keys.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/privacy/data_key_check.h"

namespace sillok {
namespace {

// Of a reader, beside whom it may turn: the vault as it was a moment ago, and the key of now.
constexpr int kAttempts = 3;

std::filesystem::path next_path(const std::filesystem::path& directory) { return key_path(directory, "vault.next"); }

Result<Ok> put_in_force(const std::filesystem::path& directory) {
  const std::error_code error = rename_durably(next_path(directory), key_path(directory, "vault"));
  if (!error || error == std::errc::no_such_file_or_directory) return Ok{};  // another process was first
  return fail(
      Fault::unavailable, "storage.failed", key_path(directory, "vault").string(),
      "the new wrapping key can't be put in its place; check the disk and your rights, and run the same command "
      "again");
}

// The one of both files that the store names; `known` is the one under the right name.
Result<Secret> key_of(const std::filesystem::path& directory, const Secret& known, VaultStore& store,
                      bool puts_in_force) {
  SILLOK_TRY(named, wrapped_by(store));
  if (!named || *named == wrapping_key_id(known)) return known;
  const auto next = read_key_file(next_path(directory));
  if (next && wrapping_key_id(next->secret) == *named) {
    if (puts_in_force) SILLOK_CHECK(put_in_force(directory));
    return next->secret;
  }
  return fail(Fault::damaged, "vault.other_key", key_path(directory, "vault").string(),
              "another key wraps the data keys than this file holds, so personal data stay sealed; put back the file "
              "that was in use when the wrapping key was turned last, or the vault of that file's time");
}

// Of a replica others have it, and what they bring is wrapped anew on arrival.
Result<Ok> check_nothing_is_lacking(Ledger& ledger) {
  if (const Error* absence = ledger.vault().absence()) return tl::unexpected{*absence};
  if (is_replica(ledger.directory())) return Ok{};
  DataKeyCheck data_keys{ledger.vault()};
  SILLOK_CHECK(ledger.log().scan(0, ledger.log().head().size, [&](Position, BytesView entry) {
    data_keys.look_at(EventView::trust(entry));
    return !data_keys.error();
  }));
  if (data_keys.error()) return tl::unexpected{*data_keys.error()};
  return Ok{};
}

}  // namespace

Result<WrappedKeyStore> open_wrapped_keys(const std::filesystem::path& directory, Access access) {
  const bool writes = access == Access::kWrite;
  for (int attempt = 1;; ++attempt) {
    SILLOK_TRY(known, own_key(directory, "vault"));
    SILLOK_TRY(store, open_vault_store(directory, access));
    auto key = key_of(directory, known, *store, writes);
    const bool is_other = !key && key.error().code == "vault.other_key";
    if (!key && !is_other) return tl::unexpected{std::move(key).error()};
    if (is_other && !writes && attempt < kAttempts) continue;
    if (writes) SILLOK_CHECK(purge_what_is_left(*store));
    return WrappedKeyStore{std::move(store), std::move(key)};
  }
}

Result<Ok> finish_turn(const std::filesystem::path& directory) {
  if (!can_see(next_path(directory))) return Ok{};
  SILLOK_TRY(known, own_key(directory, "vault"));
  SILLOK_TRY(store, open_vault_store(directory, Access::kRead));
  SILLOK_CHECK(key_of(directory, known, *store, true));
  return Ok{};
}

Result<std::size_t> turn_wrapping_key(Ledger& ledger) {
  const auto& directory = ledger.directory();
  if (ledger.is_sandbox())
    return fail(Fault::misuse, "key.sandbox", directory.string(),
                "the keys of a sandbox follow from its seed; there is nothing to turn");
  SILLOK_CHECK(check_nothing_is_lacking(ledger));
  SILLOK_TRY(opened, open_wrapped_keys(directory, Access::kWrite));
  SILLOK_TRY(known, std::move(opened.wrapping_key));
  SILLOK_CHECK(destroy_as_logged(ledger.log(), ledger.anchored().size, *opened.store));
  const KeyFile next{"vault", ledger.genesis().origin, Secret::random()};
  std::error_code error;
  std::filesystem::remove(next_path(directory), error);  // of a run that was cut off before it was in force
  SILLOK_CHECK(write_key_file(next_path(directory), next));
  SILLOK_CRASH_POINT("vault.before_wrapping");
  SILLOK_TRY(count, wrap_anew(*opened.store, known, next.secret));
  SILLOK_CRASH_POINT("vault.before_new_key");
  SILLOK_CHECK(put_in_force(directory));
  SILLOK_CHECK(purge_what_is_left(*opened.store));
  return count;
}

}  // namespace sillok
