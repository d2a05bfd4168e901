#include "ledger/rules/cascade.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "ledger/base/calendar.h"
#include "ledger/rules/entitlements.h"
#include "ledger/rules/step_track.h"

namespace sillok {
namespace {

struct Paid {
  Period period;
  std::optional<std::int64_t> won;
  bool operator==(const Paid&) const = default;
};

// Pay from a day on, in periods of one amount.
std::vector<Paid> paid_from(std::string_view person, std::span<const StoredAct> acts, const Law& law, Date from,
                            Date until) {
  std::set<Date> turns{from};
  const auto add_turn = [&](Date day) {
    if (from < day && day < until) turns.insert(day);
  };
  const std::vector<Fact> facts = resolve(person, acts);
  PersonState newest;
  for (const Fact& fact : facts) {
    add_turn(fact.effective_on());
    evolve(newest, fact);
  }
  for (const Date day : law.turning_days(table::kPayTable)) add_turn(day);
  const std::vector<Restriction> restrictions = restrictions_of(newest, law);
  const StepTrack track(newest, law, restrictions, until);
  for (const StepMark& mark : track.marks()) add_turn(mark.on);
  // What ends by itself: a fixed term.
  if (newest.term_until) add_turn(*newest.term_until);
  for (const Spell& spell : newest.spells) add_turn(spell.to);

  std::vector<Paid> out;
  PersonState state;
  auto next = facts.begin();
  for (auto turn = turns.begin(); turn != turns.end(); ++turn) {
    for (; next != facts.end() && next->effective_on() <= *turn; ++next) evolve(state, *next);
    const PersonState then = advanced(state, *turn);
    const Date end = std::next(turn) == turns.end() ? until : *std::next(turn);
    const auto won = then.in_service() ? entitlements_of(then, law, *turn).base_pay : std::optional<std::int64_t>{0};
    out.push_back({{*turn, end}, won});
  }
  return out;
}

// By month; a month with a day that no table knows is not known.
std::map<Date, std::optional<std::int64_t>> by_month(const std::vector<Paid>& paid) {
  std::map<Date, std::optional<std::int64_t>> out;
  std::map<Date, std::int64_t> shares;  // won times days
  for (const Paid& each : paid) {
    for (Date day = each.period.from; day < each.period.to;) {
      const Date first{day.days - (split(day).day - 1)};
      const Date end = std::min(add_months(first, 1), each.period.to);
      auto& month = out.try_emplace(first, std::int64_t{0}).first->second;
      if (!each.won) month.reset();
      else shares[first] += *each.won * (end.days - day.days);
      day = end;
    }
  }
  for (auto& [first, won] : out) {
    if (won) won = shares[first] / (add_months(first, 1).days - first.days);
  }
  return out;
}

// The steps that acts have left, by act; where a correction takes the place of an act it has left none.
std::map<Position, StepMark> steps_by_act(std::string_view person, std::span<const StoredAct> acts,
                                          const FindingsAsked& asked) {
  std::map<Position, StepMark> out;
  if (asked.law == nullptr) return out;
  PersonState newest;
  for (const Fact& fact : resolve(person, acts)) evolve(newest, fact);
  const std::vector<Restriction> restrictions = restrictions_of(newest, *asked.law);
  const StepTrack track(newest, *asked.law, restrictions, newest.latest_effective);
  for (const StepMark& mark : track.marks()) out.emplace(mark.source, mark);  // the first: by law come later ones
  return out;
}

// An act that declares a step may be right no more, or count no more, though nothing forbids it.
void look_at_step(const std::map<Position, StepMark>& before, const std::map<Position, StepMark>& after,
                  TouchedAct& touched) {
  const auto was = before.find(touched.position), is = after.find(touched.position);
  if (was != before.end() && is == after.end()) {
    touched.holds = false;
    touched.code = "step.corrected";
    touched.message = "the correction gives the steps from its date on; this one counts no more";
    return;
  }
  if (is == after.end()) return;
  const auto is_early = [](const StepMark& mark) {
    const bool is_regular = mark.cause == RankMark::Cause::kStepRaised && !mark.is_special;
    return is_regular && mark.due_on && mark.on < *mark.due_on;
  };
  if (is_early(is->second) && (was == before.end() || !is_early(was->second))) {
    touched.holds = false;
    touched.code = "step.too_early";
    touched.message = fmt::format("it raises a step that is now due on {}", to_string(*is->second.due_on));
    return;
  }
  if (!is->second.computed || is->second.computed == is->second.step) return;
  if (was != before.end() && was->second.computed == is->second.computed) return;
  touched.holds = false;
  touched.code = "step.differs";
  touched.message =
      fmt::format("it declares step {} where the rules now give {}", is->second.step.value_or(0), *is->second.computed);
}

}  // namespace

Cascade cascade_of(std::string_view person, std::span<const StoredAct> before, std::span<const StoredAct> after,
                   Position first, const FindingsAsked& asked, Date until) {
  Cascade out;
  out.person = std::string{person};
  std::map<Position, Fact> then, now;
  for (const Fact& fact : resolve(person, before)) then.emplace(fact.position(), fact);
  for (const Fact& fact : resolve(person, after)) now.emplace(fact.position(), fact);
  // The first day that anything is different: an act that is new, gone, moved, or says something else.
  std::optional<Date> from;
  const auto differs_from = [&](Date day) { from = from ? std::min(*from, day) : day; };
  for (const auto& [position, fact] : now) {
    const auto old = then.find(position);
    if (old == then.end()) {
      differs_from(fact.effective_on());
    } else if (old->second.is_void() != fact.is_void() || old->second.effective_on() != fact.effective_on() ||
               old->second.dated_by() != fact.dated_by()) {
      differs_from(std::min(old->second.effective_on(), fact.effective_on()));
    }
  }
  for (const auto& [position, fact] : then) {
    if (!now.contains(position)) differs_from(fact.effective_on());
  }
  std::set<Position> corrected;
  for (const StoredAct& act : after) {
    if (act.position < first) continue;
    const Position root = root_of(after, act.position);
    corrected.insert(root);
    if (const auto found = now.find(root); found != now.end()) differs_from(found->second.effective_on());
  }
  if (!from) return out;

  const std::vector<Finding> was = record_findings(person, before, asked), is = record_findings(person, after, asked);
  const auto steps_before = steps_by_act(person, before, asked), steps_after = steps_by_act(person, after, asked);
  for (const auto& [position, fact] : now) {
    if (first <= position || corrected.contains(position) || fact.is_void() || fact.effective_on() < *from) continue;
    TouchedAct touched{position, fact.act(), fact.effective_on(), true, "", ""};
    for (const Finding& finding : is) {
      const bool is_old = std::any_of(was.begin(), was.end(), [&](const Finding& each) {
        return each.positions.front() == position && each.rule == finding.rule;
      });
      if (finding.positions.front() != position || is_old) continue;
      touched.holds = false;
      touched.code = finding.rule;
      touched.message = finding.message;
      break;
    }
    if (touched.holds) look_at_step(steps_before, steps_after, touched);
    out.acts.push_back(std::move(touched));
  }
  std::sort(out.acts.begin(), out.acts.end(), [](const TouchedAct& a, const TouchedAct& b) {
    return std::pair{a.effective_on, a.position} < std::pair{b.effective_on, b.position};
  });

  if (asked.law == nullptr || until <= *from) return out;
  const auto paid = by_month(paid_from(person, before, *asked.law, *from, until));
  const auto due = by_month(paid_from(person, after, *asked.law, *from, until));
  for (const auto& [month, won] : due) {
    const auto old = paid.at(month);
    if (old == won) continue;  // also where neither is known
    out.months.push_back({split(month).year, split(month).month, old, won});
  }
  return out;
}

}  // namespace sillok
