#pragma once
// C2SP signed-note and tlog-checkpoint with Ed25519 keys, and C2SP tlog-proof files.
// Parsers accept exactly what the specifications allow and refuse the rest (Fault::malformed).
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/crypto/keys.h"
#include "ledger/crypto/merkle.h"

namespace sillok {

// A verifier key in the signed-note form `name+hash+base64(0x01 ‖ key)`.
struct NoteKey {
  std::string name;
  std::uint32_t id = 0;
  PublicKey key{};
};
NoteKey make_note_key(std::string_view name, const PublicKey& key);
std::string to_string(const NoteKey& key);
Result<NoteKey> parse_note_key(std::string_view text);

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
};
// The whole signed note: three lines, an empty line, one signature line.
std::string sign_checkpoint(const Checkpoint& checkpoint, const NoteKey& key, const Signer& signer);
// Holds only if `note` parses, its first line is `origin` and a signature of `key` is good;
// signature lines of unknown keys are skipped.
Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view origin, const NoteKey& key);

// C2SP tlog-proof@v1: `extra` (opaque bytes, optional), index, path, the checkpoint note.
struct ProofFile {
  std::optional<Bytes> extra;
  Position index = 0;
  std::vector<Hash> path;
  std::string checkpoint;
};
std::string write_proof(const ProofFile& proof);
Result<ProofFile> parse_proof(std::string_view text);

}  // namespace sillok
