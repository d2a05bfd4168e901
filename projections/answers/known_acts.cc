#include "projections/answers/known_acts.h"

#include "ledger/record/her_acts.h"

namespace sillok {
Result<ReadActs> known_acts(const Views& views, std::string_view person, std::optional<Instant> known_at) {
  SILLOK_TRY(cut, views.cut(known_at));
  SILLOK_TRY(entries, views.acts(person, cut));
  ReadActs all = acts_of(std::move(entries));
  const HerActs hers(person, all.acts);
  ReadActs known;
  for (std::size_t i = 0; i < all.acts.size(); ++i) {
    if (!hers.has(all.acts[i])) continue;
    known.entries.push_back(std::move(all.entries[i]));  // its bytes stay where they are
    known.acts.push_back(all.acts[i]);
  }
  return known;
}

}  // namespace sillok
