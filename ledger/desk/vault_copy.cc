#include "ledger/desk/vault_copy.h"

#include "ledger/base/durable_file.h"
#include "ledger/desk/backup_file.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/wrapping_key.h"

namespace sillok {

Result<std::uint64_t> write_vault_copy(const Ledger& ledger, VaultStore& vault, const std::filesystem::path& file) {
  SILLOK_TRY(signer, ledger.ledger_signer());
  std::uint64_t rows = 0, keys = 0;
  SILLOK_CHECK(vault.scan("", [&](BytesView key, BytesView) -> Result<Ok> {
    ++rows;
    if (is_data_key(key)) ++keys;
    return Ok{};
  }));
  SILLOK_TRY(out, BackupWriter::create(file, kVaultBackup, 0600));
  SILLOK_CHECK(out->add_file("LEDGER", content_of(ledger.directory() / "LEDGER")));
  SILLOK_CHECK(out->begin_list("keys", 2 * rows));
  const auto copied = vault.scan("", [&](BytesView key, BytesView value) -> Result<Ok> {
    SILLOK_CHECK(out->add_item(key));
    return out->add_item(value);
  });
  SILLOK_CHECK(copied);
  SILLOK_CHECK(out->finish(ledger.genesis().hash, signer));
  return keys;
}

Result<std::uint64_t> write_vault_copy(const Ledger& ledger, const std::filesystem::path& file) {
  SILLOK_CHECK(finish_turn(ledger.directory()));
  SILLOK_TRY(vault, open_vault_store(ledger.directory(), Access::kRead));
  return write_vault_copy(ledger, *vault, file);
}

Result<WrappedKeys> read_vault_copy(const std::filesystem::path& file, const Genesis& genesis) {
  SILLOK_TRY(reader, BackupReader::open(file, kVaultBackup));
  WrappedKeys rows;
  std::optional<Bytes> key;
  const auto read = reader->read({
      [](std::string_view, Bytes) -> Result<Ok> { return Ok{}; },
      [](std::string_view, std::uint64_t) -> Result<Ok> { return Ok{}; },
      [&](BytesView item) -> Result<Ok> {
        if (!key) return key.emplace(item), Ok{};
        rows.emplace(std::move(*key), Bytes{item});
        key.reset();
        return Ok{};
      },
      []() -> Result<Ok> { return Ok{}; },
  });
  SILLOK_CHECK(read);
  SILLOK_CHECK(reader->check_signature(genesis.hash, genesis.ledger_key));
  return rows;
}

}  // namespace sillok
