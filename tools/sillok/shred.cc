// sillok shred: destroys a person's data keys, for ever. It is an event like any other: whoever has the log destroys
// them, every replica too (ledger/desk/destroyed_keys.h).
#include <fmt/format.h>

#include "ledger/event/text_rules.h"
#include "tools/sillok/recording.h"

namespace sillok::cli {
namespace {

struct Options {
  RecordingOptions recording;
  std::string person, basis;
};

Outcome run_shred(const Context& context, const Options& options) {
  if (!is_id(options.person))
    return fail(Fault::misuse, "option.person", options.person,
                "a person is an id of 1..64 of letters, digits and . _ : -");
  {
    SILLOK_TRY(open, open_to_read(context.directory));
    SILLOK_TRY(history, open.views->history(options.person, open.ledger->log().head().size));
    if (history.empty())
      return fail(Fault::not_found, "person.unknown", options.person, "the ledger holds no act on that person");
  }
  PlainAct act;
  act.act = Act::kDataKeyDestroyed;
  act.subject = options.person;
  act.data[Field::kPerson] = options.person;
  act.data[Field::kReason] = options.basis;
  SILLOK_TRY(receipt, record_order(context, options.recording, "PIPA:21", {std::move(act)}));
  const int code = print_receipt(context, receipt);
  if (code == 0 && receipt.status != Receipt::Status::kRefused)
    fmt::print(
        stderr,
        "sillok: her keys are destroyed in this vault, and in each replica's once it has read this. Copies of the "
        "vault from before (FILE.vault, NODE.keys.vault) still have them: destroy those, and turn the wrapping key "
        "(`sillok keys turn`), so that one that was overlooked can't be opened\n");
  return code;
}

}  // namespace

void add_shred(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command =
      add_command(app, "shred", "destroys the data keys of a person: what is sealed of her can be read never again",
                  "sillok shred P0001 --basis 'PIPA art. 21, retention over' --authority MPM --order S-1 "
                  "--drafted-by kim --approved-by lee --on 2026-12-01 --key kim.key --key lee.key");
  command->add_option("PERSON", options->person, "whose")->required();
  command->add_option("--basis", options->basis, "the ground in law")->required();
  options->recording.add_to(*command);
  on_chosen(command, context, options, run_shred);
}

}  // namespace sillok::cli
