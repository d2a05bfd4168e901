#include "ledger/desk/key_bundle.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/base/durable_file.h"
#include "ledger/desk/destroyed_keys.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/vault_copy.h"
#include "ledger/desk/wrapping_key.h"

namespace sillok {
namespace {

constexpr std::string_view kMagic = "sillok-keys/v1 ";
constexpr std::size_t kBundleBytesMax = 4096;
constexpr std::size_t kSecretBytes = 32;

// Bound to one ledger: the genesis hash stands in front of the secrets.
constexpr std::size_t kPlainBytes = sizeof(Hash) + 2 * kSecretBytes;

tl::unexpected<Error> malformed(const std::filesystem::path& file, const char* what) {
  return fail(Fault::malformed, "key.malformed", file.string(),
              std::string{what} + "; make it again with `sillok keys export`");
}

// The sealed part of a bundle; its first line names ledger and reader for whoever looks at the file.
Result<Bytes> sealed_part(const std::filesystem::path& file, std::string_view text, std::string_view origin) {
  const std::size_t end = text.find('\n');
  if (!text.starts_with(kMagic) || end == std::string_view::npos || !text.ends_with('\n'))
    return malformed(file, "this is no bundle of keys");
  const std::string_view names = text.substr(kMagic.size(), end - kMagic.size());
  if (names.substr(0, names.find(' ')) != origin) {
    return fail(Fault::misuse, "key.other", file.string(),
                fmt::format("the bundle is for another ledger than {}", origin));
  }
  auto sealed = from_base64(text.substr(end + 1, text.size() - end - 2));
  if (!sealed) return malformed(file, "the second line is not base64");
  return sealed;
}

// The same key may stand there already; another one may not.
Result<Ok> put_key(const std::filesystem::path& path, const KeyFile& key) {
  if (!std::filesystem::exists(path)) return write_key_file(path, key);
  SILLOK_TRY(there, read_key_file(path));
  if (there.kind == key.kind && there.secret.bytes() == key.secret.bytes()) return Ok{};
  return fail(Fault::misuse, "key.exists", path.string(), "another key is kept there; it is never written over");
}

Result<Genesis> genesis_of(const std::filesystem::path& directory) {
  SILLOK_TRY(identity, read_identity(directory));
  SILLOK_TRY(log, RocksLog::open(directory / "log", Access::kRead));
  SILLOK_TRY(entry, log->read(0));
  SILLOK_TRY(event, EventView::check(entry));
  SILLOK_TRY(genesis, read_genesis(event));
  if (genesis.hash != identity.genesis) {
    return fail(Fault::damaged, "log.identity_changed", "position 0",
                "the log is another ledger's than this directory's; copy it again");
  }
  return genesis;
}

}  // namespace

Result<std::uint64_t> export_keys(const std::filesystem::path& ledger_directory, const std::string& node,
                                  const std::filesystem::path& file) {
  SILLOK_TRY(ledger, Ledger::open(ledger_directory, Access::kRead));
  if (ledger->is_sandbox()) {
    return fail(Fault::misuse, "key.sandbox", ledger_directory.string(),
                "the keys of a sandbox follow from its seed; there is nothing to export");
  }
  const auto reader = ledger->registry().registered("node", node);
  if (!reader) {
    return fail(Fault::not_found, "key.unknown", node,
                "no node of that name has a key in force here; register it with `sillok keys register --kind node`");
  }
  SILLOK_TRY(ledger_secret, own_key(ledger_directory, "ledger"));
  SILLOK_TRY(vault, open_wrapped_keys(ledger_directory, Access::kRead));
  SILLOK_TRY(vault_secret, std::move(vault.wrapping_key));
  Bytes plain;
  plain.reserve(kPlainBytes);
  plain.append(view(ledger->genesis().hash)).append(ledger_secret.bytes()).append(vault_secret.bytes());
  const auto sealed = seal_for(reader->key, plain);
  wipe(plain);
  if (!sealed) return tl::unexpected{sealed.error()};
  const std::string text = fmt::format("{}{} {}\n{}\n", kMagic, ledger->genesis().origin, node, to_base64(*sealed));
  if (can_see(file))
    return fail(Fault::misuse, "key.exists", file.string(), "a file of keys is never overwritten; name another file");
  SILLOK_TRY(data_keys, write_vault_copy(*ledger, *vault.store, vault_beside(file)));
  const auto failed = create_durably(file, text, 0600);
  if (failed == std::errc::file_exists)
    return fail(Fault::misuse, "key.exists", file.string(), "a file of keys is never overwritten; name another file");
  if (failed)
    return fail(Fault::unavailable, "output.unwritable", file.string(),
                failed.message() + "; check its path, rights and the disk");
  return data_keys;
}

Result<std::size_t> import_keys(const std::filesystem::path& replica_directory, const std::filesystem::path& file,
                                const KeyFile& node_key) {
  SILLOK_TRY(genesis, genesis_of(replica_directory));
  SILLOK_TRY(text, read_private_file(file, kBundleBytesMax));
  SILLOK_TRY(sealed, sealed_part(file, text, genesis.origin));
  auto plain = unseal_with(node_key.secret, sealed);
  if (!plain) {
    return fail(Fault::refused, "key.not_for_this_node", file.string(),
                "the bundle was made for another node's key, or a byte of it was changed; export it again "
                "for this node");
  }
  const bool fits = plain->size() == kPlainBytes && BytesView{*plain}.substr(0, sizeof(Hash)) == view(genesis.hash);
  auto ledger_secret =
      Secret::from_bytes(BytesView{*plain}.substr(std::min(plain->size(), sizeof(Hash)), kSecretBytes));
  auto vault_secret =
      Secret::from_bytes(BytesView{*plain}.substr(std::min(plain->size(), sizeof(Hash) + kSecretBytes)));
  wipe(*plain);
  if (!fits || !ledger_secret || !vault_secret) return malformed(file, "the bundle holds no keys of this ledger");
  if (Signer{*ledger_secret}.public_key() != genesis.ledger_key) {
    return fail(Fault::refused, "key.other", file.string(),
                "the bundle holds another ledger key than the genesis names; do not use it");
  }
  std::error_code made;
  std::filesystem::create_directory(replica_directory / "keys", made);
  if (!made) std::filesystem::permissions(replica_directory / "keys", std::filesystem::perms::owner_all, made);
  if (made)
    return fail(Fault::unavailable, "storage.failed", (replica_directory / "keys").string(),
                "the folder of keys could not be made; check your rights and the disk");
  SILLOK_CHECK(put_key(key_path(replica_directory, "ledger"), {"ledger", genesis.origin, *ledger_secret}));
  if (!can_see(key_path(replica_directory, "vault")))
    SILLOK_CHECK(write_key_file(key_path(replica_directory, "vault"), {"vault", genesis.origin, *vault_secret}));
  if (!can_see(vault_beside(file))) return std::size_t{0};
  SILLOK_TRY(copy, read_vault_copy(vault_beside(file), genesis));
  SILLOK_TRY(ledger, Ledger::open(replica_directory, Access::kRead));
  SILLOK_TRY(opened, open_wrapped_keys(replica_directory, Access::kWrite));
  SILLOK_TRY(own, std::move(opened.wrapping_key));
  // Before any of them is there: the copy may be of before.
  SILLOK_CHECK(destroy_as_logged(ledger->log(), ledger->anchored().size, *opened.store));
  // This directory's own key wraps them here, whichever did there.
  SILLOK_TRY(wrapped_here, wrapped_anew(std::move(copy), *vault_secret, own));
  return add_data_keys(*opened.store, wrapped_here);
}

}  // namespace sillok
