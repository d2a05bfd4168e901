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
  std::optional<std::uint64_t> limit;  // nothing: to the head
};

Result<boost::json::object> cloud_event(const Reading& reading, EventJson& events, BytesView entry) {
  SILLOK_TRY(data, events.of(entry, *reading.views));
  boost::json::object event{{"specversion", "1.0"},
                            {"id", std::to_string(EventView::trust(entry).position())},
                            {"source", reading.ledger->genesis().origin},
                            {"type", fmt::format("sillok.act.{}.v1", std::string_view{data.at("act").as_string()})}};
  if (!data.at("person").is_null()) event["subject"] = data.at("person");
  event["time"] = data.at("recorded_at");
  event["datacontenttype"] = "application/json";
  event["data"] = std::move(data);
  return event;
}

// Tells what the log holds from `next` on, at most `limit` events; the position after the last one told.
Result<Position> tell(const Context& context, Position next, std::uint64_t limit) {
  SILLOK_TRY(reading, open_reading(context));
  EventJson events{*reading.ledger, false};
  std::optional<Error> error;
  const Position size = reading.ledger->log().head().size;
  if (next >= size) return next;
  const Position end = next + std::min<std::uint64_t>(size - next, limit);
  SILLOK_CHECK(reading.ledger->log().scan(next, end, [&](Position, BytesView entry) {
    auto event = cloud_event(reading, events, entry);
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
  std::uint64_t left = options.limit.value_or(UINT64_MAX);
  Position next = options.from;
  for (;;) {
    SILLOK_TRY(after, tell(context, next, left));
    left -= after - next;
    next = after;
    if (!options.follow || left == 0) return 0;
    // A reader sees the log as it was when it opened it; following opens it again when it has grown.
    for (bool has_grown = false; !has_grown;) {
      std::this_thread::sleep_for(kFollowEvery);
      SILLOK_TRY(size, Ledger::acknowledged(context.directory));
      has_grown = size > next;
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
