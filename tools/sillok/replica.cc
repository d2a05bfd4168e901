#include "tools/sillok/replica.h"

#include <fmt/format.h>

#include <thread>

#include "ledger/desk/ledger_files.h"
#include "ledger/topic/founding.h"
#include "ledger/topic/sequencer.h"
#include "tools/sillok/progress.h"

namespace sillok::cli {
namespace {

constexpr std::chrono::milliseconds kPatience{10'000}, kHolderPatience{5'000}, kStep{50};
constexpr std::uint64_t kManyEvents = 10'000;  // from so many on a bar is shown

Error with_remedy(Error error) {
  if (error.fault == Fault::unavailable) error.message += "; --offline answers from what this replica has";
  return error;
}

struct Options {
  bool quarantine = false;
};

Outcome run_replica(const Context& context, const Options& options) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  SILLOK_TRY(replica, Replica::open(*ledger));
  SILLOK_TRY(home, read_topic_home(context.directory));
  const TopicHead head = replica.head();
  std::vector<Replica::Quarantined> aside;
  if (options.quarantine) {
    SILLOK_TRY(list, Replica::quarantine(ledger->log()));
    aside = std::move(list);
  }
  SILLOK_TRY(node, node_signer(context.directory, ledger->genesis()));
  const bool may_write = !replica.heir() && !replica.arriving() && replica.may_write(node.public_key());
  const char* home_word = replica.heir() ? "left" : replica.arriving() ? "arriving" : "topic";
  if (context.json) {
    boost::json::object answer{{"brokers", home.brokers},    {"topic", home.topic},
                               {"cluster", home.cluster_id}, {"next_offset", replica.next_offset()},
                               {"size", head.size},          {"root", to_base64(view(head.root))},
                               {"epoch", head.epoch},        {"appended_at", to_string(head.appended_at)},
                               {"home", home_word},          {"node", to_base64(view(node.public_key()))},
                               {"may_write", may_write},     {"quarantined", replica.quarantined()}};
    if (options.quarantine) {
      boost::json::array list;
      for (const auto& each : aside)
        list.push_back(boost::json::object{{"offset", each.offset}, {"reason", each.reason}});
      answer["quarantine"] = std::move(list);
    }
    print_json(answer);
    return 0;
  }
  fmt::print(
      "topic        {} at {} (cluster {})\nread         up to offset {}, appended {}\nlog          {} events, epoch "
      "{}\n",
      home.topic, home.brokers, home.cluster_id, replica.next_offset(), to_string(head.appended_at), head.size,
      head.epoch);
  const char* may_record = replica.heir()       ? "reads only: the ledger has left this topic"
                           : replica.arriving() ? "reads only: the ledger is still on its way into this topic"
                           : may_write          ? "may record"
                                                : "reads only: its key is not registered";
  fmt::print("this node    {}, {}\nquarantined  {} records that are no part of the ledger\n",
             to_base64(view(node.public_key())), may_record, replica.quarantined());
  for (const auto& each : aside) fmt::print("  offset {:<10} {}\n", each.offset, one_line(each.reason));
  return 0;
}

}  // namespace

void add_replica(CLI::App& app, Context& context) {
  auto* command = add_command(app, "replica", "where this replica stands in its topic, and what it put aside there",
                              "sillok --ledger ./replica replica --quarantine");
  auto options = std::make_shared<Options>();
  command->add_flag("--quarantine", options->quarantine,
                    "lists the newest records that are no part of the ledger, each with its reason");
  on_chosen(command, context, options, run_replica);
}

namespace {

Result<Replica::Reached> reached(const std::string& directory) {
  SILLOK_TRY(log, RocksLog::open(std::filesystem::path{directory} / "log", Access::kRead));
  return Replica::reached(*log);
}

void tell_how_old(const Replica::Reached& here, const char* why) {
  fmt::print(stderr, "sillok: {}: this is the ledger as its topic had it at {}\n", why, to_string(here.appended_at));
}

// Who holds the replica keeps it current: has a moment to come to where the topic ends now.
Result<Ok> wait_for_holder(const std::string& directory, const TopicAddress& address) {
  SILLOK_TRY(reader, TopicReader::open(address, 0));
  auto end = reader->end_offset(kPatience);
  if (!end) return tl::unexpected{with_remedy(std::move(end).error())};
  const auto deadline = std::chrono::steady_clock::now() + kHolderPatience;
  for (;;) {
    SILLOK_TRY(here, reached(directory));
    if (here.next_offset >= *end) return Ok{};
    if (std::chrono::steady_clock::now() > deadline) {
      tell_how_old(here, "the process that keeps this replica current has not read all of the topic yet");
      return Ok{};
    }
    std::this_thread::sleep_for(kStep);
  }
}

}  // namespace

Result<Ok> catch_up(const Context& context) {
  if (!is_replica(context.directory)) return Ok{};
  if (context.offline) {
    const auto here = reached(context.directory);
    // One that was cut off on its way home knows of no topic any more.
    if (!here && here.error().code == "topic.not_a_replica") return Ok{};
    SILLOK_CHECK(here);
    tell_how_old(*here, "offline");
    return Ok{};
  }
  SILLOK_TRY(home, read_topic_home(context.directory));
  SILLOK_TRY(address, address_of(home));
  auto ledger = Ledger::open_to_follow(context.directory);
  // To one that has left its topic, or is leaving it, nothing more comes.
  if (!ledger && (ledger.error().code == "ledger.moved" || ledger.error().code == "ledger.moving")) return Ok{};
  if (!ledger && ledger.error().code == "ledger.locked") return wait_for_holder(context.directory, address);
  if (!ledger && ledger.error().fault == Fault::damaged) return Ok{};  // who asked will meet it, and tell it in his way
  if (!ledger) return tl::unexpected{std::move(ledger).error()};
  const std::uint64_t before = (*ledger)->log().head().size;
  SILLOK_TRY(follower, Follower::open(**ledger, address));
  Progress progress{"reading the topic", 0};
  auto caught_up = follower->catch_up(kPatience, [&] {
    if ((*ledger)->log().head().size - before > kManyEvents) progress.show((*ledger)->log().head().size);
    return true;
  });
  if (!caught_up) return tl::unexpected{with_remedy(std::move(caught_up).error())};
  if ((*ledger)->log().head().size == before || !Views::are_there((*ledger)->views_directory())) return Ok{};
  SILLOK_CHECK(open_views(**ledger));
  return Ok{};
}

Result<Ok> wait_for_position(const Context& context) {
  if (!context.at_least) return Ok{};
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    SILLOK_TRY(size, Ledger::acknowledged(context.directory));
    if (size > *context.at_least) return Ok{};
    if (std::chrono::steady_clock::now() > deadline) {
      return fail(Fault::unavailable, "position.not_yet", fmt::format("position {}", *context.at_least),
                  fmt::format("the ledger holds {} events here so far; ask again", size));
    }
    std::this_thread::sleep_for(kStep);
    SILLOK_CHECK(catch_up(context));
  }
}

Result<Ok> attach_to_topic(Ledger& ledger) {
  SILLOK_TRY(home, read_topic_home(ledger.directory()));
  SILLOK_TRY(address, address_of(home));
  SILLOK_CHECK(check_topic(home, address, kPatience));
  SILLOK_TRY(sequencer, TopicSequencer::open(ledger, address, {}));
  ledger.sequence_by(std::move(sequencer));
  return Ok{};
}

}  // namespace sillok::cli
