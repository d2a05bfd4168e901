// sillok checkpoint, prove, check-proof.
#include <fmt/format.h>

#include "ledger/desk/act_proof.h"
#include "ledger/desk/checkpointer.h"
#include "tools/sillok/context.h"
#include "tools/sillok/trust_file.h"

namespace sillok::cli {
namespace {

struct Options {
  std::optional<std::uint64_t> at;
  Position position = 0;
  std::string file, payload, trust;
};

Outcome run_checkpoint(const Context& context, const Options& options) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  SILLOK_TRY(note, publish_checkpoint(*ledger, options.at.value_or(ledger->log().head().size)));
  if (context.json)
    print_json(boost::json::object{{"size", options.at.value_or(ledger->log().head().size)}, {"checkpoint", note}});
  else fmt::print("{}", note);
  return 0;
}

Outcome run_prove(const Context& context, const Options& options) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  const std::uint64_t size = ledger->log().head().size;
  if (options.position >= size)
    return fail(Fault::not_found, "position.unknown", fmt::format("position {}", options.position),
                fmt::format("the ledger holds {} events", size));
  SILLOK_TRY(note, publish_checkpoint(*ledger, size));
  SILLOK_TRY(proof, prove_act(ledger->log(), options.position, size, note));
  fmt::print("{}", proof);
  return 0;
}

Outcome run_check_proof(const Context& context, const Options& options) {
  std::optional<TrustFile> pinned;
  if (options.trust.empty()) {
    SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
    pinned = trust_of(ledger->registry());
  } else {
    SILLOK_TRY(read, read_trust_file(options.trust));
    pinned = std::move(read);
  }
  SILLOK_TRY(text, read_file(options.file));
  std::optional<Bytes> payload;
  if (!options.payload.empty()) {
    SILLOK_TRY(bytes, read_file(options.payload));
    payload = std::move(bytes);
  }
  const ProofTrust trust{
      pinned->origin, pinned->genesis, *pinned->ledger_key, pinned->sandbox,
      [&](std::string_view officer, Position position) { return key_at(*pinned, officer, position); }};
  const auto checked = check_act_proof(text, trust, payload);
  if (!checked && checked.error().fault == Fault::malformed) return in_file(options.file, checked.error());
  if (context.json) {
    boost::json::object out{{"ok", checked.has_value()}, {"reason", nullptr}, {"position", nullptr}, {"size", nullptr},
                            {"root", nullptr},           {"person", nullptr}, {"complete", nullptr}};
    if (checked) {
      out["position"] = checked->position;
      out["size"] = checked->size;
      out["root"] = to_hex(view(checked->root));
      if (!checked->person.empty()) out["person"] = checked->person;
    } else {
      out["reason"] = checked.error().code + ": " + checked.error().message;
    }
    print_json(out);
  } else if (checked) {
    fmt::print("ok: position {} of a log of {} events, root {}\n", checked->position, checked->size,
               to_hex(view(checked->root)));
  } else {
    fmt::print("DOES NOT HOLD: {}\n", checked.error().message);
  }
  return checked ? 0 : 1;
}

}  // namespace

void add_checkpoint(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "checkpoint", "the signed size and root of the log (C2SP tlog-checkpoint)",
                              "sillok checkpoint > head.txt");
  add_number(*command, "--at", options->at, "the first SIZE events (default: all)");
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_checkpoint(context, *options); }; });
}

void add_prove(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command =
      add_command(app, "prove", "a proof of the event at a position (C2SP tlog-proof)", "sillok prove 17 > act.proof");
  add_number(*command, "POSITION", options->position, "position of the event")->required();
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_prove(context, *options); }; });
}

void add_check_proof(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "check-proof", "checks a proof; with --trust no ledger is needed",
                              "sillok check-proof act.proof --trust trust.json");
  command->add_option("FILE", options->file, "the proof")->required();
  command->add_option("--payload", options->payload, "the entry bytes it must be of");
  command->add_option("--trust", options->trust, "trust file (default: the ledger's own)");
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_check_proof(context, *options); }; });
}

}  // namespace sillok::cli
