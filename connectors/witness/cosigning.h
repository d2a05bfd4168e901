#pragma once
// A ledger asks its witnesses to cosign a checkpoint (C2SP tlog-witness, the client's side). Who does not answer, or
// says no, is told; nothing waits for them longer than `timeout`.
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "ledger/log/rocks_log.h"
#include "ledger/witness/witness_policy.h"

namespace sillok::witness {

struct Asked {
  std::string name;  // of the witness's key
  // Why it has not cosigned; witness.knows_other where it has cosigned more than this, or another past.
  std::optional<Error> error;
};

struct Cosigned {
  std::string note;  // with every good cosignature that came, besides those it had
  std::vector<Asked> asked;
  bool is_met = false;  // the policy's quorum
};

// All witnesses at once that are in force at `now` (seconds since 1970), have a URL and are not in the note yet.
// `note` is a checkpoint of that log.
Result<Cosigned> ask_to_cosign(const RocksLog& log, const std::string& note, const WitnessPolicy& policy,
                               std::int64_t now, std::chrono::milliseconds timeout);

}  // namespace sillok::witness
