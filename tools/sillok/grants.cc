// sillok grant, revoke-grant: dated authority; each change is an event.
#include <fmt/format.h>

#include "tools/sillok/recording.h"

namespace sillok::cli {
namespace {

struct Options {
  RecordingOptions recording;
  std::string name, reason = "not stated", role, scope, from, to;
  std::optional<Position> position;
};

Outcome run_grant(const Context& context, const Options& options) {
  if (!is_id(options.name))
    return fail(Fault::misuse, "option.name", options.name, "a name has 1..64 of letters, digits and . _ : -");
  if (!is_id(options.role))
    return fail(Fault::misuse, "option.role", options.role,
                "a role is drafter, approver, or approver.NAME (`sillok policy show authority_grants`)");
  if (options.scope != "*" && !is_id(options.scope))
    return fail(Fault::misuse, "option.scope", "--scope", "a scope is the code of an authority, or *");
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
  const auto from = act.data.find(Field::kValidFrom), to = act.data.find(Field::kValidTo);
  if (from != act.data.end() && to != act.data.end() &&
      std::get<std::int64_t>(to->second) <= std::get<std::int64_t>(from->second))
    return fail(Fault::misuse, "option.to", "--to",
                "the grant would end before it begins; --to is the first day it is over");
  return record_one(context, options.recording, std::move(act));
}

// The role_granted event that is meant: by its position, or the one grant in force that fits.
Result<Position> grant_to_revoke(const Context& context, const Options& options) {
  if (options.name.empty() == !options.position)
    return fail(Fault::misuse, "option.missing", "NAME",
                "name the officer, or give the --position of the role_granted event; one of both");
  if (options.position) {
    SILLOK_CHECK(check_revocable(context, *options.position, Act::kRoleGranted));
    return *options.position;
  }
  SILLOK_TRY(ledger, Ledger::open(context.directory, Access::kRead));
  std::vector<Position> fitting;
  std::optional<Position> ended;
  for (const Grant& grant : ledger->registry().grants()) {
    const bool fits = grant.officer == options.name && (options.role.empty() || grant.role == options.role) &&
                      (options.scope.empty() || grant.scope == options.scope);
    if (fits && grant.revoked_at) ended = grant.position;
    else if (fits) fitting.push_back(grant.position);
  }
  // Asked once more, by the same order: the ledger gives its first answer again.
  if (fitting.empty() && ended) return *ended;
  if (fitting.empty())
    return fail(Fault::not_found, "grant.unknown", options.name, "no such grant is in force; see `sillok keys list`");
  if (fitting.size() > 1) {
    return fail(Fault::misuse, "grant.ambiguous", options.name,
                fmt::format("{} grants fit, at positions {}; say which by --role, --scope or --position",
                            fitting.size(), fmt::join(fitting, ", ")));
  }
  return fitting.front();
}

Outcome run_revoke_grant(const Context& context, const Options& options) {
  SILLOK_TRY(position, grant_to_revoke(context, options));
  PlainAct act;
  act.act = Act::kRoleRevoked;
  act.data[Field::kTarget] = static_cast<std::int64_t>(position);
  act.data[Field::kReason] = options.reason;
  return record_one(context, options.recording, std::move(act));
}

}  // namespace

void add_grant(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* grant = add_command(
      app, "grant", "lets an officer draft or approve for an authority",
      "sillok grant kim --role drafter --scope 1760000 --from 2026-01-02 \\\n    --authority MPM --order G-1 "
      "--drafted-by root.a --approved-by root.b \\\n    --on 2026-01-02 --key a.key --key b.key");
  grant->add_option("NAME", options->name, "the officer")->required();
  grant
      ->add_option(
          "--role", options->role,
          "drafter, approver (who may also draft), or approver.NAME: as far as the table authority_grants lets NAME "
          "approve (approver.agency_head)")
      ->required();
  grant->add_option("--scope", options->scope, "code of the authority, or * for all")->required();
  grant->add_option("--from", options->from, "first day");
  grant->add_option("--to", options->to, "first day no more");
  options->recording.add_to(*grant);
  on_chosen(grant, context, options, run_grant);

  auto* revoke =
      add_command(app, "revoke-grant", "ends a grant",
                  "sillok revoke-grant kim --role drafter --reason moved \\\n    --authority MPM --order G-2 "
                  "--drafted-by root.a --approved-by root.b \\\n    --on 2026-02-01 --key a.key --key b.key");
  revoke->add_option("NAME", options->name, "the officer whose grant is meant");
  revoke->add_option("--role", options->role, "where an officer has several: of this role");
  revoke->add_option("--scope", options->scope, "where an officer has several: for this scope");
  add_number(*revoke, "--position", options->position, "instead: position of the role_granted event");
  revoke->add_option("--reason", options->reason, "why");
  options->recording.add_to(*revoke);
  on_chosen(revoke, context, options, run_revoke_grant);
}

}  // namespace sillok::cli
