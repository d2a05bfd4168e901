// sillok keys: officers' and nodes' keys; each change is an event. export, import: what a replica runs on.
#include <fmt/format.h>

#include "ledger/desk/key_bundle.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/vault_copy.h"
#include "ledger/desk/wrapping_key.h"
#include "tools/sillok/recording.h"
#include "tools/sillok/table.h"

namespace sillok::cli {
namespace {

struct Options {
  RecordingOptions recording;
  std::string name, kind{kOfficerKind}, output, public_key, reason = "not stated", file, node_key;
  std::optional<Position> position;
  std::vector<std::string> roots;
};

PlainAct registration(const std::string& name, const std::string& kind, const PublicKey& key) {
  PlainAct act;
  act.act = Act::kKeyRegistered;
  act.data[Field::kOfficer] = name;
  act.data[Field::kKind] = kind;
  act.data[Field::kPublicKey] = to_base64(view(key));
  act.data[Field::kKey] = to_hex(view(key).substr(0, 8));
  return act;
}

// An officer's own machine has no ledger; a sandbox is one's own, and there each change is an event.
Result<bool> is_in_a_sandbox(const Context& context) {
  if (!std::filesystem::exists(std::filesystem::path{context.directory} / "LEDGER")) return false;
  SILLOK_TRY(identity, read_identity(context.directory));
  if (!identity.origin.starts_with("sandbox.")) return false;
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  return ledger->is_sandbox();
}

// Registers a key that was just made. One that surely was not recorded goes away again: it would
// only be in the way of the next try.
Result<Receipt> register_made(const Context& context, const Options& options, const std::string& path,
                              const PublicKey& key) {
  auto receipt = record_order(context, options.recording, "SPOA:32", {registration(options.name, options.kind, key)});
  const bool recorded =
      receipt ? receipt->status != Receipt::Status::kRefused : receipt.error().fault == Fault::outcome_unknown;
  std::error_code gone;
  if (!recorded) std::filesystem::remove(path, gone);
  return receipt;
}

Outcome run_generate(const Context& context, const Options& options) {
  if (!is_id(options.name))
    return fail(Fault::misuse, "key.name", options.name, "a name has 1..64 of letters, digits and . _ : -");
  const std::string path = options.output.empty() ? options.name + ".key" : options.output;
  SILLOK_TRY(in_a_sandbox, is_in_a_sandbox(context));
  const Secret secret = Secret::random();
  const PublicKey key = Signer{secret}.public_key();
  SILLOK_CHECK(write_key_file(path, {options.kind, options.name, secret}));
  std::optional<Receipt> receipt;
  if (in_a_sandbox || options.recording.given()) {
    SILLOK_TRY(registered, register_made(context, options, path, key));
    if (registered.status == Receipt::Status::kRefused) return print_receipt(context, registered);
    receipt = std::move(registered);
  }
  if (context.json) {
    boost::json::object answer{
        {"name", options.name}, {"kind", options.kind}, {"public_key", to_base64(view(key))}, {"file", path}};
    if (receipt) answer["receipt"] = receipt_json(*receipt);
    print_json(answer);
    return 0;
  }
  fmt::print("{}={}\nsecret key in {} (mode 0600); it never leaves the {}\n", options.name, to_base64(view(key)), path,
             options.kind);
  return receipt ? print_receipt(context, *receipt) : 0;
}

boost::json::object proposal_json(const RootChange& proposal) {
  boost::json::array roots;
  for (const auto& [name, key] : proposal.roots)
    roots.push_back(boost::json::object{{"officer", name}, {"public_key", to_base64(view(key))}});
  return {{"position", proposal.position}, {"roots", std::move(roots)}};
}

Outcome run_list(const Context& context) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  const KeyRegistry& registry = ledger->registry();
  boost::json::array keys, grants;
  const auto place = [](std::optional<Position> position) {
    return position && *position != kNoPosition ? boost::json::value(*position) : boost::json::value(nullptr);
  };
  const auto day = [](std::optional<Date> date) {
    return date ? boost::json::value(to_string(*date)) : boost::json::value(nullptr);
  };
  for (const OfficerKey& key : registry.keys()) {
    keys.push_back(boost::json::object{{"officer", key.officer},
                                       {"kind", key.kind},
                                       {"root", key.is_root},
                                       {"public_key", to_base64(view(key.key))},
                                       {"registered_at", place(key.registered_at)},
                                       {"revoked_at", place(key.revoked_at)}});
  }
  for (const Grant& grant : registry.grants()) {
    grants.push_back(boost::json::object{{"officer", grant.officer},
                                         {"role", grant.role},
                                         {"scope", grant.scope},
                                         {"from", day(grant.from)},
                                         {"to", day(grant.to)},
                                         {"position", grant.position},
                                         {"revoked_at", place(grant.revoked_at)}});
  }
  const RootChange* pending = registry.pending_roots();
  if (context.json) {
    boost::json::object answer{{"keys", std::move(keys)}, {"grants", std::move(grants)}};
    answer["proposed_roots"] = pending != nullptr ? boost::json::value(proposal_json(*pending)) : nullptr;
    print_json(answer);
    return 0;
  }
  Table table{{{"NAME"}, {"KIND"}, {"KEY"}, {"SINCE", Table::Holds::kNumber}, {"REVOKED", Table::Holds::kNumber}}};
  for (const OfficerKey& key : registry.keys()) {
    table.add({key.officer, key.is_root ? "root" : key.kind, to_base64(view(key.key)),
               key.registered_at == kNoPosition ? "genesis" : std::to_string(key.registered_at),
               key.revoked_at ? std::to_string(*key.revoked_at) : "-"});
  }
  table.print();
  Table granted{{{"OFFICER"},
                 {"ROLE"},
                 {"SCOPE"},
                 {"FROM"},
                 {"TO"},
                 {"POSITION", Table::Holds::kNumber},
                 {"REVOKED", Table::Holds::kNumber}}};
  for (const Grant& grant : registry.grants()) {
    granted.add({grant.officer, grant.role, grant.scope, grant.from ? to_string(*grant.from) : "-",
                 grant.to ? to_string(*grant.to) : "-", std::to_string(grant.position),
                 grant.revoked_at ? std::to_string(*grant.revoked_at) : "-"});
  }
  if (!registry.grants().empty()) granted.print();
  if (pending != nullptr) {
    fmt::print("proposed at position {}, in force once two of them have signed it (`sillok keys roots`):\n",
               pending->position);
    for (const std::string& root : root_texts(pending->roots)) fmt::print("  {}\n", root);
  }
  return 0;
}

Outcome run_register(const Context& context, const Options& options) {
  auto key = parse_public_key(options.public_key);
  if (!key) return fail(Fault::misuse, "key.public", "--public", key.error().message);
  return record_one(context, options.recording, registration(options.name, options.kind, *key));
}

// The key_registered event that is meant: by its position, or the key of that name in force now.
Result<Position> key_to_revoke(const Context& context, const Options& options) {
  if (options.name.empty() == !options.position)
    return fail(Fault::misuse, "option.missing", "NAME",
                "name the officer, or give the --position of the key_registered event; one of both");
  if (options.position) {
    SILLOK_CHECK(check_revocable(context, *options.position, Act::kKeyRegistered));
    return *options.position;
  }
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  if (ledger->registry().was_root(options.name))
    return fail(Fault::misuse, "key.root", options.name,
                "a root's key can't be revoked alone; change the set of roots with `sillok keys roots`");
  const auto key = ledger->registry().registered(options.kind, options.name);
  if (!key) {
    // Asked once more, by the same order: the ledger gives its first answer again.
    const auto& keys = ledger->registry().keys();
    const auto ended = std::find_if(keys.rbegin(), keys.rend(), [&](const OfficerKey& each) {
      return each.kind == options.kind && each.officer == options.name;
    });
    if (ended != keys.rend()) return ended->registered_at;
  }
  if (!key)
    return fail(Fault::not_found, "key.unknown", options.name,
                fmt::format("no key of this {} is in force; see `sillok keys list`", options.kind));
  return key->registered_at;
}

Outcome run_revoke(const Context& context, const Options& options) {
  SILLOK_TRY(position, key_to_revoke(context, options));
  PlainAct act;
  act.act = Act::kKeyRevoked;
  act.data[Field::kTarget] = static_cast<std::int64_t>(position);
  act.data[Field::kReason] = options.reason;
  return record_one(context, options.recording, std::move(act));
}

// The word for what an order of `keys roots` did, and what is to be done next.
struct RootStepTold {
  const char *word, *text;
};
RootStepTold told(RootStep step) {
  switch (step) {
    case RootStep::kProposed:
      return {"proposed", "proposed; two of these roots confirm it with the same command under another number"};
    case RootStep::kWithdrawn: return {"withdrawn", "what was proposed is withdrawn; the roots in force stay"};
    case RootStep::kConfirmed: return {"in_force", "in force: these are the roots from now on"};
  }
  return {"", ""};
}

// What the order at that position did, asked of the ledger, so that a repeated order is told the same. Nothing where
// the ledger can't be asked just then: what was recorded is told all the same.
std::optional<RootStep> step_at(const Context& context, Position position) {
  const auto ledger = Ledger::open(context.directory, Access::kRead);
  if (!ledger) return std::nullopt;
  for (const RootChange& change : (*ledger)->registry().root_changes()) {
    if (change.position == position) return change.step;
  }
  return std::nullopt;
}

Outcome run_roots(const Context& context, const Options& options) {
  const std::vector<std::string_view> given(options.roots.begin(), options.roots.end());
  const auto roots = read_root_set(given);
  if (!roots) return fail(Fault::misuse, "authority.root_set", "--root", roots.error().message);
  PlainAct act;
  act.act = Act::kRootsChanged;
  act.data[Field::kRoots] = root_texts(*roots);
  SILLOK_TRY(receipt, record_order(context, options.recording, "SPOA:32", {std::move(act)}));
  const bool refused = receipt.status == Receipt::Status::kRefused;
  const auto step = refused ? std::nullopt : step_at(context, receipt.first);
  if (!step) return print_receipt(context, receipt);
  const auto [word, text] = told(*step);
  if (context.json) {
    boost::json::object answer = receipt_json(receipt);
    answer["roots"] = word;
    print_json(answer);
    return 0;
  }
  const int code = print_receipt(context, receipt);
  fmt::print("{}\n", text);
  return code;
}

Outcome run_export(const Context& context, const Options& options) {
  const std::string path = options.output.empty() ? options.name + ".keys" : options.output;
  SILLOK_TRY(data_keys, export_keys(context.directory, options.name, path));
  const std::string vault = vault_beside(path).string();
  if (context.json) {
    print_json(boost::json::object{{"node", options.name}, {"file", path}, {"vault", vault}, {"data_keys", data_keys}});
  } else {
    fmt::print(
        "{} (mode 0600): ledger key and vault key, for {} alone; no officer's key is in it\n{} (mode 0600): {} data "
        "keys, wrapped; remove it once it is imported\n",
        path, options.name, vault, data_keys);
  }
  return 0;
}

Outcome run_import(const Context& context, const Options& options) {
  SILLOK_TRY(node_key, read_key_file(options.node_key));
  SILLOK_TRY(added, import_keys(context.directory, options.file, node_key));
  if (!std::filesystem::exists(vault_beside(options.file)))
    fmt::print(stderr, "sillok: {} is not there: no data keys were brought, personal data stay sealed without them\n",
               vault_beside(options.file).string());
  if (context.json)
    print_json(boost::json::object{{"ledger", context.directory},
                                   {"node", node_key.name},
                                   {"keys", boost::json::array{"ledger", "vault"}},
                                   {"data_keys", added}});
  else
    fmt::print("ledger key and vault key are in {}/keys; {} data keys were added to {}/vault\n", context.directory,
               added, context.directory);
  return 0;
}

Outcome run_turn(const Context& context) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  SILLOK_TRY(data_keys, turn_wrapping_key(*ledger));
  const std::string file = key_path(context.directory, "vault").string();
  if (context.json) print_json(boost::json::object{{"file", file}, {"data_keys", data_keys}});
  else
    fmt::print(
        "{} is new, and wraps the {} data keys of this directory\n"
        "put a copy of it where you keep such, make a new backup, and destroy the copies of the key before it:\n"
        "once every node that had that one has turned its own, no copy of the vault from before can be opened\n",
        file, data_keys);
  return 0;
}

}  // namespace

