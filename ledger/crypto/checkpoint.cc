#include "ledger/crypto/checkpoint.h"

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/crypto/hash.h"
#include "ledger/crypto/note.h"

namespace sillok {
namespace {

constexpr std::string_view kEd25519 = "\x01";  // signature type of a note

tl::unexpected<Error> malformed_key() {
  return fail(Fault::malformed, "key.malformed", "", "not a verifier key `name+hash+base64` of Ed25519");
}

Result<std::uint32_t> parse_key_id(std::string_view hex) {
  const bool lower = std::none_of(hex.begin(), hex.end(), [](char c) { return c >= 'A' && c <= 'F'; });
  const auto bytes = from_hex(hex);
  if (hex.size() != 8 || !lower || !bytes) return malformed_key();
  return get_u32(*bytes);
}

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
  if (leaves == 0 && hash != empty_tree_root()) return malformed("an empty tree has another root");
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

NoteKey make_note_key(std::string_view name, const PublicKey& key) {
  SILLOK_INVARIANT(is_note_name(name), "the name of a key was checked where it came in");
  const Hash hash = sha256({name, "\n", kEd25519, view(key)});
  return {std::string(name), get_u32(view(hash)), key};
}

std::string to_string(const NoteKey& key) {
  Bytes id;
  put_u32(id, key.id);
  return key.name + '+' + to_hex(id) + '+' + to_base64(Bytes(kEd25519).append(view(key.key)));
}

Result<NoteKey> parse_note_key(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return malformed_key();
  const std::size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos) return malformed_key();
  const auto name = text.substr(0, first);
  SILLOK_TRY(id, parse_key_id(text.substr(first + 1, second - first - 1)));
  const auto bytes = from_base64(text.substr(second + 1));
  if (!is_note_name(name) || !bytes || bytes->size() != 33 || !bytes->starts_with(kEd25519)) return malformed_key();
  PublicKey key;
  std::copy(bytes->begin() + 1, bytes->end(), key.begin());
  NoteKey made = make_note_key(name, key);
  if (made.id != id)
    return fail(Fault::malformed, "key.malformed", "", "the hash within the verifier key is another key's");
  if (!is_valid_public_key(key))
    return fail(Fault::malformed, "key.point", "", "no Ed25519 public key has these bytes");
  return made;
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const NoteKey& key, const Signer& signer) {
  SILLOK_INVARIANT(!checkpoint.origin.empty() && is_note_text(checkpoint.origin, false), "an origin is one line");
  SILLOK_INVARIANT(signer.public_key() == key.key, "the signer has the key that the line names");
  std::string note =
      checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' + to_base64(view(checkpoint.root)) + '\n';
  Bytes signature;
  put_u32(signature, key.id);
  signature.append(view(signer.sign(note)));
  note += "\n\xe2\x80\x94 " + key.name + ' ' + to_base64(signature) + '\n';
  return note;
}

Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view origin, const NoteKey& key) {
  SILLOK_TRY(parsed, parse_note(note));
  const auto first_line = parsed.text.substr(0, parsed.text.find('\n'));
  if (first_line != origin) {
    return fail(Fault::damaged, "checkpoint.origin", std::string(origin), "the checkpoint is of another ledger");
  }
  // Nothing of the text is believed before its signature holds.
  SILLOK_CHECK(check_signatures(parsed, key));
  return parse_text(parsed.text);
}

Result<Checkpoint> read_unverified_checkpoint(std::string_view note) {
  SILLOK_TRY(parsed, parse_note(note));
  return parse_text(parsed.text);
}

}  // namespace sillok
