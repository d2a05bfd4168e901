#pragma once
// The body of C2SP tlog-witness' add-checkpoint: an old size, the consistency proof from there, and the checkpoint. It
// is also the form in which a consistency proof stands alone in a file. Pure functions, any thread.
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"

namespace sillok {

struct AddCheckpoint {
  std::uint64_t old_size = 0;
  std::vector<Hash> path;  // at most 63
  std::string checkpoint;  // the whole note, as it came
};
std::string write_add_checkpoint(const AddCheckpoint& request);
// The form alone (Fault::malformed, witness.request): the note in it is not looked at.
Result<AddCheckpoint> parse_add_checkpoint(std::string_view body);

}  // namespace sillok
