#include "ledger/desk/judge_act.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/audit_rules.h"
#include "ledger/rules/refusal_by_row.h"
#include "ledger/rules/standing_by_law.h"

namespace sillok {
namespace {

// The half-year of birth in the clear is asked by the law's rules; the very day is known only while it is recorded.
std::optional<Refusal> refusal_by_birth(const PlainAct& act) {
  const auto birth = act.personal.find(Personal::kBirthOn);
  if (birth == act.personal.end()) return std::nullopt;
  const auto born = parse_date(birth->second);
  if (!born || *born <= act.effective_on) return std::nullopt;
  return refusal_by(
      "person.not_born",
      fmt::format("person {} was not born yet on {}; check the date", act.subject, to_string(act.effective_on)),
      nullptr);
}

// Whom an order promotes and then lets go, in this order of its acts: what may be dated back goes by her end.
std::optional<Date> separated_by_a_later_act(const PlainOrder& order, std::size_t index) {
  for (std::size_t i = index + 1; i < order.acts.size(); ++i) {
    const PlainAct& act = order.acts[i];
    if (act.subject != order.acts[index].subject) continue;
    if (act.act == Act::kDied) return act.effective_on.next();
    if (separates(act.act)) return act.effective_on;
  }
  return std::nullopt;
}

std::optional<PlaceTaken> place_of(const OrganizationState& organization, const PersonState& before, const Fact& fact) {
  const Act act = fact.act();
  if (organization.quotas.empty() || is_additive(act) || is_act_on_act(act)) return std::nullopt;
  PersonState after = before;
  evolve(after, fact);
  PlaceTaken place{after.unit, after.grade, std::nullopt};
  const bool stays = before.in_service() && after.unit == before.unit && after.grade == before.grade;
  // A return leads back into one's own place, if need be beyond the quota until there is a vacancy; a
  // reorganization tells what is over it and goes on (domain §8).
  const bool asks = act != Act::kReturned && act != Act::kReinstated && act != Act::kDeemedTransferred;
  if (asks && after.in_service() && !after.unit.empty() && !stays)
    place.quota = organization.quota_on(after.unit, after.grade, fact.effective_on());
  return place;
}

}  // namespace

Reason reason_of(Refusal refusal, std::size_t index, std::string_view person) {
  return {std::move(refusal.code),
          index,
          std::string{person},
          std::move(refusal.message),
          std::move(refusal.legal_reference),
          std::move(refusal.policy)};
}

bool asks_for_earlier_acts(const JudgedOrder& order, const Fact& fact) {
  return fact.act() == Act::kLeaveStarted && fact.effective_on() < order.order.header.issued_on;
}

Judgement judge_act(const JudgedOrder& order, std::size_t index, const Fact& fact, const PersonState& newest,
                    const PersonState& as_acts_say, std::span<const StoredAct> known) {
  const PlainHeader& header = order.order.header;
  const Law& law = order.law;
  std::optional<PersonState> room;
  const PersonState& then = standing_by_law(as_acts_say, law, advance_date(fact.act(), fact.effective_on()), room);
  Judgement judgement;
  const auto take = [&](std::vector<Refusal> refusals, bool are_findings = false) {
    for (Refusal& each : refusals) {
      judgement.reasons.push_back(reason_of(std::move(each), index, fact.subject()));
      judgement.reasons.back().is_finding = are_findings;
    }
  };
  take(find_on_recording(then, fact, law), true);
  take(refuse_impossible(then, fact, order.organization, &newest));
  OrderDates dates{header.issued_on, header.procedure_on};
  if (fact.act() == Act::kPromoted && fact.effective_on() < header.issued_on)
    dates.separated_on = separated_by_a_later_act(order.order, index);
  if (asks_for_earlier_acts(order, fact)) dates.was_sick_leave = was_sick_leave_from(known, fact.effective_on());
  take(refuse_by_law(then, fact, dates, law, &newest));
  if (!order.approval.roles.empty()) take(refuse_beyond_authority(order.approval, then, fact, order.organization, law));
  if (auto refusal = refusal_by_birth(order.order.acts[index])) {
    const bool is_told = std::any_of(judgement.reasons.begin(), judgement.reasons.end(),
                                     [&](const Reason& each) { return each.code == refusal->code; });
    if (!is_told) take({std::move(*refusal)});  // the half-year of birth may have told it
  }
  judgement.place = place_of(order.organization, then, fact);
  return judgement;
}

}  // namespace sillok
