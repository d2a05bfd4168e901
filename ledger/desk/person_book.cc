#include "ledger/desk/person_book.h"

#include <algorithm>

#include "ledger/base/parallel.h"

namespace sillok {
namespace {

constexpr std::size_t kReadTogether = 64;

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
  if (const auto known = pages_.find(person)) return &known->value;
  SILLOK_TRY(career, records_.career(person));
  return &pages_.add(person, Page{std::move(career)}).value;
}

Result<PersonBook::Page*> PersonBook::settled_page(std::string_view person) {
  SILLOK_TRY(found, page(person));
  SILLOK_CHECK(settle(person, *found));
  return found;
}

Result<Ok> PersonBook::fetch(const std::vector<std::string_view>& persons) {
  std::vector<std::string_view> missing;
  for (const std::string_view person : persons) {
    if (const auto known = pages_.find(person)) SILLOK_CHECK(settle(person, known->value));
    else missing.push_back(person);
  }
  std::vector<std::shared_ptr<const Career>> careers(missing.size());
  SILLOK_CHECK(
      for_each_part_in_parallel(missing.size(), kReadTogether, [&](std::size_t begin, std::size_t end) -> Result<Ok> {
        SILLOK_TRY(read, records_.careers(std::span{missing}.subspan(begin, end - begin)));
        std::move(read.begin(), read.end(), careers.begin() + static_cast<std::ptrdiff_t>(begin));
        return Ok{};
      }));
  pages_.reserve(pages_.size() + missing.size());
  for (std::size_t i = 0; i < missing.size(); ++i) pages_.add(missing[i], Page{std::move(careers[i])});
  return Ok{};
}

std::optional<PersonBook::AtHand> PersonBook::at_hand(std::string_view person, const Fact& fact) const {
  const auto known = pages_.find(person);
  if (known == nullptr || known->value.folded < known->value.pending.size()) return std::nullopt;
  auto then = as_of_on_top(known->value, fact);
  if (!then) return std::nullopt;
  return AtHand{&known->value.career->newest(), std::move(then)};
}

Result<std::shared_ptr<const PersonState>> PersonBook::newest(std::string_view person) {
  SILLOK_TRY(found, settled_page(person));
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
    for (const Pending& each : found->pending) {
      if (each.act.position < end) all.push_back(each.act);
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
  const Position pending_from = page.pending.empty() ? kNoPosition : page.pending.front().act.position;
  const auto committed_end = std::lower_bound(positions.begin(), positions.end(), pending_from);
  SILLOK_TRY(entries, records_.entries({positions.begin(), committed_end}));
  ReadActs read = acts_of(std::move(entries));
  for (auto position = committed_end; position != positions.end(); ++position) {
    const auto found = std::lower_bound(page.pending.begin(), page.pending.end(), *position,
                                        [](const Pending& each, Position at) { return each.act.position < at; });
    read.acts.push_back(found->act);
  }
  return read;
}

// As of the day of an act that comes after all that her record has; else nothing.
std::shared_ptr<const PersonState> PersonBook::as_of_on_top(const Page& page, const Fact& fact) {
  if (!is_act_on_act(fact.act()) && fact.effective_on() < page.career->horizon()) return nullptr;
  const PersonState& newest = page.career->newest();
  const Date day = advance_date(fact.act(), fact.effective_on());
  if (is_advanced_to(newest, day)) return newest_of(page.career);
  return std::make_shared<const PersonState>(advanced(newest, day));
}

Result<std::shared_ptr<const PersonState>> PersonBook::as_of(std::string_view person, const Fact& fact) {
  SILLOK_TRY(found, settled_page(person));
  if (auto on_top = as_of_on_top(*found, fact)) return on_top;
  const PersonState& newest = found->career->newest();
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
  advance(state, advance_date(fact.act(), fact.effective_on()));
  return std::make_shared<const PersonState>(std::move(state));
}

Result<std::shared_ptr<const PersonState>> PersonBook::on(std::string_view person, Date day) {
  SILLOK_TRY(found, settled_page(person));
  const PersonState& newest = found->career->newest();
  if (found->career->horizon() <= day) {
    if (is_advanced_to(newest, day)) return newest_of(found->career);
    return std::make_shared<const PersonState>(advanced(newest, day));
  }
  SILLOK_TRY(known, acts(person));
  return std::make_shared<const PersonState>(fold(person, known, day));
}

Result<std::vector<std::pair<std::string, std::string>>> PersonBook::units_of_batch() {
  std::vector<std::pair<std::string, std::string>> out;
  for (auto& [person, page] : pages_) {
    SILLOK_CHECK(settle(person, page));
    out.emplace_back(person, page.career->newest().unit);
  }
  return out;
}

void PersonBook::remember(Page& page) {
  if (page.before) return;
  page.before = PageBefore{page.career, page.pending.size(), page.folded};
  touched_.push_back(&page);
}

Result<Ok> PersonBook::settle(std::string_view person, Page& page) {
  while (page.folded < page.pending.size()) SILLOK_CHECK(fold_next(person, page));
  return Ok{};
}

// Into the record of her alone, the first act that is not in it.
Result<Ok> PersonBook::fold_next(std::string_view person, Page& page) {
  const auto [act, root] = page.pending[page.folded];
  const Fact fact{act.position, act.recorded_at, act.body};
  const PersonState& newest = page.career->newest();
  if (!needs_refold(newest, fact)) {
    auto career = std::make_shared<Career>(*page.career);
    career->add(fact);
    page.career = std::move(career);
    ++page.folded;
    return Ok{};
  }
  if (const auto window = page.career->window(fact, root)) {
    SILLOK_TRY(known, read(page, window->acts));
    known.acts.push_back(act);
    auto career = std::make_shared<Career>(*page.career);
    if (career->refold(person, *window, known.acts, root)) {
      page.career = std::move(career);
      ++page.folded;
      return Ok{};
    }
  }
  const std::uint64_t revision = newest.revision + 1;
  SILLOK_TRY(known, acts_below(person, act.position + 1));
  auto career = std::make_shared<Career>(Career::of(person, known));
  career->count(revision, fact.position());
  page.career = std::move(career);
  ++page.folded;
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
    remember(*found);
    auto career = std::make_shared<Career>(Career::of(member, known));
    const auto own =
        std::count_if(known.begin(), known.end(), [&](const StoredAct& act) { return act.body.subject() == member; });
    career->count(static_cast<std::uint64_t>(own), known.empty() ? kNoPosition : known.back().position);
    found->career = std::move(career);
    found->folded = found->pending.size();
  }
  return Ok{};
}

Result<Ok> PersonBook::add(const StoredAct& act, const Root& root) {
  const std::string_view person = act.body.subject();
  SILLOK_TRY(found, page(person));
  const bool is_correction = is_act_on_act(act.body.act());
  if (is_correction) SILLOK_CHECK(settle(person, *found));
  remember(*found);
  found->pending.push_back({act, root.position});
  // A recent act of hers that has its window was never moved: it ties her to nobody.
  const bool is_hers_alone =
      !groups_.contains(person) && found->career->newest().merged_into.empty() &&
      (!is_correction || found->career->window({act.position, act.recorded_at, act.body}, root.position));
  if (is_hers_alone) return Ok{};
  SILLOK_TRY(group, group_of(act.body, root));
  if (!group) return Ok{};
  for (const std::string& member : *group) groups_[member] = group;
  return fold_group(group);
}

void PersonBook::begin_order(Position next) {
  for (Page* page : touched_) page->before.reset();
  touched_.clear();
  groups_before_order_ = groups_;
  order_begins_ = next;
}

void PersonBook::take_back() {
  for (Page* page : touched_) {
    page->career = std::move(page->before->career);
    page->pending.erase(page->pending.begin() + static_cast<std::ptrdiff_t>(page->before->pending),
                        page->pending.end());
    page->folded = page->before->folded;
    page->before.reset();
  }
  touched_.clear();
  groups_ = groups_before_order_;
}

void PersonBook::clear() {
  touched_.clear();
  pages_.clear();
  groups_.clear();
  groups_before_order_.clear();
}

}  // namespace sillok
