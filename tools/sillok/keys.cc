// sillok keys, grant, revoke-grant: officers' keys and dated authority; each change is an event.
#include <fmt/format.h>

#include "tools/sillok/recording.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  RecordingOptions recording;
  std::string name, output, public_key, reason, role, scope, from, to;
  std::uint64_t position = 0;
};

Outcome run_generate(const Context& context, const Options& options) {
  if (!is_id(options.name)) return fail(Fault::misuse, "key.name", options.name, "a name has 1..64 of letters, digits and . _ : -");
  const std::string path = options.output.empty() ? options.name + ".key" : options.output;
  const Secret secret = Secret::random();
  SILLOK_CHECK(write_key_file(path, {"officer", options.name, secret}));
  const std::string key = to_base64(view(Signer{secret}.public_key()));
  if (context.json) print_json(boost::json::object{{"name", options.name}, {"public_key", key}, {"file", path}});
  else fmt::print("{}={}\nsecret key in {} (mode 0600); it never leaves the officer\n", options.name, key, path);
  return 0;
}

Outcome run_list(const Context& context) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  const KeyRegistry& registry = ledger->registry();
  boost::json::array keys, grants;
  const auto place = [](std::optional<Position> position) { return position && *position != kNoPosition ? boost::json::value(*position) : boost::json::value(nullptr); };
  const auto day = [](std::optional<Date> date) { return date ? boost::json::value(to_string(*date)) : boost::json::value(nullptr); };
  for (const OfficerKey& key : registry.keys()) {
    keys.push_back(boost::json::object{{"officer", key.officer}, {"root", registry.is_root(key.officer)}, {"public_key", to_base64(view(key.key))}, {"registered_at", place(key.registered_at)}, {"revoked_at", place(key.revoked_at)}});
  }
  for (const Grant& grant : registry.grants()) {
    grants.push_back(boost::json::object{{"officer", grant.officer}, {"role", grant.role}, {"scope", grant.scope}, {"from", day(grant.from)}, {"to", day(grant.to)}, {"position", grant.position}, {"revoked_at", place(grant.revoked_at)}});
  }
  if (context.json) {
    print_json(boost::json::object{{"keys", std::move(keys)}, {"grants", std::move(grants)}});
    return 0;
  }
  Table table{{{"OFFICER"}, {"KEY"}, {"SINCE", true}, {"REVOKED", true}}};
  for (const OfficerKey& key : registry.keys()) {
    table.add({key.officer, to_base64(view(key.key)), key.registered_at == kNoPosition ? "genesis" : std::to_string(key.registered_at), key.revoked_at ? std::to_string(*key.revoked_at) : "-"});
  }
  table.print();
  Table granted{{{"OFFICER"}, {"ROLE"}, {"SCOPE"}, {"FROM"}, {"TO"}, {"POSITION", true}, {"REVOKED", true}}};
  for (const Grant& grant : registry.grants()) {
    granted.add({grant.officer, grant.role, grant.scope, grant.from ? to_string(*grant.from) : "-", grant.to ? to_string(*grant.to) : "-", std::to_string(grant.position), grant.revoked_at ? std::to_string(*grant.revoked_at) : "-"});
  }
  if (!registry.grants().empty()) granted.print();
  return 0;
}

Outcome recorded(const Context& context, const Options& options, PlainAct act) {
  SILLOK_TRY(receipt, record_order(context, options.recording, "SPOA:32", {std::move(act)}));
  return print_receipt(context, receipt);
}

Outcome run_register(const Context& context, const Options& options) {
  auto key = parse_public_key(options.public_key);
  if (!key) return fail(Fault::misuse, "key.public", "--public", key.error().message);
  PlainAct act;
  act.act = Act::kKeyRegistered;
  act.data[Field::kOfficer] = options.name;
  act.data[Field::kKind] = std::string{"officer"};
  act.data[Field::kPublicKey] = to_base64(view(*key));
  act.data[Field::kKey] = to_hex(view(*key).substr(0, 8));
  return recorded(context, options, std::move(act));
}

// The event a revocation names must be one that can be revoked.
Result<Ok> check_revocable(const Context& context, Position position, Act wanted) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  const auto entry = ledger->log().read(position);
  if (entry && EventView::trust(*entry).body().act() == wanted) return Ok{};
  return fail(Fault::not_found, "correction.target_unknown", fmt::format("position {}", position), fmt::format("no {} event stands there; see `sillok keys list`", name_of(wanted)));
}

Outcome run_revoke(const Context& context, const Options& options) {
  SILLOK_CHECK(check_revocable(context, options.position, Act::kKeyRegistered));
  PlainAct act;
  act.act = Act::kKeyRevoked;
  act.data[Field::kTarget] = static_cast<std::int64_t>(options.position);
  act.data[Field::kReason] = options.reason;
  return recorded(context, options, std::move(act));
}

