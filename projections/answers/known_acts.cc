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

Result<ReadActs> known_acts(const Views& views, std::string_view person, std::optional<Instant> known_at) {
  SILLOK_TRY(cut, views.cut(known_at));
  SILLOK_TRY(entries, views.acts(person, cut));
  ReadActs all = acts_of(std::move(entries));
  const Hers hers(person, all.acts);
  ReadActs known;
  for (std::size_t i = 0; i < all.acts.size(); ++i) {
    if (!hers.has(all.acts[i])) continue;
    known.entries.push_back(std::move(all.entries[i]));  // its bytes stay where they are
    known.acts.push_back(all.acts[i]);
  }
  return known;
}

}  // namespace sillok
