#include "projections/answers/known_acts.h"

#include <set>

namespace sillok {
namespace {

// Merges and moves lead to further ones, so both sets grow until nothing more follows.
class Hers {
 public:
  Hers(std::string_view person, std::span<const StoredAct> acts) : ids_{person} {
    for (std::size_t size = 0; size != ids_.size() + moved_.size();) {
      size = ids_.size() + moved_.size();
      for (const StoredAct& act : acts) follow(act);
    }
  }
  bool has(const StoredAct& act) const {
    return ids_.contains(act.body.subject()) || ids_.contains(other_person(act.body)) || moved_.contains(act.position);
  }

 private:
  void follow(const StoredAct& act) {
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

  std::set<std::string_view> ids_;  // hers, and those merged into it
  std::set<Position> moved_;        // acts moved to her, and what was said of them
};

}  // namespace

Result<KnownActs> known_acts(const Views& views, std::string_view person, std::optional<Instant> known_at) {
  SILLOK_TRY(cut, views.cut(known_at));
  SILLOK_TRY(entries, views.acts(person, cut));
  std::vector<StoredAct> acts;
  for (const Bytes& entry : entries) acts.push_back(stored_act(EventView::trust(entry)));
  const Hers hers(person, acts);
  KnownActs known;
  for (std::size_t i = 0; i < acts.size(); ++i) {
    if (!hers.has(acts[i])) continue;
    known.entries.push_back(std::move(entries[i]));  // its bytes stay where they are
    known.acts.push_back(acts[i]);
  }
  return known;
}

}  // namespace sillok
