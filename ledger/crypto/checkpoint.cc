#include "ledger/crypto/checkpoint.h"

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

// Takes a line off the front; false at a line that is not ended.
bool take_line(std::string_view& text, std::string_view& line) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return false;
  line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return true;
}

Result<Checkpoint> parse_text(std::string_view text) {
  const auto malformed = [](const char* what) { return fail(Fault::malformed, "checkpoint.malformed", "", what); };
  std::string_view origin, size, root, extension;
  if (!take_line(text, origin) || !take_line(text, size) || !take_line(text, root)) {
    return malformed("a checkpoint has three lines: origin, size, root");
  }
  if (origin.empty()) return malformed("the origin is empty");
  Checkpoint checkpoint{std::string(origin), 0, {}};
  SILLOK_TRY(leaves, parse_note_number(size));
  SILLOK_TRY(hash, parse_note_hash(root));
  // Extension lines are read over: no monitor audits them, so nothing here may rely on one.
  while (take_line(text, extension)) {
    if (extension.empty()) return malformed("an empty line within the checkpoint");
  }
  if (leaves == 0 && hash != empty_tree_root())
    return fail(Fault::malformed, "checkpoint.empty_root", "", "an empty tree has another root");
  checkpoint.size = leaves;
  checkpoint.root = hash;
  return checkpoint;
}

Result<Ok> check_signatures(const Note& note, const NoteKey& key) {
  bool found = false;
  for (const NoteSignature& line : note.signatures) {
    if (line.name != key.name || line.key_id != key.id) continue;
    if (!verify_signature(key.key, note.text, line.signature)) {
      return fail(Fault::damaged, "checkpoint.signature", key.name, "the signature of the checkpoint is wrong");
    }
    found = true;
  }
  if (!found) return fail(Fault::damaged, "checkpoint.unsigned", key.name, "the checkpoint is not signed by this key");
  return Ok{};
}

}  // namespace

std::string sign_checkpoint(const Checkpoint& checkpoint, const NoteKey& key, const Signer& signer) {
  SILLOK_INVARIANT(!checkpoint.origin.empty() && is_note_text(checkpoint.origin, false), "an origin is one line");
  SILLOK_INVARIANT(signer.public_key() == key.key, "the signer has the key that the line names");
  std::string note =
      checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + to_base64(view(checkpoint.root)) + '\n';
  const std::string line = note_signature_line(key, view(signer.sign(note)));
  return note + '\n' + line;
}

Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view origin, const NoteKey& key) {
  SILLOK_TRY(parsed, parse_note(note));
  return open_checkpoint(parsed, origin, key);
}

Result<Checkpoint> open_checkpoint(const Note& note, std::string_view origin, const NoteKey& key) {
  const auto first_line = note.text.substr(0, note.text.find('\n'));
  if (first_line != origin) {
    return fail(Fault::damaged, "checkpoint.origin", std::string(origin), "the checkpoint is of another ledger");
  }
  // Nothing of the text is believed before its signature holds.
  SILLOK_CHECK(check_signatures(note, key));
  return parse_text(note.text);
}

Result<Checkpoint> read_unverified_checkpoint(std::string_view note) {
  SILLOK_TRY(parsed, parse_note(note));
  return parse_text(parsed.text);
}

}  // namespace sillok