Outcome run_grant(const Context& context, const Options& options) {
  if (options.role != "drafter" && options.role != "approver") return fail(Fault::misuse, "option.role", options.role, "a role is drafter or approver");
  if (options.scope != "*" && !is_id(options.scope)) return fail(Fault::misuse, "option.scope", "--scope", "a scope is the code of an authority, or *");
  PlainAct act;
  act.act = Act::kRoleGranted;
  act.data[Field::kOfficer] = options.name;
  act.data[Field::kRole] = options.role;
  act.data[Field::kScope] = options.scope;
  if (!options.from.empty()) {
    SILLOK_TRY(from, read_date(options.from, "--from"));
    act.data[Field::kValidFrom] = std::int64_t{from.days};
  }
  if (!options.to.empty()) {
    SILLOK_TRY(to, read_date(options.to, "--to"));
    act.data[Field::kValidTo] = std::int64_t{to.days};
  }
  return recorded(context, options, std::move(act));
}

Outcome run_revoke_grant(const Context& context, const Options& options) {
  SILLOK_CHECK(check_revocable(context, options.position, Act::kRoleGranted));
  PlainAct act;
  act.act = Act::kRoleRevoked;
  act.data[Field::kTarget] = static_cast<std::int64_t>(options.position);
  act.data[Field::kReason] = options.reason;
  return recorded(context, options, std::move(act));
}

using Run = Outcome (*)(const Context&, const Options&);
void on_chosen(CLI::App* command, Context& context, std::shared_ptr<Options> options, Run run) {
  command->callback([&context, options, run] { context.chosen = [&context, options, run] { return run(context, *options); }; });
}

}  // namespace

void add_keys(CLI::App& app, Context& context) {
  auto* keys = add_command(app, "keys", "officers' keys", "sillok keys generate kim -o kim.key\n  sillok keys list");
  keys->require_subcommand(1);
  auto options = std::make_shared<Options>();

  auto* generate = add_command(*keys, "generate", "makes a key pair; the secret key goes into a file of mode 0600", "sillok keys generate kim -o kim.key");
  generate->add_option("NAME", options->name, "the officer")->required();
  generate->add_option("-o,--output", options->output, "the key file (default NAME.key)");
  on_chosen(generate, context, options, run_generate);

  auto* list = add_command(*keys, "list", "keys and grants, with the positions they are in force for", "sillok keys list");
  list->callback([&context] { context.chosen = [&context] { return run_list(context); }; });

  auto* registering = add_command(*keys, "register", "records an officer's public key (signed by two roots)", "sillok keys register kim --public PUBKEY --authority MPM --order K-1 --drafted-by root.a --approved-by root.b --on 2026-01-02 --key a.key --key b.key");
  registering->add_option("NAME", options->name, "the officer")->required();
  registering->add_option("--public", options->public_key, "the public key, as `keys generate` printed it")->required();
  options->recording.add_to(*registering);
  on_chosen(registering, context, options, run_register);

  auto* revoke = add_command(*keys, "revoke", "ends a key; what it signed before stays good", "sillok keys revoke --position 4 --reason lost --authority MPM --order K-2 --drafted-by root.a --approved-by root.b --on 2026-01-02 --key a.key --key b.key");
  revoke->add_option("--position", options->position, "position of the key_registered event")->required();
  revoke->add_option("--reason", options->reason, "why")->required();
  options->recording.add_to(*revoke);
  on_chosen(revoke, context, options, run_revoke);
}

void add_grant(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* grant = add_command(app, "grant", "lets an officer draft or approve for an authority", "sillok grant kim --role drafter --scope 1760000 --from 2026-01-02 --authority MPM --order G-1 --drafted-by root.a --approved-by root.b --on 2026-01-02 --key a.key --key b.key");
  grant->add_option("NAME", options->name, "the officer")->required();
  grant->add_option("--role", options->role, "drafter, or approver (who may also draft)")->required();
  grant->add_option("--scope", options->scope, "code of the authority, or * for all")->required();
  grant->add_option("--from", options->from, "first day");
  grant->add_option("--to", options->to, "first day no more");
  options->recording.add_to(*grant);
  on_chosen(grant, context, options, run_grant);

  auto* revoke = add_command(app, "revoke-grant", "ends a grant", "sillok revoke-grant --position 5 --reason moved --authority MPM --order G-2 --drafted-by root.a --approved-by root.b --on 2026-02-01 --key a.key --key b.key");
  revoke->add_option("--position", options->position, "position of the role_granted event")->required();
  revoke->add_option("--reason", options->reason, "why")->required();
  options->recording.add_to(*revoke);
  on_chosen(revoke, context, options, run_revoke_grant);
}

}  // namespace sillok::cli
