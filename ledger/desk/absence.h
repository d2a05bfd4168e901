#pragma once
// What is not in somebody's record on a day, told from all her acts: for who gives a proof of that, and for who checks
// one (schemas/FORMAT.md, section 6). Pure.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/person_fold.h"

namespace sillok {

// What must not hold on a day: an act of that kind that has taken effect, as corrections have left it. Of `sanctioned`
// one that was cancelled, annulled or expunged by then does not hold any more.
struct Absence {
  Act act = Act::kUnknown;
  Date on;
};

// Why the absence can't be said of her whole history: an act holds against it (person.has_act), she was
// merged into another id (person.merged), or merges are such that these acts alone don't tell (person.undecided).
struct NotAbsent {
  const char* code;
  Position position;
  std::string why;
};
std::optional<NotAbsent> why_not_absent(const Absence& absence, std::string_view person, const ReadActs& history);

// Ids that one of the acts merges into her, where none of them corrects that merge. Borrows the acts.
std::vector<std::string_view> merged_into(std::string_view person, const ReadActs& acts);

}  // namespace sillok
