// sillok subscribe: events as CloudEvents lines from a position on (contract §8).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "projections/answers/event_json.h"
#include "tools/sillok/context.h"

namespace sillok::cli {
namespace {

constexpr std::chrono::milliseconds kFollowEvery{200};

struct Options {
  bool follow = false;
  Position from = 0;
  std::uint64_t limit = 0;  // 0: to the head
};

Result<boost::json::object> cloud_event(const Ledger& ledger, EventJson& events, BytesView entry) {
  SILLOK_TRY(data, events.of(entry));
  boost::json::object event{
      {"specversion", "1.0"},
      {"id", std::to_string(EventView::trust(entry).position())},
      {"source", ledger.genesis().origin},
      {"type", fmt::format("sillok.act.{}.v1", std::string_view{data.at("act").as_string()})}};
  if (!data.at("person").is_null()) event["subject"] = data.at("person");
  event["time"] = data.at("recorded_at");
  event["datacontenttype"] = "application/json";
  event["data"] = std::move(data);
  return event;
}

// Tells what the log holds from `next` on; the position after the last one told.
Result<Position> tell(const Context& context, Position next, std::uint64_t limit) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  EventJson events{*ledger, false};
  std::optional<Error> error;
  const Position end =
      limit == 0 ? ledger->log().head().size : std::min<Position>(ledger->log().head().size, next + limit);
  if (next >= end) return next;
  SILLOK_CHECK(ledger->log().scan(next, end, [&](Position, BytesView entry) {
    auto event = cloud_event(*ledger, events, entry);
    if (!event) {
      error = event.error();
      return false;
    }
    print_json(*event);
    return true;
  }));
  if (error) return tl::unexpected{*error};
  std::fflush(stdout);
  return end;
}

Outcome run_subscribe(const Context& context, const Options& options) {
  SILLOK_TRY(next, tell(context, options.from, options.limit));
  const auto is_told = [&] { return options.limit != 0 && next >= options.from + options.limit; };
  // A reader sees the log as it was when it opened it; following opens it again.
  while (options.follow && !is_told()) {
    std::this_thread::sleep_for(kFollowEvery);
    SILLOK_TRY(after, tell(context, next, options.limit == 0 ? 0 : options.from + options.limit - next));
    next = after;
  }
  return 0;
}

}  // namespace

void add_subscribe(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "subscribe", "events as CloudEvents lines; sealed fields stay sealed",
                              "sillok subscribe --from 100 --limit 10");
  command->add_option("--from", options->from, "the first position (default 0)")->check(CLI::NonNegativeNumber);
  command->add_option("--limit", options->limit, "at most so many events")->check(CLI::NonNegativeNumber);
  command->add_flag("--follow", options->follow, "go on at the head as orders are recorded, until stopped");
  command->callback([&context, options] {
    context.chosen = [&context, options] { return run_subscribe(context, *options); };
  });
}

}  // namespace sillok::cli
