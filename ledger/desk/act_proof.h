#pragma once
// A proof of one act that needs no ledger to check (contract §2, §8; bytes in schemas/FORMAT.md):
// a C2SP tlog-proof whose `extra` holds the entry, the first entry of its order and the order path.
// Both entries are proved to stand in the log, so that no byte of the first one's envelope is free.
// The proof says: these bytes stand at this position of the log whose checkpoint this is, and two
// officers signed the order this act is part of.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/authority/key_registry.h"
#include "ledger/crypto/checkpoint.h"
#include "ledger/log/rocks_log.h"
#include "ledger/witness/witness_policy.h"

namespace sillok {

// The opaque part of the proof file.
struct ActEvidence {
  Bytes entry;
  Bytes first_entry;             // of the order; empty where `entry` itself is it
  std::vector<Hash> order_path;  // from the act to the order's act root
  std::vector<Hash> first_path;  // from `first_entry` to the checkpoint's root; empty where that is
};
Bytes encode(const ActEvidence& evidence);
Result<ActEvidence> decode_act_evidence(BytesView bytes);

// `checkpoint` is the signed note over the log's first `size` events.
Result<std::string> prove_act(const RocksLog& log, Position position, std::uint64_t size,
                              const std::string& checkpoint);

// What the verifier pinned beforehand.
struct ProofTrust {
  std::string origin;
  Hash genesis{};
  NoteKey ledger_key;
  bool sandbox = false;
  // The key an officer signed with at a position; nothing for one who had none.
  std::function<std::optional<PublicKey>(std::string_view officer, Position position)> key_at;
  // What the checkpoint must be cosigned by, as of `now` (seconds since 1970).
  WitnessPolicy witnesses = {};
  std::int64_t now = 0;
};
// The checkpoint of a note that holds by what is pinned: origin, the ledger's signature, the witnesses' quorum.
struct PinnedCheckpoint : Checkpoint {
  std::optional<std::int64_t> cosigned_at;  // by the latest of the witnesses that count, seconds since 1970
};
Result<PinnedCheckpoint> open_pinned_checkpoint(const std::string& note, const ProofTrust& trust);
struct CheckedProof {
  Position position = 0;
  std::uint64_t size = 0;
  Hash root{};
  std::string person;  // empty: an act of no person
  Bytes entry;
  Bytes first_entry;  // that opens its order; the same where it is it
};
// Every byte counts: an error (Fault::damaged, or malformed where it is no proof file at all) names
// what does not hold.
Result<CheckedProof> check_act_proof(std::string_view proof, const ProofTrust& trust,
                                     const std::optional<Bytes>& payload);

// What acts that were proved one by one must be among each other: the time of recording does not go back with the
// position (proof.time), and no authority has used a number for two orders (proof.number_twice).
class ProvedTogether {
 public:
  // By position.
  Result<Ok> take(const CheckedProof& act);

 private:
  std::optional<Instant> newest_;
  std::map<std::pair<std::string, std::string>, Position> orders_;  // authority and number
};

}  // namespace sillok
