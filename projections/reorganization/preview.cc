#include "projections/reorganization/preview.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "ledger/base/parallel.h"
#include "ledger/desk/intake.h"
#include "ledger/desk/quota_book.h"
#include "ledger/rules/entitlements.h"
#include "projections/answers/point.h"
#include "projections/desk_records.h"

namespace sillok {
namespace {

constexpr std::size_t kPaidTogether = 32;  // by one core

Result<std::vector<PlanMember>> members_of(const ReorganizationPlan& plan, const PlanScope& scope, const Views& views) {
  std::set<std::string, std::less<>> persons(scope.persons.begin(), scope.persons.end());
  for (const std::string& unit : scope.units) {
    SILLOK_TRY(ever, views.persons_ever_in(unit));
    persons.insert(std::make_move_iterator(ever.begin()), std::make_move_iterator(ever.end()));
  }
  const std::vector<std::string_view> ids(persons.begin(), persons.end());
  SILLOK_TRY(states, views.records(ids, plan.effective_on));
  std::vector<PlanMember> members;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (states[i].revision == 0) continue;
    const bool is_there = states[i].in_service() && scope.units.contains(states[i].unit);
    if (is_there || scope.persons.contains(ids[i])) members.push_back({std::string{ids[i]}, std::move(states[i])});
  }
  return members;
}

// Members by person, with where they are once the plan is carried out.
class Afterwards {
 public:
  Afterwards(const std::vector<PlanMember>& members, const std::vector<PlannedMove>& moved) : members_(members) {
    for (const PlannedMove& each : moved) to_.emplace(each.person, &each);
  }
  const PlannedMove* move_of(const PlanMember& member) const {
    const auto found = to_.find(member.person);
    return found == to_.end() ? nullptr : found->second;
  }
  const std::string& unit_of(const PlanMember& member) const {
    const PlannedMove* move = move_of(member);
    return move ? move->to : member.state.unit;
  }
  const std::vector<PlanMember>& members() const { return members_; }

 private:
  const std::vector<PlanMember>& members_;
  std::map<std::string_view, const PlannedMove*> to_;
};

std::vector<ReorganizationPreview::OverQuota> over_quota(const ReorganizationPlan& plan, const Afterwards& afterwards,
                                                         const std::set<std::string, std::less<>>& units,
                                                         const OrganizationState& organization, const Law& law) {
  using Place = std::pair<std::string, std::int64_t>;  // grade 0: none
  std::map<Place, std::int64_t> present, quotas;
  for (const PlanMember& member : afterwards.members()) {
    if (member.state.in_service() && !is_outside_quota(member.state, plan.effective_on, law))
      ++present[{afterwards.unit_of(member), member.state.grade.value_or(0)}];
  }
  for (const auto& [place, rows] : organization.quotas) {
    if (!units.contains(place.first)) continue;
    const auto grade = place.second == 0 ? std::nullopt : std::optional{place.second};
    if (const auto count = organization.quota_on(place.first, grade, plan.effective_on)) quotas[place] = *count;
  }
  for (const auto& each : plan.quota) quotas[{each.unit, each.grade.value_or(0)}] = each.count;
  std::vector<ReorganizationPreview::OverQuota> out;
  for (const auto& [place, quota] : quotas) {
    const auto found = present.find(place);
    const std::int64_t count = found == present.end() ? 0 : found->second;
    if (count > quota)
      out.push_back({place.first, place.second == 0 ? std::nullopt : std::optional{place.second}, count, quota});
  }
  return out;
}

Result<ReorganizationPreview::PayEffect> pay_effect(const Afterwards& afterwards, const Law& law, Date day) {
  struct Pay {
    std::optional<std::int64_t> before, after;
  };
  std::vector<const PlanMember*> moving;
  for (const PlanMember& member : afterwards.members()) {
    if (afterwards.move_of(member)) moving.push_back(&member);
  }
  std::vector<Pay> pay(moving.size());
  SILLOK_CHECK(for_each_in_parallel(moving.size(), kPaidTogether, [&](std::size_t i) -> Result<Ok> {
    PersonState state = moving[i]->state;
    pay[i].before = entitlements_of(state, law, day).base_pay;
    const PlannedMove& move = *afterwards.move_of(*moving[i]);
    state.unit = move.to;
    if (!move.post.empty()) state.post = move.post;
    pay[i].after = entitlements_of(state, law, day).base_pay;
    return Ok{};
  }));
  ReorganizationPreview::PayEffect out;
  for (const Pay& each : pay) {
    if (!each.before || !each.after) continue;
    ++out.persons;
    out.changed += *each.before != *each.after;
    out.before += *each.before;
    out.after += *each.after;
  }
  return out;
}

void tell_absent(const Afterwards& afterwards, ReorganizationPreview& out) {
  for (const PlanMember& member : afterwards.members()) {
    const PlannedMove* move = afterwards.move_of(member);
    const PersonState& state = member.state;
    const bool seconded = !state.seconded_to.empty();
    if (!move || (!seconded && (state.status == Status::kActive || state.status == Status::kProbation))) continue;
    out.absent.push_back({member.person, seconded ? "seconded" : std::string{name_of(state.status)}, move->to,
                          seconded ? state.seconded_to : ""});
  }
}

void tell_side_posts(const Afterwards& afterwards, const std::set<std::string, std::less<>>& ending,
                     ReorganizationPreview& out) {
  for (const PlanMember& member : afterwards.members()) {
    for (const auto* posts : {&member.state.concurrent, &member.state.acting}) {
      for (const SidePost& each : *posts) {
        if (ending.contains(each.unit)) out.side_posts.push_back({member.person, each.unit, each.post});
      }
    }
  }
}

void tell_units_left(const ReorganizationPlan& plan, const OrganizationState& organization,
                     ReorganizationPreview& out) {
  std::set<std::string, std::less<>> ending(plan.abolish.begin(), plan.abolish.end());
  for (const auto& merger : plan.merge) ending.insert(merger.from.begin(), merger.from.end());
  for (const auto& split : plan.split) ending.insert(split.from);
  for (const auto& merger : plan.merge) ending.erase(merger.to);
  for (const auto& split : plan.split) {
    if (std::find(split.to.begin(), split.to.end(), split.from) != split.to.end()) ending.erase(split.from);
  }
  const UnitTree tree = organization.tree_on(plan.effective_on);
  for (const std::string& unit : ending) {
    const auto below = tree.below.find(unit);
    if (below == tree.below.end()) continue;
    for (const Unit* each : below->second) {
      if (!ending.contains(each->code)) out.units_left.push_back(each->code);
    }
  }
}

// Units that end by the plan, with those that move as a whole.
std::set<std::string, std::less<>> units_touched(const ReorganizationPlan& plan) {
  std::set<std::string, std::less<>> out(plan.abolish.begin(), plan.abolish.end());
  for (const auto& merger : plan.merge) out.insert(merger.from.begin(), merger.from.end());
  for (const auto& split : plan.split) out.insert(split.from);
  for (const auto& move : plan.move) {
    if (!move.unit.empty()) out.insert(move.unit);
  }
  return out;
}

}  // namespace

