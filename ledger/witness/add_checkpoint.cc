#include "ledger/witness/add_checkpoint.h"

#include "ledger/crypto/note.h"

namespace sillok {
namespace {

constexpr std::size_t kPathMax = 63;
constexpr std::string_view kOld = "old ";

}  // namespace

std::string write_add_checkpoint(const AddCheckpoint& request) {
  std::string body = std::string{kOld} + std::to_string(request.old_size) + '\n';
  for (const Hash& hash : request.path) body += to_base64(view(hash)) + '\n';
  return body + '\n' + request.checkpoint;
}

Result<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
  const auto malformed = [](const char* what) { return fail(Fault::malformed, "witness.request", "", what); };
  if (!body.starts_with(kOld)) return malformed("the first line is `old SIZE`");
  const std::size_t end = body.find("\n\n");
  if (end == std::string_view::npos) return malformed("no empty line before the checkpoint");
  AddCheckpoint request;
  request.checkpoint = body.substr(end + 2);
  std::string_view lines = body.substr(kOld.size(), end + 1 - kOld.size());
  bool is_first = true;
  while (!lines.empty()) {
    const std::size_t line_end = lines.find('\n');
    const std::string_view line = lines.substr(0, line_end);
    lines.remove_prefix(line_end + 1);
    if (std::exchange(is_first, false)) {
      SILLOK_TRY(size, parse_note_number(line));
      request.old_size = size;
      continue;
    }
    if (request.path.size() == kPathMax) return malformed("a consistency proof has 63 hashes at most");
    SILLOK_TRY(hash, parse_note_hash(line));
    request.path.push_back(hash);
  }
  return request;
}

}  // namespace sillok
