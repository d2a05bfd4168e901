// sillok witness serve, add, policy.
#include "ledger/witness/witness.h"

#include <fmt/format.h>

#include "connectors/http/client.h"
#include "connectors/http/server.h"
#include "ledger/base/durable_file.h"
#include "ledger/crypto/note.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/desk/person_history.h"
#include "tools/sillok/context.h"
#include "tools/sillok/side_logs.h"
#include "tools/sillok/trust_file.h"
#include "tools/sillok/until_signal.h"

namespace sillok::cli {
namespace {

// ---- serve

struct ServeOptions {
  std::string state, name, listen = "127.0.0.1:8490";
  std::vector<std::string> logs, trusts;
};

constexpr const char* kWitnessKind = "witness";

// Its key stands in its state directory; the first start makes it.
Result<KeyFile> key_of_witness(const ServeOptions& options) {
  const std::filesystem::path path = std::filesystem::path{options.state} / "key";
  std::error_code unknown;
  if (!std::filesystem::exists(path, unknown)) {
    if (std::filesystem::exists(options.state, unknown) && !std::filesystem::is_empty(options.state, unknown))
      return fail(Fault::misuse, "witness.state", options.state,
                  "something else is there; name an absent or empty directory, or one of this witness, with --state");
    if (options.name.empty())
      return fail(Fault::misuse, "option.missing", "--name",
                  "a new witness needs a name, most often its address without a scheme, as witness.example/w1");
    if (!is_note_name(options.name))
      return fail(Fault::misuse, "witness.name", "--name", "the name of a witness has no space, plus or control sign");
    KeyFile key{kWitnessKind, options.name, Secret::random()};
    if (create_directories_durably(options.state))
      return fail(Fault::unavailable, "witness.state", options.state,
                  "the directory of the witness can't be made; check the disk and your rights");
    SILLOK_CHECK(write_key_file(path, key));
    return key;
  }
  SILLOK_TRY(key, read_key_file(path));
  if (key.kind != kWitnessKind) return fail(Fault::misuse, "key.kind", path.string(), "this is no key of a witness");
  if (!options.name.empty() && options.name != key.name)
    return fail(Fault::misuse, "witness.name", "--name",
                fmt::format("the witness of this directory is {}; give another name another directory", key.name));
  return key;
}

Result<std::vector<NoteKey>> logs_of(const ServeOptions& options) {
  std::vector<NoteKey> logs;
  for (const std::string& text : options.logs) {
    SILLOK_TRY(key, parse_note_key(text));
    logs.push_back(std::move(key));
  }
  for (const std::string& file : options.trusts) {
    SILLOK_TRY(trust, read_trust_file(file));
    logs.push_back(*trust.ledger_key);
    // Its side logs are signed by the same key, each under its own name.
    for (const std::string_view name : side_logs()) logs.push_back(side_log_key(*trust.ledger_key, name));
  }
  if (logs.empty())
    return fail(Fault::misuse, "option.missing", "--log",
                "name the logs to cosign: --log NAME+HASH+KEY, or --trust with a ledger's trust file");
  return logs;
}

http::Response answer(WitnessService& service, const http::Request& request) {
  const auto as_response = [](WitnessService::Answer it) {
    return http::Response{it.status, std::move(it.body), std::move(it.content_type)};
  };
  if (request.path == "/add-checkpoint") {
    if (request.method != "POST") return {405, "POST it\n"};
    return as_response(service.add_checkpoint(request.body, posix_time_now()));
  }
  constexpr std::string_view kCheckpoint = "/checkpoint";
  const std::string_view path = request.path;
  if (request.method != "POST" && path.ends_with(kCheckpoint) && path.size() > kCheckpoint.size())
    return as_response(service.newest(path.substr(1, path.size() - 1 - kCheckpoint.size())));
  return {404, "nothing is served there\n"};
}

Outcome run_serve(const Context& context, const ServeOptions& options) {
  UntilSignal until;
  SILLOK_TRY(logs, logs_of(options));
  SILLOK_TRY(file, key_of_witness(options));
  Signer signer{file.secret};
  const NoteKey key = make_note_key(file.name, signer.public_key(), NoteKeyType::kWitness);
  SILLOK_TRY(service, WitnessService::open(options.state, key, std::move(signer), logs));
  SILLOK_TRY(server, http::Server::listen(options.listen, [&service = *service](const http::Request& request) {
               return answer(service, request);
             }));
  const std::string address =
      options.listen.substr(0, options.listen.rfind(':')) + ':' + std::to_string(server->port());
  // Before anybody is told that it listens, and may end it.
  until.then([&server = *server] { server.stop(); });
  if (context.json) print_json(boost::json::object{{"listening", address}, {"key", to_string(key)}});
  else fmt::print("listening on {}\nkey {}\n", address, to_string(key));
  std::fflush(stdout);
  server->run();
  return 0;
}

// ---- add, policy

struct PolicyOptions {
  std::string key, url, from, to, on;
  std::optional<std::uint64_t> quorum;
};

Result<Ok> must_be_a_ledger(const Context& context) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  return Ok{};
}

int show_policy(const Context& context, const WitnessPolicy& policy) {
  if (context.json) {
    print_json(policy_json(policy));
    return 0;
  }
  if (!policy.is_asked()) {
    fmt::print("no witness is asked for; name one with `sillok witness add`\n");
    return 0;
  }
  fmt::print("{} of {} must cosign a checkpoint:\n", policy.quorum, policy.witnesses.size());
  for (const Witness& each : policy.witnesses) {
    fmt::print("  {}{}{}{}\n", to_string(each.key), each.url.empty() ? "" : "  " + each.url,
               each.from ? "  from " + to_string(*each.from) : "", each.to ? "  to " + to_string(*each.to) : "");
  }
  return 0;
}

// A ledger that is held may follow its witnesses to other addresses; another list of them could let it go.
Result<Ok> check_may_ask(const Context& context, const WitnessPolicy& before, const WitnessPolicy& after) {
  const bool same =
      before.quorum == after.quorum &&
      std::equal(before.witnesses.begin(), before.witnesses.end(), after.witnesses.begin(), after.witnesses.end(),
                 [](const Witness& a, const Witness& b) { return a.key == b.key && a.from == b.from && a.to == b.to; });
  return same ? Result<Ok>{Ok{}} : check_may_record(context.directory);
}

Outcome run_add(const Context& context, const PolicyOptions& options) {
  SILLOK_CHECK(must_be_a_ledger(context));
  Witness witness;
  auto key = parse_note_key(options.key, NoteKeyType::kWitness);
  if (!key) return fail(Fault::misuse, key.error().code, "--key", key.error().message);
  witness.key = std::move(*key);
  if (!options.url.empty() && !http::is_url(options.url))
    return fail(Fault::misuse, "url.malformed", "--url", "an address is http://HOST[:PORT]/… or https://…");
  witness.url = options.url;
  if (!options.from.empty()) {
    SILLOK_TRY(from, read_date(options.from, "--from"));
    witness.from = from;
  }
  if (!options.to.empty()) {
    SILLOK_TRY(to, read_date(options.to, "--to"));
    witness.to = to;
  }
  SILLOK_TRY(policy, read_policy(context.directory));
  const WitnessPolicy before = policy;
  // The same key again: another address, or other days; what is left out stays.
  const auto known = std::find_if(policy.witnesses.begin(), policy.witnesses.end(),
                                  [&](const Witness& each) { return each.key == witness.key; });
  if (known == policy.witnesses.end()) {
    policy.witnesses.push_back(std::move(witness));
  } else {
    if (!witness.url.empty()) known->url = witness.url;
    if (witness.from) known->from = witness.from;
    if (witness.to) known->to = witness.to;
  }
  policy.quorum = std::max(policy.quorum, 1u);
  if (options.quorum) policy.quorum = static_cast<std::uint32_t>(std::min<std::uint64_t>(*options.quorum, UINT32_MAX));
  SILLOK_CHECK(check_may_ask(context, before, policy));
  SILLOK_CHECK(write_policy(context.directory, policy));
  for (const Witness& each : policy.witnesses) {
    if (each.url.empty())
      fmt::print(stderr, "sillok: {} has no address, so it is never asked; give it one with --url\n", each.key.name);
  }
  return show_policy(context, policy);
}

Outcome run_policy(const Context& context, const PolicyOptions& options) {
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  SILLOK_TRY(policy, read_policy(context.directory));
  if (options.quorum) {
    SILLOK_CHECK(ledger->may_record());
    policy.quorum = static_cast<std::uint32_t>(std::min<std::uint64_t>(*options.quorum, UINT32_MAX));
    if (policy.quorum == 0) policy.witnesses.clear();  // nobody is asked any more
    SILLOK_CHECK(write_policy(context.directory, policy));
  }
  if (options.on.empty()) return show_policy(context, policy);
  SILLOK_TRY(on, read_date(options.on, "--tlog-policy"));
  const auto text = tlog_policy(policy, make_note_key(ledger->genesis().origin, ledger->genesis().ledger_key), on);
  if (!text)
    return fail(Fault::refused, "witness.policy", "witnesses",
                fmt::format("on {} fewer witnesses are good than must cosign", to_string(on)));
  if (context.json) print_json(boost::json::object{{"on", to_string(on)}, {"policy", *text}});
  else fmt::print("{}", *text);
  return 0;
}

}  // namespace

