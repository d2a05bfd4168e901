#include "ledger/desk/absence.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sillok {
namespace {

bool is_corrected(const ReadActs& read, Position position) {
  return std::any_of(read.acts.begin(), read.acts.end(), [&](const StoredAct& act) {
    return is_act_on_act(act.body.act()) && target_of(act.body) == position;
  });
}

std::optional<Position> holds_against(const Absence& absence, std::string_view person, const ReadActs& read) {
  if (absence.act == Act::kSanctioned) {
    const PersonState state = fold(person, read.acts, absence.on);
    for (const Sanction& each : state.sanctions) {
      if (each.state == Sanction::State::kInForce && each.effective_on <= absence.on) return each.source;
    }
    return std::nullopt;
  }
  for (const Fact& fact : resolve(person, read.acts)) {
    if (!fact.is_void() && fact.act() == absence.act && fact.effective_on() <= absence.on) return fact.position();
  }
  // Corrections are in no fact of their own; they are acts all the same.
  const std::vector<ActLinks> links = links_of(read.acts);
  for (std::size_t i = 0; i < read.acts.size(); ++i) {
    const BodyView& body = read.acts[i].body;
    const bool is_correction = is_act_on_act(body.act()) || body.act() == Act::kAppealDecided;
    const Date on = links[i].rectified_by.empty() ? body.effective_on() : links[i].effective_on;
    if (is_correction && body.act() == absence.act && !links[i].annulled_by && on <= absence.on)
      return read.acts[i].position;
  }
  return std::nullopt;
}

// Whose acts hers are, and whose no more, must follow from the acts shown, whoever folds them.
std::optional<NotAbsent> why_merges_hinder(std::string_view person, const ReadActs& read) {
  const auto is_merge = [](const StoredAct& act) { return act.body.act() == Act::kPersonsMerged; };
  for (const StoredAct& act : read.acts) {
    if (is_merge(act) && act.body.subject() != person && other_person(act.body) == person)
      return NotAbsent{"person.merged", act.position,
                       fmt::format("{} was merged into {}; ask for that one", person, act.body.subject())};
  }
  std::set<std::string_view> merged;
  for (const StoredAct& act : read.acts) {
    if (act.body.act() == Act::kUnknown)
      return NotAbsent{"person.undecided", act.position,
                       "an act of a later release stands among hers, which may say anything; use that release"};
    if (!is_merge(act)) continue;
    const std::string_view other = other_person(act.body);
    if (act.body.subject() != person || other == person || !merged.insert(other).second ||
        is_corrected(read, act.position))
      return NotAbsent{"person.undecided", act.position,
                       "ids were merged one into the next, twice, or a merge was corrected: what holds of her these "
                       "acts alone don't tell"};
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string_view> merged_into(std::string_view person, const ReadActs& acts) {
  std::vector<std::string_view> ids;
  for (const StoredAct& act : acts.acts) {
    if (act.body.act() == Act::kPersonsMerged && act.body.subject() == person && !is_corrected(acts, act.position))
      ids.push_back(other_person(act.body));
  }
  return ids;
}

std::optional<NotAbsent> why_not_absent(const Absence& absence, std::string_view person, const ReadActs& history) {
  if (auto hindered = why_merges_hinder(person, history)) return hindered;
  const auto against = holds_against(absence, person, history);
  if (!against) return std::nullopt;
  return NotAbsent{"person.has_act", *against,
                   fmt::format("{} of position {} holds on {}", name_of(absence.act), *against, to_string(absence.on))};
}

}  // namespace sillok
