#include "ledger/topic/moving.h"

#include <fmt/format.h>

#include "ledger/base/crash_point.h"
#include "ledger/base/durable_file.h"
#include "ledger/base/named_lines.h"
#include "ledger/crypto/hash.h"
#include "ledger/crypto/keys.h"
#include "ledger/desk/access_log.h"
#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/person_history.h"
#include "ledger/topic/sequencer.h"
#include "ledger/topic/turn.h"

namespace sillok {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kForm = "sillok-moving/v1";
constexpr milliseconds kPatience{10'000};
// Of the orders that are brought in one commit, unless the first of them is larger.
constexpr std::size_t kBroughtBytes = 900'000, kBroughtOrders = 2'000, kBroughtBeside = 1'000;
constexpr int kAttempts = 5;

// What the file MOVING says. Of a topic its name alone: how to reach it is told anew.
struct Moving {
  std::string topic;      // that it goes to; empty: it comes home
  std::string heir;       // then: the name it leaves the topic for, in hexadecimal
  bool is_final = false;  // it may have arrived; or it has left the topic
  bool operator==(const Moving&) const = default;
};

tl::unexpected<Error> storage_failed(const std::filesystem::path& path) {
  return fail(Fault::unavailable, "storage.failed", path.filename().string(),
              "the file could not be changed; check the disk and run the same command again");
}

Result<std::optional<Moving>> read_moving(const std::filesystem::path& directory) {
  if (!can_see(moving_path(directory))) return std::optional<Moving>{};
  NamedLines lines{content_of(moving_path(directory)), kForm};
  Moving moving;
  moving.topic = lines.take("topic");
  moving.heir = lines.take("heir");
  const std::string stage = lines.take("stage");
  for (std::string* each : {&moving.topic, &moving.heir}) {
    if (*each == "-") each->clear();
  }
  moving.is_final = stage == "final";
  const bool goes_one_way = moving.topic.empty() ? hash_from_hex(moving.heir).has_value() : moving.heir.empty();
  if (!lines.are_all() || !goes_one_way || (!moving.is_final && stage != "begun")) {
    return fail(Fault::damaged, "ledger.moving", "MOVING",
                "the file that says how far the move came can't be read; put it back, or restore this ledger from a "
                "verified copy");
  }
  return std::optional{std::move(moving)};
}

Result<Ok> write_moving(const std::filesystem::path& directory, const Moving& moving) {
  const auto or_dash = [](const std::string& text) { return text.empty() ? std::string{"-"} : text; };
  const std::string text = fmt::format("{}\ntopic {}\nheir {}\nstage {}\n", kForm, or_dash(moving.topic),
                                       or_dash(moving.heir), moving.is_final ? "final" : "begun");
  if (replace_durably(moving_path(directory), text, 0600)) return storage_failed(moving_path(directory));
  return Ok{};
}

Result<Ok> remove_durably(const std::filesystem::path& path) {
  std::error_code failed;
  std::filesystem::remove_all(path, failed);
  if (failed || sync_directory(path.parent_path())) return storage_failed(path);
  return Ok{};
}

// What was read of the directory before it was locked.
struct Standing {
  std::optional<Moving> begun;
  bool follows = false;
  bool operator==(const Standing&) const = default;
};
Result<Standing> standing_of(const std::filesystem::path& directory) {
  SILLOK_TRY(begun, read_moving(directory));
  return Standing{std::move(begun), is_replica(directory)};
}

// Locked, and still as it was.
Result<std::unique_ptr<Ledger>> open_as_it_was(const std::filesystem::path& directory, const Standing& before) {
  const auto open = [&] { return Ledger::open_to_move(directory); };
  SILLOK_TRY(ledger, before.follows ? take_turn(directory, open, kPatience) : open());
  SILLOK_TRY(now, standing_of(directory));
  if (now == before) return ledger;
  return fail(Fault::unavailable, "ledger.locked", directory.string(),
              "another `sillok migrate` has just been at work here; run the same command again");
}

// Where the ledger is read back from its topic.
std::filesystem::path copy_path(const std::filesystem::path& directory) { return directory / "moving"; }

tl::unexpected<Error> in_use(const std::string& topic) {
  return fail(Fault::misuse, "topic.in_use", topic,
              "a ledger stands in this topic, or a part of one that is not what is to be moved now; name another");
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
  Bringing(Ledger& source, const TopicOrder& order, const TopicAddress& address, const MoveProgress& progress)
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
      SILLOK_CHECK(remove_durably(copy_path(source_.directory())));
    }
  }

