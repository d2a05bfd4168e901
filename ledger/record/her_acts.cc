#include "ledger/record/her_acts.h"

namespace sillok {

// Merges and moves lead to further ones, so both sets grow until nothing more follows.
HerActs::HerActs(std::string_view person, std::span<const StoredAct> acts) : ids_{person} {
  for (std::size_t size = 0; size != ids_.size() + moved_.size();) {
    size = ids_.size() + moved_.size();
    for (const StoredAct& act : acts) follow(act);
  }
}

bool HerActs::has(const StoredAct& act) const {
  return ids_.contains(act.body.subject()) || ids_.contains(other_person(act.body)) || moved_.contains(act.position);
}

void HerActs::follow(const StoredAct& act) {
  if (act.body.act() == Act::kPersonsMerged) {
    if (ids_.contains(act.body.subject())) ids_.insert(other_person(act.body));
    return;
  }
  const auto target = target_of(act.body);
  if (!target) return;
  if (moved_.contains(act.position) || ids_.contains(other_person(act.body))) {
    moved_.insert({act.position, *target});
  } else if (moved_.contains(*target)) {
    moved_.insert(act.position);
  }
}

}  // namespace sillok
