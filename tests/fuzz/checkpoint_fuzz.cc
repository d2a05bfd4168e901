// Signed notes, checkpoints and verifier keys: parsed within bounds; keys are written the same again.
#include "ledger/crypto/checkpoint.h"
#include "ledger/crypto/note.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sillok;
  const std::string_view text = fuzz::text(data, size);
  const auto note = parse_note(text);
  if (note) fuzz::must(!note->signatures.empty() && text.starts_with(note->text), "a note is its text and signatures");
  fuzz::accepted += note.has_value();
  const auto checkpoint = read_unverified_checkpoint(text);
  if (checkpoint)
    fuzz::must(note && note->text.starts_with(checkpoint->origin + "\n"),
               "a checkpoint is a note that begins with its origin");
  if (const auto key = parse_note_key(text)) {
    ++fuzz::accepted;
    fuzz::must(to_string(*key) == text, "a verifier key is written the same");
  }
  return 0;
}
