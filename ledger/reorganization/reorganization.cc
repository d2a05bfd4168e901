#include "ledger/reorganization/reorganization.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/event/kinds.h"

namespace sillok {
namespace {

using Codes = ReorganizationPlan::Codes;

constexpr std::size_t kDocumentPartBytes = 40'000;  // leaves room for the order's header in one entry

PlainAct act_of(Act act, std::string subject, Date on, std::map<Field, Value> data) {
  PlainAct out;
  out.act = act;
  out.subject = std::move(subject);
  out.effective_on = on;
  out.data = std::move(data);
  return out;
}

// Above each unit that exists on a day, as the tree has it.
std::map<std::string_view, std::string_view> above_of(const UnitTree& tree) {
  std::map<std::string_view, std::string_view> above;
  for (const auto& [code, below] : tree.below) {
    for (const Unit* each : below) above.emplace(each->code, code);
  }
  return above;
}

// What a plan does to units, looked up by unit.
class Outline {
 public:
  Outline(const ReorganizationPlan& plan, const OrganizationState& organization)
      : plan_(plan), tree_(organization.tree_on(plan.effective_on)), above_(above_of(tree_)) {
    abolished_.insert(plan.abolish.begin(), plan.abolish.end());
    for (const auto& move : plan.move) {
      if (move.unit.empty()) continue;
      moves_[move.unit].push_back(&move);
      edges_.emplace(move.unit, move.to);
    }
    for (const auto& merger : plan.merge) {
      for (const std::string& from : merger.from) {
        if (from == merger.to) continue;
        merged_into_.emplace(from, merger.to);
        closing_.insert(from);
        edges_.emplace(from, merger.to);
      }
    }
    for (const auto& split : plan.split) {
      const bool goes_on = std::find(split.to.begin(), split.to.end(), split.from) != split.to.end();
      if (!goes_on) closing_.insert(split.from);
      for (const std::string& to : split.to) {
        if (to != split.from) edges_.emplace(split.from, to);
      }
    }
    closing_.insert(abolished_.begin(), abolished_.end());
  }

  bool closes(std::string_view unit) const { return closing_.contains(unit); }
  bool is_abolished(std::string_view unit) const { return abolished_.contains(unit); }
  const std::set<std::pair<std::string, std::string>>& edges() const { return edges_; }
  const std::vector<const ReorganizationPlan::Move*>* moves_of(std::string_view unit) const {
    const auto found = moves_.find(unit);
    return found == moves_.end() ? nullptr : &found->second;
  }

  // The nearest of the unit and what is above it that moves as a whole or is merged away; empty: none.
  std::string_view moves_with(std::string_view unit) const {
    for (std::size_t depth = 0; !unit.empty() && depth < above_.size() + 1; ++depth) {
      if (moves_.contains(unit) || merged_into_.contains(unit)) return unit;
      const auto found = above_.find(unit);
      unit = found == above_.end() ? std::string_view{} : found->second;
    }
    return {};
  }
  std::string_view merged_into(std::string_view unit) const {
    const auto found = merged_into_.find(unit);
    return found == merged_into_.end() ? std::string_view{} : std::string_view{found->second};
  }

  // A unit and all below it.
  void add_subtree(const std::string& unit, Codes& out) const {
    if (!out.insert(unit).second) return;
    const auto below = tree_.below.find(unit);
    if (below == tree_.below.end()) return;
    for (const Unit* each : below->second) add_subtree(each->code, out);
  }
  Codes units_that_give() const {
    Codes out;
    for (const auto& [unit, moves] : moves_) add_subtree(unit, out);
    for (const auto& [unit, to] : merged_into_) add_subtree(unit, out);
    out.insert(closing_.begin(), closing_.end());
    for (const auto& split : plan_.split) out.insert(split.from);
    return out;
  }
  Codes units_that_take() const {
    Codes out;
    for (const auto& move : plan_.move) out.insert(move.to);
    for (const auto& merger : plan_.merge) out.insert(merger.to);
    for (const auto& split : plan_.split) out.insert(split.to.begin(), split.to.end());
    return out;
  }

 private:
  const ReorganizationPlan& plan_;
  UnitTree tree_;
  std::map<std::string_view, std::string_view> above_;
  std::map<std::string, std::vector<const ReorganizationPlan::Move*>, std::less<>> moves_;  // of whole units
  std::map<std::string, std::string, std::less<>> merged_into_;
  std::set<std::pair<std::string, std::string>> edges_;  // of succession
  Codes abolished_, closing_;
};

class Expansion {
 public:
  Expansion(const ReorganizationPlan& plan, const OrganizationState& organization)
      : plan_(plan), outline_(plan, organization) {}

