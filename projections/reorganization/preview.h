#pragma once
// A plan on a fork of the ledger's state (domain §8): what it comes to, decided by the very desk that would record it,
// and nothing recorded.
#include <cstdint>
#include <string>
#include <vector>

#include "ledger/desk/ledger.h"
#include "ledger/desk/receipt.h"
#include "ledger/reorganization/reorganization.h"
#include "projections/views.h"

namespace sillok {

struct ReorganizationPreview {
  Reorganization outcome;  // with the desk's reasons among its problems
  Position position = 0;   // events it was decided on

  // More present than places after the plan; it informs and refuses nothing, since over a quota people stay until
  // there is a vacancy.
  struct OverQuota {
    std::string unit;
    std::optional<std::int64_t> grade;
    std::int64_t present = 0, quota = 0;
  };
  std::vector<OverQuota> over_quota;
  // Of those who move, who isn't at her desk: seconded, on leave, suspended or without position.
  struct Absent {
    std::string person, status, to;
    std::string host;  // of the seconded
  };
  std::vector<Absent> absent;
  // Concurrent and acting posts in units that end; they are told, and end by acts of their own.
  struct SidePostLeft {
    std::string person, unit, post;
  };
  std::vector<SidePostLeft> side_posts;
  // Units below one that ends, which don't end themselves: from then on they stand below its successor, or on top.
  std::vector<std::string> units_left;
  // Grants whose scope is a unit that ends or moves.
  struct RightTouched {
    std::string officer, role, scope;
  };
  std::vector<RightTouched> rights;
  // Monthly base pay of those who move, as far as the tables know it: a move by law changes none.
  struct PayEffect {
    std::int64_t persons = 0, changed = 0, before = 0, after = 0;
  };
  PayEffect pay;
};

// The order that carries a plan out: its header by the plan, completed where a sandbox lets it be left out.
OrderLine order_of(const ReorganizationPlan& plan, const Reorganization& outcome, const Ledger& ledger);
// Who moves, who stays and what the plan itself contradicts; without asking the desk.
Result<Reorganization> expand_plan(const ReorganizationPlan& plan, const Views& views);
Result<ReorganizationPreview> preview_plan(const ReorganizationPlan& plan, Ledger& ledger, Views& views);

}  // namespace sillok
