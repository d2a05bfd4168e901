#pragma once
// A witness (C2SP tlog-witness): it cosigns a checkpoint of a log only if that contains the one it cosigned before, so
// that a log which shows two pasts needs witnesses who look away. What it has cosigned is on the disk before it answers
// (tlog-witness spells why). Any thread; one process a state directory.
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/file_lock.h"
#include "ledger/crypto/checkpoint.h"
#include "ledger/crypto/note_key.h"

namespace sillok {

class WitnessService {
 public:
  // The logs that it cosigns, by their keys: a log's name is its origin. `directory` is made where it is missing.
  // Fault::unavailable (witness.locked) where another process serves it; damaged where its state does not hold.
  static Result<std::unique_ptr<WitnessService>> open(const std::filesystem::path& directory, const NoteKey& key,
                                                      Signer signer, const std::vector<NoteKey>& logs);
  ~WitnessService();

  // What the protocol answers: its status, and a body of a type.
  struct Answer {
    unsigned status = 200;
    std::string body, content_type = "text/plain; charset=utf-8";
  };
  // `now` in seconds since 1970.
  Answer add_checkpoint(std::string_view body, std::int64_t now);
  // The newest checkpoint it cosigned of the log with that hash (SHA-256 of the origin, hex), with both signatures.
  Answer newest(std::string_view origin_hash) const;

  const NoteKey& key() const { return key_; }

 private:
  struct Log {
    NoteKey key;
    std::string note;  // the newest that was cosigned; empty: none
    Checkpoint checkpoint;
  };
  WitnessService(std::filesystem::path directory, const NoteKey& key, Signer signer, std::unique_ptr<FileLock> lock);
  Result<Ok> load(const NoteKey& key);
  Answer cosign_newer(Log& log, const Note& note, const Checkpoint& checkpoint, std::int64_t now);

  const std::filesystem::path directory_;
  const NoteKey key_;
  const Signer signer_;
  const std::unique_ptr<FileLock> lock_;
  mutable std::mutex mutex_;                      // checking and storing are one step
  std::map<std::string, Log, std::less<>> logs_;  // by origin hash
};

}  // namespace sillok
