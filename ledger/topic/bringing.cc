#include "ledger/topic/bringing.h"

#include <fmt/format.h>

#include "ledger/base/crash_point.h"
#include "ledger/crypto/hash.h"
#include "ledger/desk/access_log.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/person_history.h"
#include "ledger/topic/move_stage.h"
#include "ledger/topic/sequencer.h"

namespace sillok {
namespace {

// Of what is brought in one commit, unless the first order is larger.
constexpr std::size_t kBroughtBytes = 900'000, kBroughtOrders = 2'000, kBroughtBeside = 1'000;
constexpr int kAttempts = 5;

tl::unexpected<Error> in_use(const std::string& topic) {
  return fail(Fault::misuse, "topic.in_use", topic,
              "a ledger stands in this topic, or a part of one that is not what is to be moved now; name another");
}

// It is this ledger's announcement, as the ledger is now.
bool is_of(const ArrivedIn& first, const Ledger& source) {
  return first.genesis == source.genesis().hash &&
         first.head == Arrival{source.log().head().size, source.log().head().root};
}

struct Brought {
  std::vector<Bytes> entries;
  std::vector<Hash> leaves;
};

// Whole orders from there on, one at least.
Result<Brought> next_orders(const RocksLog& log, Position begin) {
  Brought out;
  std::size_t bytes = 0, orders = 0;
  std::optional<Error> damaged;
  SILLOK_CHECK(log.scan(begin, log.head().size, [&](Position position, BytesView entry) {
    const auto event = EventView::check(entry);
    if (!event) {
      damaged = Error{Fault::damaged, "log.damaged", fmt::format("position {}", position),
                      event.error().message + "; restore this ledger from a verified copy"};
      return false;
    }
    if (event->opening()) {
      if (orders > 0 && (bytes > kBroughtBytes || orders == kBroughtOrders)) return false;
      ++orders;
    }
    bytes += entry.size();
    out.entries.emplace_back(entry);
    out.leaves.push_back(leaf_hash(entry));
    return true;
  }));
  if (damaged) return tl::unexpected{*damaged};
  return out;
}

std::vector<BytesView> views_of(const std::vector<Bytes>& entries) { return {entries.begin(), entries.end()}; }

// Brings the log into the topic, which begins with its announcement; `copy` is then what the topic leads to.
class Bringing {
 public:
  Bringing(const Ledger& source, const TopicOrder& order, const TopicAddress& address, const MoveProgress& progress)
      : source_(source), order_(order), address_(address), progress_(progress), head_(source.log().head()) {}

  Result<std::unique_ptr<Ledger>> run() {
    for (int attempt = 1;; ++attempt) {
      SILLOK_TRY(copy, open_copy());
      SILLOK_CHECK(bring_into(*copy));
      if (copy->log().head().size == head_.size && copy->log().head().root == head_.root) {
        SILLOK_CHECK(check_beside(*copy));
        return copy;
      }
      if (attempt == kAttempts)
        return fail(Fault::unavailable, "topic.not_recorded", order_.topic,
                    "others record in the topic while it is read back; run the same command again");
      // A commit of a run that was killed had arrived late, and others have gone on behind it: read again, up to it.
      copy.reset();
      SILLOK_CHECK(remove_move_copy(source_.directory()));
    }
  }

 private:
  Result<std::unique_ptr<Ledger>> open_copy() {
    const auto path = move_copy_path(source_.directory());
    // One that is whole (its identity is written last), and of this very topic.
    SILLOK_TRY(description, describe_topic(address_, order_.timeout));
    bool is_whole = identity_in(path).has_value();
    if (is_whole) {
      SILLOK_TRY(home, read_topic_home(path));
      is_whole = home.topic == order_.topic && home.cluster_id == description.cluster_id;
    }
    if (is_whole) {
      auto copy = Ledger::open(path, Access::kWrite);
      // What a power loss spoiled of it is read once more.
      if (copy || copy.error().fault != Fault::damaged) return copy;
    }
    SILLOK_CHECK(remove_move_copy(source_.directory()));
    SILLOK_CHECK(join_topic(path, source_.genesis().hash, order_));
    SILLOK_CRASH_POINT("move.after_copy");
    return Ledger::open(path, Access::kWrite);
  }

  Result<Ok> bring_into(Ledger& copy) {
    SILLOK_TRY(node, node_signer(source_.directory(), source_.genesis()));
    SILLOK_TRY(sequencer, TopicSequencer::open_to_move(copy, address_, std::move(node), {}));
    const auto is_under_way = [&] {
      progress_(copy.log().head().size, head_.size);
      return sequencer->replica().arriving().has_value();
    };
    if (is_under_way()) SILLOK_CHECK(sequencer->follower().catch_up(kMovePatience, is_under_way));
    // Also behind the announcement of a ledger that has nothing else to bring.
    if (is_under_way() || copy.log().head().size == head_.size) SILLOK_CHECK(bring_beside(copy, *sequencer));
    while (is_under_way()) {
      SILLOK_TRY(orders, next_orders(source_.log(), copy.log().head().size));
      // From here on it may be there, whatever is heard of it.
      if (copy.log().head().size + orders.entries.size() == head_.size)
        SILLOK_CHECK(write_move_stage(source_.directory(), {order_.topic, {}, true}));
      SILLOK_CRASH_POINT("move.before_orders");
      SILLOK_CHECK(sequencer->bring(views_of(orders.entries), orders.leaves));
    }
    return Ok{};
  }

