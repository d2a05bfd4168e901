#include "ledger/desk/person_book.h"

namespace sillok {

Result<PersonBook::Page*> PersonBook::page(std::string_view person) {
  const auto known = pages_.find(person);
  if (known != pages_.end()) return &known->second;
  SILLOK_TRY(state, records_.current(person));
  return &pages_.emplace(std::string{person}, Page{std::move(state), {}}).first->second;
}

Result<const PersonState*> PersonBook::newest(std::string_view person) {
  SILLOK_TRY(found, page(person));
  return &found->state;
}

Result<PersonBook::Acts> PersonBook::acts(std::string_view person) {
  SILLOK_TRY(found, page(person));
  SILLOK_TRY(entries, records_.acts(person));
  Acts all{std::move(entries), {}};
  all.acts.reserve(all.entries.size() + found->pending.size());
  for (const Bytes& entry : all.entries) all.acts.push_back(stored_act(EventView::trust(entry)));
  all.acts.insert(all.acts.end(), found->pending.begin(), found->pending.end());
  return all;
}

Result<PersonState> PersonBook::fold_with_pending(std::string_view person, std::optional<Date> as_of) {
  SILLOK_TRY(all, acts(person));
  return fold(person, all.acts, as_of);
}

Result<PersonState> PersonBook::as_of(std::string_view person, const Fact& fact) {
  SILLOK_TRY(found, page(person));
  if (is_act_on_act(fact.act()) || fact.effective_on() >= found->state.latest_effective) {
    return advanced(found->state, advance_date(fact.act(), fact.effective_on()));
  }
  return fold_with_pending(person, fact.effective_on());
}

Result<Ok> PersonBook::add(std::string_view person, const StoredAct& act) {
  SILLOK_TRY(found, page(person));
  before_order_.try_emplace(std::string{person}, *found);
  found->pending.push_back(act);
  const Fact fact{act.position, act.recorded_at, act.body};
  if (needs_refold(found->state, fact)) {
    SILLOK_TRY(state, fold_with_pending(person, std::nullopt));
    found->state = std::move(state);
  } else {
    evolve(found->state, fact);
  }
  return Ok{};
}

void PersonBook::begin_order() { before_order_.clear(); }

void PersonBook::take_back() {
  for (auto& [person, page] : before_order_) pages_.insert_or_assign(person, std::move(page));
  before_order_.clear();
}

void PersonBook::clear() {
  pages_.clear();
  before_order_.clear();
}

}  // namespace sillok
