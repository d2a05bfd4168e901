// sillok: one program, one file per command (contract §2).
#include <fmt/format.h>

#include <clocale>
#include <cstdio>

#include "tools/sillok/context.h"

namespace {

using namespace sillok;

int run(cli::Context& context, int argc, char** argv) {
  CLI::App app{"Sillok: an event-sourced ledger of public-service careers", "sillok"};
  app.footer(
      "Example:\n  sillok --ledger /tmp/training init --sandbox\n  sillok --ledger /tmp/training demo "
      "--officials 500\n\nEach command has its own --help with an example.\n");
  app.set_version_flag("--version", "sillok " SILLOK_VERSION);
  context.directory = "./sillok-ledger";
  app.add_option("--ledger", context.directory, "the ledger's directory")->envname("SILLOK_LEDGER");
  app.add_flag("--json", context.json, "answers as JSON, one object a line, on stdout");
  app.require_subcommand(1);
  app.fallthrough();
  cli::add_init(app, context);
  cli::add_demo(app, context);
  cli::add_keys(app, context);
  cli::add_grant(app, context);
  cli::add_order(app, context);
  cli::add_submit(app, context);
  cli::add_import(app, context);
  cli::add_show(app, context);
  cli::add_history(app, context);
  cli::add_who_held(app, context);
  cli::add_verify(app, context);
  cli::add_anchor(app, context);
  cli::add_checkpoint(app, context);
  cli::add_prove(app, context);
  cli::add_check_proof(app, context);
  cli::add_views(app, context);
  cli::add_stats(app, context);
  cli::add_subscribe(app, context);
  cli::add_trust(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    cli::print_error(context, {Fault::misuse, "option.unknown", "command line",
                               std::string{error.what()} + "; see --help"});
    return 2;
  }
  if (auto ready = init_crypto(); !ready) {
    cli::print_error(context, ready.error());
    return exit_code(ready.error().fault);
  }
  const auto outcome = context.chosen();
  const bool told = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (outcome && !told) {
    cli::print_error(context, {Fault::unavailable, "output.unwritable", "standard output", "the answer could not be written; make room where it goes and run the same command again"});
    return exit_code(Fault::unavailable);
  }
  if (outcome) return *outcome;
  cli::print_error(context, outcome.error());
  return exit_code(outcome.error().fault);
}

}  // namespace

int main(int argc, char** argv) {
  // Widths of Hangul on a terminal; numbers and dates never depend on the locale.
  if (std::setlocale(LC_CTYPE, "C.UTF-8") == nullptr) std::setlocale(LC_CTYPE, "");
  cli::Context context;
  const auto failed = [&](const char* code, const std::string& message) {
    // The very error may be that there is no memory left for its own JSON.
    try {
      cli::print_error(context, {Fault::unavailable, code, "", message});
    } catch (const std::exception&) {
      std::fputs("sillok: out of memory; nothing is half-recorded, ask again with less at once\n", stderr);
    }
    return exit_code(Fault::unavailable);
  };
  try {
    return run(context, argc, argv);
  } catch (const std::bad_alloc&) {
    return failed("program.out_of_memory",
                  "out of memory; nothing is half-recorded, ask again with less at once");
  } catch (const std::exception& error) {
    return failed("program.failed", std::string{error.what()} + "; nothing is half-recorded, ask again");
  }
}
