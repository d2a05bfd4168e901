#pragma once
// The records of a ledger's topic on Kafka (schemas/FORMAT.md, section 7): what a node puts there, byte by byte. A part
// carries a piece of the stream of orders and is named by its hash; a commit names the head it was decided on and what
// makes up its orders; a fence ends an epoch; marks and reads are for the logs beside the events. Each is signed by a
// node key; whether that node may is asked elsewhere.
// Plain values; safe from any thread.
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "ledger/crypto/keys.h"
#include "ledger/event/codec.h"
#include "ledger/topic/fence.h"

namespace sillok {

// So that no record exceeds what a broker takes by default (1,048,588 bytes with Kafka's own).
inline constexpr std::size_t kSignedRecordBytesMax = 1'000'000, kPartBytesMax = 900'000;

struct TopicPart {
  Bytes stream;  // 1..kPartBytesMax bytes of it
  Hash name() const;
};

// What an entry's envelope and opening say besides what follows from the order and from the head.
struct OrderStamp {
  Instant recorded_at;
  Trust trust = Trust::kLive;
  Position drafter_key = kNoPosition, approver_key = kNoPosition;
  Position drafter_grant = kNoPosition, approver_grant = kNoPosition;
  bool operator==(const OrderStamp&) const = default;
};

// A ledger that grew elsewhere is brought into a topic by one node, order by order, up to this head; until that is
// reached nobody else's records count.
struct Arrival {
  std::uint64_t size = 0;
  Hash root{};
  bool operator==(const Arrival&) const = default;
};

struct TopicCommit {
  std::uint64_t epoch = 0;
  std::uint64_t base_size = 0;
  Hash base_root{};
  Hash root{};  // behind it: whoever builds other entries from it notices
  std::vector<OrderStamp> orders;
  std::vector<Hash> parts;  // whose streams, one after the other, go before its own
  Bytes stream;
  std::optional<Arrival> arrival;  // of the founding commit alone
};

struct TopicFence {
  std::uint64_t epoch = 0;  // that it begins
  // Of the last one: the ledger leaves the topic, for the directory that has made up this name.
  std::optional<Hash> heir = std::nullopt;
};

// The next entry of ORIGIN/persons is of the ledger's first `size` events. Which root stands in it every replica
// computes for itself: nobody can say a false one.
struct TopicMark {
  std::uint64_t size = 0;
};

using ReadNonce = std::array<std::uint8_t, 16>;
// The next entry of ORIGIN/access (ledger/desk/access_log.h), but for what it follows, which its place says.
struct TopicRead {
  ReadNonce nonce{};  // made up for it: sent twice it counts once
  Bytes entry;
};

using TopicContent = std::variant<TopicPart, TopicCommit, TopicFence, TopicMark, TopicRead>;
struct SignedRecord {
  PublicKey node{};
  TopicContent content;
};

Claim claim_of(const TopicCommit& commit);
Claim claim_of(const TopicFence& fence);

// `genesis`: the leaf hash of position 0, and zeros in the commit that records the genesis itself.
Bytes write_signed_record(const TopicContent& content, const Signer& node, const Hash& genesis);
// Fault::malformed (topic.record) for anything that nobody could have written so; topic.signature where the
// signature of the node it names does not hold.
Result<SignedRecord> read_signed_record(BytesView bytes, const Hash& genesis);

// One order of a stream; borrows from it.
struct StreamedOrder {
  BytesView header;
  Signature drafter_signature{}, approver_signature{};
  std::vector<BytesView> bodies;
};
// The orders that these entries, whole orders one after another, record; and what their commit says of each.
struct StreamedEntries {
  Bytes stream;
  std::vector<OrderStamp> orders;
};
StreamedEntries stream_of(std::span<const BytesView> entries);
// Form alone; headers and bodies are looked at by who builds the entries. Fault::malformed (topic.stream).
Result<std::vector<StreamedOrder>> read_stream(BytesView stream);

}  // namespace sillok
