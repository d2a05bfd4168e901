// sillok checkpoint, prove, check-proof.
#include <fmt/format.h>

#include "ledger/desk/act_proof.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/person_proof.h"
#include "ledger/witness/add_checkpoint.h"
#include "projections/person_map/persons_log.h"
#include "tools/sillok/context.h"
#include "tools/sillok/publishing.h"
#include "tools/sillok/trust_file.h"

namespace sillok::cli {
namespace {

struct Options {
  std::optional<std::uint64_t> at, position, since;
  std::string file, payload, trust, old, person, no, on;
};

boost::json::object checkpoint_json(const WitnessedCheckpoint& checkpoint) {
  boost::json::object out{{"size", checkpoint.size}, {"checkpoint", checkpoint.note}};
  if (checkpoint.is_asked) out["witnesses"] = checkpoint.told;
  return out;
}

Outcome show_older_checkpoint(const Context& context, std::uint64_t size) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  SILLOK_TRY(note, Checkpoints{*ledger}.publish(size));
  if (context.json) print_json(boost::json::object{{"size", size}, {"checkpoint", note}});
  else fmt::print("{}", note);
  return 0;
}

// Whether that keeps a log beside the events from being added to, and nothing else.
bool adds_nothing(const Context& context, const Error& error) {
  if (error.code == "persons.ahead" || error.code == "ledger.moving") return false;  // asked again it goes
  if (error.fault == Fault::unavailable) return true;
  return is_replica(context.directory) && (error.code == "topic.node" || error.code == "ledger.moved" ||
                                           error.fault == Fault::outcome_unknown || error.code == "broker.denied");
}

Outcome run_checkpoint(const Context& context, const Options& options) {
  if (options.at) {
    SILLOK_TRY(acknowledged, Ledger::acknowledged(context.directory));
    if (*options.at != acknowledged) return show_older_checkpoint(context, *options.at);
  }
  BothCheckpoints both;
  if (auto published = open_published(context)) {
    both = std::move(published->both);
  } else if (!adds_nothing(context, published.error())) {
    return tl::unexpected{published.error()};
  } else {
    // Who may only read gets what stands there.
    SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
    SILLOK_TRY(events, witnessed_checkpoint(*ledger, Checkpoints{*ledger}));
    both.events = std::move(events);
    warn(both.events);
    SILLOK_TRY(standing, published_persons(*ledger));
    if (standing) {
      SILLOK_TRY(checkpoint, read_unverified_checkpoint(*standing));
      both.persons.size = checkpoint.size;
      both.persons.note = std::move(*standing);
    }
    fmt::print(stderr, "sillok: {}\n", published.error().message);
  }
  if (context.json) {
    boost::json::object out = checkpoint_json(both.events);
    if (both.persons.size > 0) out["persons"] = checkpoint_json(both.persons);
    print_json(out);
  } else {
    fmt::print("{}", both.events.note);
  }
  return 0;
}

// What `--no` names: an act, or a sanction as people say it.
Result<std::optional<Absence>> absence_of(const Options& options) {
  if (options.no.empty() != options.on.empty())
    return fail(Fault::misuse, "prove.absence", options.no.empty() ? "--no" : "--on",
                "an absence is of an act and on a day: --no sanction --on 2026-01-31");
  if (options.no.empty()) return std::optional<Absence>{};
  const KindSpec* const kind = find_kind(options.no == "sanction" ? "sanctioned" : options.no);
  if (kind == nullptr || kind->subject != Subject::kPerson)
    return fail(
        Fault::misuse, "prove.absence", "--no",
        fmt::format("{} is no act on a person; its name is that of the order line, as `sanctioned`", options.no));
  SILLOK_TRY(on, read_date(options.on, "--on"));
  return std::optional{Absence{kind->act, on}};
}

Outcome run_prove_person(const Context& context, const Options& options) {
  if (options.position || options.since || options.at)
    return fail(
        Fault::misuse, "prove.what", "--person",
        "a proof of a person is of all her acts, under the newest checkpoint; leave POSITION, --since and --at out");
  SILLOK_TRY(absence, absence_of(options));
  auto published = open_published(context);
  if (!published && is_replica(context.directory) && adds_nothing(context, published.error())) {
    const std::string why = published.error().message;
    published = open_known(context);
    if (published)
      fmt::print(stderr, "sillok: all of the first {} events; {}\n", published->both.events.size, one_line(why));
  }
  if (!published) return tl::unexpected{std::move(published).error()};
  const BothCheckpoints& both = published->both;
  SILLOK_TRY(proof, published->persons->prove(options.person, absence, both.events.note, both.persons.note));
  fmt::print("{}", proof);
  return 0;
}

Outcome run_prove(const Context& context, const Options& options) {
  if (!options.person.empty()) return run_prove_person(context, options);
  if (!options.no.empty() || !options.on.empty())
    return fail(Fault::misuse, "prove.absence", "--person", "an absence is proved of somebody; name her with --person");
  if (options.position.has_value() == options.since.has_value())
    return fail(Fault::misuse, "prove.what", "prove",
                "name a POSITION, or with --since the size of an older checkpoint");
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  const std::uint64_t head = ledger->log().head().size;
  const std::uint64_t needed = options.since ? *options.since : *options.position + 1;
  if (needed > head) {
    return fail(Fault::not_found, options.since ? "checkpoint.size" : "position.unknown",
                options.since ? fmt::format("size {}", *options.since) : fmt::format("position {}", *options.position),
                fmt::format("the ledger holds {} events, at positions 0 to {}; name one of those", head, head - 1));
  }
  std::string note;
  std::uint64_t size = head;
  if (options.at && *options.at != head) {
    if (*options.at < needed)
      return fail(Fault::misuse, "prove.size", "--at", "the checkpoint must be of at least what is proved");
    SILLOK_TRY(signed_note, Checkpoints{*ledger}.publish(*options.at));
    note = std::move(signed_note);
    size = *options.at;
  } else {
    SILLOK_TRY(newest, witnessed_checkpoint(*ledger, Checkpoints{*ledger}));
    warn(newest);
    note = best_note(newest, needed, size);
  }
  if (options.since) {
    AddCheckpoint proof{*options.since, {}, note};
    if (*options.since > 0) {
      SILLOK_TRY(path, ledger->log().tree().consistency(*options.since, size));
      proof.path = std::move(path);
    }
    fmt::print("{}", write_add_checkpoint(proof));
    return 0;
  }
  SILLOK_TRY(proof, prove_act(ledger->log(), *options.position, size, note));
  fmt::print("{}", proof);
  return 0;
}

// What a proof, good or bad, is answered with.
struct Answer {
  std::optional<Position> position;
  Checkpoint checkpoint;
  std::string person;
  // All events of the person: how many, and what is proved besides.
  std::optional<std::uint64_t> events = {};
  std::optional<Absence> absence = {};
};

int answer(const Context& context, const Result<Answer>& checked, const std::string& holds) {
  if (context.json) {
    boost::json::object out{{"ok", checked.has_value()}, {"reason", nullptr}, {"position", nullptr},
                            {"size", nullptr},           {"root", nullptr},   {"person", nullptr},
                            {"complete", nullptr},       {"events", nullptr}, {"absent", nullptr}};
    if (checked) {
      if (checked->position) out["position"] = *checked->position;
      out["size"] = checked->checkpoint.size;
      // Without an event there is no proof of the log to take it from.
      if (checked->events != 0) out["root"] = to_hex(view(checked->checkpoint.root));
      if (!checked->person.empty()) out["person"] = checked->person;
      if (checked->events) {
        out["complete"] = true;
        out["events"] = *checked->events;
      }
      if (checked->absence)
        out["absent"] =
            boost::json::object{{"act", name_of(checked->absence->act)}, {"on", to_string(checked->absence->on)}};
    } else {
      out["reason"] = checked.error().code + ": " + checked.error().message;
    }
    print_json(out);
  } else if (checked) {
    fmt::print("ok: {}\n", holds);
  } else {
    fmt::print("DOES NOT HOLD: {}\n", checked.error().message);
  }
  return checked ? 0 : 1;
}

// That the log of the newer checkpoint contains that of the older one.
Outcome check_consistency_proof(const Context& context, const Options& options, const std::string& text) {
  if (!options.payload.empty())
    return fail(Fault::misuse, "option.unsupported", "--payload", "a proof between two sizes has no payload");
  if (options.old.empty())
    return fail(Fault::misuse, "option.missing", "--old",
                "this proof leads from an older checkpoint to a newer one; name the file of the older one with --old");
  const auto proof = parse_add_checkpoint(text);
  if (!proof) return in_file(options.file, proof.error());
  SILLOK_TRY(pinned, pinned_trust(context, options.trust));
  const ProofTrust trust = proof_trust(pinned);
  SILLOK_TRY(old_note, read_file(options.old));
  // Which witnesses have seen the old one is asked no more: the newer one contains it or not.
  const auto old = open_checkpoint(old_note, trust.origin, trust.ledger_key);
  if (!old && old.error().fault == Fault::malformed) return in_file(options.old, old.error());
  if (!old) return answer(context, tl::unexpected{old.error()}, "");
  const auto newer = open_pinned_checkpoint(proof->checkpoint, trust);
  if (!newer && newer.error().fault == Fault::malformed) return in_file(options.file, newer.error());
  if (!newer) return answer(context, tl::unexpected{newer.error()}, "");
  const auto refuse = [&](const char* code, std::string message) {
    return answer(context, fail(Fault::damaged, code, "proof", std::move(message)), "");
  };
  if (old->size != proof->old_size)
    return refuse("proof.old_size", fmt::format("the proof begins at {} events, the old checkpoint is of {}",
                                                proof->old_size, old->size));
  if (!check_consistency(old->size, old->root, newer->size, newer->root, proof->path))
    return refuse("proof.consistency", "the newer log does not contain the older one");
  return answer(context, Answer{std::nullopt, *newer, {}},
                fmt::format("the log of {} events contains that of {}", newer->size, old->size));
}

// That these are all her acts.
Outcome check_proof_of_person(const Context& context, const Options& options, const std::string& text) {
  if (!options.payload.empty() || !options.old.empty())
    return fail(Fault::misuse, "option.unsupported", options.old.empty() ? "--payload" : "--old",
                "a proof of a person stands by itself");
  SILLOK_TRY(pinned, pinned_trust(context, options.trust));
  const auto checked = check_person_proof(text, proof_trust(pinned));
  if (!checked && checked.error().fault == Fault::malformed) return in_file(options.file, checked.error());
  if (!checked) return answer(context, tl::unexpected{checked.error()}, "");
  const std::string absent = checked->absence
                                 ? fmt::format("; as far as these say, no act `{}` is in force on {}",
                                               name_of(checked->absence->act), to_string(checked->absence->on))
                                 : "";
  return answer(context,
                Answer{std::nullopt,
                       {pinned.origin, checked->size, checked->root},
                       checked->person,
                       checked->events,
                       checked->absence},
                fmt::format("all {} events of {} in a log of {} events{}", checked->events, checked->person,
                            checked->size, absent));
}

Outcome run_check_proof(const Context& context, const Options& options) {
  SILLOK_TRY(text, read_file(options.file));
  if (text.starts_with(kPersonProofHeader)) return check_proof_of_person(context, options, text);
  if (text.starts_with("old ")) return check_consistency_proof(context, options, text);
  if (!options.old.empty())
    return fail(Fault::misuse, "option.unsupported", "--old", "only a proof between two sizes has an older checkpoint");
  SILLOK_TRY(pinned, pinned_trust(context, options.trust));
  std::optional<Bytes> payload;
  if (!options.payload.empty()) {
    SILLOK_TRY(bytes, read_file(options.payload));
    payload = std::move(bytes);
  }
  const auto checked = check_act_proof(text, proof_trust(pinned), payload);
  if (!checked && checked.error().fault == Fault::malformed) return in_file(options.file, checked.error());
  if (!checked) return answer(context, tl::unexpected{checked.error()}, "");
  return answer(context, Answer{checked->position, {pinned.origin, checked->size, checked->root}, checked->person},
                fmt::format("position {} of a log of {} events, root {}", checked->position, checked->size,
                            to_hex(view(checked->root))));
}

}  // namespace

