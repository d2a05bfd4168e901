#pragma once
// What a correction touches (design 9): the later acts of the record, each with whether it still holds, and the pay of
// the months it moves. Pure; any thread.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/rules/record_findings.h"

namespace sillok {

struct TouchedAct {
  Position position = kNoPosition;
  Act act = Act::kUnknown;
  Date effective_on;          // as it stands after the correction
  bool holds = true;          // else: keep it as a finding, redo or replace it
  std::string code, message;  // why it does not hold any more
};

// Base pay of a month by the record and the tables; nothing: no table gives it. Days are paid by their share (RRPO
// §22).
struct PayMonth {
  int year = 0, month = 0;
  std::optional<std::int64_t> before, after;  // won
};

struct Cascade {
  std::string person;
  std::vector<TouchedAct> acts;
  std::vector<PayMonth> months;  // those whose pay changes; one side may be unknown
};

// `before` and `after` are all acts of a person without and with an order that begins at position `first`. Months are
// told up to `until`.
Cascade cascade_of(std::string_view person, std::span<const StoredAct> before, std::span<const StoredAct> after,
                   Position first, const FindingsAsked& asked, Date until);

}  // namespace sillok
