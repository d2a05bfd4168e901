#pragma once
// The answer to an order (contract §3).
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "ledger/rules/cascade.h"

namespace sillok {

// A reason that speaks against an act: it refuses an order, and on import becomes a finding.
struct Reason {
  std::string code;
  std::optional<std::size_t> act;  // index in the order; none: the order as a whole
  std::string person, message, legal_reference, policy;
  bool is_finding = false;  // refuses nothing: recorded, and told
};

// Reasons in the order of contract §3: the first names the refusal, the rest go into `also`.
void sort_reasons(std::vector<Reason>& reasons);
// The codes of `also`: those of sorted reasons behind the first, each once.
std::vector<std::string> further_codes(const std::vector<Reason>& reasons);

struct Receipt {
  enum class Status { kRecorded, kDuplicate, kRefused };
  std::string order;
  Status status = Status::kRecorded;
  Position first = 0, last = 0;
  Instant recorded_at;
  std::uint64_t checkpoint_size = 0;  // the first tree size that holds the whole order
  std::vector<Reason> reasons;        // refused: why; recorded by import: findings
  std::size_t act_count = 0;
  std::vector<Cascade> cascades;  // of a dry run: what it touches, by person
};

}  // namespace sillok
