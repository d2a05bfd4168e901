#include "ledger/desk/person_book.h"

#include <algorithm>

namespace sillok {
namespace {

std::shared_ptr<const PersonState> newest_of(const std::shared_ptr<const Career>& career) {
  return {career, &career->newest()};
}

void put_in_order(std::vector<StoredAct>& acts) {
  std::sort(acts.begin(), acts.end(), [](const StoredAct& a, const StoredAct& b) { return a.position < b.position; });
  const auto is_same = [](const StoredAct& a, const StoredAct& b) { return a.position == b.position; };
  acts.erase(std::unique(acts.begin(), acts.end(), is_same), acts.end());
}

}  // namespace

Result<PersonBook::Page*> PersonBook::page(std::string_view person) {
  const auto known = pages_.find(person);
  if (known != pages_.end()) return &known->second;
  SILLOK_TRY(career, records_.career(person));
  return &pages_.emplace(std::string{person}, Page{std::move(career), {}, {}}).first->second;
}

Result<std::shared_ptr<const PersonState>> PersonBook::newest(std::string_view person) {
  SILLOK_TRY(found, page(person));
  return newest_of(found->career);
}

Result<std::vector<StoredAct>> PersonBook::acts_below(std::string_view person, Position end) {
  std::vector<StoredAct> all;
  const auto take = [&](std::string_view member) -> Result<Ok> {
    SILLOK_TRY(found, page(member));
    if (!found->committed) {
      SILLOK_TRY(entries, records_.acts(member));
      found->committed = acts_of(std::move(entries));
    }
    all.insert(all.end(), found->committed->acts.begin(), found->committed->acts.end());
    for (const StoredAct& act : found->pending) {
      if (act.position < end) all.push_back(act);
    }
    return Ok{};
  };
  const auto group = groups_.find(person);
  if (group == groups_.end()) {
    SILLOK_CHECK(take(person));
    return all;
  }
  for (const std::string& member : *group->second) SILLOK_CHECK(take(member));
  put_in_order(all);
  return all;
}

Result<std::vector<StoredAct>> PersonBook::acts(std::string_view person) { return acts_below(person, kNoPosition); }
Result<std::vector<StoredAct>> PersonBook::acts_before_order(std::string_view person) {
  return acts_below(person, order_begins_);
}

// From the batch where they are in it, else from the log.
Result<ReadActs> PersonBook::read(const Page& page, std::span<const Position> positions) {
  const Position pending_from = page.pending.empty() ? kNoPosition : page.pending.front().position;
  const auto committed_end = std::lower_bound(positions.begin(), positions.end(), pending_from);
  SILLOK_TRY(entries, records_.entries({positions.begin(), committed_end}));
  ReadActs read = acts_of(std::move(entries));
  for (auto position = committed_end; position != positions.end(); ++position) {
    const auto act = std::lower_bound(page.pending.begin(), page.pending.end(), *position,
                                      [](const StoredAct& each, Position at) { return each.position < at; });
    read.acts.push_back(*act);
  }
  return read;
}

Result<std::shared_ptr<const PersonState>> PersonBook::as_of(std::string_view person, const Fact& fact) {
  SILLOK_TRY(found, page(person));
  const PersonState& newest = found->career->newest();
  const Date day = advance_date(fact.act(), fact.effective_on());
  if (is_act_on_act(fact.act()) || found->career->horizon() <= fact.effective_on()) {
    if (is_advanced_to(newest, day)) return newest_of(found->career);
    return std::make_shared<const PersonState>(advanced(newest, day));
  }
  PersonState state;
  ReadActs since;
  std::vector<StoredAct> known;
  if (auto window = groups_.contains(person) ? std::nullopt : found->career->window(fact, kNoPosition)) {
    SILLOK_TRY(in_window, read(*found, window->acts));
    since = std::move(in_window);
    known = since.acts;
    state = std::move(window->before);
  } else {
    SILLOK_TRY(all, acts(person));
    known = std::move(all);
  }
  for (const Fact& earlier : resolve(person, known)) {
    if (fact.effective_on() < earlier.effective_on()) break;
    evolve(state, earlier);
  }
  state.revision = newest.revision;
  state.last_position = newest.last_position;
  advance(state, day);
  return std::make_shared<const PersonState>(std::move(state));
}

Result<std::shared_ptr<const PersonState>> PersonBook::on(std::string_view person, Date day) {
  SILLOK_TRY(found, page(person));
  const PersonState& newest = found->career->newest();
  if (found->career->horizon() <= day) {
    if (is_advanced_to(newest, day)) return newest_of(found->career);
    return std::make_shared<const PersonState>(advanced(newest, day));
  }
  SILLOK_TRY(known, acts(person));
  return std::make_shared<const PersonState>(fold(person, known, day));
}

std::vector<std::pair<std::string, std::string>> PersonBook::units_of_batch() const {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& [person, page] : pages_) out.emplace_back(person, page.career->newest().unit);
  return out;
}

