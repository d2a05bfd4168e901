#include "ledger/topic/signed_record.h"

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

constexpr BytesView kMagic{"SLKT\x01", 5};  // and the version of what follows
constexpr BytesView kDomain = "sillok-topic/v1\n";
constexpr std::size_t kStampBytes = 8 + 1 + 4 * 8;

enum Kind : char { kPart = 1, kCommit = 2, kFence = 3, kArrivingCommit = 4, kDeparture = 5, kMark = 6, kRead = 7 };

tl::unexpected<Error> not_a_record(const char* what) { return fail(Fault::malformed, "topic.record", "record", what); }
tl::unexpected<Error> not_a_stream(const char* what) { return fail(Fault::malformed, "topic.stream", "stream", what); }

// Takes from the front; once something is missing, everything is.
class Take {
 public:
  explicit Take(BytesView bytes) : rest_(bytes) {}

  BytesView bytes(std::uint64_t count) {
    if (!good_ || count > rest_.size()) {
      good_ = false;
      return {};
    }
    const BytesView taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::uint64_t u64() {
    const BytesView taken = bytes(8);
    return good_ ? get_u64(taken) : 0;
  }
  std::uint32_t u32() {
    const BytesView taken = bytes(4);
    return good_ ? get_u32(taken) : 0;
  }
  template <std::size_t N>
  std::array<std::uint8_t, N> array() {
    std::array<std::uint8_t, N> out{};
    const BytesView taken = bytes(N);
    std::copy(taken.begin(), taken.end(), out.begin());
    return out;
  }
  BytesView rest() const { return rest_; }
  bool good() const { return good_; }
  bool is_at_end() const { return good_ && rest_.empty(); }

 private:
  BytesView rest_;
  bool good_ = true;
};

void put_content(Bytes& out, const TopicPart& part) {
  SILLOK_INVARIANT(!part.stream.empty() && part.stream.size() <= kPartBytesMax, "a part has a bounded size");
  out += static_cast<char>(kPart);
  out += part.stream;
}

void put_content(Bytes& out, const TopicFence& fence) {
  out += static_cast<char>(fence.heir ? kDeparture : kFence);
  put_u64(out, fence.epoch);
  if (fence.heir) out += view(*fence.heir);
}

void put_content(Bytes& out, const TopicMark& mark) {
  out += static_cast<char>(kMark);
  put_u64(out, mark.size);
}

void put_content(Bytes& out, const TopicRead& read) {
  out += static_cast<char>(kRead);
  out += view(read.nonce);
  out += read.entry;
}

void put_content(Bytes& out, const TopicCommit& commit) {
  out += static_cast<char>(commit.arrival ? kArrivingCommit : kCommit);
  if (commit.arrival) {
    put_u64(out, commit.arrival->size);
    out += view(commit.arrival->root);
  }
  put_u64(out, commit.epoch);
  put_u64(out, commit.base_size);
  out += view(commit.base_root);
  out += view(commit.root);
  put_u32(out, static_cast<std::uint32_t>(commit.orders.size()));
  for (const OrderStamp& each : commit.orders) {
    put_u64(out, static_cast<std::uint64_t>(each.recorded_at.micros));
    out += static_cast<char>(each.trust);
    for (const Position at : {each.drafter_key, each.approver_key, each.drafter_grant, each.approver_grant})
      put_u64(out, at);
  }
  put_u32(out, static_cast<std::uint32_t>(commit.parts.size()));
  for (const Hash& each : commit.parts) out += view(each);
  out += commit.stream;
}

Bytes message_of(BytesView signed_bytes, const Hash& genesis) {
  Bytes message{kDomain};
  message += view(genesis);
  message += signed_bytes;
  return message;
}

Result<TopicCommit> read_commit(Take take, bool arrives) {
  TopicCommit commit;
  if (arrives) {
    const std::uint64_t size = take.u64();
    commit.arrival = Arrival{size, take.array<32>()};
  }
  commit.epoch = take.u64();
  commit.base_size = take.u64();
  commit.base_root = take.array<32>();
  commit.root = take.array<32>();
  const std::uint32_t orders = take.u32();
  if (orders == 0 || orders > take.rest().size() / kStampBytes) return not_a_record("a commit without its orders");
  commit.orders.resize(orders);
  for (OrderStamp& each : commit.orders) {
    each.recorded_at = Instant{static_cast<std::int64_t>(take.u64())};
    const BytesView trust = take.bytes(1);
    if (!take.good() || static_cast<unsigned char>(trust[0]) > static_cast<unsigned char>(Trust::kStatement))
      return not_a_record("a trust grade that nobody knows");
    each.trust = static_cast<Trust>(trust[0]);
    for (Position* at : {&each.drafter_key, &each.approver_key, &each.drafter_grant, &each.approver_grant})
      *at = take.u64();
  }
  const std::uint32_t parts = take.u32();
  if (parts > take.rest().size() / sizeof(Hash)) return not_a_record("a commit without the names of its parts");
  commit.parts.resize(parts);
  for (Hash& each : commit.parts) each = take.array<32>();
  if (!take.good()) return not_a_record("a commit that is cut off");
  commit.stream = take.rest();
  return commit;
}

}  // namespace