  // The logs beside the events, before the last order: behind it others may add to them.
  Result<Ok> bring_beside(const Ledger& copy, TopicSequencer& sequencer) {
    for (const std::string_view name : {kPersonsLog, kAccessLog}) {
      SILLOK_TRY(log, side_log_to_read(source_, name));
      while (log) {
        SILLOK_TRY(there, Replica::reached(copy.log()));
        const std::uint64_t begin = name == kPersonsLog ? there.marks : there.reads;
        const std::uint64_t end = std::min(log->head().size, begin + kBroughtBeside);
        if (begin >= end) break;
        std::vector<TopicContent> contents;
        for (Position position = begin; position < end; ++position) {
          SILLOK_TRY(entry, log->read(position));
          SILLOK_TRY(content, name == kPersonsLog ? mark_of(entry) : read_of(position, entry));
          contents.push_back(std::move(content));
        }
        SILLOK_CRASH_POINT("move.before_beside");
        SILLOK_CHECK(sequencer.bring_beside(contents));
        SILLOK_TRY(now, Replica::reached(copy.log()));
        if ((name == kPersonsLog ? now.marks : now.reads) >= end) continue;
        return fail(Fault::unavailable, "topic.not_recorded", source_.directory().string(),
                    fmt::format("the topic did not take the log of {} in time; run the same command again", name));
      }
    }
    return Ok{};
  }
  // Nothing of them is here that the topic does not have.
  Result<Ok> check_beside(const Ledger& copy) {
    SILLOK_TRY(there, Replica::reached(copy.log()));
    for (const auto& [name, count] : {std::pair{kPersonsLog, there.marks}, {kAccessLog, there.reads}}) {
      SILLOK_TRY(log, side_log_to_read(source_, name));
      if (!log || log->head().size <= count) continue;
      return fail(Fault::damaged, fmt::format("{}.damaged", name), fmt::format("{} {}", name, count),
                  fmt::format("the log of {} has entries that the topic does not have; call the move off by `sillok "
                              "migrate --to embedded`, or restore this ledger from a verified copy",
                              name));
    }
    return Ok{};
  }
  static Result<TopicContent> mark_of(const Bytes& entry) {
    SILLOK_TRY(persons, decode_persons_entry(entry));
    return TopicContent{TopicMark{persons.size}};
  }
  // Sent again by the next run it is the same one.
  static Result<TopicContent> read_of(Position position, const Bytes& entry) {
    SILLOK_TRY(read, decode_read_record(entry));
    read.previous = {};
    Bytes name;
    put_u64(name, position);
    TopicRead out{{}, encode(read)};
    std::copy(name.begin(), name.end(), out.nonce.begin());
    return TopicContent{std::move(out)};
  }

  const Ledger& source_;
  const TopicOrder& order_;
  const TopicAddress& address_;
  const MoveProgress& progress_;
  const LogHead head_;
};

// The first record of the topic is this ledger's, on its way to its present head.
Result<Ok> announce(const Ledger& source, const TopicOrder& order, const TopicAddress& address) {
  SILLOK_TRY(node, node_signer(source.directory(), source.genesis()));
  const Arrival head{source.log().head().size, source.log().head().root};
  SILLOK_TRY(first, who_stands_in(address, order.timeout));
  if (!first) {
    std::vector<Bytes> genesis;
    SILLOK_CHECK(source.log().scan(0, head.size, [&](Position position, BytesView entry) {
      if (position > 0 && EventView::trust(entry).opening()) return false;
      genesis.emplace_back(entry);
      return true;
    }));
    if (genesis.size() == head.size) SILLOK_CHECK(write_move_stage(source.directory(), {order.topic, {}, true}));
    SILLOK_TRY(root, source.log().tree().root(genesis.size()));
    SILLOK_CHECK(announce_arrival(address, views_of(genesis), head, root, node, order.timeout));
    SILLOK_TRY(now_first, who_stands_in(address, order.timeout));
    if (!now_first) {
      return fail(Fault::unavailable, "topic.not_recorded", order.topic,
                  "the topic did not take the ledger's beginning in time; run the same command again");
    }
    first = std::move(now_first);
    SILLOK_CRASH_POINT("move.after_announcement");
  }
  if (!is_of(*first, source) || first->node != node.public_key()) return in_use(order.topic);
  return Ok{};
}

}  // namespace

Result<Ok> check_may_bring(const Ledger& source, const TopicOrder& order, const TopicAddress& address) {
  SILLOK_TRY(first, who_stands_in(address, order.timeout));
  return !first || is_of(*first, source) ? Result<Ok>{Ok{}} : in_use(order.topic);
}

Result<std::unique_ptr<Ledger>> bring_into_topic(const Ledger& source, const TopicOrder& order,
                                                 const TopicAddress& address, const MoveProgress& progress) {
  SILLOK_CHECK(announce(source, order, address));
  return Bringing(source, order, address, progress).run();
}

}  // namespace sillok
