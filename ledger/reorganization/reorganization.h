#pragma once
// What a plan comes to on the ledger as it is (domain §8): the acts of one order, who moves and who stays, and what
// speaks against it. Officials of a unit are deemed officials of its successor by the law alone: grade, step, seat,
// leave, secondment, sanctions and every clock go on. Pure; whoever calls brings the organization and the people.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/record/organization_state.h"
#include "ledger/record/person_state.h"
#include "ledger/reorganization/plan.h"

namespace sillok {

// Somebody the plan may concern, as of its day and without it.
struct PlanMember {
  std::string person;
  PersonState state;
};

struct PlanProblem {
  std::string person;  // empty: of the plan as a whole
  std::string code, message;
};

struct PlannedMove {
  std::string person, from, to, post;  // post empty: she keeps hers
};

struct Reorganization {
  std::vector<PlannedMove> moved;                     // by person
  std::vector<std::string> left_behind;               // by person: in a unit of the plan, and not moved
  std::vector<PlanProblem> problems;                  // any of them refuses the plan
  std::map<std::string, std::int64_t> before, after;  // people by unit, of every unit that people leave or come to
  std::vector<PlainAct> acts;                         // of one order; the plan's adoption first
};

// The units whose people the plan asks for, those below them included; and persons whom it names.
struct PlanScope {
  ReorganizationPlan::Codes units, persons;
};
PlanScope scope_of(const ReorganizationPlan& plan, const OrganizationState& organization);

// `members`: everybody in the scope's units on the plan's day, and its persons where they are known; by person.
Reorganization reorganize(const ReorganizationPlan& plan, const OrganizationState& organization,
                          const std::vector<PlanMember>& members);

// The adoption of a plan: its document in as many acts as that takes, each as long as a text may be.
std::vector<PlainAct> adoption_of(const ReorganizationPlan& plan);

}  // namespace sillok
