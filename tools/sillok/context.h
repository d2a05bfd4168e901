#pragma once
// What all commands share: where the ledger is, how to answer, how to fail (contract §2).
#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/desk/ledger.h"
#include "projections/answers/point.h"
#include "projections/opened_ledger.h"

namespace sillok::cli {

// A command returns its exit code, or an error that is printed in one line and mapped to one.
using Outcome = Result<int>;

struct Context {
  std::string directory;
  bool json = false;
  bool offline = false;                   // on a replica: without asking its topic
  std::optional<std::uint64_t> at_least;  // a position that the answer must know of
  std::function<Outcome()> chosen;        // set by the subcommand that was given
};

// On one line, in UTF-8, whatever bytes somebody else has put into it.
std::string one_line(const std::string& text);

// Where a copy has no keys: that sealed fields are shown as SEALED, and what would open them, on stderr.
void warn_if_sealed(Ledger& ledger);

// The ledger for writing; of a replica as soon as whoever keeps it current gives way.
Result<std::unique_ptr<Ledger>> open_ledger_to_write(const Context& context);

// For recording; holds the writer's lock. Builds views that are not there, with a progress bar.
Result<OpenedLedger> open_to_write(const Context& context);

// The ledger's stored views, at its head. Where there are none yet they are built all at once, with a progress bar.
Result<std::unique_ptr<Views>> open_views(const Ledger& ledger);

// Options of commands that ask for a point in time.
struct PointOptions {
  std::string as_of, known_at;
  void add_to(CLI::App& command);
  Result<Point> resolve(const Ledger& ledger) const;
};
Result<Date> read_date(const std::string& text, const char* option);

// A subcommand with its example in the help, as every command has.
CLI::App* add_command(CLI::App& parent, const char* name, const char* description, const char* example);

// What the program does when the command was given; `options` live as long as it may.
template <class Options>
void on_chosen(CLI::App* command, Context& context, std::shared_ptr<Options> options,
               Outcome (*run)(const Context&, const Options&)) {
  command->callback(
      [&context, options, run] { context.chosen = [&context, options, run] { return run(context, *options); }; });
}

// Seconds since 1970 by the wall clock: when cosignatures are made and looked at.
std::int64_t posix_time_now();

// The unit's name on a day as a reader of English, then of Korean, would look for it; empty: none.
std::string unit_name(const OrganizationState& organization, std::string_view code, Date on);

// An option or argument that is a whole number: decimal digits alone, no sign, no octal, no hexadecimal.
// `value` must live as long as the command.
CLI::Option* add_number(CLI::App& command, const char* name, std::uint64_t& value, const char* description);
CLI::Option* add_number(CLI::App& command, const char* name, std::optional<std::uint64_t>& value,
                        const char* description);

// One JSON object or array on one line of stdout.
void print_json(const boost::json::value& value);
void print_error(const Context& context, const Error& error);
// The error of something read from a file, with the file in front of its place.
tl::unexpected<Error> in_file(const std::string& path, Error error);
Result<std::string> read_file(const std::string& path);
// In the place of what is there, whole or not at all.
Result<Ok> write_file(const std::string& path, const std::string& text, unsigned mode = 0644);

// Each command registers itself; one file a command.
void add_init(CLI::App& app, Context& context);
void add_anchor(CLI::App& app, Context& context);
void add_keys(CLI::App& app, Context& context);
void add_grant(CLI::App& app, Context& context);
void add_order(CLI::App& app, Context& context);
void add_submit(CLI::App& app, Context& context);
void add_import(CLI::App& app, Context& context);
void add_show(CLI::App& app, Context& context);
void add_history(CLI::App& app, Context& context);
void add_diff(CLI::App& app, Context& context);
void add_policy(CLI::App& app, Context& context);
void add_run(CLI::App& app, Context& context);
void add_audit(CLI::App& app, Context& context);
void add_who_held(CLI::App& app, Context& context);
void add_verify(CLI::App& app, Context& context);
void add_checkpoint(CLI::App& app, Context& context);
void add_prove(CLI::App& app, Context& context);
void add_check_proof(CLI::App& app, Context& context);
void add_trust(CLI::App& app, Context& context);
void add_witness(CLI::App& app, Context& context);
void add_serve(CLI::App& app, Context& context);
void add_backup(CLI::App& app, Context& context);
void add_restore(CLI::App& app, Context& context);
void add_shred(CLI::App& app, Context& context);
void add_evidence(CLI::App& app, Context& context);
void add_views(CLI::App& app, Context& context);
void add_stats(CLI::App& app, Context& context);
void add_units(CLI::App& app, Context& context);
void add_reorganize(CLI::App& app, Context& context);
void add_subscribe(CLI::App& app, Context& context);
void add_demo(CLI::App& app, Context& context);
void add_replica(CLI::App& app, Context& context);
void add_migrate(CLI::App& app, Context& context);

}  // namespace sillok::cli
