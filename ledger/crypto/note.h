#pragma once
// C2SP signed-note: the text and its signature lines, before any key is looked at. Pure functions.
#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"

namespace sillok {

// What may stand before a key: valid UTF-8, not empty, no Unicode space, no plus, no control character.
bool is_note_name(std::string_view name);
// Valid UTF-8 without ASCII control characters, new line excepted where `lines`.
bool is_note_text(std::string_view text, bool lines);

struct NoteSignature {
  std::string_view name;  // borrows from the note
  std::uint32_t key_id = 0;
  Bytes signature;
};
// Borrows from the text it was parsed from. `text` ends with its new line, as it is signed.
struct Note {
  std::string_view text;
  std::vector<NoteSignature> signatures;  // one or more, at most 100
};
// Fault::malformed (note.malformed) for anything but a note of at most 1,000,000 bytes.
Result<Note> parse_note(std::string_view note);

// Decimal without leading zeros or sign; nothing beyond 64 bits.
Result<std::uint64_t> parse_note_number(std::string_view digits);
// Base64 of exactly 32 bytes.
Result<Hash> parse_note_hash(std::string_view base64);

}  // namespace sillok
