#include "ledger/record/her_acts.h"

#include <algorithm>

namespace sillok {

// Merges and moves lead to further ones, so both sets grow until nothing more follows.
HerActs::HerActs(std::string_view person, std::span<const StoredAct> acts) : acts_(acts), ids_{person} {
  for (std::size_t size = 0; size != ids_.size() + brought_.size();) {
    size = ids_.size() + brought_.size();
    for (const StoredAct& act : acts) follow(act);
  }
}

bool HerActs::has(const StoredAct& act) const {
  return ids_.contains(act.body.subject()) || ids_.contains(other_person(act.body)) || brought_.contains(act.position);
}

bool HerActs::is_hers(Position position) const {
  if (brought_.contains(position)) return true;
  const auto at = std::lower_bound(acts_.begin(), acts_.end(), position,
                                   [](const StoredAct& act, Position wanted) { return act.position < wanted; });
  return at != acts_.end() && at->position == position && has(*at);
}

void HerActs::follow(const StoredAct& act) {
  if (act.body.act() == Act::kPersonsMerged) {
    if (ids_.contains(act.body.subject())) ids_.insert(other_person(act.body));
    return;
  }
  const auto target = target_of(act.body);
  if (!target) return;
  if (brought_.contains(act.position) || ids_.contains(other_person(act.body))) {
    brought_.insert({act.position, *target});
  } else if (is_hers(*target)) {
    brought_.insert(act.position);
  }
}

}  // namespace sillok
