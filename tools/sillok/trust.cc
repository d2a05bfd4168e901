// sillok trust export: all a verifier must pin.
#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include "tools/sillok/context.h"
#include "tools/sillok/trust_file.h"

namespace sillok::cli {

void add_trust(CLI::App& app, Context& context) {
  auto* trust = add_command(app, "trust", "what a verifier must pin", "sillok trust export -o trust.json");
  trust->require_subcommand(1);
  auto* command = add_command(*trust, "export", "origin, genesis hash, key history, witnesses",
                              "sillok trust export -o trust.json");
  auto file = std::make_shared<std::string>();
  command->add_option("-o,--output", *file, "the file to write")->required();
  command->callback([&context, file] {
    context.chosen = [&context, file]() -> Outcome {
      SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
      SILLOK_TRY(witnesses, read_policy(context.directory));
      SILLOK_CHECK(write_file(*file, boost::json::serialize(trust_json(ledger->registry(), witnesses)) + "\n"));
      if (context.json) print_json(boost::json::object{{"file", *file}, {"origin", ledger->genesis().origin}});
      else fmt::print("{}: {} at genesis {}\n", *file, ledger->genesis().origin, to_hex(view(ledger->genesis().hash)));
      return 0;
    };
  });
}

}  // namespace sillok::cli
