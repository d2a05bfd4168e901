// sillok: one program, one file per command (contract §2).
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <span>
#include <string_view>

#include "tools/sillok/replica.h"

namespace {

using namespace sillok;

// The first word that is no option: the command. Empty: none was given.
std::string_view command_of(std::span<char* const> words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string_view word = words[i];
    if (word == "--ledger" || word == "--at-least") ++i;
    else if (!word.starts_with('-')) return word;
  }
  return {};
}

// An option or argument that was given and says nothing: most often a script's variable that isn't set.
// Taken for "not given" it would answer another question than was asked. Empty: there is none.
std::string given_empty(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const auto& words = option->results();
    if (std::find(words.begin(), words.end(), "") != words.end()) return option->get_name();
  }
  for (const CLI::App* command : app.get_subcommands()) {
    if (std::string name = given_empty(*command); !name.empty()) return name;
  }
  return {};
}

// What a command line that ends too early could have gone on with.
std::string what_is_missing(const CLI::App& app) {
  const auto given = app.get_subcommands();
  if (!given.empty()) return what_is_missing(*given.front());
  std::vector<std::string> names;
  for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(each->get_name());
  return fmt::format("name a command: {}", fmt::join(names, ", "));
}

int run(cli::Context& context, int argc, char** argv) {
  CLI::App app{"Sillok: an event-sourced ledger of public-service careers", "sillok"};
  app.footer(
      "Example:\n  sillok --ledger /tmp/training init --sandbox\n  sillok --ledger /tmp/training demo "
      "--officials 500\n\nEach command has its own --help with an example.\n");
  app.set_version_flag("--version", "sillok " SILLOK_VERSION);
  context.directory = "./sillok-ledger";
  app.add_option("--ledger", context.directory, "the ledger's directory")->envname("SILLOK_LEDGER");
  app.add_flag("--json", context.json, "answers as JSON, one object a line, on stdout");
  app.add_flag("--offline", context.offline, "on a replica of a topic: answers from what is here, without asking it");
  cli::add_number(app, "--at-least", context.at_least,
                  "a position, as a receipt names it: an answer that does not know of it waits, 10 s at most");
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
  cli::add_diff(app, context);
  cli::add_policy(app, context);
  cli::add_run(app, context);
  cli::add_audit(app, context);
  cli::add_who_held(app, context);
  cli::add_units(app, context);
  cli::add_reorganize(app, context);
  cli::add_verify(app, context);
  cli::add_anchor(app, context);
  cli::add_checkpoint(app, context);
  cli::add_prove(app, context);
  cli::add_check_proof(app, context);
  cli::add_evidence(app, context);
  cli::add_backup(app, context);
  cli::add_restore(app, context);
  cli::add_shred(app, context);
  cli::add_views(app, context);
  cli::add_stats(app, context);
  cli::add_subscribe(app, context);
  cli::add_trust(app, context);
  cli::add_witness(app, context);
  cli::add_replica(app, context);
  cli::add_migrate(app, context);
  cli::add_serve(app, context);
  const std::span<char* const> words{argv, static_cast<std::size_t>(argc)};
  // Errors of the command line itself are told as asked for, too.
  context.json = std::find(words.begin(), words.end(), std::string_view{"--json"}) != words.end();
  const auto known = app.get_subcommands([](const CLI::App*) { return true; });
  const std::string command{command_of(words)};
  if (!command.empty() &&
      std::none_of(known.begin(), known.end(), [&](const CLI::App* each) { return each->get_name() == command; })) {
    cli::print_error(context, {Fault::misuse, "option.unknown", "command line",
                               "there is no command '" + command + "'; see sillok --help"});
    return 2;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    const bool ends_early = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError) &&
                            std::string_view{error.what()}.find("subcommand") != std::string_view::npos;
    cli::print_error(context, {Fault::misuse, "option.unknown", "command line",
                               (ends_early ? what_is_missing(app) : std::string{error.what()}) + "; see --help"});
    return 2;
  }
  if (const std::string option = given_empty(app); !option.empty()) {
    cli::print_error(context, {Fault::misuse, "option.empty", option, "a value is wanted; leave it out or give one"});
    return 2;
  }
  if (auto ready = init_crypto(); !ready) {
    cli::print_error(context, ready.error());
    return exit_code(ready.error().fault);
  }
  // Those that record do it themselves, holding the directory.
  constexpr std::array kReading{"show",   "history",  "diff",  "who-held",   "audit",  "verify", "checkpoint",
                                "prove",  "evidence", "stats", "subscribe",  "backup", "trust",  "rebuild",
                                "digest", "replica",  "units", "reorganize", "policy"};
  if (std::find(kReading.begin(), kReading.end(), command) != kReading.end()) {
    if (auto caught_up = cli::catch_up(context).and_then([&](Ok) { return cli::wait_for_position(context); });
        !caught_up) {
      cli::print_error(context, caught_up.error());
      return exit_code(caught_up.error().fault);
    }
  }
  const auto outcome = context.chosen();
  const bool told = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (outcome && !told) {
    cli::print_error(context,
                     {Fault::unavailable, "output.unwritable", "standard output",
                      "the answer could not be written; make room where it goes and run the same command again"});
    return exit_code(Fault::unavailable);
  }
  if (outcome) return *outcome;
  cli::print_error(context, outcome.error());
  return exit_code(outcome.error().fault);
}

// Debian builds RocksDB with its assertions. Where one speaks of a table that is damaged before its checksum is looked
// at (of its properties), there is no error to return: the process ends. It ends as damage does, and says so.
void tell_and_end(int) {
  static constexpr std::string_view kText =
      "sillok: a library gave up over what it read; the files are damaged, or this is a fault of the program: run "
      "`sillok "
      "verify` over a copy, and restore this ledger from a verified one if that ends so, too\n"
      "{\"error\":{\"code\":\"program.aborted\",\"message\":\"a library gave up over what it read\",\"where\":\"\"}}\n";
  if (::write(STDERR_FILENO, kText.data(), kText.size()) < 0) ::_exit(1);
  ::_exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, tell_and_end);
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
    return failed("program.out_of_memory", "out of memory; nothing is half-recorded, ask again with less at once");
  } catch (const std::exception& error) {
    return failed("program.failed", std::string{error.what()} + "; nothing is half-recorded, ask again");
  }
}
