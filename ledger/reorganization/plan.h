#pragma once
// A reorganization plan as it is written (contract §5): which units begin, end and succeed whom, and where people go.
// What it comes to on a given ledger is reorganization.h's. Plain values.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/crypto/hash.h"
#include "ledger/event/plain.h"

namespace sillok {

struct ReorganizationPlan {
  using Codes = std::set<std::string, std::less<>>;
  struct NewUnit {
    std::string unit, name_ko, name_en, kind, parent;  // parent empty: topmost
  };
  struct NewName {
    std::string unit, name_ko, name_en;
  };
  struct Merger {
    std::vector<std::string> from;
    std::string to;
  };
  struct Split {
    std::string from;
    std::vector<std::string> to;
  };
  // Of a whole unit, which writes an edge of succession, or of persons alone, which doesn't.
  struct Move {
    std::string unit;  // empty: of persons
    std::string to;
    Codes except;
    std::vector<std::string> persons;
    std::map<std::string, std::string, std::less<>> posts;  // person → post
  };
  struct QuotaOf {
    std::string unit;
    std::optional<std::int64_t> grade;
    std::int64_t count = 0;
  };

  std::string id;
  Date effective_on;
  std::vector<NewUnit> create;
  std::vector<NewName> rename;
  std::vector<std::string> abolish;
  std::vector<Merger> merge;
  std::vector<Split> split;
  std::vector<Move> move;
  std::vector<QuotaOf> quota;
  Codes take_out;   // persons who stay where they are, whatever moves say
  OrderLine order;  // its header as far as the plan gives one (issued_on: kEndOfTime if not), and recorded_at

  // The plan in one spelling: members sorted by name, no blanks, nothing twice. What is signed and recorded.
  std::string document;
  Hash hash;  // SHA-256 of the document
};

// Fault::malformed with the place of what can't be read; nothing unknown is ignored. `take_out` comes on top of what
// the plan says itself, and into the document and the hash.
Result<ReorganizationPlan> read_plan(std::string_view json, const ReorganizationPlan::Codes& take_out = {});

}  // namespace sillok
