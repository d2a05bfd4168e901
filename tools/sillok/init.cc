// sillok init: an empty ledger.
#include <fmt/format.h>

#include "ledger/rules/shipped_policies.h"
#include "tools/sillok/topic_options.h"
#include "tools/sillok/trust_file.h"

namespace sillok::cli {
namespace {

struct Options {
  InitOptions init;
  std::vector<std::string> roots, keys;
  TopicOptions topic;
  std::string trust_file;
};

constexpr int kCopiesWanted = 3;  // design 4: what was acknowledged outlives any one broker

// On a topic: found the ledger there, or join the one that stands there. How many copies of a founded one there are.
Result<std::optional<int>> make_replica(const Context& context, const Options& options) {
  const TopicOrder order = options.topic.order();
  if (order.topic.empty())
    return fail(Fault::misuse, "init.topic", "--topic", "name the topic that is the ledger, or is to be");
  if (options.trust_file.empty()) {
    SILLOK_TRY(copies, found_on_topic(context.directory, options.init, order));
    return std::optional{copies};
  }
  SILLOK_TRY(trust, read_trust_file(options.trust_file));
  SILLOK_CHECK(join_topic(context.directory, trust.genesis, order));
  return std::optional<int>{};
}

Outcome run_init(const Context& context, Options options) {
  if (options.init.sandbox && !(options.roots.empty() && options.keys.empty()))
    return fail(Fault::misuse, "init.roots", "--sandbox", "a sandbox has roots of its own; leave --root and --key out");
  for (const std::string& root : options.roots) {
    auto parsed = parse_root(root);
    if (!parsed) return fail(Fault::misuse, "init.roots", parsed.error().where, parsed.error().message);
    options.init.roots.push_back(std::move(*parsed));
  }
  for (const std::string& path : options.keys) {
    SILLOK_TRY(file, read_key_file(path));
    options.init.root_seeds.emplace_back(file.name, file.secret);
  }
  SILLOK_TRY(first_law, shipped_policies());
  options.init.first_law = std::move(first_law);
  if (options.topic.brokers.empty() && !(options.topic.topic.empty() && options.trust_file.empty()))
    return fail(Fault::misuse, "init.topic", "--kafka", "name the brokers of the topic: --kafka HOST:PORT");
  std::optional<int> copies;
  if (options.topic.brokers.empty()) {
    SILLOK_CHECK(Ledger::create(context.directory, options.init));
  } else {
    SILLOK_TRY(made, make_replica(context, options));
    copies = made;
  }
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  const Genesis& genesis = ledger->genesis();
  const bool signed_now = genesis.sandbox || options.init.root_seeds.size() >= 2;
  if (context.json) {
    boost::json::object answer{{"ledger", context.directory},
                               {"origin", genesis.origin},
                               {"genesis", to_hex(view(genesis.hash))},
                               {"sandbox", genesis.sandbox},
                               {"roots_signed", signed_now}};
    if (copies) answer["topic_copies"] = *copies;
    print_json(answer);
  } else {
    fmt::print("ledger   {}\norigin   {}{}\ngenesis  {}\n", context.directory, genesis.origin,
               genesis.sandbox ? "  (a sandbox: it protects nothing)" : "", to_hex(view(genesis.hash)));
  }
  if (copies && *copies < kCopiesWanted)
    fmt::print(stderr,
               "sillok: the brokers keep {} of this topic, and that stays so; a ledger in earnest needs {}: with that "
               "many brokers up, name another topic and --replicas {}\n",
               *copies == 1 ? "one copy" : "two copies", kCopiesWanted, kCopiesWanted);
  if (!signed_now)
    fmt::print(stderr,
               "sillok: the roots sign this genesis by signing its hash in their first order; nothing else "
               "can be recorded before that\n");
  return 0;
}

}  // namespace

void add_init(CLI::App& app, Context& context) {
  auto* command = add_command(app, "init", "makes an empty ledger",
                              "sillok --ledger ./training init --sandbox\n  sillok --ledger ./real init --origin "
                              "gov.example/hr \\\n    --root kim=PUBKEY --root lee=PUBKEY --key kim.key --key lee.key");
  auto options = std::make_shared<Options>();
  command->add_option("--origin", options->init.origin, "the ledger's name in its checkpoints");
  command->add_option("--root", options->roots, "NAME=PUBKEY of one who may register keys and grant; two or more");
  command->add_option("--key", options->keys, "key file of a root, to sign the genesis with");
  command->add_flag("--sandbox", options->init.sandbox,
                    "a training ledger: built-in officers, no clock, protects nothing");
  options->topic.add_to(*command, "brokers of a Kafka topic that is the ledger: HOST:PORT,…",
                        "the topic; made if it is missing");
  command->add_option("--trust", options->trust_file,
                      "trust file of the ledger that stands in the topic: joins it as a replica");
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_init(context, *options); }; });
}

}  // namespace sillok::cli
