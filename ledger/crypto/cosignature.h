#pragma once
// C2SP tlog-cosignature@v1 by Ed25519: a witness says that at some time the tree of a checkpoint was the largest
// consistent one it had seen of that log. Pure functions, any thread.
#include <optional>
#include <string>
#include <string_view>

#include "ledger/crypto/note.h"
#include "ledger/crypto/note_key.h"

namespace sillok {

// The signature line, with its new line, to stand behind the others of a note of this text. `time` is in seconds since
// 1970, above 0; the key is a witness's and the signer's (invariants).
std::string cosign(std::string_view text, std::int64_t time, const NoteKey& witness, const Signer& signer);

// When that witness cosigned the note; nothing where it has not. Fault::damaged (cosignature.wrong) where a line of
// that very key does not hold: such a note is spoiled, whatever else stands in it.
Result<std::optional<std::int64_t>> cosigned_at(const Note& note, const NoteKey& witness);

}  // namespace sillok
