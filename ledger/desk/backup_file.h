#pragma once
// The form of a backup file, byte by byte (schemas/FORMAT.md): named files, then logs or rows entry by entry, then a
// hash of all before it, signed by the ledger's key. Written and read as a stream; memory does not grow with it.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/crypto/hash.h"
#include "ledger/crypto/keys.h"

namespace sillok {

inline constexpr std::string_view kLedgerBackup = "sillok-backup/v1";
// The list of a replica's rows of its topic: key, value, key, value …
inline constexpr std::string_view kTopicRows = "topic";
inline constexpr std::string_view kVaultBackup = "sillok-vault/v1";

// Makes FILE.new and puts it in the place of FILE when all of it is on the disk and reads back as it was written.
// Without finish() nothing is left behind.
class BackupWriter {
 public:
  static Result<std::unique_ptr<BackupWriter>> create(const std::filesystem::path& file, std::string_view kind,
                                                      unsigned mode);
  ~BackupWriter();
  BackupWriter(const BackupWriter&) = delete;
  BackupWriter& operator=(const BackupWriter&) = delete;

  // All of these: Fault::unavailable where the disk is full or fails.
  Result<Ok> add_file(std::string_view name, BytesView content);
  Result<Ok> begin_list(std::string_view name, std::uint64_t count);
  Result<Ok> add_item(BytesView item);
  Result<Ok> finish(const Hash& genesis, const Signer& ledger);
  std::uint64_t bytes() const { return bytes_; }

 private:
  BackupWriter(std::filesystem::path file, std::string_view kind);
  Result<Ok> write(BytesView bytes);
  Result<Ok> read_back(const Hash& hash) const;

  const std::filesystem::path file_, fresh_;
  const std::string kind_;
  std::FILE* out_ = nullptr;
  RunningHash hash_;
  std::uint64_t bytes_ = 0;
};

// Fault::malformed (backup.malformed, input.unreadable) where it is no backup or can't be read; damaged
// (backup.damaged) where a byte is not what it was.
class BackupReader {
 public:
  static Result<std::unique_ptr<BackupReader>> open(const std::filesystem::path& file, std::string_view kind);
  ~BackupReader();
  BackupReader(const BackupReader&) = delete;
  BackupReader& operator=(const BackupReader&) = delete;

  struct Visitor {
    std::function<Result<Ok>(std::string_view name, Bytes content)> file;
    std::function<Result<Ok>(std::string_view name, std::uint64_t count)> list;
    std::function<Result<Ok>(BytesView item)> item;  // borrowed for the call
    std::function<Result<Ok>()> list_end;
  };
  // All of it, to its last byte; whatever the visitor makes of it counts only where this succeeds.
  Result<Ok> read(const Visitor& visitor);
  // After read(): what it read, and whether the ledger of that genesis signed what was read.
  const Hash& hash() const { return read_hash_; }
  Result<Ok> check_signature(const Hash& genesis, const PublicKey& ledger_key) const;

 private:
  BackupReader(std::filesystem::path file, std::string_view kind, std::FILE* in);
  Result<Ok> read_line(std::string& line);
  Result<Ok> read_bytes(std::size_t count, Bytes& out);
  Result<Ok> read_list(const Visitor& visitor, std::string_view name, std::uint64_t count);
  Result<Ok> read_end(std::string_view hash_in_hex);
  tl::unexpected<Error> damaged(std::string_view what) const;

  const std::filesystem::path file_;
  const std::string kind_;
  std::FILE* in_;
  RunningHash hash_;
  Hash read_hash_{};
  Signature signature_{};
  Bytes item_;
};

}  // namespace sillok