 private:
  Result<std::unique_ptr<Ledger>> open_copy() {
    const auto path = copy_path(source_.directory());
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
    SILLOK_CHECK(remove_durably(path));
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
    if (is_under_way()) SILLOK_CHECK(sequencer->follower().catch_up(kPatience, is_under_way));
    // Also behind the announcement of a ledger that has nothing else to bring.
    if (is_under_way() || copy.log().head().size == head_.size) SILLOK_CHECK(bring_beside(copy, *sequencer));
    while (is_under_way()) {
      SILLOK_TRY(orders, next_orders(source_.log(), copy.log().head().size));
      // From here on it may be there, whatever is heard of it.
      if (copy.log().head().size + orders.entries.size() == head_.size)
        SILLOK_CHECK(write_moving(source_.directory(), {order_.topic, {}, true}));
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

  Ledger& source_;
  const TopicOrder& order_;
  const TopicAddress& address_;
  const MoveProgress& progress_;
  const LogHead head_;
};

// The first record of the topic is this ledger's, on its way to its present head.
Result<Ok> announce(Ledger& source, const TopicOrder& order, const TopicAddress& address) {
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
    if (genesis.size() == head.size) SILLOK_CHECK(write_moving(source.directory(), {order.topic, {}, true}));
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
  if (first->genesis != source.genesis().hash || first->head != head || first->node != node.public_key())
    return in_use(order.topic);
  return Ok{};
}

// What the copy keeps of its topic is the directory's from now on.
Result<Ok> take_over(Ledger& source, const TopicOrder& order, std::unique_ptr<Ledger> copy) {
  const auto& directory = source.directory();
  std::vector<RocksLog::TopicPut> rows;
  SILLOK_CHECK(copy->log().topic_scan("", [&](BytesView key, BytesView value) -> Result<Ok> {
    rows.push_back({Bytes{key}, Bytes{value}});
    return Ok{};
  }));
  SILLOK_TRY(home, read_topic_home(copy->directory()));
  // Another run may have begun it, and reached the topic in another way.
  home.brokers = order.brokers;
  home.settings_file = order.settings_file;
  copy.reset();
  SILLOK_CRASH_POINT("move.before_rows");
  SILLOK_CHECK(source.log().put_topic(rows, Durable::kNow));
  SILLOK_CRASH_POINT("move.after_rows");
  SILLOK_CHECK(write_topic_home(directory, home));
  SILLOK_CHECK(tell_store_moved(directory));
  SILLOK_CRASH_POINT("move.before_settling");
  SILLOK_CHECK(source.settle());
  SILLOK_CRASH_POINT("move.after_settling");
  SILLOK_CHECK(remove_durably(moving_path(directory)));
  SILLOK_CRASH_POINT("move.before_end");
  return remove_durably(copy_path(directory));
}

// No other copy of this ledger can be where it was going.
Result<CameHome> call_off(const std::filesystem::path& directory, const Standing& standing) {
  const Moving& moving = *standing.begun;
  if (moving.is_final) {
    return fail(Fault::unavailable, "ledger.moving", directory.string(),
                fmt::format("all of this ledger may be in topic {} already, and others may record there; run `sillok "
                            "migrate --to kafka` once more, then it can come back",
                            moving.topic));
  }
  SILLOK_TRY(ledger, open_as_it_was(directory, standing));
  SILLOK_CHECK(ledger->settle());
  SILLOK_CHECK(remove_durably(moving_path(directory)));
  SILLOK_CHECK(remove_durably(copy_path(directory)));
  return CameHome::kNeverLeft;
}

// Whoever is a ledger's home signs its checkpoints and seals what it records.
Result<Ok> need_own_keys(const Ledger& ledger) {
  const auto& directory = ledger.directory();
  if (ledger.is_sandbox()) return Ok{};
  for (const char* kind : {"ledger", "vault"}) {
    if (can_see(key_path(directory, kind))) continue;
    return fail(Fault::misuse, "key.absent", key_path(directory, kind).string(),
                "the ledger's own keys are not in this replica; bring them by `sillok keys export` and `keys import` "
                "first");
  }
  return Ok{};
}

// The topic is over once this returns. `moving` is written down before anything is sent.
Result<Ok> leave_topic(Ledger& ledger, const Moving& moving) {
  SILLOK_TRY(home, read_topic_home(ledger.directory()));
  SILLOK_TRY(address, address_of(home));
  SILLOK_TRY(node, node_signer(ledger.directory(), ledger.genesis()));
  SILLOK_TRY(sequencer, TopicSequencer::open_to_move(ledger, address, std::move(node), {}));
  SILLOK_CHECK(sequencer->follower().catch_up(kPatience));
  const Hash heir = *hash_from_hex(moving.heir);
  if (sequencer->replica().heir() != heir) SILLOK_CHECK(sequencer->check_may_write());
  SILLOK_CHECK(write_moving(ledger.directory(), moving));
  SILLOK_CRASH_POINT("move.before_departure");
  return sequencer->depart(heir);
}

}  // namespace

Result<Ok> move_to_topic(const std::filesystem::path& directory, const TopicOrder& order,
                         const MoveProgress& progress) {
  SILLOK_TRY(standing, standing_of(directory));
  const auto& begun = standing.begun;
  if (begun && begun->topic != order.topic) {
    return fail(Fault::misuse, "ledger.moving", directory.string(),
                begun->topic.empty()
                    ? std::string{"this ledger is coming home from its topic; finish that with `sillok migrate --to "
                                  "embedded`"}
                    : fmt::format("this ledger is on its way to topic {}; go on with that, or call it off with `sillok "
                                  "migrate --to embedded`",
                                  begun->topic));
  }
  if (!begun && standing.follows) {
    SILLOK_TRY(home, read_topic_home(directory));
    if (home.topic != order.topic)
      return fail(Fault::misuse, "topic.is_replica", directory.string(),
                  fmt::format("this ledger is topic {} already; move it home first", home.topic));
    return remove_durably(copy_path(directory));  // it may have been killed over that
  }
  SILLOK_CHECK(check_may_record(directory));
  SILLOK_TRY(address, address_of({order.brokers, order.topic, order.settings_file, {}, 0, {}}));
  SILLOK_TRY(source, open_as_it_was(directory, standing));
  if (!begun) {
    if (source->anchored().moved) return moved_elsewhere(directory.string());
    SILLOK_TRY(node, node_signer(directory, source->genesis()));
    if (!source->registry().is_node(node.public_key())) {
      return fail(Fault::misuse, "topic.node", directory.string(),
                  "this node's key is not registered in the ledger, so nobody would take what it brings into a topic");
    }
    SILLOK_CHECK(create_topic(address, order.replicas, order.timeout));
    SILLOK_TRY(first, who_stands_in(address, order.timeout));
    if (first && (first->genesis != source->genesis().hash ||
                  first->head != Arrival{source->log().head().size, source->log().head().root}))
      return in_use(order.topic);
    SILLOK_CHECK(write_moving(directory, {order.topic, {}, false}));
  }
  // It was through but for the last step; it may have grown there since.
  if (begun && begun->is_final && standing.follows && !source->anchored().moved) {
    SILLOK_CHECK(remove_durably(moving_path(directory)));
    return remove_durably(copy_path(directory));
  }
  SILLOK_CRASH_POINT("move.before_fence");
  SILLOK_CHECK(source->leave());
  // MOVING stands there: whoever is adding to one now is the last.
  SILLOK_CHECK(wait_for_side_logs(*source, {kPersonsLog, kAccessLog}));
  SILLOK_CRASH_POINT("move.after_fence");
  SILLOK_CHECK(announce(*source, order, address));
  SILLOK_TRY(copy, Bringing(*source, order, address, progress).run());
  return take_over(*source, order, std::move(copy));
}

Result<CameHome> move_to_directory(const std::filesystem::path& directory, const Homecoming& homecoming) {
  SILLOK_TRY(standing, standing_of(directory));
  const auto& begun = standing.begun;
  if (begun && !begun->topic.empty()) return call_off(directory, standing);
  if (!begun && !standing.follows) {
    SILLOK_CHECK(read_identity(directory));
    return CameHome::kIsHome;
  }
  SILLOK_CHECK(check_may_record(directory));
  SILLOK_TRY(ledger, open_as_it_was(directory, standing));
  if (!begun && ledger->anchored().moved) return moved_elsewhere(directory.string());
  SILLOK_CHECK(need_own_keys(*ledger));
  Moving moving = begun.value_or(Moving{{}, to_hex(random_bytes(sizeof(Hash))), false});
  if (!moving.is_final) {
    SILLOK_CHECK(homecoming(*ledger));  // also that they are what the topic has: once it is over nothing mends them
    auto left = leave_topic(*ledger, moving);
    // Nothing of it can come home here any more.
    if (!left && left.error().code == "ledger.moved") SILLOK_CHECK(remove_durably(moving_path(directory)));
    SILLOK_CHECK(left);
    SILLOK_CRASH_POINT("move.after_departure");
    moving.is_final = true;
    SILLOK_CHECK(write_moving(directory, moving));
  }
  SILLOK_CHECK(homecoming(*ledger));
  std::vector<RocksLog::TopicPut> gone;
  SILLOK_CHECK(ledger->log().topic_scan("", [&](BytesView key, BytesView) -> Result<Ok> {
    gone.push_back({Bytes{key}, std::nullopt});
    return Ok{};
  }));
  SILLOK_CRASH_POINT("move.before_home_rows");
  SILLOK_CHECK(ledger->log().put_topic(gone, Durable::kNow));
  SILLOK_CRASH_POINT("move.after_home_rows");
  SILLOK_CHECK(remove_durably(topic_home_path(directory)));
  SILLOK_CHECK(tell_store_is_home(directory));
  SILLOK_CRASH_POINT("move.before_home_settling");
  SILLOK_CHECK(ledger->settle());
  SILLOK_CRASH_POINT("move.after_home_settling");
  SILLOK_CHECK(remove_durably(moving_path(directory)));
  return CameHome::kFromTopic;
}

}  // namespace sillok
