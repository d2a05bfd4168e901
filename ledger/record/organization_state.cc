// Units and posts through time. Every list is kept by date, so that facts may come in any order.
#include "ledger/record/organization_state.h"

#include <algorithm>

namespace sillok {
namespace {

constexpr std::size_t kDepthMax = 64;  // no service is deeper; a parent that is its own child ends here

template <class Entry>
void insert_by_date(std::vector<Entry>& list, Entry entry, Date Entry::*date) {
  const auto place = std::upper_bound(list.begin(), list.end(), entry, [&](const Entry& a, const Entry& b) {
    return std::pair{a.*date, a.source} < std::pair{b.*date, b.source};
  });
  list.insert(place, std::move(entry));
}

Unit& unit_at(OrganizationState& state, std::string_view code) {
  Unit& unit = state.units[std::string(code)];
  unit.code = std::string(code);
  return unit;
}

void name_unit(Unit& unit, const Fact& fact) {
  insert_by_date(unit.names,
                 UnitName{fact.effective_on(), fact.position(), std::string(fact.text(Field::kNameKo).value_or("")),
                          std::string(fact.text(Field::kNameEn).value_or(""))},
                 &UnitName::from);
}

void create_unit(OrganizationState& state, const Fact& fact) {
  Unit& unit = unit_at(state, fact.text(Field::kUnit).value_or(""));
  name_unit(unit, fact);
  if (unit.source != kNoPosition && unit.created_on <= fact.effective_on()) return;  // the earliest creation holds
  unit.created_on = fact.effective_on();
  unit.source = fact.position();
  unit.kind = std::string(fact.text(Field::kKind).value_or(""));
  unit.parent = std::string(fact.text(Field::kParent).value_or(""));
}

void close_unit(OrganizationState& state, std::string_view code, const Fact& fact) {
  Unit& unit = unit_at(state, code);
  if (unit.closed_by != kNoPosition && unit.closed_on <= fact.effective_on()) return;
  unit.closed_on = fact.effective_on();
  unit.closed_by = fact.position();
}

void succeed(OrganizationState& state, std::string_view from, std::string_view to, SuccessionEdge::Kind kind,
             const Fact& fact) {
  insert_by_date(state.lineage,
                 SuccessionEdge{std::string(from), std::string(to), fact.effective_on(), kind, fact.position(),
                                std::string(fact.text(Field::kFunction).value_or(""))},
                 &SuccessionEdge::on);
}

// What is merged or split up is no more, unless it goes on among its successors.
void merge_units(OrganizationState& state, const Fact& fact) {
  const auto to = fact.text(Field::kTo).value_or("");
  for (const auto from : fact.texts(Field::kFrom)) {
    if (from == to) continue;
    succeed(state, from, to, SuccessionEdge::Kind::kMerged, fact);
    close_unit(state, from, fact);
  }
}

void split_unit(OrganizationState& state, const Fact& fact) {
  const auto from = fact.text(Field::kFrom).value_or("");
  bool goes_on = false;
  for (const auto to : fact.texts(Field::kTo)) {
    goes_on |= to == from;
    if (to != from) succeed(state, from, to, SuccessionEdge::Kind::kSplit, fact);
  }
  if (!goes_on) close_unit(state, from, fact);
}

Post& post_at(OrganizationState& state, std::string_view code) {
  Post& post = state.posts[std::string(code)];
  post.code = std::string(code);
  return post;
}

void establish_post(OrganizationState& state, const Fact& fact) {
  Post& post = post_at(state, fact.text(Field::kPost).value_or(""));
  if (post.source != kNoPosition && post.established_on <= fact.effective_on()) return;
  post.established_on = fact.effective_on();
  post.source = fact.position();
  post.unit = std::string(fact.text(Field::kUnit).value_or(""));
  post.title = std::string(fact.text(Field::kTitle).value_or(""));
  post.grade = fact.number(Field::kGrade);
}

}  // namespace

std::string_view name_of(SuccessionEdge::Kind kind) {
  static constexpr std::string_view kNames[] = {"merged", "split", "function_moved"};
  return kNames[static_cast<std::size_t>(kind)];
}

const UnitName* Unit::name_on(Date date) const {
  if (names.empty()) return nullptr;
  const auto after = std::upper_bound(names.begin(), names.end(), date,
                                      [](Date day, const UnitName& name) { return day < name.from; });
  return after == names.begin() ? &names.front() : &*std::prev(after);
}

const Unit* OrganizationState::unit(std::string_view code) const {
  const auto found = units.find(code);
  return found == units.end() || found->second.source == kNoPosition ? nullptr : &found->second;
}

const Post* OrganizationState::post(std::string_view code) const {
  const auto found = posts.find(code);
  return found == posts.end() || found->second.source == kNoPosition ? nullptr : &found->second;
}

std::vector<std::string_view> OrganizationState::chain(std::string_view code) const {
  std::vector<std::string_view> codes;
  while (!code.empty() && codes.size() < kDepthMax) {
    codes.push_back(code);
    const Unit* at = unit(code);
    code = at ? std::string_view(at->parent) : std::string_view();
  }
  return codes;
}

bool OrganizationState::is_within(std::string_view code, std::string_view ancestor) const {
  const auto codes = chain(code);
  return std::find(codes.begin(), codes.end(), ancestor) != codes.end();
}

const Unit* OrganizationState::standing_for(std::string_view code, Date date) const {
  for (std::size_t depth = 0; !code.empty() && depth < kDepthMax; ++depth) {
    const Unit* each = unit(code);
    if (!each || each->exists_on(date)) return each;
    const std::string_view successor = merged_into(code, date);
    code = successor.empty() ? std::string_view(each->parent) : successor;
  }
  return nullptr;
}

std::string OrganizationState::ministry_of(std::string_view code, Date date) const {
  const Unit *ministry = nullptr, *topmost = nullptr;
  std::size_t depth = 0;
  for (const Unit* each = standing_for(code, date); each && depth < kDepthMax;
       each = standing_for(each->parent, date), ++depth) {
    topmost = each;
    if (each->kind == "ministry" || each->kind == "agency" || each->kind == "office") ministry = each;
  }
  if (ministry) return ministry->code;
  return topmost ? topmost->code : std::string(code);
}

std::string_view OrganizationState::merged_into(std::string_view code, Date date) const {
  const Unit* from = unit(code);
  if (!from || from->exists_on(date)) return {};
  for (const SuccessionEdge& edge : lineage) {
    if (edge.from == code && edge.kind == SuccessionEdge::Kind::kMerged && edge.on == from->closed_on &&
        edge.on <= date)
      return edge.to;
  }
  return {};
}

UnitTree OrganizationState::tree_on(Date date) const {
  UnitTree tree;
  std::map<std::string_view, std::string_view> above;  // of those placed so far
  const auto is_below = [&](std::string_view code, std::string_view other) {
    for (auto at = above.find(code); at != above.end(); at = above.find(at->second)) {
      if (at->second == other) return true;
    }
    return false;
  };
  for (const auto& [code, each] : units) {
    if (each.source == kNoPosition || !each.exists_on(date)) continue;
    const Unit* parent = standing_for(each.parent, date);
    if (!parent || parent == &each || is_below(parent->code, code)) {
      tree.top.push_back(&each);
      continue;
    }
    above.emplace(code, parent->code);
    tree.below[parent->code].push_back(&each);
  }
  return tree;
}

std::optional<std::int64_t> OrganizationState::quota_on(std::string_view unit_code, std::optional<std::int64_t> grade,
                                                        Date date) const {
  const auto found = quotas.find({std::string(unit_code), grade.value_or(0)});
  if (found == quotas.end()) return std::nullopt;
  std::optional<std::int64_t> count;
  for (const Quota& each : found->second) {
    if (each.from <= date) count = each.count;
  }
  return count;
}

bool is_organization_act(Act act) { return kind_of(act).subject == Subject::kUnit; }

void evolve(OrganizationState& state, const Fact& fact) {
  if (fact.is_void()) return;
  switch (fact.act()) {
    case Act::kUnitCreated: create_unit(state, fact); break;
    case Act::kUnitRenamed: name_unit(unit_at(state, fact.text(Field::kUnit).value_or("")), fact); break;
    case Act::kUnitAbolished: close_unit(state, fact.text(Field::kUnit).value_or(""), fact); break;
    case Act::kUnitMerged: merge_units(state, fact); break;
    case Act::kUnitSplit: split_unit(state, fact); break;
    case Act::kFunctionMoved:
      succeed(state, fact.text(Field::kFrom).value_or(""), fact.text(Field::kTo).value_or(""),
              SuccessionEdge::Kind::kFunctionMoved, fact);
      break;
    case Act::kPostEstablished: establish_post(state, fact); break;
    case Act::kPostAbolished: {
      Post& post = post_at(state, fact.text(Field::kPost).value_or(""));
      post.abolished_on = std::min(post.abolished_on, fact.effective_on());
      break;
    }
    case Act::kQuotaSet:
      insert_by_date(
          state.quotas[{std::string(fact.text(Field::kUnit).value_or("")), fact.number(Field::kGrade).value_or(0)}],
          Quota{fact.effective_on(), fact.position(), fact.number(Field::kCount).value_or(0)}, &Quota::from);
      break;
    default: break;
  }
}

OrganizationState fold_organization(std::span<const Fact> facts) {
  OrganizationState state;
  for (const Fact& fact : facts) evolve(state, fact);
  return state;
}

}  // namespace sillok
