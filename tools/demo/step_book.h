#pragma once
// Steps of the demo's officials as the ledger's own rules give them (ledger/rules/step_track.h), so that nobody in it
// is raised too early, too late or to a wrong step. Memory: some hundred bytes an official. Single-threaded.
#include <vector>

#include "ledger/event/plain.h"
#include "ledger/rules/rule_book.h"
#include "tools/demo/official.h"

namespace sillok::demo {

class StepBook {
 public:
  // With the law that every ledger begins with.
  static Result<StepBook> make();

  // An act of the official, in the order they are recorded.
  Result<Ok> take(Index person, Position position, const PlainAct& act);
  // 0: none. Of an official without acts nothing is known.
  std::int64_t step(Index person);
  // When the next regular step is due; kEndOfTime: no day is known.
  Date next_on(Index person);

 private:
  struct Entry {
    Bytes state;  // encoded; empty: nobody yet
    Date next_on = kEndOfTime;
    std::int64_t step = 0;
    bool is_current = false;
  };
  Entry& entry(Index person);
  void bring_up_to_date(Entry& entry) const;

  RuleBook rules_;
  std::vector<Entry> entries_;
};

}  // namespace sillok::demo
