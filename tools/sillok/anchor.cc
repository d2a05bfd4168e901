// sillok anchor: the head as it is kept apart from the log. `repair` after a power loss tore it; `release` after a
// restore; `store` puts what is published on another disk.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ledger/desk/anchor_repair.h"
#include "ledger/desk/checkpoint_store.h"
#include "ledger/desk/release.h"
#include "tools/sillok/context.h"
#include "tools/sillok/progress.h"
#include "tools/sillok/witnessing.h"

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
          "{} events behind it are in the log, whether their receipts were sent or not; the next command that "
          "records takes them over.\n",
          beyond);
    fmt::print("Now run `sillok --ledger {} verify`.\n", context.directory);
  }
  return 0;
}

struct ReleaseOptions {
  std::string newest;
};

// A file of the ledger's own came with the backup and says nothing of what followed.
Result<std::string> newest_note(const Ledger& ledger, const std::string& file) {
  std::error_code unknown;
  if (std::filesystem::equivalent(std::filesystem::absolute(file, unknown).parent_path(), ledger.directory(), unknown))
    return fail(Fault::misuse, "release.evidence", file,
                "this file came with the backup and shows nothing; name a checkpoint that was kept elsewhere");
  return read_file(file);
}

// Whoever can tell is asked: the store of checkpoints apart, else the witnesses. --newest counts where they can't, and
// never against their word.
Result<Ok> release(const Ledger& ledger, const ReleaseOptions& options) {
  SILLOK_TRY(policy, read_policy(ledger.directory()));
  WitnessesAsked asked;
  if (policy.is_asked()) {
    SILLOK_TRY(answers, ask_witnesses_anew(ledger, policy));
    asked = std::move(answers);
  }
  const std::string told = fmt::format("{}", fmt::join(asked.troubles, "; "));
  if (asked.knowing_other > 0)
    return fail(Fault::refused, "release.witnesses", ledger.directory().string(),
                fmt::format("this is not the newest past of the ledger ({}); restore a newer backup", told));
  const auto by_store = release_by_store(ledger);
  if (by_store && *by_store) return Ok{};
  const bool is_out_of_reach = !by_store && by_store.error().fault == Fault::unavailable;
  if (!by_store && !(is_out_of_reach && !options.newest.empty())) return tl::unexpected{by_store.error()};
  if (!options.newest.empty()) {
    SILLOK_TRY(note, newest_note(ledger, options.newest));
    auto released = release_ledger(ledger, note);
    if (!released && released.error().fault == Fault::malformed) return in_file(options.newest, released.error());
    return released;
  }
  if (policy.is_asked())
    return release_by_witnesses(ledger, asked.cosigned, needed_to_release(asked.in_force, policy.quorum), told);
  return fail(Fault::misuse, "release.evidence", "--newest",
              "no witness and no store of checkpoints apart could tell; name the newest checkpoint that was ever "
              "published, kept elsewhere, with --newest FILE");
}

Outcome run_release(const Context& context, const ReleaseOptions& options) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  const bool was_held = !ledger->may_record();
  if (was_held) SILLOK_CHECK(release(*ledger, options));
  const std::uint64_t size = ledger->log().head().size;
  if (context.json) print_json(boost::json::object{{"released", was_held}, {"size", size}});
  else if (was_held) fmt::print("released: it records and signs again, from {} events on\n", size);
  else fmt::print("this ledger is not held; there is nothing to release\n");
  return 0;
}

struct StoreOptions {
  std::string directory, newest;
};

Outcome run_store(const Context& context, const StoreOptions& options) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  std::optional<std::string> newest;
  if (!options.newest.empty()) {
    SILLOK_TRY(note, newest_note(*ledger, options.newest));
    newest = std::move(note);
  }
  SILLOK_CHECK(place_checkpoints(*ledger, options.directory, newest));
  SILLOK_TRY(store, checkpoint_store(context.directory));
  if (context.json) print_json(boost::json::object{{"store", store.string()}});
  else fmt::print("published checkpoints are kept in {} from now on\n", store.string());
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
  add_number(*repair, "--acknowledged", *acknowledged,
             "the checkpoint_size of the last receipt, where `anchor repair` asks for it");
  repair->callback([&context, acknowledged] {
    context.chosen = [&context, acknowledged] { return run_repair(context, *acknowledged); };
  });

  auto releasing = std::make_shared<ReleaseOptions>();
  auto* let_go =
      add_command(*anchor, "release",
                  "lets a restored ledger record and sign again, once it is shown that nothing published is missing",
                  "sillok --ledger /srv/ledger anchor release\n  sillok --ledger /srv/ledger anchor release --newest "
                  "kept-elsewhere.txt");
  let_go->add_option("--newest", releasing->newest,
                     "the newest checkpoint that was ever published, where no witness and no store apart can tell");
  on_chosen(let_go, context, releasing, run_release);

  auto placing = std::make_shared<StoreOptions>();
  auto* store = add_command(*anchor, "store",
                            "keeps published checkpoints apart from the ledger, on a disk that is not set back with it",
                            "sillok --ledger /srv/ledger anchor store /mnt/other-disk/ledger-checkpoints");
  store->add_option("directory", placing->directory, "a directory of its own, on another disk or machine")->required();
  store->add_option("--newest", placing->newest,
                    "where the store so far is lost for good: the newest checkpoint that was ever published");
  on_chosen(store, context, placing, run_store);
}

}  // namespace sillok::cli
