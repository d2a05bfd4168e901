#include "ledger/crypto/cosignature.h"

#include <algorithm>

#include "ledger/base/invariant.h"

namespace sillok {
namespace {

constexpr std::size_t kTimeBytes = 8;

std::string message_of(std::string_view text, std::uint64_t time) {
  return "cosignature/v1\ntime " + std::to_string(time) + '\n' + std::string{text};
}

}  // namespace

std::string cosign(std::string_view text, std::int64_t time, const NoteKey& witness, const Signer& signer) {
  SILLOK_INVARIANT(witness.type == NoteKeyType::kWitness, "a log's key signs no cosignature");
  SILLOK_INVARIANT(signer.public_key() == witness.key, "the signer has the key that the line names");
  SILLOK_INVARIANT(time > 0, "a cosignature without its time says nothing");
  Bytes timed;
  put_u64(timed, static_cast<std::uint64_t>(time));
  timed.append(view(signer.sign(message_of(text, static_cast<std::uint64_t>(time)))));
  return note_signature_line(witness, timed);
}

Result<std::optional<std::int64_t>> cosigned_at(const Note& note, const NoteKey& witness) {
  std::optional<std::int64_t> newest;
  for (const NoteSignature& line : note.signatures) {
    if (line.name != witness.name || line.key_id != witness.id) continue;
    const auto wrong = [&](const char* what) { return fail(Fault::damaged, "cosignature.wrong", witness.name, what); };
    if (line.signature.size() != kTimeBytes + std::tuple_size_v<Signature>)
      return wrong("a cosignature has a time of 8 bytes and a signature of 64");
    const std::uint64_t time = get_u64(line.signature);
    if (time == 0 || time > INT64_MAX) return wrong("the time of a cosignature is above 0 and below 2^63");
    if (!verify_signature(witness.key, message_of(note.text, time), BytesView{line.signature}.substr(kTimeBytes)))
      return wrong("the cosignature of the checkpoint is wrong");
    newest = std::max(newest.value_or(0), static_cast<std::int64_t>(time));
  }
  return newest;
}

}  // namespace sillok
