#pragma once
// A proof that these are all events of one person's history in the ledger's first `size` events, none left out (design
// 7; bytes in schemas/FORMAT.md); and, where asked for, that no act of a kind holds on a day. It needs no ledger to be
// checked: the map of persons has her under its root, the log ORIGIN/persons has that root, and each event has a proof
// of its own under the checkpoint of that very size. Pure.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/crypto/sparse_map.h"
#include "ledger/desk/absence.h"
#include "ledger/desk/act_proof.h"
#include "ledger/desk/person_history.h"

namespace sillok {

struct PersonProof {
  std::string person;
  std::optional<Absence> absence;
  MapProof map;
  std::string persons;            // C2SP tlog-proof of the entry of ORIGIN/persons
  std::vector<std::string> acts;  // proofs as prove_act() gives them, by position
};
inline constexpr std::string_view kPersonProofHeader = "sillok-person-proof/v1\n";
std::string write_person_proof(const PersonProof& proof);
// The form alone (Fault::malformed, proof.malformed).
Result<PersonProof> parse_person_proof(std::string_view text);

struct CheckedPerson {
  std::string person;
  std::uint64_t size = 0, events = 0;
  std::optional<Absence> absence;       // what was proved besides
  Hash root{};                          // of the ledger at that size
  std::vector<CheckedProof> acts = {};  // by position
};
// Fault::damaged names what does not hold; malformed where it is no proof at all. `person.has_act` where it proves the
// opposite of what it says.
Result<CheckedPerson> check_person_proof(std::string_view proof, const ProofTrust& trust);

}  // namespace sillok
