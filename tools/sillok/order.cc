// sillok order digest | sign: signing away from the ledger.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iostream>

#include "ledger/desk/ledger_files.h"
#include "ledger/event/order_line.h"
#include "ledger/event/text_rules.h"
#include "tools/sillok/context.h"
#include "tools/sillok/signing.h"
#include "tools/sillok/trust_file.h"

namespace sillok::cli {
namespace {

struct Options {
  std::string file, key, trust_file;
};

// Every line of a file through `change`, printed again; blank lines are passed over.
Outcome each_line(const Options& options, const std::function<Result<Ok>(OrderLine&)>& change) {
  const auto unreadable = [&] {
    return fail(Fault::malformed, "input.unreadable", options.file,
                "the file can't be read; check its path and rights");
  };
  std::ifstream file;
  if (options.file != "-") file.open(options.file, std::ios::binary);
  std::istream& lines = options.file == "-" ? std::cin : file;
  if (!lines) return unreadable();
  OrderLineReader reader;
  std::string line_text;
  for (std::uint64_t number = 1; std::getline(lines, line_text); ++number) {
    if (line_text.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto at_line = [&](Error error) {
      error.where = fmt::format("{}:{}{}{}", options.file, number, error.where.empty() ? "" : ": ", error.where);
      return tl::unexpected{std::move(error)};
    };
    if (number == 1) line_text = without_byte_order_mark(line_text);
    auto line = reader.read(line_text);
    if (!line) return at_line(line.error());
    if (auto changed = change(*line); !changed) return at_line(changed.error());
    fmt::print("{}\n", write_order_line(*line));
  }
  if (lines.bad()) return unreadable();
  return 0;
}

Outcome run_digest(const Context& context, const Options& options) {
  SILLOK_CHECK(check_may_record(context.directory));  // it makes data keys for what will be recorded
  SILLOK_TRY(ledger, open_ledger_to_write(context));
  return each_line(options, [&](OrderLine& line) { return digest_line(line, *ledger); });
}

Outcome run_sign(const Context& context, const Options& options) {
  Hash genesis{};
  if (options.trust_file.empty()) {
    SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
    genesis = ledger->genesis().hash;
  } else {
    SILLOK_TRY(trust, read_trust_file(options.trust_file));
    genesis = trust.genesis;
  }
  return each_line(options, [&](OrderLine& line) { return sign_line(line, {&options.key, 1}, genesis); });
}

}  // namespace

void add_order(CLI::App& app, Context& context) {
  auto* order = add_command(app, "order", "signing orders away from the ledger",
                            "sillok order digest orders.jsonl > sealed.jsonl\n  sillok order sign "
                            "sealed.jsonl --key kim.key --trust trust.json > drafted.jsonl");
  order->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto add = [&](const char* name, const char* description, const char* example) {
    auto* command = add_command(*order, name, description, example);
    command->add_option("FILE", options->file, "order lines, or - for standard input")->required();
    return command;
  };
  auto* digest = add("digest", "seals the acts and writes the exact bytes to sign beside them",
                     "sillok order digest orders.jsonl > sealed.jsonl");
  digest->callback(
      [&context, options] { context.chosen = [&context, options] { return run_digest(context, *options); }; });
  auto* sign = add("sign", "checks what is sealed and adds a signature",
                   "sillok order sign sealed.jsonl --key kim.key --trust trust.json > drafted.jsonl");
  sign->add_option("--key", options->key, "key file of the officer (mode 0600)")->required();
  sign->add_option("--trust", options->trust_file, "trust file that names the ledger (default: the ledger itself)");
  sign->callback([&context, options] { context.chosen = [&context, options] { return run_sign(context, *options); }; });
}

}  // namespace sillok::cli
