#include "ledger/desk/act_proof.h"

#include <fmt/format.h>

#include "ledger/authority/order_signature.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/order_bytes.h"

namespace sillok {
namespace {

// As many levels as trees over an order's acts, and over 64-bit sizes, can have.
constexpr std::size_t kOrderPathMax = 32, kLogPathMax = 64;

tl::unexpected<Error> does_not_hold(const char* code, std::string message) {
  return fail(Fault::damaged, code, "proof", std::move(message));
}
tl::unexpected<Error> not_evidence() {
  return fail(Fault::malformed, "proof.malformed", "extra",
              "the extra line holds no act of this ledger; ask for the proof again");
}

void put_part(Bytes& out, BytesView part) {
  put_u32(out, static_cast<std::uint32_t>(part.size()));
  out += part;
}

bool take_part(BytesView& in, Bytes& part) {
  if (in.size() < 4) return false;
  const std::uint32_t size = get_u32(in);
  in.remove_prefix(4);
  if (size > kEntryBytesMax || in.size() < size) return false;
  part = in.substr(0, size);
  in.remove_prefix(size);
  return true;
}

void put_path(Bytes& out, const std::vector<Hash>& path) {
  put_u32(out, static_cast<std::uint32_t>(path.size()));
  put_hashes(out, path);
}

bool take_path(BytesView& in, std::size_t hashes_max, std::vector<Hash>& path) {
  if (in.size() < 4) return false;
  const std::uint32_t count = get_u32(in);
  in.remove_prefix(4);
  if (count > hashes_max || in.size() < count * sizeof(Hash)) return false;
  path = get_hashes(in.substr(0, count * sizeof(Hash)));
  in.remove_prefix(count * sizeof(Hash));
  return true;
}

Result<std::vector<Hash>> stored_roots(const RocksLog& log, const Bytes& key, std::size_t count, Position first) {
  SILLOK_TRY(stored, log.index(key));
  if (!stored || stored->size() != count * sizeof(Hash)) {
    return fail(Fault::damaged, "log.index", fmt::format("position {}", first),
                "the log's index has lost the tree of this order; run `sillok verify`");
  }
  return get_hashes(*stored);
}

// Of a large order the subtree alone is read that the act is in: the index has the roots of the others.
Result<std::vector<Hash>> path_in_order(const RocksLog& log, Position first, Position end, std::size_t index) {
  const std::size_t subtree = index / kSubtreeActs;
  const Position begin = first + subtree * kSubtreeActs;
  std::vector<Hash> leaves;
  SILLOK_CHECK(log.scan(begin, std::min<Position>(end, begin + kSubtreeActs), [&](Position, BytesView each) {
    leaves.push_back(act_leaf(EventView::trust(each).body_bytes()));
    return true;
  }));
  std::vector<Hash> path = merkle_path(leaves, index % kSubtreeActs);
  const auto go_on = [&](const Bytes& key, std::size_t count, std::size_t at) -> Result<Ok> {
    SILLOK_TRY(roots, stored_roots(log, key, count, first));
    for (const Hash& above : merkle_path(roots, at)) path.push_back(above);
    return Ok{};
  };
  const std::size_t subtrees = (end - first + kSubtreeActs - 1) / kSubtreeActs;
  if (subtrees == 1) return path;
  if (subtrees <= kSubtreesInRow) {
    SILLOK_CHECK(go_on(log_index::subtrees_key(first), subtrees, subtree));
    return path;
  }
  const std::size_t row = subtree / kSubtreesInRow, rows = (subtrees + kSubtreesInRow - 1) / kSubtreesInRow;
  SILLOK_CHECK(go_on(log_index::subtrees_key(first, static_cast<std::uint32_t>(row)),
                     std::min(kSubtreesInRow, subtrees - row * kSubtreesInRow), subtree % kSubtreesInRow));
  SILLOK_CHECK(go_on(log_index::subtrees_key(first), rows, row));
  return path;
}

Result<Ok> check_order(const EventView& event, const ActEvidence& evidence, const ProofTrust& trust,
                       const Checkpoint& checkpoint) {
  std::optional<EventView> first = event;
  if (event.index() != 0) {
    // Before it is read: bytes that are not in the log do not hold, whatever they look like.
    if (!check_inclusion(leaf_hash(evidence.first_entry), event.order_position(), checkpoint.size, evidence.first_path,
                         checkpoint.root)) {
      return does_not_hold("proof.inclusion", "the first entry of the order is not in the log this checkpoint is of");
    }
    SILLOK_TRY(checked, EventView::check(evidence.first_entry));
    first = checked;
  } else if (!evidence.first_entry.empty() || !evidence.first_path.empty()) {
    return not_evidence();
  }
  const auto opening = first->opening();
  if (!opening || first->index() != 0 || first->position() != event.order_position())
    return does_not_hold("proof.order", "the first entry is not that of this act's order");
  if (!check_inclusion(act_leaf(event.body_bytes()), event.index(), opening->act_count, evidence.order_path,
                       opening->act_root)) {
    return does_not_hold("proof.order_path", "the act is not among those the officers signed");
  }
  SILLOK_TRY(header, HeaderView::check(opening->header));
  const bool is_genesis = first->position() == 0;
  if (is_genesis) {
    if (leaf_hash(first->bytes()) != trust.genesis)
      return does_not_hold("proof.genesis", "the genesis is another than the one that is pinned");
    // Roots whose keys were not at hand sign its hash by their first order (schemas/FORMAT.md); what is
    // pinned is that hash.
    if (is_unsigned(*opening)) return Ok{};
  }
  const SignedOrder order = signed_order(header, *opening);
  const auto drafter = trust.key_at(header.drafted_by(), first->position());
  const auto approver = trust.key_at(header.approved_by(), first->position());
  if (header.drafted_by() != header.approved_by() && drafter && drafter == approver)
    return does_not_hold("authority.same_person", "drafter and approver have one key");
  const auto holds = [&](SignerRole role, const std::optional<PublicKey>& key, const Signature& signature) {
    return key &&
           verify_signature(*key, order_message(role, is_genesis ? Hash{} : trust.genesis, order), view(signature));
  };
  if (header.drafted_by() == header.approved_by() && !may_be_one_person(*opening, trust.sandbox))
    return does_not_hold("authority.same_person", "drafted and approved by the same officer");
  if (!holds(SignerRole::kDrafter, drafter, opening->drafter_signature))
    return does_not_hold("signature.invalid", "the drafter's signature does not hold");
  if (!holds(SignerRole::kApprover, approver, opening->approver_signature))
    return does_not_hold("signature.invalid", "the approver's signature does not hold");
  return Ok{};
}

}  // namespace

Bytes encode(const ActEvidence& evidence) {
  Bytes out;
  put_part(out, evidence.entry);
  put_part(out, evidence.first_entry);
  put_path(out, evidence.order_path);
  put_path(out, evidence.first_path);
  return out;
}

Result<ActEvidence> decode_act_evidence(BytesView bytes) {
  ActEvidence evidence;
  const bool read = take_part(bytes, evidence.entry) && take_part(bytes, evidence.first_entry) &&
                    take_path(bytes, kOrderPathMax, evidence.order_path) &&
                    take_path(bytes, kLogPathMax, evidence.first_path);
  if (!read || !bytes.empty()) return not_evidence();
  return evidence;
}

Result<std::string> prove_act(const RocksLog& log, Position position, std::uint64_t size,
                              const std::string& checkpoint) {
  if (position >= size)
    return fail(Fault::not_found, "position.unknown", fmt::format("position {}", position),
                fmt::format("the checkpoint covers {} events", size));
  const TreeReader tree = log.tree();
  ActEvidence evidence;
  SILLOK_TRY(entry, log.read(position));
  evidence.entry = std::move(entry);
  const EventView event = EventView::trust(evidence.entry);
  Position end = event.order_position() + 1;
  if (event.index() == 0) {
    end = position + event.opening()->act_count;
  } else {
    SILLOK_TRY(first, log.read(event.order_position()));
    evidence.first_entry = std::move(first);
    SILLOK_TRY(first_path, tree.inclusion(event.order_position(), size));
    evidence.first_path = std::move(first_path);
    end = event.order_position() + EventView::trust(evidence.first_entry).opening()->act_count;
  }
  SILLOK_TRY(order_path, path_in_order(log, event.order_position(), end, event.index()));
  evidence.order_path = std::move(order_path);
  SILLOK_TRY(path, tree.inclusion(position, size));
  return write_proof({encode(evidence), position, path, checkpoint});
}

Result<PinnedCheckpoint> open_pinned_checkpoint(const std::string& note, const ProofTrust& trust) {
  SILLOK_TRY(parsed, parse_note(note));
  SILLOK_TRY(checkpoint, open_checkpoint(parsed, trust.origin, trust.ledger_key));
  SILLOK_TRY(by, witnessed(parsed, trust.witnesses, trust.now));
  if (!by.is_met) {
    return fail(Fault::damaged, "checkpoint.not_witnessed", "checkpoint",
                fmt::format("{} of the witnesses that are pinned have cosigned the checkpoint, {} must; ask for the "
                            "proof again once they have",
                            by.by.size(), trust.witnesses.quorum));
  }
  return PinnedCheckpoint{checkpoint, by.newest};
}

Result<CheckedProof> check_act_proof(std::string_view proof, const ProofTrust& trust,
                                     const std::optional<Bytes>& payload) {
  SILLOK_TRY(file, parse_proof(proof));
  SILLOK_TRY(checkpoint, open_pinned_checkpoint(file.checkpoint, trust));
  if (!file.extra) return not_evidence();
  SILLOK_TRY(evidence, decode_act_evidence(*file.extra));
  if (payload && *payload != evidence.entry)
    return does_not_hold("proof.payload", "the proof is of another entry than the payload");
  if (!check_inclusion(leaf_hash(evidence.entry), file.index, checkpoint.size, file.path, checkpoint.root)) {
    return does_not_hold("proof.inclusion", "the entry is not at that position of the log this checkpoint is of");
  }
  SILLOK_TRY(event, EventView::check(evidence.entry));
  if (event.position() != file.index)
    return does_not_hold("proof.position", "the entry names another position than the proof");
  SILLOK_CHECK(check_order(event, evidence, trust, checkpoint));
  const BodyView body = event.body();
  return CheckedProof{file.index,      checkpoint.size,
                      checkpoint.root, body.is_about_person() ? std::string{body.subject()} : std::string{},
                      evidence.entry,  evidence.first_entry.empty() ? evidence.entry : evidence.first_entry};
}

Result<Ok> ProvedTogether::take(const CheckedProof& act) {
  const Instant recorded_at = EventView::trust(act.entry).recorded_at();
  if (newest_ && recorded_at < *newest_)
    return does_not_hold("proof.time", fmt::format("position {} was recorded before the one before it", act.position));
  newest_ = recorded_at;
  const EventView first = EventView::trust(act.first_entry);
  SILLOK_TRY(header, HeaderView::check(first.opening()->header));
  const auto known =
      orders_.try_emplace({std::string{header.authority()}, std::string{header.order()}}, first.position()).first;
  if (known->second == first.position()) return Ok{};
  return does_not_hold("proof.number_twice", fmt::format("the orders at positions {} and {} have one number",
                                                         known->second, first.position()));
}

}  // namespace sillok
