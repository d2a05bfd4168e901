// sillok migrate: the ledger's home, from a directory into a Kafka topic and back.
#include <fmt/format.h>

#include "ledger/topic/moving.h"
#include "tools/sillok/progress.h"
#include "tools/sillok/publishing.h"
#include "tools/sillok/topic_options.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string to;
  TopicOptions topic;
};

Outcome tell(const Context& context, const char* home, const std::string& text) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  const LogHead& head = ledger->log().head();
  if (context.json) {
    print_json(boost::json::object{
        {"ledger", context.directory}, {"home", home}, {"size", head.size}, {"root", to_hex(view(head.root))}});
  } else {
    fmt::print("{}\n{} events, root {}\n", text, head.size, to_hex(view(head.root)));
  }
  return 0;
}

std::string text_of(CameHome came, const std::string& directory) {
  switch (came) {
    case CameHome::kFromTopic:
      return directory + " is the ledger's home now; its topic is over, replicas of it are read only";
    case CameHome::kNeverLeft:
      return "the move was called off: the ledger is at home in " + directory +
             ", and what is in the topic is no ledger";
    case CameHome::kIsHome: return "the ledger is at home in " + directory + " already";
  }
  return {};
}

Outcome run_migrate(const Context& context, const Options& options) {
  const TopicOrder order = options.topic.order();
  if (options.to == "embedded") {
    if (!order.brokers.empty() || !order.topic.empty() || order.replicas)
      return fail(Fault::misuse, "migrate.topic", "--to embedded",
                  "the replica knows its topic; leave --kafka, --topic and --replicas out");
    SILLOK_TRY(came, move_to_directory(context.directory, take_home));
    return tell(context, "embedded", text_of(came, context.directory));
  }
  if (order.brokers.empty() || order.topic.empty())
    return fail(Fault::misuse, "migrate.topic", "--to kafka",
                "name the brokers and the topic: --kafka HOST:PORT --topic NAME");
  {
    std::unique_ptr<Progress> progress;
    SILLOK_CHECK(move_to_topic(context.directory, order, [&](std::uint64_t done, std::uint64_t all) {
      if (!progress) progress = std::make_unique<Progress>("moving", all);
      progress->show(done);
    }));
  }
  return tell(
      context, "kafka",
      fmt::format("{} is a replica of topic {} now; others join with `sillok init --kafka {} --topic {} --trust "
                  "FILE`",
                  context.directory, order.topic, order.brokers, order.topic));
}

}  // namespace

void add_migrate(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command =
      add_command(app, "migrate", "moves the ledger from its directory into a Kafka topic, or back into this replica",
                  "sillok migrate --to kafka --kafka 127.0.0.1:9092 --topic careers\n  sillok migrate --to "
                  "embedded");
  command->add_option("--to", options->to, "kafka, or embedded (also calls off a move that did not get through)")
      ->required()
      ->check(CLI::IsMember({"embedded", "kafka"}));
  options->topic.add_to(*command, "brokers of the topic: HOST:PORT,…",
                        "the topic, absent or empty; made if it is missing");
  on_chosen(command, context, options, run_migrate);
}

}  // namespace sillok::cli
