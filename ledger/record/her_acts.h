#pragma once
// Which of some acts are a person's at a moment at which these acts were known: her own, those of ids merged into hers,
// those moved to her, and what was said of any of these, on whomever. Borrows the acts' bytes.
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
  bool is_hers(Position position) const;

  std::span<const StoredAct> acts_;  // by position
  std::set<std::string_view> ids_;   // hers, and those merged into it
  std::set<Position> brought_;       // acts on others that were moved to her, or said of what is hers
};

}  // namespace sillok
