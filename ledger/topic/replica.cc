#include "ledger/topic/replica.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/crypto/hash.h"
#include "ledger/desk/access_log.h"
#include "ledger/desk/beside_rows.h"
#include "ledger/topic/order_builder.h"

namespace sillok {
namespace {

constexpr BytesView kStateKey = "S";
constexpr std::size_t kStateNumbers = 13, kStateHashes = 4;
constexpr std::size_t kStateBytes = kStateNumbers * 8 + kStateHashes * sizeof(Hash);

// A waiting part: under its name its number and its bytes, under its number its name.
Bytes part_key(const Hash& name) { return Bytes{"P"} += view(name); }

tl::unexpected<Error> damaged_row() {
  return fail(Fault::damaged, "log.topic_rows", "log",
              "what this replica keeps of its topic is not what it wrote; make a new replica of the topic");
}

tl::unexpected<Error> not_a_replica(const std::string& where) {
  return fail(Fault::misuse, "topic.not_a_replica", where,
              "this ledger follows no topic; make a replica with `sillok init --kafka` and --trust");
}

}  // namespace

Result<Replica> Replica::open(Ledger& ledger, std::uint64_t waiting_parts_bytes_max) {
  SILLOK_TRY(state, read_state(ledger.log()));
  if (!state) return not_a_replica(ledger.directory().string());
  Replica replica{ledger, waiting_parts_bytes_max};
  replica.state_ = *std::move(state);
  return replica;
}

Result<Replica::Reached> Replica::reached(const RocksLog& log) {
  SILLOK_TRY(state, read_state(log));
  if (!state) return not_a_replica("log");
  return Reached{state->next_offset, state->appended_at, state->marks, state->reads};
}

Result<std::optional<Replica::State>> Replica::read_state(const RocksLog& log) {
  SILLOK_TRY(row, log.topic(kStateKey));
  if (!row) return std::optional<State>{};
  if (row->size() != kStateBytes) return damaged_row();
  const auto number = [&](std::size_t at) { return get_u64(BytesView{*row}.substr(at * 8)); };
  const auto hash = [&](std::size_t at) {
    return get_array<Hash>(BytesView{*row}.substr(kStateNumbers * 8 + at * sizeof(Hash)));
  };
  State state{static_cast<std::int64_t>(number(0)),
              number(1),
              Instant{static_cast<std::int64_t>(number(2))},
              number(3),
              number(4),
              number(5),
              number(6),
              number(9),
              number(10),
              number(11),
              Instant{static_cast<std::int64_t>(number(12))},
              hash(0),
              std::nullopt,
              std::nullopt};
  if (number(7) != 0) state.arriving = Arriving{{number(7), hash(1)}, hash(2)};
  if (number(8) != 0) state.heir = hash(3);
  return std::optional{std::move(state)};
}

Result<Ok> Replica::begin(RocksLog& log, const BrokerRecord& founding, const std::optional<Arriving>& arrival) {
  State state;
  state.next_offset = founding.offset + 1;
  state.appended_at = founding.append_time;
  state.last = sha256(founding.value);
  state.arriving = arrival;
  const RocksLog::TopicPut put{Bytes{kStateKey}, row_of(state)};
  return log.put_topic({&put, 1}, Durable::kNow);
}

Bytes Replica::row_of(const State& state) {
  Bytes row;
  for (const std::uint64_t each :
       {static_cast<std::uint64_t>(state.next_offset), state.epoch,
        static_cast<std::uint64_t>(state.appended_at.micros), state.next_part, state.oldest_part, state.waiting_bytes,
        state.quarantined, state.arriving ? state.arriving->head.size : 0, std::uint64_t{state.heir.has_value()},
        state.marks, state.marked_size, state.reads, static_cast<std::uint64_t>(state.read_at.micros)})
    put_u64(row, each);
  const Arriving arriving = state.arriving.value_or(Arriving{});
  for (const Hash& each : {state.last, arriving.head.root, arriving.node, state.heir.value_or(Hash{})})
    row += view(each);
  return row;
}

bool Replica::is_last(const BrokerRecord& record) const {
  return record.offset == state_.next_offset - 1 && sha256(record.value) == state_.last;
}

TopicHead Replica::head() const {
  const LogHead& head = ledger_.log().head();
  return {
      head.size, head.root, state_.epoch, ledger_.newest_recorded_at(), state_.appended_at, state_.heir.has_value()};
}

bool Replica::may_write(const PublicKey& node) const {
  return state_.arriving ? node == state_.arriving->node : ledger_.registry().is_node(node);
}

Result<Replica::Judged> Replica::take(const BrokerRecord& record, const std::optional<Own>& own) {
  const State before = state_;
  const std::uint64_t size_before = ledger_.log().head().size;
  rows_.clear();
  state_.next_offset = record.offset + 1;
  state_.last = sha256(record.value);
  const auto judged = [&]() -> Result<Judged> {
    if (!record.is_append_time) return Judged{std::nullopt, "topic.clock"};
    state_.appended_at = std::max(state_.appended_at, record.append_time);
    const auto read = read_signed_record(record.value, ledger_.genesis().hash);
    if (!read) return Judged{std::nullopt, read.error().code};
    if (!may_write(read->node)) return Judged{std::nullopt, "topic.stranger"};
    if (const auto* part = std::get_if<TopicPart>(&read->content)) return take_part(*part);
    if (const auto* commit = std::get_if<TopicCommit>(&read->content)) return take_commit(*commit, own);
    if (const auto* mark = std::get_if<TopicMark>(&read->content)) return take_mark(*mark);
    if (const auto* of_reads = std::get_if<TopicRead>(&read->content)) return take_read(*of_reads);
    return take_fence(std::get<TopicFence>(read->content));
  }();
  if (judged && !judged->quarantined.empty()) {
    Bytes row;
    put_u64(row, static_cast<std::uint64_t>(record.offset));
    put(numbered_key("Q", state_.quarantined), row += judged->quarantined);
    if (state_.quarantined >= kQuarantineMax) put(numbered_key("Q", state_.quarantined - kQuarantineMax), std::nullopt);
    ++state_.quarantined;
  }
  if (judged && ledger_.log().head().size != size_before) return judged;  // its rows went with the events
  put(Bytes{kStateKey}, row_of(state_));
  auto stored = judged ? ledger_.log().put_topic(rows_) : Result<Ok>{tl::unexpected{judged.error()}};
  if (stored) return judged;
  state_ = before;
  return tl::unexpected{std::move(stored).error()};
}

Result<Replica::Judged> Replica::take_fence(const TopicFence& fence) {
  const Verdict verdict = judge(head(), claim_of(fence), !ledger_.is_sandbox());
  if (verdict != Verdict::kFences) return Judged{verdict, std::string{name_of(verdict)}};
  if (fence.heir && state_.arriving) return Judged{Verdict::kRefused, "refused: a ledger leaves once it is there"};
  if (fence.heir) SILLOK_CHECK(ledger_.leave());
  state_.epoch = fence.epoch;
  state_.heir = fence.heir;
  return Judged{verdict, {}};
}

Result<Replica::Judged> Replica::take_mark(const TopicMark& mark) {
  if (state_.heir) return Judged{std::nullopt, std::string{name_of(Verdict::kMoved)}};
  const std::uint64_t size = ledger_.log().head().size;
  // Who brings a ledger brings its marks before the last of its orders, behind which others may set some.
  bool is_next = mark.size > state_.marked_size && mark.size <= (state_.arriving ? state_.arriving->head.size : size);
  if (is_next && mark.size < size) {
    SILLOK_TRY(entry, ledger_.log().read(mark.size));
    is_next = EventView::trust(entry).opening().has_value();  // behind whole orders
  }
  if (!is_next) return Judged{std::nullopt, "persons.mark"};
  Bytes row;
  put_u64(row, mark.size);
  put(mark_row_key(state_.marks++), std::move(row));
  state_.marked_size = mark.size;
  return Judged{};
}

Result<Replica::Judged> Replica::take_read(const TopicRead& read) {
  if (state_.heir) return Judged{std::nullopt, std::string{name_of(Verdict::kMoved)}};
  const auto record = decode_read_record(read.entry);
  if (!record || record->previous != Hash{}) return Judged{std::nullopt, "access.entry"};
  if (record->read_at < state_.read_at) return Judged{std::nullopt, "access.time"};
  // What was read before a ledger arrived was read at whatever its clock said, and nobody is younger than that.
  const bool is_in_time = state_.arriving || record->read_at == state_.read_at ||
                          record->read_at.micros <= state_.appended_at.micros + kClockAheadMax;
  if (!ledger_.is_sandbox() && !is_in_time) return Judged{std::nullopt, "topic.clock"};
  // Sent again by somebody who did not hear that it was stored.
  const Bytes once = Bytes{"D"} += view(read.nonce);
  SILLOK_TRY(there, ledger_.log().topic(once));
  if (there) return Judged{std::nullopt, "access.again"};
  put(once, Bytes{});
  put(read_row_key(state_.reads++), read.entry);
  state_.read_at = record->read_at;
  return Judged{};
}

std::string Replica::detour(const TopicCommit& commit, std::uint64_t size) const {
  if (commit.arrival) return "a ledger arrives once, and with its genesis";
  if (!state_.arriving || size < state_.arriving->head.size) return "";
  const bool is_it = size == state_.arriving->head.size && commit.root == state_.arriving->head.root;
  return is_it ? "" : "it leads to another head than the one that is to be brought here";
}

Result<Replica::Judged> Replica::take_part(const TopicPart& part) {
  const Hash name = part.name();
  SILLOK_TRY(there, ledger_.log().topic(part_key(name)));
  if (there) return Judged{std::nullopt, "topic.part_again"};
  Bytes value;
  put_u64(value, state_.next_part);
  value += part.stream;
  put(part_key(name), std::move(value));
  put(numbered_key("O", state_.next_part), Bytes{view(name)});
  ++state_.next_part;
  state_.waiting_bytes += part.stream.size();
  SILLOK_CHECK(let_parts_fall_out());
  return Judged{};
}

Result<Ok> Replica::let_parts_fall_out() {
  while (state_.waiting_bytes > waiting_max_) {
    // Used ones have left a gap.
    const Bytes key = numbered_key("O", state_.oldest_part++);
    SILLOK_TRY(name, ledger_.log().topic(key));
    if (!name) continue;
    if (name->size() != sizeof(Hash)) return damaged_row();
    SILLOK_TRY(value, ledger_.log().topic("P" + *name));
    if (!value || value->size() < 8) return damaged_row();
    state_.waiting_bytes -= value->size() - 8;
    put(key, std::nullopt);
    put("P" + *name, std::nullopt);
  }
  return Ok{};
}

Result<std::optional<Replica::Gathered>> Replica::gather(const TopicCommit& commit) const {
  Gathered gathered;
  for (const Hash& name : commit.parts) {
    SILLOK_TRY(value, ledger_.log().topic(part_key(name)));
    if (!value) return std::optional<Gathered>{};
    if (value->size() < 8) return damaged_row();
    gathered.stream.append(*value, 8);
    gathered.parts[name] = {get_u64(*value), value->size() - 8};
  }
  gathered.stream += commit.stream;
  return std::optional{std::move(gathered)};
}

Result<Replica::Judged> Replica::take_commit(const TopicCommit& commit, const std::optional<Own>& own) {
  const auto is_void = [](Verdict verdict, std::string why = {}) {
    return Judged{verdict, why.empty() ? std::string{name_of(verdict)} : std::move(why)};
  };
  const Verdict by_head = judge(head(), claim_of(commit), !ledger_.is_sandbox());
  if (by_head != Verdict::kWins) return is_void(by_head);
  SILLOK_TRY(gathered, gather(commit));
  if (!gathered) return is_void(Verdict::kMissingPart);
  std::optional<BuiltOrders> built;
  if (!own) {
    std::string why;
    SILLOK_TRY(from_stream, build(commit, gathered->stream, why));
    if (!from_stream) return is_void(Verdict::kRefused, "refused: " + why);
    built = std::move(from_stream);
  }
  const std::uint64_t size = ledger_.log().head().size + (own ? own->entries.size() : built->entries.size());
  if (std::string why = detour(commit, size); !why.empty()) return is_void(Verdict::kRefused, "refused: " + why);
  if (state_.arriving && size == state_.arriving->head.size) state_.arriving.reset();
  for (const auto& [name, part] : gathered->parts) {
    state_.waiting_bytes -= part.bytes;
    put(numbered_key("O", part.number), std::nullopt);
    put(part_key(name), std::nullopt);
  }
  put(Bytes{kStateKey}, row_of(state_));
  if (own) {
    SILLOK_CHECK(ledger_.follow(own->entries, own->leaves, own->index, rows_));
  } else {
    const std::vector<BytesView> entries(built->entries.begin(), built->entries.end());
    SILLOK_CHECK(ledger_.follow(entries, built->leaves, built->index, rows_));
  }
  return Judged{Verdict::kWins, {}};
}

Result<std::optional<BuiltOrders>> Replica::build(const TopicCommit& commit, BytesView stream, std::string& why) const {
  const auto refused = [&](std::string reason) {
    why = std::move(reason);
    return std::optional<BuiltOrders>{};
  };
  const auto orders = read_stream(stream);
  if (!orders) return refused(orders.error().message);
  if (orders->size() != commit.orders.size()) return refused("it has not the orders that it names");
  OrderBuilder builder{ledger_.log(), ledger_.registry(), ledger_.newest_recorded_at()};
  for (std::size_t i = 0; i < orders->size(); ++i) {
    SILLOK_TRY(reason, builder.add((*orders)[i], commit.orders[i]));
    if (!reason.empty()) return refused(std::move(reason));
  }
  if (!builder.signatures_hold()) return refused("a signature of an order does not hold");
  if (ledger_.log().root_with(builder.leaves()) != commit.root)
    return refused("its root is another than that of its events");
  return std::optional{builder.take()};
}

Result<std::vector<Replica::Quarantined>> Replica::quarantine(const RocksLog& log) {
  std::vector<Quarantined> out;
  SILLOK_CHECK(log.topic_scan("Q", [&](BytesView, BytesView row) -> Result<Ok> {
    if (row.size() < 8) return damaged_row();
    out.push_back({static_cast<std::int64_t>(get_u64(row)), std::string{row.substr(8)}});
    return Ok{};
  }));
  return out;
}

}  // namespace sillok
