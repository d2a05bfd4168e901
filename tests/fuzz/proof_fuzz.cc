// Proofs of acts: of all inputs, only those that the ledger made are accepted, and every part that can be read is
// written the same again. Beside the seeds lies what the verifier pins.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "ledger/crypto/note.h"
#include "ledger/desk/act_proof.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/paths.h"
#include "tools/sillok/trust_file.h"

namespace {

using namespace sillok;

std::string read_whole(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream{path, std::ios::binary}.rdbuf();
  return out.str();
}

struct Known {
  ProofTrust trust;
  std::set<std::string> proofs;
};

Known load() {
  const std::filesystem::path corpus = paths::source_dir() / "tests/fuzz/corpus";
  static const auto file = cli::parse_trust(read_whole(corpus / "trust/sandbox.json"));
  fuzz::must(file && file->ledger_key, "the trust file of the corpus holds");
  Known known{{file->origin, file->genesis, *file->ledger_key, file->sandbox,
               [](std::string_view officer, Position position) { return cli::key_at(*file, officer, position); }},
              {}};
  for (const auto& entry : std::filesystem::directory_iterator{corpus / "proof"})
    known.proofs.insert(read_whole(entry.path()));
  for (const std::string& proof : known.proofs)
    fuzz::must(check_act_proof(proof, known.trust, {}).has_value(), "the proofs of the corpus hold");
  return known;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool ready = init_crypto().has_value();
  fuzz::must(ready, "libsodium starts");
  static const Known known = load();
  const std::string_view text = fuzz::text(data, size);
  if (const auto proof = parse_proof(text)) {
    fuzz::must(write_proof(*proof) == text, "a proof file is written the same");
    ++fuzz::accepted;
    if (proof->extra) {
      if (const auto evidence = decode_act_evidence(*proof->extra))
        fuzz::must(encode(*evidence) == *proof->extra, "its extra too");
    }
    (void)read_unverified_checkpoint(proof->checkpoint);
  }
  if (check_act_proof(text, known.trust, {})) {
    fuzz::must(known.proofs.contains(std::string{text}), "no byte of a proof is free");
  }
  return 0;
}
