// sillok evidence, check-evidence, hand-over: case capsules.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "ledger/desk/ledger_files.h"
#include "ledger/event/text_rules.h"
#include "projections/answers/capsule_of.h"
#include "tools/sillok/context.h"
#include "tools/sillok/publishing.h"
#include "tools/sillok/trust_file.h"

namespace sillok::cli {
namespace {

constexpr int kAgain = 4;

struct EvidenceOptions {
  std::vector<std::string> persons, opened;
  std::string purpose, file, by;
  PointOptions point;
};

struct CheckOptions {
  std::string file, trust;
};

struct HandOverOptions {
  std::string file, key, note, output;
};

std::string user_name() {
  const passwd* const user = ::getpwuid(::geteuid());
  return user != nullptr ? user->pw_name : fmt::format("uid {}", ::geteuid());
}

// Names of fields that are ever sealed; all others stand in the events in the clear.
Result<Ok> check_fields(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const Field* const field = find_field_name(name);
    if (find_personal(name) != nullptr || (field != nullptr && is_sealed(*field))) continue;
    return fail(Fault::misuse, "evidence.field", name,
                "no field of that name is sealed; name some of name, birth_on, resident_no, address … facts, opinion, "
                "number, or leave --open out");
  }
  return Ok{};
}

Result<Ok> check_line(const char* option, const std::string& text) {
  if (is_line(text) && text.find_first_not_of(' ') != text.npos) return Ok{};
  return fail(Fault::misuse, "evidence.text", option, "one line of text is wanted, at most 2,000 characters");
}

Result<Ok> check_wanted(EvidenceOptions& options) {
  std::vector<std::string> persons;
  for (const std::string& person : options.persons) {
    if (!is_id(person)) return fail(Fault::not_found, "person.unknown", person, "nothing is recorded of that person");
    if (std::find(persons.begin(), persons.end(), person) == persons.end()) persons.push_back(person);
  }
  options.persons = std::move(persons);
  if (options.by.empty()) options.by = user_name();
  SILLOK_CHECK(check_line("--purpose", options.purpose));
  SILLOK_CHECK(check_line("--by", options.by));
  return check_fields(options.opened);
}

Outcome run_evidence(const Context& context, const EvidenceOptions& given) {
  EvidenceOptions options = given;
  SILLOK_CHECK(check_wanted(options));
  SILLOK_CHECK(check_may_record(context.directory));  // what is read is logged
  SILLOK_TRY(published, open_published(context));
  Ledger& ledger = *published.open.ledger;
  SILLOK_TRY(point, options.point.resolve(ledger));
  SILLOK_TRY(policy, read_policy(context.directory));
  CapsuleOrder order{options.persons, point,          options.purpose,
                     options.by,      options.opened, boost::json::serialize(trust_json(ledger.registry(), policy))};
  SILLOK_TRY(access, AccessLog::open(ledger));
  if (is_replica(context.directory)) SILLOK_CHECK(access.follow(ledger.log()));
  const CapsuleCheckpoints checkpoints{
      published.both.events.note, published.both.persons.note, [&](const AccessLog& reads) -> Result<std::string> {
        SILLOK_TRY(of_reads, witnessed_checkpoint(ledger, Checkpoints{ledger, reads.log(), kAccessLog}));
        warn(of_reads);
        return of_reads.note;
      }};
  Position logged_at = 0;
  const LogRead log = [&](AccessLog& reads, const ReadRecord& read) -> Result<Position> {
    SILLOK_TRY(position, log_read(context, ledger, reads, read));
    return logged_at = position;
  };
  const auto make = [&] {
    return make_capsule(ledger, *published.open.views, *published.persons, access, log, order, checkpoints);
  };
  auto made = make();
  // Another node's read came in between; it says another time.
  for (int again = 0; again < kAgain && !made && made.error().code == "access.not_logged"; ++again) made = make();
  SILLOK_TRY(capsule, std::move(made));
  SILLOK_CHECK(write_file(options.file, capsule, 0600));
  if (context.json) {
    print_json(boost::json::object{{"file", options.file},
                                   {"persons", boost::json::array(options.persons.begin(), options.persons.end())},
                                   {"as_of", to_string(point.as_of)},
                                   {"size", ledger.log().head().size},
                                   {"root", to_hex(view(ledger.log().head().root))},
                                   {"bytes", capsule.size()},
                                   {"read", logged_at}});
  } else {
    fmt::print("{}: all events of {} person(s), {} bytes; the reading is entry {} of the log of reads\n", options.file,
               options.persons.size(), capsule.size(), logged_at);
  }
  return 0;
}

boost::json::object found_json(const CheckedCapsule& found, bool is_pinned) {
  const CapsuleManifest& manifest = found.manifest;
  boost::json::array opened, custody;
  for (const OpenedValue& each : found.opened)
    opened.push_back(boost::json::object{{"position", each.position}, {"field", each.field}, {"value", each.value}});
  for (const Custody& each : found.custody)
    custody.push_back(boost::json::object{
        {"holder", each.holder}, {"at", to_string(each.at)}, {"note", each.note}, {"key", to_base64(view(each.key))}});
  return {{"ok", true},
          {"reason", nullptr},
          {"position", nullptr},
          {"size", manifest.size},
          {"root", to_hex(view(manifest.root))},
          {"person", manifest.persons.size() == 1 ? boost::json::value(manifest.persons[0]) : nullptr},
          {"complete", true},
          {"persons", boost::json::array(manifest.persons.begin(), manifest.persons.end())},
          {"origin", manifest.origin},
          {"purpose", manifest.purpose},
          {"as_of", to_string(manifest.as_of)},
          {"known_at", to_string(manifest.known_at)},
          {"made_by", manifest.made_by},
          {"made_at", to_string(manifest.made_at)},
          {"events", found.events},
          {"reads", found.reads},
          {"opened", std::move(opened)},
          {"custody", std::move(custody)},
          {"pinned", is_pinned}};
}

void tell(const CheckedCapsule& found) {
  const CapsuleManifest& manifest = found.manifest;
  fmt::print("ok: all {} events of {} in the log {} of {} events, root {}\n", found.events,
             fmt::join(manifest.persons, ", "), manifest.origin, manifest.size, to_hex(view(manifest.root)));
  fmt::print("as of {}, known at {}; made by {} on {} for: {}\n", to_string(manifest.as_of),
             to_string(manifest.known_at), one_line(manifest.made_by), to_string(manifest.made_at),
             one_line(manifest.purpose));
  fmt::print("{} reading(s) about them are shown, this one last\n", found.reads);
  for (const OpenedValue& each : found.opened)
    fmt::print("opened: position {} {}: {}\n", each.position, each.field, one_line(each.value));
  // What they say of themselves; that they had it is what is proved.
  for (const Custody& each : found.custody)
    fmt::print("held by who calls himself {} (key {}), by his clock since {}: {}\n", one_line(each.holder),
               to_base64(view(each.key)), to_string(each.at), one_line(each.note));
}

Outcome run_check(const Context& context, const CheckOptions& options) {
  SILLOK_TRY(text, read_file(options.file));
  const bool is_pinned = !options.trust.empty();
  TrustFile trust;
  if (is_pinned) {
    SILLOK_TRY(pinned, read_trust_file(options.trust));
    trust = std::move(pinned);
  } else {
    const auto inside = trust_in_capsule(text);
    if (!inside) return in_file(options.file, inside.error());
    auto parsed = parse_trust(*inside);
    if (!parsed) return in_file(options.file, parsed.error());
    trust = std::move(*parsed);
  }
  const auto found = check_capsule(text, proof_trust(trust));
  if (!found && found.error().fault == Fault::malformed) return in_file(options.file, found.error());
  if (!found) {
    const std::string why = found.error().code + ": " + found.error().message;
    if (context.json)
      print_json(boost::json::object{{"ok", false},
                                     {"reason", why},
                                     {"position", nullptr},
                                     {"size", nullptr},
                                     {"root", nullptr},
                                     {"person", nullptr},
                                     {"complete", nullptr}});
    else fmt::print("DOES NOT HOLD: {}\n", found.error().message);
    return 1;
  }
  if (!is_pinned)
    fmt::print(stderr,
               "sillok: it was checked by the keys it brings along; name what you have pinned of that ledger with "
               "--trust, or compare its genesis {}\n",
               to_hex(view(found->manifest.genesis)));
  if (context.json) print_json(found_json(*found, is_pinned));
  else tell(*found);
  return 0;
}

Outcome run_hand_over(const Context& context, const HandOverOptions& options) {
  SILLOK_TRY(text, read_file(options.file));
  SILLOK_TRY(key, read_key_file(options.key));
  SILLOK_CHECK(check_line("--note", options.note));
  SILLOK_CHECK(check_line("--key", key.name));
  const auto inside = trust_in_capsule(text);
  if (!inside) return in_file(options.file, inside.error());
  SILLOK_TRY(trust, parse_trust(*inside));
  if (const auto found = check_capsule(text, proof_trust(trust)); !found) return in_file(options.file, found.error());
  auto handed = hand_over(std::move(text), key.name, options.note, wall_clock_now(), Signer{key.secret});
  if (!handed && handed.error().fault == Fault::malformed) return in_file(options.file, handed.error());
  if (!handed) return tl::unexpected{handed.error()};
  SILLOK_CHECK(write_file(options.output, *handed, 0600));
  if (context.json) print_json(boost::json::object{{"file", options.output}, {"holder", key.name}});
  else fmt::print("{}: {} has signed to have held it\n", options.output, key.name);
  return 0;
}

}  // namespace

