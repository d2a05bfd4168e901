// sillok subscribe: events as CloudEvents lines from a position on (contract §8).
#include <chrono>
#include <cstdio>
#include <thread>

#include "connectors/subscriptions/feed.h"
#include "tools/sillok/context.h"

namespace sillok::cli {
namespace {

constexpr std::chrono::milliseconds kFollowEvery{200};

struct Options {
  bool follow = false;
  Position from = 0;
  std::optional<std::uint64_t> limit;  // nothing: to the head
};

Outcome run_subscribe(const Context& context, const Options& options) {
  std::uint64_t left = options.limit.value_or(UINT64_MAX);
  Feed feed{context.directory, options.from};
  for (;;) {
    SILLOK_TRY(told, feed.tell(left, [](const boost::json::object& event) {
      print_json(event);
      return true;
    }));
    std::fflush(stdout);
    left -= told;
    if (!options.follow || left == 0) return 0;
    for (bool has_more = false; !has_more;) {
      std::this_thread::sleep_for(kFollowEvery);
      SILLOK_TRY(more, feed.has_more());
      has_more = more;
    }
  }
}

}  // namespace

void add_subscribe(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "subscribe", "events as CloudEvents lines; sealed fields stay sealed",
                              "sillok subscribe --from 100 --limit 10");
  add_number(*command, "--from", options->from, "the first position (default 0)");
  add_number(*command, "--limit", options->limit, "at most so many events");
  command->add_flag("--follow", options->follow, "go on at the head as orders are recorded, until stopped");
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_subscribe(context, *options); }; });
}

}  // namespace sillok::cli
