// sillok subscribe: events as CloudEvents lines from a position on (contract §8).
#include <fmt/format.h>

#include <cstdio>

#include "projections/answers/event_json.h"
#include "tools/sillok/context.h"

namespace sillok::cli {
namespace {

struct Options {
  Position from = 0;
  std::uint64_t limit = 0;  // 0: to the head
};

Outcome run_subscribe(const Context& context, const Options& options) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  EventJson events{*ledger, false};
  std::optional<Error> error;
  std::uint64_t told = 0;
  SILLOK_CHECK(ledger->log().scan(options.from, ledger->log().head().size, [&](Position, BytesView entry) {
    auto data = events.of(entry);
    if (!data) {
      error = data.error();
      return false;
    }
    boost::json::object event{{"specversion", "1.0"}, {"id", std::to_string(EventView::trust(entry).position())}, {"source", ledger->genesis().origin},
                              {"type", fmt::format("sillok.act.{}.v1", std::string_view{data->at("act").as_string()})}, {"subject", data->at("person")},
                              {"time", data->at("recorded_at")}, {"datacontenttype", "application/json"}};
    if (event.at("subject").is_null()) event.erase("subject");
    event["data"] = std::move(*data);
    print_json(event);
    return ++told != options.limit;
  }));
  if (error) return tl::unexpected{*error};
  return 0;
}

}  // namespace

void add_subscribe(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "subscribe", "events as CloudEvents lines; sealed fields stay sealed", "sillok subscribe --from 100 --limit 10");
  command->add_option("--from", options->from, "the first position (default 0)")->check(CLI::NonNegativeNumber);
  command->add_option("--limit", options->limit, "at most so many events")->check(CLI::NonNegativeNumber);
  command->callback([&context, options] { context.chosen = [&context, options] { return run_subscribe(context, *options); }; });
}

}  // namespace sillok::cli
