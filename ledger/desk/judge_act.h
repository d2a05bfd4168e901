#pragma once
// One act on one person before it is recorded: what her record, the law, the organization and the approver's grant
// say against it. Nothing of it depends on other acts of the order, but what the order lets follow for the same person.
// Pure; any thread.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/desk/receipt.h"
#include "ledger/record/organization_state.h"
#include "ledger/rules/authority_limits.h"
#include "ledger/rules/law.h"

namespace sillok {

// Borrows all; made for one order.
struct JudgedOrder {
  const PlainOrder& order;
  const OrganizationState& organization;
  const Law& law;
  const Approval& approval;  // without roles: how far it reaches isn't asked
};

// Where an act leads to, in a ledger with quotas; `quota`: the act takes one of so many places.
struct PlaceTaken {
  std::string unit;
  std::optional<std::int64_t> grade;
  std::optional<std::int64_t> quota;
};

struct Judgement {
  std::vector<Reason> reasons;  // findings first
  std::optional<PlaceTaken> place;
};

// Whether judge_act() wants `known`: all acts of hers that are known. For others it may be empty.
bool asks_for_earlier_acts(const JudgedOrder& order, const Fact& fact);

// `fact` is the act at `index`; `newest` her record after all that is known, `as_acts_say` as of the day of the act,
// advanced to it.
Judgement judge_act(const JudgedOrder& order, std::size_t index, const Fact& fact, const PersonState& newest,
                    const PersonState& as_acts_say, std::span<const StoredAct> known);

Reason reason_of(Refusal refusal, std::size_t index, std::string_view person);

}  // namespace sillok