OrderLine order_of(const ReorganizationPlan& plan, const Reorganization& outcome, const Ledger& ledger) {
  OrderLine line = plan.order;
  PlainHeader& header = line.order.header;
  if (header.authority.empty()) header.authority = "sandbox";
  if (header.order.empty()) header.order = plan.id;
  if (header.issued_on == kEndOfTime) header.issued_on = std::min(plan.effective_on, korean_day(now_of(ledger)));
  header.evidence.push_back({fmt::format("reorganization plan {}", plan.id), to_hex(view(plan.hash))});
  line.order.acts = outcome.acts;
  return line;
}

Result<Reorganization> expand_plan(const ReorganizationPlan& plan, const Views& views) {
  const auto organization = views.organization();
  SILLOK_TRY(members, members_of(plan, scope_of(plan, *organization), views));
  return reorganize(plan, *organization, members);
}

Result<ReorganizationPreview> preview_plan(const ReorganizationPlan& plan, Ledger& ledger, Views& views) {
  const auto organization = views.organization();
  const PlanScope scope = scope_of(plan, *organization);
  SILLOK_TRY(members, members_of(plan, scope, views));
  ReorganizationPreview out;
  out.outcome = reorganize(plan, *organization, members);
  out.position = views.position();

  DeskRecords records{views};
  SILLOK_TRY(receipt, take_in_one(order_of(plan, out.outcome, ledger), ledger, records, {.dry_run = true}));
  if (receipt.status == Receipt::Status::kRefused) {
    for (const Reason& each : receipt.reasons) out.outcome.problems.push_back({each.person, each.code, each.message});
  }

  SILLOK_TRY(rules, views.rules());
  const Law law{*rules, now_of(ledger)};
  const Afterwards afterwards{members, out.outcome.moved};
  out.over_quota = over_quota(plan, afterwards, scope.units, *organization, law);
  tell_absent(afterwards, out);
  tell_units_left(plan, *organization, out);
  const auto touched = units_touched(plan);
  tell_side_posts(afterwards, touched, out);
  for (const Grant& grant : ledger.registry().grants()) {
    if (!grant.revoked_at && touched.contains(grant.scope))
      out.rights.push_back({grant.officer, grant.role, grant.scope});
  }
  SILLOK_TRY(pay, pay_effect(afterwards, law, plan.effective_on));
  out.pay = pay;
  return out;
}

}  // namespace sillok
