// C2SP tlog-proof@v1: one text that carries an inclusion proof and the checkpoint it leads to.
#include "ledger/base/invariant.h"
#include "ledger/crypto/checkpoint.h"
#include "ledger/crypto/note.h"

namespace sillok {
namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kPathHashesMax = 64;  // no tree of 64-bit size is higher
constexpr std::size_t kProofBytesMax = 16 * 1024 * 1024;

tl::unexpected<Error> malformed(const char* what) { return fail(Fault::malformed, "proof.malformed", "", what); }

}  // namespace

std::string write_proof(const ProofFile& proof) {
  SILLOK_INVARIANT(proof.path.size() <= kPathHashesMax, "a path is no longer than the tree is high");
  std::string text(kHeader);
  text += '\n';
  if (proof.extra && !proof.extra->empty()) text += std::string(kExtra) + to_base64(*proof.extra) + '\n';
  text += std::string(kIndex) + std::to_string(proof.index) + '\n';
  for (const Hash& hash : proof.path) text += to_base64(view(hash)) + '\n';
  text += '\n';
  text += proof.checkpoint;
  return text;
}

Result<ProofFile> parse_proof(std::string_view text) {
  if (text.size() > kProofBytesMax) return malformed("longer than 16 MiB");
  // An empty answer stands for a line that isn't ended, which no line here may be.
  const auto take_line = [&]() -> std::optional<std::string_view> {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
  };

  ProofFile proof;
  auto line = take_line();
  if (line != kHeader) return malformed("the first line is not `c2sp.org/tlog-proof@v1`");
  line = take_line();
  if (line && line->starts_with(kExtra)) {
    auto extra = from_base64(line->substr(kExtra.size()));
    // Without extra data the line is left out, so an empty one has a shorter second spelling.
    if (!extra || extra->empty()) return malformed("the extra line is not strict base64 of some bytes");
    proof.extra = std::move(*extra);
    line = take_line();
  }
  if (!line || !line->starts_with(kIndex)) return malformed("the index line is missing");
  SILLOK_TRY(index, parse_note_number(line->substr(kIndex.size())));
  proof.index = index;
  for (line = take_line(); line && !line->empty(); line = take_line()) {
    if (proof.path.size() == kPathHashesMax) return malformed("more hashes than any tree is high");
    SILLOK_TRY(hash, parse_note_hash(*line));
    proof.path.push_back(hash);
  }
  if (!line) return malformed("no empty line before the checkpoint");
  SILLOK_CHECK(read_unverified_checkpoint(text));
  proof.checkpoint = std::string(text);
  return proof;
}

}  // namespace sillok
