#pragma once
// Which of some acts are a person's at a moment at which these acts were known: her own, those of ids merged into hers,
// those moved to her, and what was said of any of these. Borrows the acts' bytes.
#include <set>
#include <span>
#include <string_view>

#include "ledger/record/person_fold.h"

namespace sillok {

class HerActs {
 public:
  HerActs(std::string_view person, std::span<const StoredAct> acts);
  bool has(const StoredAct& act) const;

 private:
  void follow(const StoredAct& act);

  std::set<std::string_view> ids_;  // hers, and those merged into it
  std::set<Position> moved_;        // acts moved to her, and what was said of them
};

}  // namespace sillok
