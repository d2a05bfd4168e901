#include "ledger/topic/founding.h"

#include <fmt/format.h>

#include "ledger/base/durable_file.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/topic/order_builder.h"
#include "ledger/topic/replica.h"

namespace sillok {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kStep{200};

// The commit that a ledger begins with.
struct Founded {
  std::int64_t offset = 0;
  Instant append_time;
  Bytes record;
  BuiltOrders orders;
  PublicKey node{};
  std::optional<Arrival> arrival;
};

tl::unexpected<Error> another_ledger(const std::string& topic) {
  return fail(Fault::damaged, "log.identity_changed", topic,
              "another ledger stands in this topic; name the topic of yours");
}

// What the record founds, if it does: one order, the genesis, brought by the node that it names, or by any that says
// which head it is going to bring here. (Whose the ledger is the genesis says; that all of it is right is checked order
// by order.)
std::optional<Founded> founded_by(const TopicRecord& record) {
  const auto read = read_signed_record(record.value, Hash{});
  if (!read || !record.is_append_time) return std::nullopt;
  const auto* commit = std::get_if<TopicCommit>(&read->content);
  if (commit == nullptr || commit->orders.size() != 1 || !commit->parts.empty()) return std::nullopt;
  const TopicHead nothing{0, empty_tree_root(), 0, Instant{INT64_MIN}, record.append_time};
  const auto orders = read_stream(commit->stream);
  if (!orders || orders->size() != 1 || judge(nothing, claim_of(*commit), false) != Verdict::kWins) return std::nullopt;
  OrderBuilder builder;
  const auto reason = builder.add(orders->front(), commit->orders.front());
  if (!reason || !reason->empty() || !builder.signatures_hold() || merkle_root(builder.leaves()) != commit->root)
    return std::nullopt;
  Founded founded{record.offset, record.append_time, record.value, builder.take(), read->node, commit->arrival};
  const auto genesis = read_genesis(EventView::trust(founded.orders.entries.front()));
  if (!genesis) return std::nullopt;
  const std::uint64_t size = founded.orders.entries.size();
  const bool is_founders = commit->arrival
                               ? commit->arrival->size > size || *commit->arrival == Arrival{size, commit->root}
                               : genesis->node_key == read->node;
  if (!is_founders) return std::nullopt;
  return founded;
}

// The first of the topic; nothing where none stands in it.
Result<std::optional<Founded>> find_founded(const TopicAddress& address, milliseconds timeout) {
  SILLOK_TRY(reader, TopicReader::open(address, 0));
  SILLOK_TRY(end, reader->end_offset(timeout));
  auto last = Clock::now();
  for (std::int64_t next = 0; next < end;) {
    SILLOK_TRY(got, reader->next(kStep));
    if (const auto* at_end = std::get_if<TopicEnd>(&got); at_end != nullptr && at_end->offset >= end) break;
    if (const auto* record = std::get_if<TopicRecord>(&got)) {
      if (auto founded = founded_by(*record)) return founded;
      next = record->offset + 1;
      last = Clock::now();
    } else if (Clock::now() - last > timeout) {
      return fail(Fault::unavailable, "broker.unreachable", address.brokers,
                  "the topic's records don't come; ask again");
    }
  }
  return std::optional<Founded>{};
}

Bytes founding_record(std::span<const BytesView> genesis, const Hash& root, const std::optional<Arrival>& arrival,
                      const Signer& node) {
  StreamedEntries streamed = stream_of(genesis);
  TopicCommit commit;
  commit.base_root = empty_tree_root();
  commit.root = root;
  commit.orders = std::move(streamed.orders);
  commit.stream = std::move(streamed.stream);
  commit.arrival = arrival;
  return write_signed_record(commit, node, Hash{});
}

Result<Ok> send_founding(const TopicAddress& address, const Bytes& record, milliseconds timeout) {
  SILLOK_TRY(writer, TopicWriter::open(address, {timeout, milliseconds{0}}));
  SILLOK_TRY(ticket, writer->send(record));
  for (;;) {
    const auto outcome = writer->next_outcome(timeout);
    if (!outcome || outcome->ticket != ticket) continue;
    // Stored or not: what stands in the topic first is read there.
    if (outcome->stored || outcome->stored.error().fault == Fault::outcome_unknown) return Ok{};
    return tl::unexpected{outcome->stored.error()};
  }
}

Result<Ok> settle_in(const std::filesystem::path& directory, RocksLog& log, const TopicOrder& order,
                     const std::string& cluster, const Founded& founded) {
  std::optional<Replica::Arriving> arriving;
  if (founded.arrival && founded.arrival->size > founded.orders.entries.size())
    arriving = Replica::Arriving{*founded.arrival, founded.node};
  SILLOK_CHECK(Replica::begin(log, {founded.offset, founded.append_time, true, founded.record}, arriving));
  return write_topic_home(
      directory, {order.brokers, order.topic, order.settings_file, cluster, founded.offset, founded.append_time});
}

TopicHome home_of(const TopicOrder& order) { return {order.brokers, order.topic, order.settings_file, {}, 0, {}}; }

}  // namespace

