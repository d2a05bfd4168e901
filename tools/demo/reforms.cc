// The real reorganizations, on their real days. The people of an agency that ends go where its work
// goes; of one that goes on, a part. Unit codes stay through a renaming.
#include <fmt/format.h>

#include <algorithm>

#include "tools/demo/world.h"

namespace sillok::demo {
namespace {

std::vector<std::string_view> slugs(std::string_view joined) {
  std::vector<std::string_view> out;
  while (!joined.empty()) {
    const std::size_t end = std::min(joined.find(';'), joined.size());
    out.push_back(joined.substr(0, end));
    joined.remove_prefix(std::min(end + 1, joined.size()));
  }
  return out;
}

const AgencyFact* fact_of(std::string_view slug) {
  for (const AgencyFact& fact : kAgencyFacts) {
    if (fact.slug == slug) return &fact;
  }
  return nullptr;
}

bool renames(const ReorganizationFact& row) { return row.kind == "rename" || row.kind == "status_change"; }

// The name an agency goes on under, or nothing.
std::string_view renamed_to(const AgencyFact& fact) {
  for (const ReorganizationFact& row : kReorganizationFacts) {
    if (renames(row) && row.on == fact.to && row.from == fact.slug && row.to != row.from) return row.to;
  }
  return {};
}

}  // namespace

Date agency_end(const AgencyFact* fact) {
  while (fact != nullptr && fact->to != 0) {
    const std::string_view next = renamed_to(*fact);
    if (next.empty()) return date_of(fact->to);
    fact = fact_of(next);
  }
  return kEndOfTime;
}

void World::plan_reforms() {
  for (const ReorganizationFact& row : kReorganizationFacts) {
    const Date on = date_of(row.on);
    if (on <= start_ || on >= kDemoEnd) continue;
    if (reforms_.empty() || reforms_.back().on != on) reforms_.push_back({on, {}});
    reforms_.back().rows.push_back(&row);
  }
}

Result<Ok> World::reform(const Reform& plan) {
  const std::string authority{organizer()};
  const std::string_view basis = plan.rows.front()->legal_basis.empty() ? "GOA:2" : plan.rows.front()->legal_basis;
  std::vector<PlainAct> founded, changed;
  rename_agencies(plan, changed);
  const std::size_t known = agencies_.size();
  const std::vector<Move> moves = moves_of(plan, founded);
  if (!founded.empty()) SILLOK_CHECK(book_.record(authority, basis, today_, std::move(founded)));
  restructure(plan, moves, changed);
  if (!changed.empty()) SILLOK_CHECK(book_.record(authority, basis, today_, std::move(changed)));
  SILLOK_CHECK(move_people(plan, moves));
  SILLOK_CHECK(close_agencies(plan, moves));
  for (std::size_t agency = known; agency < agencies_.size(); ++agency) {
    due(next_workday_, {Errand::kNameHead, kNobody, agency});
  }
  return Ok{};
}

void World::rename_agencies(const Reform& plan, std::vector<PlainAct>& acts) {
  for (const ReorganizationFact* row : plan.rows) {
    if (!renames(*row) || row->from == row->to) continue;
    const auto from = by_slug_.find(row->from);
    const AgencyFact* fact = fact_of(row->to);
    if (from == by_slug_.end() || fact == nullptr || by_slug_.contains(row->to)) continue;
    const Index agency = from->second;
    by_slug_[std::string{row->to}] = agency;
    agencies_[agency].fact = fact;
    acts.push_back(make_act(Act::kUnitRenamed, agencies_[agency].code, plan.on,
                            {{Field::kUnit, agencies_[agency].code},
                             {Field::kNameKo, std::string{fact->name_ko}},
                             {Field::kNameEn, std::string{fact->name_en}}}));
  }
}

// An agency that begins without a predecessor grows by recruits, as another one shrinks.
Index World::take_from_largest() {
  const auto largest = std::max_element(agencies_.begin(), agencies_.end(), [](const Agency& a, const Agency& b) {
    return std::pair{a.open, a.planned} < std::pair{b.open, b.planned};
  });
  const Index size = std::min(static_cast<Index>(options_.officials / 150), largest->planned / 2);
  largest->planned -= size;
  return size;
}

// Who goes where on this day. Agencies that begin are founded, as large as what comes to them.
std::vector<World::Move> World::moves_of(const Reform& plan, std::vector<PlainAct>& founded) {
  struct Draft {
    bool whole = false, by_edge = false;
    std::vector<std::string_view> to;
  };
  std::map<Index, Draft> drafts;
  std::map<std::string_view, Index> size_of;  // of agencies to be founded
  std::vector<std::string_view> founding;
  for (const ReorganizationFact* row : plan.rows) {
    for (const std::string_view to : slugs(row->to)) {
      if (!by_slug_.contains(to) && size_of.emplace(to, 0).second) founding.push_back(to);
    }
    if (renames(*row)) continue;
    for (const std::string_view from : slugs(row->from)) {
      const auto agency = by_slug_.find(from);
      if (agency == by_slug_.end() || !agencies_[agency->second].open) continue;
      Draft& draft = drafts[agency->second];
      draft.whole = agencies_[agency->second].ends_on == plan.on;
      draft.by_edge = draft.by_edge || row->kind == "merge" || row->kind == "split";
      for (const std::string_view to : slugs(row->to)) {
        const auto known = by_slug_.find(to);
        const bool itself = known != by_slug_.end() && known->second == agency->second;
        if (!itself && std::find(draft.to.begin(), draft.to.end(), to) == draft.to.end()) draft.to.push_back(to);
      }
    }
  }
  const auto part_of = [&](Index agency, const Draft& draft) {
    const Agency& a = agencies_[agency];
    const Index share = draft.whole ? a.planned : a.planned / 12;
    return draft.to.empty() ? 0 : share / static_cast<Index>(draft.to.size());
  };
  for (const auto& [agency, draft] : drafts) {
    for (const std::string_view to : draft.to) {
      if (const auto size = size_of.find(to); size != size_of.end()) size->second += part_of(agency, draft);
    }
  }
  for (const std::string_view slug : founding) {
    if (size_of[slug] == 0) size_of[slug] = take_from_largest();
    const AgencyFact* fact = fact_of(slug);
    found_agency(*fact, size_of[slug], plan.on, founded);
  }
  std::vector<Move> moves;
  for (const auto& [agency, draft] : drafts) {
    Move move{agency, draft.whole, draft.by_edge, {}, part_of(agency, draft)};
    for (const std::string_view to : draft.to) {
      move.to.push_back(by_slug_.find(to)->second);
      if (!size_of.contains(to)) agencies_[move.to.back()].planned += move.part;
    }
    if (!move.whole) agencies_[agency].planned -= move.part * static_cast<Index>(move.to.size());
    while (move.whole && move.to.empty()) {  // its work ends; the people find a place elsewhere
      const Index to = random_agency();
      if (agencies_[to].ends_on > plan.on) move.to.push_back(to);
    }
    moves.push_back(std::move(move));
  }
  return moves;
}

// The edges of descent. A split names its origin too where that goes on; else origin and merged
// agencies end by these acts, so functions are moved before.
void World::restructure(const Reform& plan, const std::vector<Move>& moves, std::vector<PlainAct>& acts) const {
  std::map<Index, std::vector<std::string>> split_into, merged_into;
  std::map<Index, bool> splits;
  for (const ReorganizationFact* row : plan.rows) {
    if (row->kind != "split") continue;
    if (const auto from = by_slug_.find(row->from); from != by_slug_.end()) splits[from->second] = true;
  }
  for (const ReorganizationFact* row : plan.rows) {
    if (renames(*row)) continue;
    for (const std::string_view slug : slugs(row->from)) {
      const auto found = by_slug_.find(slug);
      if (found == by_slug_.end()) continue;
      const Index from = found->second;
      if (std::none_of(moves.begin(), moves.end(), [&](const Move& move) { return move.from == from; })) continue;
      const std::string& code = agencies_[from].code;
      for (const std::string_view target : slugs(row->to)) {
        const Index to = by_slug_.find(target)->second;
        if (to == from) continue;
        if (row->kind == "function_move") {
          acts.push_back(make_act(Act::kFunctionMoved, code, plan.on,
                                  {{Field::kFrom, code},
                                   {Field::kTo, agencies_[to].code},
                                   {Field::kFunction, std::string{agencies_[from].fact->name_ko} + " 이관 사무"}}));
        } else if (row->kind == "split" || splits.contains(from)) {
          split_into[from].push_back(agencies_[to].code);
        } else {
          merged_into[to].push_back(code);
        }
      }
    }
  }
  for (auto& [from, to] : split_into) {
    const std::string& code = agencies_[from].code;
    if (agencies_[from].ends_on != plan.on) to.insert(to.begin(), code);
    acts.push_back(make_act(Act::kUnitSplit, code, plan.on, {{Field::kFrom, code}, {Field::kTo, to}}));
  }
  for (const auto& [agency, from] : merged_into) {
    const std::string& code = agencies_[agency].code;
    acts.push_back(make_act(Act::kUnitMerged, code, plan.on, {{Field::kFrom, from}, {Field::kTo, code}}));
  }
}

void World::move_person(Index person, Index to, Date on, std::vector<PlainAct>& acts, std::vector<Index>& people) {
  Official& o = officials_[person];
  Agency& from = agencies_[agency_of(o)];
  Index post = o.grade <= 4 ? vacant_head(to, o.grade == 3) : kNobody;
  const Index unit = post != kNobody ? posts_[post].unit : random_division(to);
  if (o.grade > 4) post = vacant_seat(unit);
  leave_post(person, on);
  take_post(person, post);
  o.unit = unit;
  o.unit_before = o.post_before = kNobody;
  --from.present;
  --from.strength[o.grade];
  ++agencies_[to].present;
  ++agencies_[to].strength[o.grade];
  PlainAct act = make_act(Act::kTransferred, id_of(person), on,
                          {{Field::kUnit, units_[unit].code}, {Field::kGround, "reorganization"}});
  if (post != kNobody) act.data[Field::kPost] = posts_[post].code;
  acts.push_back(std::move(act));
  people.push_back(person);
}

// One order for all who go; the heads of agencies that end leave office first.
Result<Ok> World::move_people(const Reform& plan, const std::vector<Move>& moves) {
  const auto people_of = members();
  std::vector<PlainAct> acts, quotas;
  std::vector<Index> people;
  for (const Move& move : moves) {
    if (move.to.empty()) continue;
    const Agency& from = agencies_[move.from];
    const Index divisions = static_cast<Index>(from.divisions.size());
    Index left = move.part * static_cast<Index>(move.to.size()), turn = 0;
    for (const Index person : people_of[move.from]) {
      const Official& o = officials_[person];
      if (move.whole) {
        // Whole divisions go together.
        const auto found = std::find(from.divisions.begin(), from.divisions.end(), o.unit);
        const Index place =
            found == from.divisions.end() ? person % divisions : static_cast<Index>(found - from.divisions.begin());
        move_person(person, move.to[place * move.to.size() / divisions], plan.on, acts, people);
      } else if (left > 0 && o.status == Status::kActive && !o.accused && !o.fixed_term && o.grade > 4 &&
                 o.busy_until <= today_ && o.last_effective < plan.on) {
        --left;
        move_person(person, move.to[turn++ % move.to.size()], plan.on, acts, people);
      }
    }
    for (const Index to : move.to) set_quotas(to, plan.on, quotas);
  }
  const std::string authority{organizer()};
  const std::string_view basis = plan.rows.front()->legal_basis.empty() ? "GOA:2" : plan.rows.front()->legal_basis;
  for (const Move& move : moves) {
    const Index holder = posts_[units_[agencies_[move.from].unit].posts.front()].holder;
    if (!move.whole || holder == kNobody) continue;
    std::vector<PlainAct> farewell;
    farewell.push_back(make_act(Act::kResigned, id_of(holder), plan.on));
    SILLOK_CHECK(book_.record("PRESIDENT", "SPOA:32", today_, std::move(farewell)));
    officials_[holder].status = Status::kSeparated;
    officials_[holder].last_effective = plan.on;
    leave_post(holder, plan.on);
  }
  if (!quotas.empty()) SILLOK_CHECK(book_.record(authority, basis, today_, std::move(quotas)));
  if (acts.empty()) return Ok{};
  SILLOK_TRY(position, book_.record(authority, basis, today_, std::move(acts)));
  for (std::size_t i = 0; i < people.size(); ++i) {
    Official& o = officials_[people[i]];
    o.last_position = position + i;
    o.last_act = Act::kUnknown;  // no correction touches a reorganization
    o.last_effective = std::max(o.last_effective, plan.on);
  }
  return Ok{};
}

Result<Ok> World::close_agencies(const Reform& plan, const std::vector<Move>& moves) {
  std::vector<PlainAct> acts;
  const auto close_unit = [&](Index unit, bool by_act) {
    Unit& u = units_[unit];
    u.open = false;
    for (const Index post : u.posts) {
      acts.push_back(make_act(Act::kPostAbolished, posts_[post].code, plan.on, {{Field::kPost, posts_[post].code}}));
    }
    if (by_act) acts.push_back(make_act(Act::kUnitAbolished, u.code, plan.on, {{Field::kUnit, u.code}}));
  };
  for (const Move& move : moves) {
    if (!move.whole) continue;
    Agency& a = agencies_[move.from];
    a.open = false;
    a.planned = 0;
    for (const Index division : a.divisions) close_unit(division, true);
    for (const Index bureau : a.bureaus) close_unit(bureau, true);
    close_unit(a.unit, !move.by_edge);
  }
  if (!acts.empty()) {
    const std::string_view basis = plan.rows.front()->legal_basis.empty() ? "GOA:2" : plan.rows.front()->legal_basis;
    SILLOK_CHECK(book_.record(organizer(), basis, today_, std::move(acts)));
  }
  return Ok{};
}

}  // namespace sillok::demo