void add_checkpoint(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "checkpoint", "the signed size and root of the log (C2SP tlog-checkpoint)",
                              "sillok checkpoint > head.txt");
  add_number(*command, "--at", options->at, "the first SIZE events (default: all, cosigned by the ledger's witnesses)");
  on_chosen(command, context, options, run_checkpoint);
}

void add_prove(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command =
      add_command(app, "prove", "a proof of the event at a position (C2SP tlog-proof), or between two sizes",
                  "sillok prove 17 > act.proof\n  sillok prove --since 1200 > grown.proof\n  sillok prove "
                  "--person P0001 --no sanction --on 2026-01-31 > clean.proof");
  add_number(*command, "POSITION", options->position, "position of the event");
  add_number(*command, "--since", options->since,
             "instead: that the log contains its first SIZE events as an older checkpoint has them");
  add_number(*command, "--at", options->at, "under the checkpoint of the first SIZE events (default: the newest)");
  command->add_option("--person", options->person, "instead: all acts of a person, with a proof that none is left out");
  command->add_option("--no", options->no, "besides: that no act of that kind holds (sanction: none in force)");
  command->add_option("--on", options->on, "on that day, YYYY-MM-DD");
  on_chosen(command, context, options, run_prove);
}

void add_check_proof(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "check-proof", "checks a proof; with --trust no ledger is needed",
                              "sillok check-proof act.proof --trust trust.json\n  sillok check-proof grown.proof --old "
                              "head.txt --trust trust.json");
  command->add_option("FILE", options->file, "the proof")->required();
  command->add_option("--payload", options->payload, "the entry bytes it must be of");
  command->add_option("--old", options->old, "the older checkpoint, of a proof between two sizes");
  command->add_option("--trust", options->trust, "trust file (default: the ledger's own)");
  on_chosen(command, context, options, run_check_proof);
}

}  // namespace sillok::cli