void add_evidence(CLI::App& app, Context& context) {
  auto making = std::make_shared<EvidenceOptions>();
  auto* command = add_command(
      app, "evidence", "a case capsule: all events of some persons with proofs, keys, purpose and reads, in one file",
      "sillok evidence P000003 --as-of 2024-06-30 --purpose \"ethics case 2026-17\" -o case.capsule\n  sillok evidence "
      "P000003 P000007 --open name,facts --purpose \"ethics case 2026-17\" -o case.capsule");
  command->add_option("PERSON", making->persons, "whom it is about")->required();
  command->add_option("--purpose", making->purpose, "what it is asked for; goes into the capsule and the log of reads")
      ->required();
  command->add_option("-o,--output", making->file, "the file to write")->required();
  command->add_option("--open", making->opened, "sealed fields to open, by name (default: none)")->delimiter(',');
  command->add_option("--by", making->by, "who asks (default: the name of the user that runs this)");
  making->point.add_to(*command);
  on_chosen(command, context, making, run_evidence);

  auto checking = std::make_shared<CheckOptions>();
  auto* check = add_command(app, "check-evidence", "checks a case capsule; no ledger is needed",
                            "sillok check-evidence case.capsule --trust trust.json");
  check->add_option("FILE", checking->file, "the capsule")->required();
  check->add_option("--trust", checking->trust,
                    "trust file (default: the one inside, which shows no more than it says)");
  on_chosen(check, context, checking, run_check);

  auto handing = std::make_shared<HandOverOptions>();
  auto* hand = add_command(app, "hand-over", "signs that one has held a case capsule: its chain of custody",
                           "sillok hand-over case.capsule --key han.key --note \"received from the court\" -o "
                           "case-2.capsule");
  hand->add_option("FILE", handing->file, "the capsule")->required();
  hand->add_option("--key", handing->key, "the holder's key file")->required();
  hand->add_option("--note", handing->note, "from whom, what for")->required();
  hand->add_option("-o,--output", handing->output, "the file to write")->required();
  on_chosen(hand, context, handing, run_hand_over);
}

}  // namespace sillok::cli
