#include "ledger/rules/record_findings.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/standing_by_law.h"
#include "ledger/rules/state_rules.h"

namespace sillok {
namespace {

bool same_seat(const SidePost& post, const Fact& fact) {
  return post.unit == fact.text(Field::kUnit) && post.post == fact.text(Field::kPost);
}

class Findings {
 public:
  Findings(std::string_view person, std::span<const StoredAct> acts, const FindingsAsked& asked)
      : person_(person), acts_(acts), asked_(asked), facts_(resolve(person, acts)) {
    for (const Fact& fact : facts_) evolve(newest_, fact);
  }

  std::vector<Finding> run() {
    for (const Fact& fact : facts_) {
      if (!fact.is_void()) look_at(fact);
      evolve(state_, fact);
    }
    look_at_links();
    return std::move(findings_);
  }

 private:
  void look_at(const Fact& fact) {
    // An additive act stands beside the career: what ends by itself that day is left to the others.
    if (!is_additive(fact.act())) advance(state_, advance_date(fact.act(), fact.effective_on()));
    if (asked_.law != nullptr) take_standing_by_law(state_, *asked_.law, advance_date(fact.act(), fact.effective_on()));
    // Of two hires or deaths the later one is looked at in its own place: the first is none too many.
    const bool once = fact.act() == Act::kHired || fact.act() == Act::kDied;
    const PersonState& newest = once ? state_ : newest_;
    for (Refusal& refusal : refuse_by_record(state_, fact, &newest, person_)) {
      add(fact, std::move(refusal.code), std::move(refusal.message), std::move(refusal.legal_reference));
      const bool for_want_of_service =
          !is_additive(fact.act()) && (findings_.back().rule.starts_with("person.") || !state_.in_service());
      findings_.back().breaks =
          for_want_of_service ? Finding::Breaks::kStateRuleForWantOfService : Finding::Breaks::kStateRule;
    }
    if (asked_.organization != nullptr) {
      for (Refusal& refusal : refuse_by_organization(fact, *asked_.organization)) {
        add(fact, std::move(refusal.code), std::move(refusal.message), std::move(refusal.legal_reference));
      }
    }
    if (asked_.law != nullptr) look_at_the_law(fact);
    for (Refusal& each : contradictions_in(state_, fact)) {
      add(fact, std::move(each.code), std::move(each.message), std::move(each.legal_reference));
      const Position held_by = state_.source(RecordField::kGrade);
      if (fact.act() == Act::kPromoted && held_by != kNoPosition) findings_.back().positions.push_back(held_by);
    }
    if (fact.act() == Act::kConcurrentStarted)
      look_for_an_early_end(fact, state_.early_concurrent_ends, "concurrent.ended_before_start");
    if (fact.act() == Act::kAssignedActing)
      look_for_an_early_end(fact, state_.early_acting_ends, "acting.ended_before_start");
  }

  void look_at_the_law(const Fact& fact) {
    const auto order = asked_.order_of ? asked_.order_of(fact.position()) : std::nullopt;
    OrderDates dates = order ? order->dates : OrderDates{fact.effective_on(), std::nullopt};
    if (fact.act() == Act::kLeaveStarted && fact.effective_on() < dates.issued_on)
      dates.was_sick_leave = was_sick_leave_from(acts_, fact.effective_on());
    std::vector<Refusal> found = refuse_by_law(state_, fact, dates, *asked_.law, &newest_);
    for (Refusal& each : find_in_act(state_, fact, *asked_.law)) found.push_back(std::move(each));
    if (order && asked_.audits) {
      for (Refusal& each : audit_order(state_, fact, *order, asked_.organization, *asked_.law))
        found.push_back(std::move(each));
    }
    for (Refusal& each : found) {
      const bool is_said = std::any_of(findings_.begin(), findings_.end(), [&](const Finding& other) {
        return other.positions.front() == fact.position() && other.rule == each.code;
      });
      if (is_said) continue;
      add(fact, std::move(each.code), std::move(each.message), std::move(each.legal_reference));
      findings_.back().policy = std::move(each.policy);
    }
  }

