#pragma once
// The newest checkpoint, with the cosignatures that the ledger's policy asks for; a policy that is not met is told and
// stops nothing (design 6).
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ledger/desk/checkpointer.h"
#include "projections/person_map/persons_log.h"
#include "tools/sillok/context.h"

namespace sillok::cli {

struct WitnessedCheckpoint {
  std::string note;
  std::uint64_t size = 0;
  bool is_asked = false, is_met = true;       // whether the policy asks for anybody, and has them
  boost::json::object told;                   // wanted, cosigned, missing, met, last_witnessed_size
  std::optional<std::string> warning;         // in one line, where it is not met
  std::optional<std::string> last_witnessed;  // the newest note that met the policy
};

// Signs the checkpoint over all of that log (or its first `size` entries), asks the witnesses of the ledger's policy
// that are missing, and keeps what they say.
Result<WitnessedCheckpoint> witnessed_checkpoint(const Ledger& ledger, const Checkpoints& checkpoints,
                                                 std::optional<std::uint64_t> size = {});
// The warning to stderr, where there is one.
void warn(const WitnessedCheckpoint& checkpoint);

// The checkpoint under which a proof of the first `needed` events is given: the newest, or the last one that was
// witnessed where the newest is not and that one is large enough.
std::string best_note(const WitnessedCheckpoint& newest, std::uint64_t needed, std::uint64_t& size);

// Asks all witnesses about the newest checkpoint as if none of them had cosigned it: how many have shown that they know
// of nothing newer, of how many in force.
struct WitnessesAsked {
  std::size_t cosigned = 0, in_force = 0, knowing_other = 0;
  std::vector<std::string> troubles;
};
Result<WitnessesAsked> ask_witnesses_anew(const Ledger& ledger, const WitnessPolicy& policy);

}  // namespace sillok::cli
