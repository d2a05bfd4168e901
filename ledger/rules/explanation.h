#pragma once
// What an answer of the law rests on: the periods that were looked at, how much of each counts, and why.
#include <string>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/ids.h"

namespace sillok {

struct CountedPeriod {
  std::string what;  // e.g. "grade 7", "leave LV.CHILD", "restriction after pay_cut"
  Period period;     // ends at kEndOfTime where nothing that is known ends it
  Span counted;      // of its length
  std::vector<Position> acts;
  std::vector<std::string> policies;  // "TABLE@DATE"
  std::string legal_reference, note;
};

struct Explanation {
  std::vector<CountedPeriod> periods;
  std::vector<std::string> policies;  // rows that decided the answer itself
  std::string note;                   // in words, where periods don't tell it
};

}  // namespace sillok