  Reorganization of(const std::vector<PlanMember>& members) {
    check_units();
    read_moves_of_persons(members);
    const Codes giving = outline_.units_that_give();
    for (const MemberMove& each : resolve(members, giving)) count(each);
    add_acts_on_units();
    for (const PlannedMove& each : out_.moved) {
      std::map<Field, Value> data{{Field::kPlan, plan_.id}, {Field::kFrom, each.from}, {Field::kTo, each.to}};
      if (!each.post.empty()) data.emplace(Field::kPost, each.post);
      add(Act::kDeemedTransferred, each.person, std::move(data));
    }
    return std::move(out_);
  }

 private:
  struct MemberMove {
    const PlanMember* member;
    std::string to, post;  // to: the unit she is in afterwards
  };

  void problem(std::string person, const char* code, std::string message) {
    out_.problems.push_back({std::move(person), code, std::move(message)});
  }
  void add(Act act, std::string subject, std::map<Field, Value> data) {
    out_.acts.push_back(act_of(act, std::move(subject), plan_.effective_on, std::move(data)));
  }

  // What the acts one by one wouldn't show: that the units they lead into end by the same plan, or that they lead back.
  void check_units() {
    std::map<std::string_view, std::vector<std::string_view>> next;
    for (const auto& [from, to] : outline_.edges()) next[from].push_back(to);
    for (const std::string& to : outline_.units_that_take()) {
      if (outline_.closes(to)) {
        problem("", "organization.closed",
                fmt::format("unit {} ends by this plan, so nobody can come to it; name its successor", to));
      }
    }
    std::map<std::string_view, int> seen;  // 1: on the way, 2: done
    const auto leads_back = [&](const auto& self, std::string_view unit) -> bool {
      int& mark = seen[unit];
      if (mark != 0) return mark == 1;
      mark = 1;
      for (const std::string_view each : next[unit]) {
        if (self(self, each)) return true;
      }
      seen[unit] = 2;
      return false;
    };
    std::vector<std::string_view> units;
    for (const auto& [unit, targets] : next) units.push_back(unit);
    for (const std::string_view unit : units) {
      if (!leads_back(leads_back, unit)) continue;
      problem("", "organization.cycle", fmt::format("unit {} would be a successor of itself on one day", unit));
      return;
    }
  }

  // The moves that name persons; whom two of them name.
  void read_moves_of_persons(const std::vector<PlanMember>& members) {
    for (const auto& move : plan_.move) {
      for (const std::string& person : move.persons) {
        const auto [known, fresh] = named_.emplace(person, &move);
        if (!fresh) {
          problem(person, "plan.person_twice",
                  known->second == &move ? "is named twice in one move" : "is named in two moves; name one place");
        }
      }
    }
    for (const auto& [person, move] : named_) {
      const auto found = std::lower_bound(members.begin(), members.end(), person,
                                          [](const PlanMember& a, const std::string& b) { return a.person < b; });
      if (found == members.end() || found->person != person) {
        problem(person, "person.unknown", "nothing is recorded of this person here; check the id");
      } else if (!found->state.merged_into.empty()) {
        problem(person, "person.merged", fmt::format("was merged into {}; name that one", found->state.merged_into));
      } else if (!found->state.in_service()) {
        problem(person, "state.not_active",
                fmt::format("is not in service on {}; take the person out", to_string(plan_.effective_on)));
      }
    }
  }

  // Where each is afterwards, by person.
  std::vector<MemberMove> resolve(const std::vector<PlanMember>& members, const Codes& giving) {
    std::vector<MemberMove> out;
    for (const PlanMember& member : members) {
      const PersonState& state = member.state;
      if (!state.in_service() || !state.merged_into.empty()) continue;
      MemberMove each{&member, state.unit, ""};
      const bool stays = plan_.take_out.contains(member.person) || !give_place(member, each);
      if (stays) {
        each.to = state.unit;
        each.post.clear();
        if (giving.contains(state.unit)) stay(member);
      }
      out.push_back(std::move(each));
    }
    return out;
  }

  // Whether a move takes her along; each of a plan's names only who isn't named by another.
  bool give_place(const PlanMember& member, MemberMove& out) {
    const auto named = named_.find(member.person);
    const ReorganizationPlan::Move* chosen = named == named_.end() ? nullptr : named->second;
    const std::string_view whole = outline_.moves_with(member.state.unit);
    std::string_view to = chosen ? std::string_view{chosen->to} : outline_.merged_into(whole);
    const auto* moves = whole.empty() ? nullptr : outline_.moves_of(whole);
    for (const auto* move : moves ? *moves : std::vector<const ReorganizationPlan::Move*>{}) {
      if (move->except.contains(member.person)) continue;
      if (chosen) {
        problem(member.person, "plan.person_twice",
                fmt::format("goes with unit {} to {} and to {}; except her from one", whole, move->to, chosen->to));
        return false;
      }
      chosen = move;
      to = move->to;
    }
    if (to.empty() || to == member.state.unit) return false;
    out.to = to;
    if (chosen) {
      if (const auto post = chosen->posts.find(member.person); post != chosen->posts.end()) out.post = post->second;
    }
    return true;
  }