void PersonBook::remember(const std::string& person, const Page& page) {
  before_order_.try_emplace(person, PageBefore{page.career, page.pending.size()});
}

// Into the record of her alone.
Result<Ok> PersonBook::fold_in(std::string_view person, Page& page, const Fact& fact, Position root) {
  const PersonState& newest = page.career->newest();
  if (!needs_refold(newest, fact)) {
    auto career = std::make_shared<Career>(*page.career);
    career->add(fact);
    page.career = std::move(career);
    return Ok{};
  }
  if (const auto window = page.career->window(fact, root)) {
    SILLOK_TRY(known, read(page, window->acts));
    known.acts.push_back(page.pending.back());
    auto career = std::make_shared<Career>(*page.career);
    if (career->refold(person, *window, known.acts, root)) {
      page.career = std::move(career);
      return Ok{};
    }
  }
  const std::uint64_t revision = newest.revision + 1;
  SILLOK_TRY(known, acts(person));
  auto career = std::make_shared<Career>(Career::of(person, known));
  career->count(revision, fact.position());
  page.career = std::move(career);
  return Ok{};
}

// Everybody whose record an act of this person can change, or change with hers: through merges, splits
// and moves. Nobody else: nothing.
Result<PersonBook::Group> PersonBook::group_of(const BodyView& body, const Root& root) {
  std::set<std::string, std::less<>> members;
  std::vector<std::string> open = root.persons;
  open.emplace_back(body.subject());
  open.emplace_back(other_person(body));
  while (!open.empty()) {
    const std::string member = std::move(open.back());
    open.pop_back();
    if (member.empty() || !members.insert(member).second) continue;
    if (const auto group = groups_.find(member); group != groups_.end())
      open.insert(open.end(), group->second->begin(), group->second->end());
    SILLOK_TRY(known, acts(member));
    for (const StoredAct& act : known) {
      if (act.body.subject() != member && act.body.is_about_person()) open.emplace_back(act.body.subject());
      if (const auto other = other_person(act.body); !other.empty()) open.emplace_back(other);
    }
  }
  if (members.size() == 1) return Group{};
  return std::make_shared<const std::set<std::string, std::less<>>>(std::move(members));
}

Result<Ok> PersonBook::fold_group(const Group& group) {
  for (const std::string& member : *group) {
    SILLOK_TRY(known, acts(member));
    SILLOK_TRY(found, page(member));
    remember(member, *found);
    auto career = std::make_shared<Career>(Career::of(member, known));
    const auto own =
        std::count_if(known.begin(), known.end(), [&](const StoredAct& act) { return act.body.subject() == member; });
    career->count(static_cast<std::uint64_t>(own), known.empty() ? kNoPosition : known.back().position);
    found->career = std::move(career);
  }
  return Ok{};
}

Result<Ok> PersonBook::add(const StoredAct& act, const Root& root) {
  const std::string_view person = act.body.subject();
  SILLOK_TRY(found, page(person));
  const auto at = pages_.find(person);
  remember(at->first, *found);
  found->pending.push_back(act);
  const Fact fact{act.position, act.recorded_at, act.body};
  // A recent act of hers that has its window was never moved: it ties her to nobody.
  const bool is_hers_alone = !groups_.contains(person) && found->career->newest().merged_into.empty() &&
                             (!is_act_on_act(act.body.act()) || found->career->window(fact, root.position));
  if (is_hers_alone) return fold_in(person, *found, fact, root.position);
  SILLOK_TRY(group, group_of(act.body, root));
  if (!group) return fold_in(person, *found, fact, root.position);
  for (const std::string& member : *group) groups_[member] = group;
  return fold_group(group);
}

void PersonBook::begin_order(Position next) {
  before_order_.clear();
  groups_before_order_ = groups_;
  order_begins_ = next;
}

void PersonBook::take_back() {
  for (auto& [person, before] : before_order_) {
    Page& page = pages_.at(person);
    page.career = std::move(before.career);
    page.pending.resize(before.pending_count);
  }
  before_order_.clear();
  groups_ = groups_before_order_;
}

void PersonBook::clear() {
  pages_.clear();
  groups_.clear();
  groups_before_order_.clear();
  before_order_.clear();
}

}  // namespace sillok
