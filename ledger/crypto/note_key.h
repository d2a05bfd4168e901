#pragma once
// Verifier keys of C2SP signed notes, `name+hash+base64(type ‖ key)`, for Ed25519. Pure functions, any thread.
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/crypto/keys.h"

namespace sillok {

// What a key signs; the byte that stands before it, so that a key of one kind never passes for one of the other.
enum class NoteKeyType : std::uint8_t {
  kLog = 0x01,      // its own checkpoints
  kWitness = 0x04,  // cosignatures of others' (tlog-cosignature)
};

struct NoteKey {
  std::string name;
  std::uint32_t id = 0;
  PublicKey key{};
  NoteKeyType type = NoteKeyType::kLog;
  bool operator==(const NoteKey&) const = default;
};
// The name holds is_note_name() of note.h (invariant): check what a user has typed before.
NoteKey make_note_key(std::string_view name, const PublicKey& key, NoteKeyType type = NoteKeyType::kLog);
std::string to_string(const NoteKey& key);
// Fault::malformed: key.malformed, key.point; a key of another type too.
Result<NoteKey> parse_note_key(std::string_view text, NoteKeyType type = NoteKeyType::kLog);

// The key of a log beside another: the same public key under the origin, a slash and the name.
NoteKey side_log_key(const NoteKey& log, std::string_view name);

// `— name base64(id ‖ signature)` with its new line.
std::string note_signature_line(const NoteKey& key, BytesView signature);

}  // namespace sillok