Hash TopicPart::name() const { return sha256(stream); }

Claim claim_of(const TopicCommit& commit) {
  return {false,
          commit.epoch,
          commit.base_size,
          commit.base_root,
          commit.orders.front().recorded_at,
          commit.orders.back().recorded_at};
}

Claim claim_of(const TopicFence& fence) {
  Claim claim;
  claim.is_fence = true;
  claim.epoch = fence.epoch;
  return claim;
}

Bytes write_signed_record(const TopicContent& content, const Signer& node, const Hash& genesis) {
  Bytes out{kMagic};
  out += view(node.public_key());
  std::visit([&](const auto& each) { put_content(out, each); }, content);
  const Signature signature = node.sign(message_of(out, genesis));
  out += view(signature);
  SILLOK_INVARIANT(out.size() <= kSignedRecordBytesMax, "whoever makes a commit keeps to its size");
  return out;
}

Result<SignedRecord> read_signed_record(BytesView bytes, const Hash& genesis) {
  constexpr std::size_t kFrame = kMagic.size() + sizeof(PublicKey) + 1 + sizeof(Signature);
  if (bytes.size() < kFrame || bytes.size() > kSignedRecordBytesMax || !bytes.starts_with(kMagic))
    return not_a_record("no record of a ledger, or one of a later release");
  const BytesView signed_bytes = bytes.substr(0, bytes.size() - sizeof(Signature));
  Take take{signed_bytes.substr(kMagic.size())};
  SignedRecord record;
  record.node = take.array<32>();
  // The cheap look goes first: garbage costs no signature.
  const char kind = take.bytes(1)[0];
  switch (kind) {
    case kPart: {
      TopicPart part{Bytes{take.rest()}};
      if (part.stream.empty() || part.stream.size() > kPartBytesMax)
        return not_a_record("a part of no size it can have");
      record.content = std::move(part);
      break;
    }
    case kCommit:
    case kArrivingCommit: {
      SILLOK_TRY(commit, read_commit(take, kind == kArrivingCommit));
      record.content = std::move(commit);
      break;
    }
    case kFence:
    case kDeparture: {
      TopicFence fence{take.u64(), std::nullopt};
      if (kind == kDeparture) fence.heir = take.array<32>();
      if (!take.is_at_end()) return not_a_record("a fence of no size it can have");
      record.content = fence;
      break;
    }
    case kMark: {
      const TopicMark mark{take.u64()};
      if (!take.is_at_end()) return not_a_record("a mark of no size it can have");
      record.content = mark;
      break;
    }
    case kRead: {
      const auto nonce = take.array<sizeof(ReadNonce)>();
      if (!take.good() || take.rest().size() > kEntryBytesMax) return not_a_record("a read of no size it can have");
      record.content = TopicRead{nonce, Bytes{take.rest()}};
      break;
    }
    default: return not_a_record("a kind of record that nobody knows");
  }
  if (!verify_signature(record.node, message_of(signed_bytes, genesis), bytes.substr(signed_bytes.size())))
    return fail(Fault::malformed, "topic.signature", "record", "the signature of the node it names does not hold");
  return record;
}

StreamedEntries stream_of(std::span<const BytesView> entries) {
  StreamedEntries out;
  for (const BytesView entry : entries) {
    const EventView event = EventView::trust(entry);
    if (const auto opening = event.opening()) {
      out.orders.push_back({event.recorded_at(), opening->trust, opening->drafter_key, opening->approver_key,
                            opening->drafter_grant, opening->approver_grant});
      put_u32(out.stream, static_cast<std::uint32_t>(opening->header.size()));
      out.stream += opening->header;
      out.stream += view(opening->drafter_signature);
      out.stream += view(opening->approver_signature);
      put_u32(out.stream, opening->act_count);
    }
    SILLOK_INVARIANT(!out.orders.empty(), "entries begin with that of an order");
    put_u32(out.stream, static_cast<std::uint32_t>(event.body_bytes().size()));
    out.stream += event.body_bytes();
  }
  return out;
}

Result<std::vector<StreamedOrder>> read_stream(BytesView stream) {
  std::vector<StreamedOrder> orders;
  Take take{stream};
  while (!take.is_at_end()) {
    StreamedOrder order;
    order.header = take.bytes(take.u32());
    order.drafter_signature = take.array<64>();
    order.approver_signature = take.array<64>();
    const std::uint32_t acts = take.u32();
    // Each act takes its length at least.
    if (!take.good() || acts == 0 || acts > kActsMax || acts > take.rest().size() / sizeof(std::uint32_t))
      return not_a_stream("an order that is cut off, or has no acts");
    order.bodies.reserve(acts);
    for (std::uint32_t i = 0; i < acts; ++i) {
      const std::uint32_t size = take.u32();
      if (size > kEntryBytesMax) return not_a_stream("an act larger than an entry may be");
      order.bodies.push_back(take.bytes(size));
    }
    if (!take.good()) return not_a_stream("an act that is cut off");
    orders.push_back(std::move(order));
  }
  return orders;
}

}  // namespace sillok