void add_witness(CLI::App& app, Context& context) {
  auto* witness = add_command(app, "witness", "who cosigns checkpoints, so that a ledger can't show two pasts",
                              "sillok witness policy");
  witness->require_subcommand(1);

  auto serve = std::make_shared<ServeOptions>();
  auto* serving = add_command(*witness, "serve", "be a witness of other people's ledgers (C2SP tlog-witness)",
                              "sillok witness serve --state /srv/witness --name witness.example/w1 --trust trust.json");
  serving->add_option("--state", serve->state, "directory of what it has cosigned, and of its key")->required();
  serving->add_option("--name", serve->name, "its name; needed at the first start, which makes its key");
  serving->add_option("--log", serve->logs, "a log to cosign, NAME+HASH+KEY; may be given several times");
  serving->add_option("--trust", serve->trusts, "the same out of a ledger's trust file");
  serving->add_option("--listen", serve->listen, "address and port (0: any)")->capture_default_str();
  on_chosen(serving, context, serve, run_serve);

  auto add = std::make_shared<PolicyOptions>();
  auto* adding = add_command(*witness, "add", "a witness to ask, or other days or another address of one",
                             "sillok witness add --key witness.example/w1+1f2a…+BA… --url http://127.0.0.1:8490");
  adding->add_option("--key", add->key, "its verifier key, as `witness serve` prints it")->required();
  adding->add_option("--url", add->url, "where it is asked (its submission prefix)");
  adding->add_option("--from", add->from, "the first day on which its cosignatures count");
  adding->add_option("--to", add->to, "the first day on which they count no more");
  add_number(*adding, "--quorum", add->quorum, "so many witnesses must cosign from now on");
  on_chosen(adding, context, add, run_add);

  auto policy = std::make_shared<PolicyOptions>();
  auto* showing = add_command(*witness, "policy", "who must cosign, and how many of them",
                              "sillok witness policy --quorum 2\n  sillok witness policy --tlog-policy 2026-12-01");
  add_number(*showing, "--quorum", policy->quorum, "so many must cosign from now on (0: nobody is asked any more)");
  showing->add_option("--tlog-policy", policy->on, "as C2SP tlog-policy, for that day");
  on_chosen(showing, context, policy, run_policy);
}

}  // namespace sillok::cli