  void stay(const PlanMember& member) {
    const std::string& unit = member.state.unit;
    const bool closes = outline_.closes(unit);
    if (!closes && outline_.moves_with(unit).empty()) return;  // a part of what goes on
    out_.left_behind.push_back(member.person);
    if (closes) {
      problem(member.person, "organization.people_left",
              fmt::format("would be left in unit {}, which ends on {}; name where to", unit,
                          to_string(plan_.effective_on)));
    }
  }

  void count(const MemberMove& each) {
    const std::string& from = each.member->state.unit;
    ++out_.before[from];
    ++out_.after[each.to];
    out_.before.try_emplace(each.to);
    out_.after.try_emplace(from);
    if (each.to != from) out_.moved.push_back({each.member->person, from, each.to, each.post});
  }

  void add_acts_on_units() {
    out_.acts = adoption_of(plan_);
    for (const auto& unit : plan_.create) {
      std::map<Field, Value> data{{Field::kUnit, unit.unit},
                                  {Field::kNameKo, unit.name_ko},
                                  {Field::kNameEn, unit.name_en},
                                  {Field::kKind, unit.kind}};
      if (!unit.parent.empty()) data.emplace(Field::kParent, unit.parent);
      add(Act::kUnitCreated, unit.unit, std::move(data));
    }
    for (const auto& name : plan_.rename)
      add(Act::kUnitRenamed, name.unit,
          {{Field::kUnit, name.unit}, {Field::kNameKo, name.name_ko}, {Field::kNameEn, name.name_en}});
    std::set<std::pair<std::string, std::string>> told;
    for (const auto& split : plan_.split) {
      for (const std::string& to : split.to) told.emplace(split.from, to);
      add(Act::kUnitSplit, split.from, {{Field::kFrom, split.from}, {Field::kTo, split.to}});
    }
    for (const auto& merger : plan_.merge) {
      for (const std::string& from : merger.from) told.emplace(from, merger.to);
      add(Act::kUnitMerged, merger.to, {{Field::kFrom, merger.from}, {Field::kTo, merger.to}});
    }
    add_edges_of_moves(told);
    for (const auto& quota : plan_.quota) {
      std::map<Field, Value> data{{Field::kUnit, quota.unit}, {Field::kCount, quota.count}};
      Value& grade = data[Field::kGrade];  // null: of a class without grades
      if (quota.grade) grade = *quota.grade;
      add(Act::kQuotaSet, quota.unit, std::move(data));
    }
    for (const std::string& unit : plan_.abolish) add(Act::kUnitAbolished, unit, {{Field::kUnit, unit}});
  }

  // A unit that moves as a whole has a successor: what ends goes into it, what goes on gives it a part.
  void add_edges_of_moves(const std::set<std::pair<std::string, std::string>>& told) {
    std::map<std::string, std::vector<std::string>> split, merged;
    std::map<std::string, std::vector<std::string>> targets;
    for (const auto& move : plan_.move) {
      if (!move.unit.empty() && move.unit != move.to && !told.contains({move.unit, move.to}))
        targets[move.unit].push_back(move.to);
    }
    for (auto& [unit, to] : targets) {
      to.erase(std::unique(to.begin(), to.end()), to.end());
      if (outline_.is_abolished(unit) && to.size() == 1) {
        merged[to.front()].push_back(unit);
        continue;
      }
      if (!outline_.closes(unit)) to.insert(to.begin(), unit);
      add(Act::kUnitSplit, unit, {{Field::kFrom, unit}, {Field::kTo, to}});
    }
    for (auto& [to, from] : merged) add(Act::kUnitMerged, to, {{Field::kFrom, from}, {Field::kTo, to}});
  }

  const ReorganizationPlan& plan_;
  Outline outline_;
  std::map<std::string, const ReorganizationPlan::Move*, std::less<>> named_;
  Reorganization out_;
};

}  // namespace

PlanScope scope_of(const ReorganizationPlan& plan, const OrganizationState& organization) {
  const Outline outline{plan, organization};
  PlanScope scope;
  scope.units = outline.units_that_give();
  scope.units.merge(outline.units_that_take());
  for (const auto& move : plan.move) scope.persons.insert(move.persons.begin(), move.persons.end());
  return scope;
}

Reorganization reorganize(const ReorganizationPlan& plan, const OrganizationState& organization,
                          const std::vector<PlanMember>& members) {
  return Expansion{plan, organization}.of(members);
}

std::vector<PlainAct> adoption_of(const ReorganizationPlan& plan) {
  std::vector<PlainAct> acts;
  std::string_view rest = plan.document;
  while (!rest.empty()) {
    std::size_t size = std::min(rest.size(), kDocumentPartBytes);
    while (size < rest.size() && (static_cast<unsigned char>(rest[size]) & 0xC0) == 0x80) --size;
    acts.push_back(act_of(Act::kPlanAdopted, "", plan.effective_on,
                          {{Field::kPlan, plan.id}, {Field::kDocument, std::string{rest.substr(0, size)}}}));
    rest.remove_prefix(size);
  }
  return acts;
}

}  // namespace sillok
