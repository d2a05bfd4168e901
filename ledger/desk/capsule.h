#pragma once
// A case capsule (contract §2, `evidence`): what an investigation needs of some persons in one file, to be checked
// without us. It holds all events of each person with the proof that none is left out, the orders' signatures, the acts
// by which those who signed had their keys and grants, checkpoints with cosignatures, the record as of a day and as
// known at an instant, the purpose, who has read about these persons, and the keys of those sealed fields alone that
// were asked to be opened. The ledger's key signs all of it; whoever holds it after that may sign that he had it
// (custody). Pure.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/desk/person_proof.h"

namespace sillok {

inline constexpr std::string_view kCapsuleHeader = "sillok-capsule/v1\n";

struct CapsuleManifest {
  std::string origin;
  Hash genesis{};
  std::string purpose, made_by;
  Instant made_at;
  std::vector<std::string> persons, opened;  // ids; names of fields
  Date as_of;
  Instant known_at;
  std::uint64_t size = 0;
  Hash root{};
};
// Compact JSON; those very bytes are hashed and signed.
std::string write_manifest(const CapsuleManifest& manifest);
Result<CapsuleManifest> parse_manifest(std::string_view json);

// The one-time key of one sealed field of one event: it opens that and nothing else (schemas/FORMAT.md, section 2).
struct OpenedField {
  Position position = 0;
  std::string field;
  Bytes key;
};

struct Custody {
  std::string holder, note;
  Instant at;
  PublicKey key{};
  Signature signature{};
};

struct Capsule {
  std::string manifest, trust;    // JSON, as they are
  std::vector<std::string> keys;  // proofs of the genesis and of acts on keys and grants, by position
  struct Person {
    std::string proof, record;  // as prove_person() gives it; JSON as `show` gives it
  };
  std::vector<Person> persons;
  std::vector<OpenedField> opened;
  std::vector<std::string> reads;  // proofs of entries of ORIGIN/access by position; the last one is of this capsule
};

// Signed by the ledger's key.
std::string write_capsule(const Capsule& capsule, const Signer& ledger);
// One holder more, behind what is there. Fault::malformed where that is no capsule.
Result<std::string> hand_over(std::string text, const std::string& holder, const std::string& note, Instant at,
                              const Signer& signer);
// The trust file inside, for who has pinned nothing better.
Result<std::string> trust_in_capsule(std::string_view text);

struct OpenedValue {
  Position position = 0;
  std::string field, value;
};
struct CheckedCapsule {
  CapsuleManifest manifest;
  std::uint64_t events = 0, reads = 0;
  std::vector<OpenedValue> opened;
  std::vector<Custody> custody;
};
// Fault::damaged names what does not hold, malformed where it is no capsule at all.
Result<CheckedCapsule> check_capsule(std::string_view text, const ProofTrust& trust);

}  // namespace sillok
