// sillok verify: recomputes all that can be recomputed, and names the first position that fails.
#include <fmt/format.h>

#include "ledger/desk/checkpointer.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/log_verifier.h"
#include "tools/sillok/context.h"
#include "tools/sillok/progress.h"

namespace sillok::cli {
namespace {

struct Options {
  bool full = false, views = false;
};

int answer(const Context& context, const VerifyReport& report, std::optional<bool> views_ok) {
  const bool ok = !report.first_bad && views_ok.value_or(true);
  if (context.json) {
    boost::json::value bad = nullptr;
    if (report.first_bad) bad = boost::json::object{{"position", report.first_bad->position == kNoPosition ? boost::json::value(nullptr) : boost::json::value(report.first_bad->position)}, {"reason", report.first_bad->reason}};
    print_json(boost::json::object{{"ok", ok}, {"size", report.size}, {"root", to_hex(view(report.root))}, {"events", report.events}, {"orders", report.orders},
                                   {"signatures_checked", report.signatures_checked}, {"first_bad", std::move(bad)}, {"views_ok", views_ok ? boost::json::value(*views_ok) : boost::json::value(nullptr)}});
  } else if (ok) {
    fmt::print("ok: {} events in {} orders, {} signatures checked, root {}{}\n", report.events, report.orders, report.signatures_checked, to_hex(view(report.root)), views_ok ? ", views hold" : "");
  } else if (report.first_bad) {
    if (report.first_bad->position == kNoPosition) fmt::print("DAMAGED: {}\n", report.first_bad->reason);
    else fmt::print("DAMAGED at position {}: {}\n", report.first_bad->position, report.first_bad->reason);
  } else {
    fmt::print("the log holds, the views do not: throw them away with `sillok rebuild`\n");
  }
  return ok ? 0 : 1;
}

void compare_with_anchor(const Ledger& ledger, const LogVerifier& verifier, VerifyReport& report) {
  const AnchoredHead& anchored = ledger.anchored();
  if (report.first_bad) return;
  if (report.size < anchored.size) {
    report.first_bad = FirstBad{report.size, fmt::format("log.behind_anchor: {} events were acknowledged, the log holds {}", anchored.size, report.size)};
  } else if (verifier.root_at_known_size() != anchored.root) {
    report.first_bad = FirstBad{anchored.size - 1, "log.root_differs: the root is not the acknowledged one"};
  }
}

void note_damage(const Result<Ok>& held, VerifyReport& report) {
  if (held || report.first_bad) return;
  report.first_bad = FirstBad{kNoPosition, fmt::format("{} ({}): {}", held.error().code, held.error().where, held.error().message)};
}

// The ledger's own key files and every data key of the vault. A key that isn't kept here is no damage.
Result<Ok> check_keys(Ledger& ledger) {
  if (!ledger.is_sandbox()) {
    if (std::filesystem::exists(key_path(ledger.directory(), "node"))) SILLOK_CHECK(node_signer(ledger.directory(), ledger.genesis()));
    if (std::filesystem::exists(key_path(ledger.directory(), "ledger"))) SILLOK_CHECK(ledger_signer(ledger.directory(), ledger.genesis()));
  }
  return ledger.vault().check();
}

Outcome run_verify(const Context& context, const Options& options) {
  auto ledger = Ledger::open_unchecked(context.directory);
  if (!ledger) {
    // Damage that keeps the ledger from opening is an answer, too.
    if (ledger.error().fault != Fault::damaged) return tl::unexpected{ledger.error()};
    VerifyReport report;
    report.first_bad = FirstBad{kNoPosition, fmt::format("{} ({}): {}", ledger.error().code, ledger.error().where, ledger.error().message)};
    return answer(context, report, std::nullopt);
  }
  LogVerifier verifier{(*ledger)->log(), (*ledger)->anchored().size};
  Progress progress{"verifying", (*ledger)->log().head().size};
  SILLOK_TRY(report, verifier.run(0, [&](Position done) { progress.show(done); }));
  compare_with_anchor(**ledger, verifier, report);
  note_damage(check_published(**ledger), report);
  if (options.full) {
    const auto held = check_keys(**ledger);
    if (!held && held.error().fault == Fault::misuse) return tl::unexpected{held.error()};
    note_damage(held, report);
  }
  std::optional<bool> views_ok;
  if ((options.views || options.full) && !report.first_bad) {
    auto views = Views::open((*ledger)->views_directory(), (*ledger)->log(), false);
    views_ok = views.has_value();
    if (views) {
      SILLOK_CHECK((*views)->catch_up());
      SILLOK_TRY(differing, (*views)->verify_views());
      views_ok = differing.empty();
      for (const std::string& name : differing) fmt::print(stderr, "sillok: view {} is not what the log gives\n", name);
    } else {
      fmt::print(stderr, "sillok: views: {}\n", views.error().message);
    }
  }
  return answer(context, report, views_ok);
}

}  // namespace

void add_verify(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "verify", "signatures, chain, tree, head anchor, checkpoint, views", "sillok verify --views\n  sillok --json verify --full");
  command->add_flag("--full", options->full, "also the views, the key files and every data key");
  command->add_flag("--views", options->views, "also refold the log and compare the views");
  command->callback([&context, options] { context.chosen = [&context, options] { return run_verify(context, *options); }; });
}

}  // namespace sillok::cli