  // Acts on acts, which are in no place of their own: what they name must be there.
  void look_at_links() {
    const std::vector<ActLinks> links = links_of(acts_);
    for (std::size_t i = 0; i < acts_.size(); ++i) {
      const StoredAct& act = acts_[i];
      if (act.body.subject() != person_ || links[i].annulled_by) continue;
      const auto target = target_of(act.body);
      const bool names_a_sanction =
          act.body.act() == Act::kAppealDecided && !knows_case(newest_, act.body.text(Field::kCase).value_or(""));
      const bool names_nothing =
          target && std::none_of(acts_.begin(), acts_.begin() + static_cast<std::ptrdiff_t>(i),
                                 [&](const StoredAct& each) { return each.position == *target; });
      if (!names_nothing && !names_a_sanction) continue;
      add(Fact{act.position, act.recorded_at, act.body}, "correction.target_unknown",
          "what it names is not among the acts of this person; check its target or case", "");
    }
  }

  void add(const Fact& fact, std::string rule, std::string message, std::string reference) {
    findings_.push_back({std::move(rule),
                         {fact.position()},
                         fact.effective_on(),
                         std::move(message),
                         std::move(reference),
                         "",
                         Finding::Breaks::kNoStateRule});
  }

  // The end came first in the order of dates, where it seemed to end nothing.
  void look_for_an_early_end(const Fact& start, const std::vector<SidePost>& early_ends, const char* rule) {
    const auto end = std::find_if(early_ends.begin(), early_ends.end(), [&](const SidePost& each) {
      return same_seat(each, start) && each.source > start.position();
    });
    if (end == early_ends.end()) return;
    std::erase_if(findings_, [&](const Finding& each) {
      return each.rule == "state.not_held" && each.positions.front() == end->source;
    });
    add(start, rule,
        fmt::format("post {} is said to have ended on {}, before it began on {}; it is taken as never held", end->post,
                    to_string(end->since), to_string(start.effective_on())),
        "DAPO:40");
    findings_.back().positions.push_back(end->source);
  }

  std::string_view person_;
  std::span<const StoredAct> acts_;
  const FindingsAsked& asked_;
  std::vector<Fact> facts_;
  PersonState newest_, state_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> record_findings(std::string_view person, std::span<const StoredAct> acts,
                                     const FindingsAsked& asked) {
  return Findings(person, acts, asked).run();
}

std::optional<Finding> overdue_leave(const PersonState& as_of, Date day) {
  constexpr std::int32_t kReportDays = 30;
  if (as_of.leave_ground.empty() || !as_of.leave_until || day.days <= as_of.leave_until->days + kReportDays)
    return std::nullopt;
  Finding finding;
  finding.rule = "leave.overdue";
  if (const Position source = as_of.source(RecordField::kLeave); source != kNoPosition)
    finding.positions.push_back(source);
  finding.effective_on = *as_of.leave_until;
  finding.message = fmt::format(
      "the leave was to end on {} and no return is recorded; record the return, an extension or the dismissal",
      to_string(*as_of.leave_until));
  finding.legal_reference = "SPOA:73";
  return finding;
}

std::optional<Finding> left_behind(const PersonState& as_of, const OrganizationState& organization, Date day) {
  const Unit* unit = as_of.in_service() ? organization.unit(as_of.unit) : nullptr;
  if (unit == nullptr || day < unit->closed_on) return std::nullopt;
  Finding finding;
  finding.rule = "organization.left_behind";
  finding.positions = {as_of.source(RecordField::kUnit), unit->closed_by};
  std::erase(finding.positions, kNoPosition);
  finding.effective_on = unit->closed_on;
  finding.message = fmt::format("still in unit {}, which is no more since {}; record where the law or an order leads",
                                unit->code, to_string(unit->closed_on));
  finding.legal_reference = "DAPO:49-2";
  return finding;
}

std::vector<Finding> broken_by_correction(const std::vector<Finding>& before, const std::vector<Finding>& after,
                                          const std::set<Position>& corrected) {
  std::vector<Finding> broken;
  for (const Finding& finding : after) {
    const Position of = finding.positions.front();
    const bool was_so = std::any_of(before.begin(), before.end(), [&](const Finding& each) {
      return each.positions.front() == of && each.rule == finding.rule;
    });
    const bool counts = finding.breaks == Finding::Breaks::kStateRuleForWantOfService ||
                        (finding.breaks == Finding::Breaks::kStateRule && corrected.contains(of));
    if (counts && !was_so) broken.push_back(finding);
  }
  return broken;
}

}  // namespace sillok
