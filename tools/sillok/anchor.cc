// sillok anchor repair: the operator's way back after a power loss tore the head anchor.
#include <fmt/format.h>

#include "ledger/desk/anchor_repair.h"
#include "tools/sillok/context.h"
#include "tools/sillok/progress.h"

namespace sillok::cli {
namespace {

Outcome run_repair(const Context& context, std::optional<std::uint64_t> acknowledged) {
  std::optional<Progress> progress;
  const auto repaired = repair_anchor(context.directory, acknowledged, [&](Position done) {
    if (!progress) progress.emplace("verifying", 0);
    progress->show(done);
  });
  progress.reset();
  if (!repaired) return tl::unexpected{repaired.error()};
  const std::uint64_t beyond = repaired->log_size - repaired->head.size;
  if (context.json) {
    print_json(boost::json::object{{"repaired", repaired->repaired},
                                   {"size", repaired->head.size},
                                   {"root", to_hex(view(repaired->head.root))},
                                   {"log_size", repaired->log_size}});
  } else if (!repaired->repaired) {
    fmt::print("both slots of the anchor hold; nothing to repair\n");
  } else {
    fmt::print(
        "repaired: both slots hold the head of {} events again, root {}\n"
        "trusted: the slot that held, signed by this ledger's node. Checked against it: every event, "
        "signature, chain and tree of\n"
        "the log, its root at {} events, and the newest published checkpoint.\n",
        repaired->head.size, to_hex(view(repaired->head.root)), repaired->head.size);
    if (beyond > 0)
      fmt::print(
          "{} events behind it were synced and never acknowledged; the next command that records takes them "
          "over.\n",
          beyond);
    fmt::print("Now run `sillok --ledger {} verify`.\n", context.directory);
  }
  return 0;
}

}  // namespace

void add_anchor(CLI::App& app, Context& context) {
  auto* anchor =
      add_command(app, "anchor", "the head of the log as it is kept outside its database", "sillok anchor repair");
  anchor->require_subcommand(1);
  auto acknowledged = std::make_shared<std::optional<std::uint64_t>>();
  auto* repair = add_command(
      *anchor, "repair", "rewrites a slot that a power loss tore, once the whole log was checked against the other one",
      "sillok --ledger /srv/ledger anchor repair\n  sillok --ledger /srv/ledger anchor repair --acknowledged "
      "1234");
  repair
      ->add_option("--acknowledged", *acknowledged,
                   "the checkpoint_size of the last receipt, where `anchor repair` asks for it")
      ->check(CLI::NonNegativeNumber);
  repair->callback([&context, acknowledged] {
    context.chosen = [&context, acknowledged] { return run_repair(context, *acknowledged); };
  });
}

}  // namespace sillok::cli
