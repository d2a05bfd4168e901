#include "ledger/crypto/note_key.h"

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/crypto/hash.h"
#include "ledger/crypto/note.h"

namespace sillok {
namespace {

tl::unexpected<Error> malformed_key() {
  return fail(Fault::malformed, "key.malformed", "", "not a verifier key `name+hash+base64` of Ed25519");
}

Result<std::uint32_t> parse_key_id(std::string_view hex) {
  const bool lower = std::none_of(hex.begin(), hex.end(), [](char c) { return c >= 'A' && c <= 'F'; });
  const auto bytes = from_hex(hex);
  if (hex.size() != 8 || !lower || !bytes) return malformed_key();
  return get_u32(*bytes);
}

Bytes type_byte(NoteKeyType type) { return Bytes(1, static_cast<char>(type)); }

}  // namespace

NoteKey make_note_key(std::string_view name, const PublicKey& key, NoteKeyType type) {
  SILLOK_INVARIANT(is_note_name(name), "the name of a key was checked where it came in");
  const Hash hash = sha256({name, "\n", type_byte(type), view(key)});
  return {std::string(name), get_u32(view(hash)), key, type};
}

std::string to_string(const NoteKey& key) {
  Bytes id;
  put_u32(id, key.id);
  return key.name + '+' + to_hex(id) + '+' + to_base64(type_byte(key.type).append(view(key.key)));
}

Result<NoteKey> parse_note_key(std::string_view text, NoteKeyType type) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return malformed_key();
  const std::size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos) return malformed_key();
  const auto name = text.substr(0, first);
  SILLOK_TRY(id, parse_key_id(text.substr(first + 1, second - first - 1)));
  const auto bytes = from_base64(text.substr(second + 1));
  if (!is_note_name(name) || !bytes || bytes->size() != 33) return malformed_key();
  if (!bytes->starts_with(type_byte(type))) {
    const bool is_known =
        bytes->starts_with(type_byte(NoteKeyType::kLog)) || bytes->starts_with(type_byte(NoteKeyType::kWitness));
    if (!is_known) return malformed_key();
    return fail(Fault::malformed, "key.malformed", "",
                type == NoteKeyType::kLog ? "the key of a witness, where a log's is wanted"
                                          : "the key of a log, where a witness's is wanted");
  }
  PublicKey key;
  std::copy(bytes->begin() + 1, bytes->end(), key.begin());
  NoteKey made = make_note_key(name, key, type);
  if (made.id != id)
    return fail(Fault::malformed, "key.malformed", "", "the hash within the verifier key is another key's");
  if (!is_valid_public_key(key))
    return fail(Fault::malformed, "key.point", "", "no Ed25519 public key has these bytes");
  return made;
}

NoteKey side_log_key(const NoteKey& log, std::string_view name) {
  return make_note_key(log.name + '/' + std::string{name}, log.key, log.type);
}

std::string note_signature_line(const NoteKey& key, BytesView signature) {
  Bytes bytes;
  put_u32(bytes, key.id);
  bytes.append(signature);
  return "\xe2\x80\x94 " + key.name + ' ' + to_base64(bytes) + '\n';
}

}  // namespace sillok