Result<int> found_on_topic(const std::filesystem::path& directory, InitOptions options, const TopicOrder& order) {
  SILLOK_TRY(address, address_of(home_of(order)));
  SILLOK_CHECK(create_topic(address, order.replicas, order.timeout));
  SILLOK_TRY(description, describe_topic(address, order.timeout));
  SILLOK_TRY(there, find_founded(address, order.timeout));
  if (there) {
    return fail(Fault::misuse, "topic.in_use", order.topic,
                "a ledger stands in this topic; join it with --trust FILE (of `sillok trust export`), or name another");
  }
  options.before_identity = [&](const std::filesystem::path& at, RocksLog& log, std::span<const BytesView> entries,
                                const Signer& node) -> Result<Ok> {
    SILLOK_CHECK(send_founding(address, founding_record(entries, log.head().root, std::nullopt, node), order.timeout));
    SILLOK_TRY(founded, find_founded(address, order.timeout));
    if (!founded) {
      return fail(Fault::unavailable, "topic.not_recorded", order.topic,
                  "the topic did not take the genesis in time; run the same command again");
    }
    if (founded->orders.leaves.front() != leaf_hash(entries.front())) return another_ledger(order.topic);
    return settle_in(at, log, order, description.cluster_id, *founded);
  };
  SILLOK_CHECK(Ledger::create(directory, options));
  return description.replicas;
}

Result<Ok> join_topic(const std::filesystem::path& directory, const Hash& genesis, const TopicOrder& order) {
  SILLOK_TRY(address, address_of(home_of(order)));
  SILLOK_TRY(description, describe_topic(address, order.timeout));
  SILLOK_TRY(founded, find_founded(address, order.timeout));
  if (!founded) {
    return fail(Fault::not_found, "topic.empty", order.topic,
                "no ledger stands in this topic; without --trust one is founded there");
  }
  if (founded->orders.leaves.front() != genesis) return another_ledger(order.topic);
  return Ledger::create_replica(directory, founded->orders.entries,
                                [&](const std::filesystem::path& at, RocksLog& log) {
                                  return settle_in(at, log, order, description.cluster_id, *founded);
                                });
}

Result<std::optional<ArrivedIn>> who_stands_in(const TopicAddress& address, milliseconds timeout) {
  SILLOK_TRY(founded, find_founded(address, timeout));
  if (!founded) return std::optional<ArrivedIn>{};
  return std::optional{ArrivedIn{founded->offset, founded->orders.leaves.front(), founded->arrival, founded->node}};
}

Result<Ok> announce_arrival(const TopicAddress& address, std::span<const BytesView> genesis, const Arrival& head,
                            const Hash& root_behind_genesis, const Signer& node, milliseconds timeout) {
  return send_founding(address, founding_record(genesis, root_behind_genesis, head, node), timeout);
}

Result<Ok> check_topic(const TopicHome& home, const TopicAddress& address, milliseconds timeout) {
  SILLOK_TRY(description, describe_topic(address, timeout));
  if (description.cluster_id != home.cluster_id) {
    return fail(Fault::damaged, "log.identity_changed", home.brokers,
                fmt::format("this is cluster {}, not {} which the replica was made from; name the right brokers",
                            description.cluster_id, home.cluster_id));
  }
  std::string wrong;
  const auto expect = [&](const std::string& name, const std::string& is, const std::string& must) {
    if (is != must) wrong += fmt::format("{}{} is {}, must be {}", wrong.empty() ? "" : "; ", name, is, must);
  };
  expect("partitions", std::to_string(description.partitions), "1");
  expect("first offset", std::to_string(description.first_offset), "0");
  for (const auto& [name, must] : topic_settings(description.replicas)) {
    const auto is = description.settings.find(name);
    expect(name, is == description.settings.end() ? "unknown" : is->second, must);
  }
  if (description.first_offset <= home.founding_offset) {
    SILLOK_TRY(reader, TopicReader::open(address, home.founding_offset));
    SILLOK_TRY(first, reader->next(timeout));
    const auto* record = std::get_if<TopicRecord>(&first);
    if (record == nullptr || record->offset != home.founding_offset || record->append_time != home.founded_at) {
      return fail(Fault::damaged, "log.identity_changed", home.topic,
                  "the topic was made anew since this replica was made: its first commit is another");
    }
  }
  if (wrong.empty()) return Ok{};
  return fail(Fault::misuse, "topic.settings", home.topic,
              wrong + "; until they are right this replica reads and records nothing");
}

}  // namespace sillok
