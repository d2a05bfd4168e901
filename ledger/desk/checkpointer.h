#pragma once
// Publishes checkpoints of a ledger's logs, and never two of one log that disagree (design 6): the newest one stands in
// a file beside the ledger, replaced only under a lock and only by one that contains it. A ledger that wakes up behind
// its own checkpoint refuses to sign.
#include <array>
#include <optional>
#include <string>

#include "ledger/crypto/checkpoint.h"
#include "ledger/desk/ledger.h"

namespace sillok {

struct PublishedCheckpoint {
  Checkpoint checkpoint;
  std::string note;
};
// What that file holds, checked against the log that it was published of; nothing where there is no file.
// Fault::damaged: checkpoint.damaged, checkpoint.behind, checkpoint.forked.
Result<std::optional<PublishedCheckpoint>> published_in(const std::filesystem::path& file, const RocksLog& log,
                                                        const NoteKey& key);
// That file as it stands, whoever wrote it; nothing where there is none.
Result<std::optional<std::string>> published_note(const std::filesystem::path& file);
// How many entries it says it is of, whoever signed it; 0 where there is none.
Result<std::uint64_t> published_size(const std::filesystem::path& file);
// The file of a log's newest published checkpoint: `checkpoint`, or of a log beside it `checkpoint.NAME`.
std::string checkpoint_file(std::string_view side_log = "");
// That file, and the one of the last checkpoint that met the witness policy.
std::array<std::string, 2> published_files(std::string_view side_log);

// Borrows the ledger and the log.
class Checkpoints {
 public:
  explicit Checkpoints(const Ledger& ledger);  // of its events
  // Of a log beside them: its origin is the ledger's, a slash and its name; the same key signs under that name.
  Checkpoints(const Ledger& ledger, const RocksLog& side_log, std::string_view name);

  // Whether any was published of that side log, be the log there or not.
  static Result<bool> were_published(const Ledger& ledger, std::string_view name);

  const RocksLog& log() const { return log_; }
  const NoteKey& key() const { return key_; }

  // The signed note over the first `size` entries (the whole log: head().size). Smaller sizes than the
  // newest published one are signed after their root was checked to lead to it, and not stored. A restored ledger
  // signs no larger one (Fault::refused, ledger.restored).
  Result<std::string> publish(std::uint64_t size) const;
  // The newest published one, checked against the log; nothing where none was published.
  Result<std::optional<std::string>> newest() const;
  // Keeps cosignatures: `note` is a checkpoint that publish() gave, with witnesses' lines behind it. It takes the place
  // of the published one if that is of the same size; with `is_met` it becomes the last witnessed one, unless that is
  // of more entries already.
  Result<Ok> keep_cosigned(const std::string& note, bool is_met) const;
  // The newest checkpoint whose witnesses met the policy then; nothing where there was none.
  Result<std::optional<std::string>> last_witnessed() const;
  // Whether what was published holds and the log contains it.
  Result<Ok> check() const;

 private:
  Checkpoints(const Ledger& ledger, const RocksLog& log, NoteKey key, std::array<std::string, 2> files);
  // In the store as it is at the moment (checkpoint_store.h).
  Result<std::optional<PublishedCheckpoint>> stored(const std::string& file) const;
  Result<Ok> replace(const std::string& file, const std::string& note) const;

  const Ledger& ledger_;
  const RocksLog& log_;
  const NoteKey key_;  // its name is the origin
  const std::string file_, witnessed_file_;
};

}  // namespace sillok
