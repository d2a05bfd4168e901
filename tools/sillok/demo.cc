// sillok demo: a synthetic public service, into the ledger or as order lines.
#include "tools/demo/demo.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "ledger/event/order_line.h"
#include "ledger/rules/shipped_policies.h"
#include "projections/desk_records.h"
#include "tools/sillok/progress.h"
#include "tools/sillok/recording.h"

namespace sillok::cli {
namespace {

struct Options {
  DemoOptions demo;
  std::string out;
};

std::string line_of(const PlainOrder& order, Instant recorded_at) {
  OrderLine line;
  line.order = order;
  line.recorded_at = recorded_at;
  return write_order_line(line) + "\n";
}

Outcome write_lines(const Context& context, Options options) {
  SILLOK_TRY(first_law, shipped_policies());
  options.demo.first_position = 1 + first_law.size();  // behind the genesis of a ledger of this program
  std::ofstream file{options.out, std::ios::binary | std::ios::trunc};
  std::uint64_t orders = 0, acts = 0;
  SILLOK_CHECK(generate_demo(options.demo, [&](const PlainOrder& order, Instant recorded_at) -> Result<Ok> {
    file << line_of(order, recorded_at);
    ++orders;
    acts += order.acts.size();
    return Ok{};
  }));
  file.close();
  if (!file)
    return fail(Fault::unavailable, "output.unwritable", options.out,
                "the file can't be written; check its path, rights and the disk");
  if (context.json) print_json(boost::json::object{{"file", options.out}, {"orders", orders}, {"acts", acts}});
  else fmt::print("{} acts in {} orders written to {}\n", acts, orders, options.out);
  return 0;
}

Result<Ok> write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0) return fail(Fault::unavailable, "demo.stopped", "", "the ledger stopped taking orders");
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return Ok{};
}

// Where the orders begin: behind the genesis order.
Result<Position> orders_begin(Ledger& ledger) {
  SILLOK_TRY(entry, ledger.log().read(0));
  return Position{EventView::trust(entry).opening()->act_count};
}

// The generator writes lines into a pipe at one end while the ledger takes them in at the other:
// a demo goes the same way as everybody's orders.
Outcome fill_ledger(const Context& context, Options options) {
  SILLOK_TRY(open, open_to_write(context));
  if (!open.ledger->is_sandbox())
    return fail(Fault::misuse, "demo.real_ledger", context.directory,
                "a demo goes into a sandbox only; make one with `sillok init --sandbox`");
  SILLOK_TRY(begin, orders_begin(*open.ledger));
  if (open.ledger->log().head().size != begin)
    return fail(Fault::misuse, "demo.not_empty", context.directory,
                "a demo goes into a fresh sandbox; this one holds orders");
  options.demo.first_position = begin;
  // A ledger that stops taking orders is told by write(), not by a signal.
  ::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  if (::pipe(ends) != 0)
    return fail(Fault::unavailable, "demo.pipe", "", "no pipe could be made; close other programs and ask again");
  Result<Ok> generated{};
  std::thread generating{[&] {
    generated = generate_demo(options.demo, [&](const PlainOrder& order, Instant recorded_at) {
      return write_all(ends[1], line_of(order, recorded_at));
    });
    ::close(ends[1]);
  }};
  DeskRecords records{*open.views};
  std::uint64_t orders = 0, acts = 0;
  Result<Ok> taken{};
  {
    Progress progress{"recording", 0};
    taken = take_in(ends[0], *open.ledger, records, {}, [&](const LineOutcome& outcome) -> Result<Ok> {
      progress.show(outcome.line);
      if (const auto* error = std::get_if<Error>(&outcome.outcome)) return tl::unexpected{*error};
      const Receipt& receipt = std::get<Receipt>(outcome.outcome);
      if (receipt.status == Receipt::Status::kRefused)
        return fail(Fault::refused, receipt.reasons[0].code, receipt.order, receipt.reasons[0].message);
      ++orders;
      acts += receipt.act_count;
      return Ok{};
    });
  }
  ::close(ends[0]);
  generating.join();
  SILLOK_CHECK(taken);
  SILLOK_CHECK(generated);
  if (context.json)
    print_json(boost::json::object{
        {"ledger", context.directory}, {"orders", orders}, {"acts", acts}, {"position", open.views->position() - 1}});
  else
    fmt::print("{} acts in {} orders recorded; try: sillok --ledger {} show P000001\n", acts, orders,
               context.directory);
  return 0;
}

Outcome run_demo(const Context& context, const Options& options) {
  return options.out.empty() ? fill_ledger(context, options) : write_lines(context, options);
}

}  // namespace

void add_demo(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command =
      add_command(app, "demo", "a synthetic public service in Korea's real agencies, the same for the same seed",
                  "sillok --ledger /tmp/training demo --officials 500 --years 5\n  sillok demo --officials 500 --out "
                  "demo.jsonl");
  command->add_option("--officials", options->demo.officials, "officials present at any time, about");
  command->add_option("--years", options->demo.years, "years up to 2026");
  command->add_option("--seed", options->demo.seed, "another seed, another service");
  command->add_option("--out", options->out, "write order lines to this file instead");
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_demo(context, *options); }; });
}

}  // namespace sillok::cli
