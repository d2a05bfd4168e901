// sillok verify: recomputes all that can be recomputed, and names the first position that fails.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ledger/crypto/checkpoint.h"
#include "ledger/desk/access_log.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/log_verifier.h"
#include "ledger/desk/unpacked_backup.h"
#include "ledger/privacy/data_key_check.h"
#include "projections/person_map/persons_log.h"
#include "tools/sillok/context.h"
#include "tools/sillok/progress.h"
#include "tools/sillok/side_logs.h"
#include "tools/sillok/trust_file.h"

namespace sillok::cli {
namespace {

struct Options {
  bool full = false, views = false, reads = false;
  std::string against, trust, backup;
};

// What was found of a checkpoint that somebody else kept.
struct Against {
  Checkpoint checkpoint;
  std::optional<std::string> broken;  // why the log does not contain it
};

boost::json::value bad_json(const std::optional<FirstBad>& bad) {
  if (!bad) return nullptr;
  const auto position = bad->position == kNoPosition ? boost::json::value(nullptr) : boost::json::value(bad->position);
  return boost::json::object{{"position", position}, {"reason", bad->reason}};
}

boost::json::value against_json(const Against& against) {
  return boost::json::object{
      {"ok", !against.broken},
      {"size", against.checkpoint.size},
      {"root", to_hex(view(against.checkpoint.root))},
      {"reason", against.broken ? boost::json::value(*against.broken) : boost::json::value(nullptr)}};
}

// What does not hold of the views: their names, or why they can't be looked at; empty: all do.
struct ViewsFound {
  std::vector<std::string> broken;
  // The published map of persons; nothing: none over all of the log. What does not hold of it, and then the report's
  // first_bad says too: why.
  std::optional<bool> persons_ok = {};
  std::string persons_reason = {};
};

// Beside what was found of the log itself.
struct Besides {
  std::optional<Against> against = {};
  std::optional<std::uint64_t> reads = {};
  std::optional<LedgerIdentity> whose = {};  // a backup's ledger
};

int answer(const Context& context, const VerifyReport& report, const std::optional<ViewsFound>& views,
           const Besides& besides = {}) {
  const auto& [against, reads, whose] = besides;
  const bool views_ok = !views || views->broken.empty();
  const bool ok = !report.first_bad && views_ok && !(against && against->broken);
  if (context.json) {
    boost::json::object out{{"ok", ok},
                            {"size", report.size},
                            {"root", to_hex(view(report.root))},
                            {"events", report.events},
                            {"orders", report.orders},
                            {"signatures_checked", report.signatures_checked},
                            {"first_bad", bad_json(report.first_bad)},
                            {"views_ok", views ? boost::json::value(views_ok) : boost::json::value(nullptr)}};
    if (views && views->persons_ok) out["persons_ok"] = *views->persons_ok;
    if (views && !views->persons_reason.empty()) out["persons_bad"] = views->persons_reason;
    if (views) out["views_bad"] = boost::json::array(views->broken.begin(), views->broken.end());
    if (against) out["against"] = against_json(*against);
    if (reads) out["reads"] = *reads;
    if (whose) {
      out["origin"] = whose->origin;
      out["genesis"] = to_hex(view(whose->genesis));
    }
    print_json(out);
  } else if (ok) {
    fmt::print("ok: {} events in {} orders, {} signatures checked{}\nroot {}\n", report.events, report.orders,
               report.signatures_checked, views ? ", views hold" : "", to_hex(view(report.root)));
    if (whose) fmt::print("a backup of {}, genesis {}\n", whose->origin, to_hex(view(whose->genesis)));
    if (reads) fmt::print("the log of reads holds: {} entries\n", *reads);
    if (against) fmt::print("the log contains the checkpoint of {} events\n", against->checkpoint.size);
  } else if (report.first_bad) {
    if (report.first_bad->position == kNoPosition) fmt::print("DAMAGED: {}\n", report.first_bad->reason);
    else fmt::print("DAMAGED at position {}: {}\n", report.first_bad->position, report.first_bad->reason);
  } else if (against && against->broken) {
    fmt::print("DOES NOT CONTAIN THE CHECKPOINT: {}\n", *against->broken);
  } else {
    fmt::print("the log holds, the views do not ({}): throw them away with `sillok rebuild`\n",
               fmt::join(views->broken, "; "));
  }
  return ok ? 0 : 1;
}

void compare_with_anchor(const Ledger& ledger, const LogVerifier& verifier, VerifyReport& report) {
  const AnchoredHead& anchored = ledger.anchored();
  if (report.first_bad) return;
  if (report.size < anchored.size) {
    report.first_bad = FirstBad{
        report.size,
        fmt::format("log.behind_anchor: {} events were acknowledged, the log holds {}", anchored.size, report.size)};
  } else if (verifier.root_at_known_size() != anchored.root) {
    report.first_bad = FirstBad{anchored.size - 1, "log.root_differs: the root is not the acknowledged one"};
  }
}

FirstBad found(const Error& damage) {
  return {kNoPosition, fmt::format("{} ({}): {}", damage.code, damage.where, damage.message)};
}

// Damage that keeps a ledger from opening: at the first event that it has lost, where it has lost one.
FirstBad found_in_log(const std::filesystem::path& directory, const Error& damage) {
  FirstBad bad = found(damage);
  if (!damage.code.starts_with("log.")) return bad;
  const auto identity = identity_in(directory);
  if (!identity) return bad;
  const auto anchor = HeadAnchor::open(anchor_path(directory), identity->origin, identity->node_key);
  const auto lost = RocksLog::first_lost(directory / "log");
  if (anchor && lost && *lost < anchor->head().size) bad.position = *lost;
  return bad;
}

// Damage is an answer; what can't be looked at now, or was asked wrongly, is an error.
Result<Ok> note_damage(const Result<Ok>& held, VerifyReport& report) {
  if (held || report.first_bad) return Ok{};
  if (held.error().fault != Fault::damaged) return held;
  report.first_bad = found(held.error());
  return Ok{};
}

// A copy that came without keys has none to check; where there are some, a missing one is damage. A replica of a topic
// is made with a node key of its own, and is brought the others or not.
bool came_with_keys(const Ledger& ledger) {
  std::error_code unknown;
  const auto has = [&](const char* kind) {
    return std::filesystem::exists(key_path(ledger.directory(), kind), unknown);
  };
  return ledger.is_sandbox() || has("ledger") || has("vault") || (has("node") && !is_replica(ledger.directory()));
}

// The ledger's own key files, and whether the vault opens.
Result<Ok> check_keys(Ledger& ledger) {
  if (ledger.is_sandbox()) return ledger.vault().check();
  std::error_code unknown;
  for (const char* kind : {"ledger", "vault"}) {
    const auto file = key_path(ledger.directory(), kind);
    if (!std::filesystem::exists(file, unknown))
      return fail(Fault::damaged, "key.missing", file.string(),
                  "a key of the ledger is missing; put its file back from a backup");
  }
  // A replica's node has a key of its own, which stands elsewhere.
  if (std::filesystem::exists(key_path(ledger.directory(), "node"), unknown))
    SILLOK_CHECK(node_signer(ledger.directory(), ledger.genesis()));
  SILLOK_CHECK(ledger_signer(ledger.directory(), ledger.genesis()));
  return ledger.vault().check();
}

// The checkpoint's signature under the key that is pinned by --trust, or by this ledger's own genesis;
// then its root against that of the log at the same size. Fault::malformed: it is no checkpoint.
Result<Against> compare_with(const Ledger& ledger, const Options& options) {
  std::string origin = ledger.genesis().origin;
  NoteKey key = make_note_key(origin, ledger.genesis().ledger_key);
  Against against;
  if (!options.trust.empty()) {
    SILLOK_TRY(trust, read_trust_file(options.trust));
    if (trust.genesis != ledger.genesis().hash)
      against.broken = "trust.other_ledger: the trust file pins another genesis than this ledger's";
    origin = trust.origin;
    key = *trust.ledger_key;
  }
  SILLOK_TRY(note, read_file(options.against));
  auto shown = read_unverified_checkpoint(note);
  if (!shown) return in_file(options.against, shown.error());
  against.checkpoint = *shown;
  if (against.broken) return against;
  if (const auto opened = open_checkpoint(note, origin, key); !opened) {
    if (opened.error().fault == Fault::malformed) return in_file(options.against, opened.error());
    against.broken = opened.error().code + ": " + opened.error().message;
    return against;
  }
  if (shown->size > ledger.log().head().size) {
    against.broken = fmt::format(
        "log.behind_checkpoint: {} events were signed, the log holds {}; it lost its end or is an older copy",
        shown->size, ledger.log().head().size);
    return against;
  }
  // Every tree contains the empty one.
  if (shown->size == 0) return against;
  SILLOK_TRY(root, ledger.log().tree().root(shown->size));
  if (root != shown->root) {
    against.broken = fmt::format(
        "checkpoint.forked: at {} events the log has another root than was signed; one of the two is not "
        "this ledger's past",
        shown->size);
  }
  return against;
}

// What was published of the map of persons, and each root of it against that of the map built anew.
Result<Ok> check_persons(const Ledger& ledger, const Views& views, ViewsFound& found) {
  const auto published = check_published_persons(ledger);
  if (!published) {
    if (published.error().fault != Fault::damaged) return tl::unexpected{published.error()};
    found.persons_ok = false;
    found.persons_reason = fmt::format("{}: {}", published.error().code, published.error().message);
    return Ok{};
  }
  if (!*published) return Ok{};
  const auto held = check_roots_of_persons(ledger, views);
  if (!held && held.error().fault != Fault::damaged) return held;
  found.persons_ok = held.has_value();
  if (!held) found.persons_reason = fmt::format("{}: {}", held.error().code, held.error().message);
  return Ok{};
}

// Damage of the views is an answer; only what keeps them from being looked at now is an error.
Result<ViewsFound> check_views(const Ledger& ledger, Result<std::unique_ptr<ViewStore>> stored, bool is_full) {
  ViewsFound found;
  const auto compare = [&]() -> Result<std::vector<std::string>> {
    if (!stored) return tl::unexpected{stored.error()};
    if (is_full) SILLOK_CHECK((*stored)->check_files());
    SILLOK_TRY(views, Views::open_beside(ledger.views_directory(), std::move(*stored), ledger.log()));
    SILLOK_CHECK(views->catch_up());
    SILLOK_TRY(broken, views->verify_views());
    if (!is_full || !broken.empty()) return broken;
    SILLOK_CHECK(check_persons(ledger, *views, found));
    return broken;
  };
  auto differing = compare();
  if (!differing && differing.error().fault != Fault::damaged) return tl::unexpected{std::move(differing).error()};
  if (differing) found.broken = std::move(*differing);
  else found.broken = {fmt::format("{}: {}", differing.error().code, differing.error().message)};
  return found;
}

// Who must cosign is not signed by anybody, but it must be readable.
Result<Ok> check_witnesses(const Ledger& ledger) {
  const auto policy = read_policy(ledger.directory());
  if (policy) return Ok{};
  if (policy.error().fault == Fault::unavailable) return tl::unexpected{policy.error()};
  return fail(Fault::damaged, "witnesses.damaged", "witnesses",
              policy.error().message + "; name them again with `sillok witness add`");
}

// The bar goes away before anything is answered.
Result<VerifyReport> replay(LogVerifier& verifier, std::uint64_t size) {
  Progress progress{"verifying", size};
  return verifier.run(0, [&](Position done) { progress.show(done); });
}

// A backup as it would be restored; no ledger is needed for it.
Outcome run_verify_backup(const Context& context, const Options& options) {
  std::optional<Progress> progress{std::in_place, "verifying", 0};
  std::optional<Hash> genesis;
  if (!options.trust.empty()) {
    SILLOK_TRY(trust, read_trust_file(options.trust));
    genesis = trust.genesis;
  }
  const auto report = check_backup(options.backup, side_logs(), genesis, [&](Position done) { progress->show(done); });
  progress.reset();
  if (report) return answer(context, report->report, std::nullopt, {.whose = report->identity});
  if (report.error().fault != Fault::damaged) return tl::unexpected{report.error()};
  VerifyReport bad;
  bad.first_bad = found(report.error());
  return answer(context, bad, std::nullopt);
}

// On a replica it may be with the node that sealed since, which is no damage; elsewhere nobody else has it.
Result<Ok> tell_missing_key(const Ledger& ledger, const Error& error, VerifyReport& report) {
  if (!is_replica(ledger.directory()) || error.code != "vault.missing_key")
    return note_damage(tl::unexpected{error}, report);
  fmt::print(
      stderr,
      "sillok: {}: this replica has no key for some personal data, which show SEALED here; `sillok keys export` at "
      "a node that has it, and `keys import` here, bring it\n",
      error.where);
  return Ok{};
}

Outcome run_verify(const Context& context, const Options& options) {
  if (!options.backup.empty()) {
    if (options.full || options.views || options.reads || !options.against.empty())
      return fail(Fault::misuse, "option.unsupported", "--backup",
                  "a backup is verified as a whole, by itself; leave the other options but --trust out");
    return run_verify_backup(context, options);
  }
  if (!options.trust.empty() && options.against.empty())
    return fail(Fault::misuse, "option.trust", "--trust",
                "--trust pins the key for --against CHECKPOINT-FILE, or whose --backup it must be; give both");
  auto stored = Views::stored(Ledger::views_directory(context.directory));  // before the log it must not be ahead of
  auto ledger = Ledger::open_unchecked(context.directory);
  if (!ledger) {
    // Damage that keeps the ledger from opening is an answer, too.
    if (ledger.error().fault != Fault::damaged) return tl::unexpected{ledger.error()};
    VerifyReport report;
    report.first_bad = found_in_log(context.directory, ledger.error());
    return answer(context, report, std::nullopt);
  }
  LogVerifier verifier{(*ledger)->log(), (*ledger)->anchored().size};
  std::optional<DataKeyCheck> data_keys;
  if (options.full && came_with_keys(**ledger)) {
    data_keys.emplace((*ledger)->vault());
    verifier.show_each([&](const EventView& event) { data_keys->look_at(event); });
  }
  SILLOK_TRY(report, replay(verifier, (*ledger)->log().head().size));
  compare_with_anchor(**ledger, verifier, report);
  SILLOK_CHECK(note_damage(Checkpoints{**ledger}.check(), report));
  if (data_keys) {
    SILLOK_CHECK(note_damage(check_keys(**ledger), report));
    if (data_keys->error()) SILLOK_CHECK(tell_missing_key(**ledger, *data_keys->error(), report));
  }
  if (options.full) SILLOK_CHECK(note_damage((*ledger)->log().check_files(), report));
  if (options.full) SILLOK_CHECK(note_damage(check_witnesses(**ledger), report));
  std::optional<std::uint64_t> reads;
  if (options.full || options.reads) {
    const auto found_reads = check_access_log(**ledger);
    if (found_reads) reads = *found_reads;
    else SILLOK_CHECK(note_damage(tl::unexpected{found_reads.error()}, report));
  }
  std::optional<ViewsFound> views;
  if ((options.views || options.full) && !report.first_bad) {
    SILLOK_TRY(found, check_views(**ledger, std::move(stored), options.full));
    if (!found.persons_ok.value_or(true)) report.first_bad = FirstBad{kNoPosition, found.persons_reason};
    views = std::move(found);
  }
  std::optional<Against> against;
  if (!options.against.empty()) {
    SILLOK_TRY(compared, compare_with(**ledger, options));
    against = std::move(compared);
    // A root taken from a damaged tree says nothing.
    if (report.first_bad && !against->broken) against->broken = "the log itself does not hold";
  }
  return answer(context, report, views, {against, reads, {}});
}

}  // namespace

void add_verify(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "verify", "signatures, chain, tree, head anchor, checkpoint, views",
                              "sillok verify --views\n  sillok --json verify --full\n  sillok verify "
                              "--against kept-elsewhere.txt --trust trust.json");
  command->add_flag("--full", options->full, "also the views, the key files and every data key");
  command->add_flag("--views", options->views, "also refold the log and compare the views");
  command->add_option("--against", options->against,
                      "a checkpoint kept elsewhere: its signature, and whether this log contains it");
  command->add_option("--trust", options->trust,
                      "trust file that pins the key of that checkpoint, or whose backup it must be (default: its own)");
  command->add_option("--backup", options->backup, "a file that `sillok backup` has written, as it would be restored");
  command->add_flag("--reads", options->reads, "also the log of reads, ORIGIN/access");
  command->callback(
      [&context, options] { context.chosen = [&context, options] { return run_verify(context, *options); }; });
}

}  // namespace sillok::cli
