#pragma once
// C2SP tlog-checkpoint with Ed25519 keys, and C2SP tlog-proof files.
// Parsers accept exactly what the specifications allow and refuse the rest (Fault::malformed);
// what can be read but does not hold is Fault::damaged. Pure functions, safe from any thread.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/crypto/note.h"
#include "ledger/crypto/note_key.h"

namespace sillok {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
  bool operator==(const Checkpoint&) const = default;
};
// The whole signed note: three lines, an empty line, one signature line. `signer` has the key of
// `key`, and the origin is one line of text (invariants).
std::string sign_checkpoint(const Checkpoint& checkpoint, const NoteKey& key, const Signer& signer);
// Holds only if `note` parses, its first line is `origin` and a signature of `key` is good;
// signature lines of unknown keys are skipped, a bad one of `key` refuses the note.
// damaged: checkpoint.origin, checkpoint.unsigned, checkpoint.signature.
Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view origin, const NoteKey& key);
// The same of a note that is parsed already.
Result<Checkpoint> open_checkpoint(const Note& note, std::string_view origin, const NoteKey& key);
// Reads the note without looking at signatures: only for showing, or for telling which key to ask for.
Result<Checkpoint> read_unverified_checkpoint(std::string_view note);

// C2SP tlog-proof@v1: `extra` (opaque bytes, optional), index, path, the checkpoint note.
struct ProofFile {
  std::optional<Bytes> extra;  // empty bytes are written as none
  Position index = 0;
  std::vector<Hash> path;  // at most 64
  std::string checkpoint;
};
std::string write_proof(const ProofFile& proof);
// The form alone: at most 16 MiB, the checkpoint readable. Nothing in it is verified.
Result<ProofFile> parse_proof(std::string_view text);

}  // namespace sillok
