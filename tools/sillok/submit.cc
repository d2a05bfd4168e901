// sillok submit, import: order lines into the ledger.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "projections/desk_records.h"
#include "tools/sillok/csv/import.h"
#include "tools/sillok/progress.h"
#include "tools/sillok/recording.h"
#include "tools/sillok/trust_file.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string file, trust, format = "orders", map;
  bool dry_run = false;
  unsigned workers = 0;
};

class InputFile {
 public:
  static Result<InputFile> open(const std::string& path) {
    InputFile file;
    file.descriptor_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat about {};
    if (file.descriptor_ >= 0 && ::fstat(file.descriptor_, &about) == 0 && S_ISDIR(about.st_mode)) {
      return fail(Fault::malformed, "input.unreadable", path, "this is a directory; name a file of order lines, or -");
    }
    if (file.descriptor_ < 0)
      return fail(Fault::malformed, "input.unreadable", path, "the file can't be opened; check its path and rights");
    return file;
  }
  int descriptor() const { return descriptor_; }
  InputFile(InputFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile() {
    if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
  }

 private:
  InputFile() = default;
  int descriptor_ = -1;
};

struct Tally {
  std::uint64_t orders = 0, recorded = 0, refused = 0, findings = 0;
  boost::json::array unreadable;
};

Result<Ok> note(const Context& context, const LineSource& source, const LineOutcome& outcome, bool dry_run,
                Tally& tally) {
  if (const auto* error = std::get_if<Error>(&outcome.outcome)) {
    const LinePlace place = source.place(outcome.line, error->where);
    Error placed = *error;
    placed.where = place.where;
    print_error(context, placed);
    tally.unreadable.push_back(boost::json::object{
        {"line", place.line}, {"message", error->where + (error->where.empty() ? "" : ": ") + error->message}});
    return Ok{};
  }
  const Receipt& receipt = std::get<Receipt>(outcome.outcome);
  // Of what was recorded each breach is one; what was refused is one, whatever else spoke against it.
  tally.findings += receipt.status == Receipt::Status::kRefused ? 1 : receipt.reasons.size();
  if (receipt.status == Receipt::Status::kRecorded) {
    ++tally.orders;
    tally.recorded += receipt.act_count;
  }
  if (print_receipt(context, receipt, dry_run) != 0) ++tally.refused;
  return Ok{};
}

Outcome take(const Context& context, const IntakeOptions& intake, LineSource source) {
  // Nothing is recorded by a dry run, so it stands beside a writer as readers do.
  SILLOK_TRY(open, intake.dry_run ? open_to_read(context.directory) : open_to_write(context));
  DeskRecords records{*open.views};
  Tally tally;
  tally.unreadable = std::move(source.unreadable);
  {
    Progress progress{intake.intake == Intake::kImport ? "importing" : "recording", 0};
    SILLOK_CHECK(take_in(source.descriptor, *open.ledger, records, intake, [&](const LineOutcome& outcome) {
      progress.show(outcome.line);
      return note(context, source, outcome, intake.dry_run, tally);
    }));
  }
  const bool unreadable = !tally.unreadable.empty();
  if (intake.intake == Intake::kImport) {
    if (context.json) {
      print_json(boost::json::object{{"summary", boost::json::object{{"recorded", tally.recorded},
                                                                     {"orders", tally.orders},
                                                                     {"unreadable", std::move(tally.unreadable)},
                                                                     {"findings", tally.findings}}}});
    } else {
      fmt::print("{} acts in {} orders recorded, {} lines unreadable, {} findings\n", tally.recorded, tally.orders,
                 tally.unreadable.size(), tally.findings);
    }
    return unreadable ? 3 : 0;
  }
  return unreadable ? 3 : tally.refused > 0 ? 1 : 0;
}

// Lines of a file of order lines stand where they are.
LineSource lines_of(const InputFile& file, const std::string& path) {
  return {file.descriptor(), {}, [shown = path == "-" ? "stdin" : path](std::uint64_t line, const std::string& where) {
            return LinePlace{line, fmt::format("{}:{}{}{}", shown, line, where.empty() ? "" : ": ", where)};
          }};
}

Outcome run_submit(const Context& context, const Options& options) {
  SILLOK_TRY(file, InputFile::open(options.file));
  return take(context, {Intake::kSubmit, Trust::kLive, options.dry_run, options.workers}, lines_of(file, options.file));
}

Outcome run_import(const Context& context, const Options& options) {
  SILLOK_TRY(grade, parse_trust_grade(options.trust));
  const IntakeOptions intake{Intake::kImport, grade, options.dry_run, options.workers};
  if (options.format == "csv") {
    if (options.map.empty()) return fail(Fault::misuse, "option.map", "--map", "a spreadsheet needs --map FILE");
    return import_csv(context, options.file, options.map,
                      [&](LineSource lines) { return take(context, intake, std::move(lines)); });
  }
  if (options.format != "orders") return fail(Fault::misuse, "option.format", "--format", "a format is orders or csv");
  if (!options.map.empty())
    return fail(Fault::misuse, "option.map", "--map", "a map is of a spreadsheet; add --format csv");
  SILLOK_TRY(file, InputFile::open(options.file));
  return take(context, intake, lines_of(file, options.file));
}

}  // namespace

void add_submit(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "submit", "records order lines; a receipt a line once it is durable",
                              "sillok submit orders.jsonl\n  cat orders.jsonl | sillok --json submit -");
  command->add_option("FILE", options->file, "order lines, or - for standard input as it arrives")->required();
  command->add_flag("--dry-run", options->dry_run, "decide, record nothing");
  command->add_option("--workers", options->workers, "threads that prepare orders (default: one a core)")
      ->check(CLI::NonNegativeNumber);
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_submit(context, *options); }; });
}

void add_import(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "import", "records what an older system said, breaches of rules as findings",
                              "sillok import careers.jsonl --trust paper\n  sillok import staff.csv --format csv --map "
                              "staff.map.json --trust statement");
  command->add_option("FILE", options->file, "the file, or - for standard input")->required();
  command->add_option("--trust", options->trust, "trust grade: signed, system, paper or statement")->required();
  command->add_option("--format", options->format, "orders (default) or csv");
  command->add_option("--map", options->map, "how a spreadsheet's columns become acts");
  command->add_flag("--dry-run", options->dry_run, "decide, record nothing");
  command->add_option("--workers", options->workers, "threads that prepare orders (default: one a core)")
      ->check(CLI::NonNegativeNumber);
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_import(context, *options); }; });
}

}  // namespace sillok::cli
