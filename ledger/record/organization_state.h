#pragma once
// Units and posts through time (contract §3, design 14): codes are stable ids with dated names and
// succession edges. Plain values; safe to read from several threads.
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "ledger/record/fact.h"

namespace sillok {

struct UnitName {
  Date from;
  Position source = kNoPosition;
  std::string ko, en;
};

struct Unit {
  std::string code, kind, parent;  // parent empty: topmost
  Date created_on = kEndOfTime;    // with no source: not created (so far), only closed or renamed
  Date closed_on = kEndOfTime;     // first day it is no more: abolished, merged away or split up
  Position source = kNoPosition, closed_by = kNoPosition;
  std::vector<UnitName> names;  // by (from, source)

  bool exists_on(Date date) const { return created_on <= date && date < closed_on; }
  const UnitName* name_on(Date date) const;  // the first name for a day before all names
};

struct Post {
  std::string code, unit, title;
  std::optional<std::int64_t> grade;
  Date established_on = kEndOfTime;
  Date abolished_on = kEndOfTime;
  Position source = kNoPosition;
};

struct Quota {
  Date from;
  Position source = kNoPosition;
  std::int64_t count = 0;
};

// A succession edge. Moves of persons alone write none.
struct SuccessionEdge {
  enum class Kind : std::uint8_t { kMerged, kSplit, kFunctionMoved };
  std::string from, to;
  Date on;
  Kind kind = Kind::kMerged;
  Position source = kNoPosition;
  std::string function;  // of a moved one
};
std::string_view name_of(SuccessionEdge::Kind kind);

// Units of a day; valid as long as the state they are of.
struct UnitTree {
  std::vector<const Unit*> top;
  std::map<std::string_view, std::vector<const Unit*>> below;  // by the code of what is above; leaves have no entry
};

struct OrganizationState {
  std::map<std::string, Unit, std::less<>> units;
  std::map<std::string, Post, std::less<>> posts;
  std::map<std::pair<std::string, std::int64_t>, std::vector<Quota>> quotas;  // (unit, grade; 0: none)
  std::vector<SuccessionEdge> lineage;  // by (on, source); who descends from whom: lineage.h

  // Nothing for a unit or post that was never created or established.
  const Unit* unit(std::string_view code) const;
  const Post* post(std::string_view code) const;
  // The unit itself first, then its parents upwards; as far as they are known.
  std::vector<std::string_view> chain(std::string_view code) const;
  bool is_within(std::string_view code, std::string_view ancestor) const;
  // What stands for a unit on a day: itself while it exists, then what it was merged into by that day, else what is
  // above it. Nothing where none of these exists. What is above a unit that day stands for its parent.
  const Unit* standing_for(std::string_view code, Date date) const;
  // The topmost of kind ministry, agency or office among what stands for the unit and what is above that; without one
  // the topmost there is, else the unit itself.
  std::string ministry_of(std::string_view code, Date date) const;
  // Into what a unit that is no more was merged by that day; empty: into nothing, or it still exists.
  std::string_view merged_into(std::string_view code, Date date) const;
  // Every unit that exists that day stands in it once, by code; of a circle of parents (an import may bring one) the
  // last is on top.
  UnitTree tree_on(Date date) const;
  std::optional<std::int64_t> quota_on(std::string_view unit, std::optional<std::int64_t> grade, Date date) const;
};

bool is_organization_act(Act act);
// Total: takes whatever was recorded, in any order of dates. Void facts change nothing.
void evolve(OrganizationState& state, const Fact& fact);
// From resolved facts (resolve() of person_fold.h with an empty person).
OrganizationState fold_organization(std::span<const Fact> facts);

}  // namespace sillok