void add_keys(CLI::App& app, Context& context) {
  auto* keys =
      add_command(app, "keys", "officers' and nodes' keys", "sillok keys generate kim -o kim.key\n  sillok keys list");
  keys->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto add_name = [&](CLI::App* command, const char* what) {
    auto* name = command->add_option("NAME", options->name, what);
    command->add_option("--kind", options->kind, "officer (default) or node")
        ->check(CLI::IsMember({"officer", "node"}));
    return name;
  };

  auto* generate = add_command(*keys, "generate", "makes a key pair; the secret key goes into a file of mode 0600",
                               "sillok keys generate kim -o kim.key\n"
                               "  sillok keys generate kim -o kim.key \\\n    --authority MPM --order K-1 --drafted-by "
                               "root.a --approved-by root.b \\\n    --on 2026-01-02 --key a.key --key b.key");
  add_name(generate, "the officer")->required();
  generate->add_option("-o,--output", options->output, "the key file (default NAME.key)");
  options->recording.add_to(*generate);
  generate->description(
      "makes a key pair; the secret key goes into a file of mode 0600. With the options of an order, and in "
      "a sandbox, the public key is registered as well");
  on_chosen(generate, context, options, run_generate);

  auto* list =
      add_command(*keys, "list", "keys and grants, with the positions they are in force for", "sillok keys list");
  list->callback([&context] { context.chosen = [&context] { return run_list(context); }; });

  auto* registering =
      add_command(*keys, "register", "records a public key (signed by two roots)",
                  "sillok keys register kim --public PUBKEY \\\n    --authority MPM --order K-1 --drafted-by "
                  "root.a --approved-by root.b \\\n    --on 2026-01-02 --key a.key --key b.key");
  add_name(registering, "the officer")->required();
  registering->add_option("--public", options->public_key, "the public key, as `keys generate` printed it")->required();
  options->recording.add_to(*registering);
  on_chosen(registering, context, options, run_register);

  auto* revoke = add_command(*keys, "revoke", "ends a key; what it signed before stays good",
                             "sillok keys revoke kim --reason lost \\\n    --authority MPM --order K-2 --drafted-by "
                             "root.a --approved-by root.b \\\n    --on 2026-01-02 --key a.key --key b.key");
  add_name(revoke, "whose key in force is meant");
  add_number(*revoke, "--position", options->position, "instead: position of the key_registered event");
  revoke->add_option("--reason", options->reason, "why");
  options->recording.add_to(*revoke);
  on_chosen(revoke, context, options, run_revoke);

  auto* roots = add_command(
      *keys, "roots", "changes the set of roots: two in force propose it, two of the new ones confirm it",
      "sillok keys roots --root root.a=PUBKEY --root root.c=PUBKEY \\\n    --authority MPM --order R-1 --drafted-by "
      "root.a --approved-by root.b \\\n    --on 2026-01-02 --key a.key --key b.key\n  sillok keys roots --root "
      "root.a=PUBKEY --root root.c=PUBKEY \\\n    --authority MPM --order R-2 --drafted-by root.a --approved-by root.c "
      "\\\n    --on 2026-01-02 --key a.key --key c.key");
  roots->add_option("--root", options->roots, "NAME=PUBKEY, for each root of the whole new set")->required();
  options->recording.add_to(*roots);
  on_chosen(roots, context, options, run_roots);

  auto* exporting = add_command(
      *keys, "export",
      "ledger and vault key for a replica, sealed for its node, and the data keys beside; officers' keys never",
      "sillok keys export --to node.b -o node.b.keys");
  exporting->add_option("--to", options->name, "the node, registered with `keys register --kind node`")->required();
  exporting->add_option("-o,--output", options->output, "the file to write (default NODE.keys)");
  on_chosen(exporting, context, options, run_export);

  auto* importing =
      add_command(*keys, "import", "puts exported keys into a replica's directory, and data keys that it lacks",
                  "sillok --ledger ./replica keys import node.b.keys --node-key node.b.key");
  importing->add_option("FILE", options->file, "the exported keys")->required();
  importing->add_option("--node-key", options->node_key, "key file of this node (mode 0600)")->required();
  on_chosen(importing, context, options, run_import);

  auto* turn =
      add_command(*keys, "turn", "wraps the data keys of this directory under a new vault key", "sillok keys turn");
  turn->description(
      "wraps the data keys of this directory under a new vault key, after a destruction above all: older copies of the "
      "vault can then be opened by older copies of that key alone");
  turn->callback([&context] { context.chosen = [&context] { return run_turn(context); }; });
}

}  // namespace sillok::cli
