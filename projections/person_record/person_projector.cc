#include "projections/person_record/person_projector.h"

#include <algorithm>

#include "ledger/record/organization_state.h"
#include "projections/roster/roster.h"
#include "projections/statistics/present.h"

namespace sillok {
bool is_of_person(const EventView& event, const BodyView& body) {
  if (body.subject().empty()) return false;
  if (body.act() == Act::kUnknown) return event.revision() > 0;  // a kind of a later release
  return kind_of(body.act()).subject == Subject::kPerson;
}

Result<Root> root_of(const EventLog& log, const BodyView& body, Position position) {
  Root root;
  std::optional<Position> target = target_of(body);
  Position at = position;
  while (target && *target < at) {  // always backwards, so it ends
    at = *target;
    SILLOK_TRY(entry, log.read(at));
    const BodyView named = EventView::trust(entry).body();
    root.position = at;
    root.act = named.act();
    if (kind_of(root.act).subject == Subject::kPerson && !named.subject().empty())
      root.persons.emplace(named.subject());
    if (const auto other = other_person(named); !other.empty()) root.persons.emplace(other);
    target = target_of(named);
  }
  return root;
}

Result<ReadActs> read_acts(const EventLog& log, std::span<const Position> positions) {
  SILLOK_TRY(entries, log.read_many(positions));
  return acts_of(std::move(entries));
}

Result<ReadActs> read_acts(const EventLog& log, std::span<const HistoryEntry> history) {
  std::vector<Position> positions;
  positions.reserve(history.size());
  for (const HistoryEntry& entry : history) {
    if (leaves_a_trace(entry.act)) positions.push_back(entry.position);
  }
  return read_acts(log, positions);
}

void PersonProjector::write_changes(std::string_view person, Position position, const std::vector<Change>& changes) {
  Bytes value;
  for (std::size_t i = 0; i < changes.size();) {
    const Change& first = changes[i];
    value.clear();
    for (; i < changes.size() && changes[i].date == first.date && changes[i].is_holding == first.is_holding &&
           changes[i].post == first.post;
         ++i) {
      put_change(value, changes[i].count, changes[i].value);
    }
    if (first.is_holding) {
      put_roster_entry(store_, person, position, first, value);
    } else {
      put_present_entry(store_, person, first.date, position, value);
    }
  }
}

void PersonProjector::take_on_top(Career& career, const Fact& fact, std::string_view person) {
  if (!changes_standing(fact.act())) {
    career.add(fact);
    return;
  }
  const Date from = fact.effective_on();
  const std::vector<TimelineSegment> before = timeline_from(career.newest(), from);
  career.add(fact);
  write_changes(person, fact.position(), changes_between(before, timeline_from(career.newest(), from)));
}

// False where it reaches further back than the career tells: then nothing was done.
Result<bool> PersonProjector::take_from_window(std::string_view person, const EventView& event, const Fact& fact,
                                               const Root& root) {
  SILLOK_TRY(career, cache_of_(person).load_to_change(person));
  const auto window = career->window(fact, root.position);
  if (!window) return false;
  SILLOK_TRY(read, read_acts(log_, window->acts));
  const std::vector<TimelineSegment> before = timeline(window->before, resolve(person, read.acts));
  read.acts.push_back(stored_act(event));
  if (!career->refold(person, *window, read.acts, root.position)) return false;
  write_changes(person, event.position(),
                changes_between(before, timeline(window->before, resolve(person, read.acts))));
  put_history(store_, person, {event.position(), fact.act(), false});
  if (root.position != kNoPosition) put_correction(store_, root.position, {event.position(), fact.act(), false});
  return true;
}

// From the start: `before` is her history without the event.
Result<Ok> PersonProjector::fold_anew(std::string_view person, const EventView& event,
                                      std::span<const HistoryEntry> before) {
  SILLOK_TRY(history, history_of(store_, person, event.position() + 1));
  SILLOK_TRY(read, read_acts(log_, std::span{history}.first(history.size() - 1)));  // the event is the last
  read.acts.push_back(stored_act(event));
  std::vector<StoredAct> acts_before;
  for (const StoredAct& act : read.acts) {
    const bool was_there = std::binary_search(before.begin(), before.end(), HistoryEntry{act.position},
                                              [](const auto& a, const auto& b) { return a.position < b.position; });
    if (was_there) acts_before.push_back(act);
  }
  write_changes(person, event.position(), changes_between(timeline(person, acts_before), timeline(person, read.acts)));
  SILLOK_TRY(career, cache_of_(person).load_to_change(person));
  *career = Career::of(person, read.acts);
  const auto [revision, last] = counted(history);
  career->count(revision, last);
  return Ok{};
}

// Whose record an act on an act can change: its subject, whoever has what it names, and those into
// whom one of them was merged.
Result<std::set<Bytes, std::less<>>> PersonProjector::touched(const EventView& event, const Root& root) {
  std::set<Bytes, std::less<>> persons = root.persons;
  const BodyView body = event.body();
  persons.emplace(body.subject());
  if (const auto other = other_person(body); !other.empty()) persons.emplace(other);
  if (root.position != kNoPosition) {
    SILLOK_TRY(moved, moved_to(store_, root.position));
    persons.insert(moved.begin(), moved.end());
  }
  for (const Bytes& person : std::vector<Bytes>(persons.begin(), persons.end())) {
    SILLOK_TRY(keepers, with_keepers(person));
    persons.insert(keepers.begin(), keepers.end());
  }
  return persons;
}

// The person herself and those into whom she was merged, one after the other.
Result<std::vector<Bytes>> PersonProjector::with_keepers(std::string_view person) {
  std::vector<Bytes> persons{Bytes(person)};
  for (;;) {
    SILLOK_TRY(career, cache_of_(persons.back()).load(persons.back()));
    const Bytes& next = career->newest().merged_into;
    if (next.empty() || std::find(persons.begin(), persons.end(), next) != persons.end()) return persons;
    persons.push_back(next);
  }
}

// Puts entries into the history of a person who hasn't got them.
Result<Ok> PersonProjector::give(std::string_view person, std::span<const HistoryEntry> entries) {
  SILLOK_TRY(history, history_of(store_, person, kNoPosition));
  for (HistoryEntry entry : entries) {
    entry.is_moved = true;
    const bool has_it = std::any_of(history.begin(), history.end(),
                                    [&](const HistoryEntry& each) { return each.position == entry.position; });
    if (!has_it) put_history(store_, person, entry);
  }
  return Ok{};
}

// What comes with an act that names another person: in a merge all of the history of the id that
// goes, else the act it moves with all that was said of it.
Result<Ok> PersonProjector::hand_over(const EventView& event, const Root& root) {
  const BodyView body = event.body();
  const std::string_view other = other_person(body);
  if (other.empty() || other == body.subject()) return Ok{};
  const bool is_merge = body.act() == Act::kPersonsMerged;
  std::vector<HistoryEntry> entries;
  if (is_merge) {
    SILLOK_TRY(history, history_of(store_, other, event.position()));
    entries = std::move(history);
  } else {
    if (root.position == kNoPosition || root.act == Act::kPersonsMerged) return Ok{};
    SILLOK_TRY(corrections, corrections_of(store_, root.position));
    entries = std::move(corrections);
    entries.insert(entries.begin(), HistoryEntry{root.position, root.act, true});
  }
  SILLOK_TRY(receivers, with_keepers(is_merge ? body.subject() : other));
  for (const Bytes& receiver : receivers) {
    SILLOK_CHECK(give(receiver, entries));
    if (!is_merge) put_moved(store_, root.position, receiver);
  }
  return Ok{};
}

Result<Ok> PersonProjector::correct(const EventView& event, const Root& root) {
  const BodyView body = event.body();
  SILLOK_TRY(persons, touched(event, root));
  std::vector<std::pair<Bytes, std::vector<HistoryEntry>>> before;
  for (const Bytes& person : persons) {
    SILLOK_TRY(history, history_of(store_, person, event.position()));
    before.emplace_back(person, std::move(history));
  }
  SILLOK_CHECK(hand_over(event, root));
  if (root.position != kNoPosition) put_correction(store_, root.position, {event.position(), body.act(), false});
  for (const auto& [person, history] : before) {
    put_history(store_, person, {event.position(), body.act(), person != body.subject()});
  }
  for (const auto& [person, history] : before) SILLOK_CHECK(fold_anew(person, event, history));
  return Ok{};
}

Result<Ok> PersonProjector::apply(const EventView& event, const Root& root) {
  const BodyView body = event.body();
  const std::string_view person = body.subject();
  const Fact fact(event.position(), event.recorded_at(), body);
  SILLOK_TRY(career, cache_of_(person).load_to_change(person));
  // What is recorded under a merged id counts for the other.
  if (!career->newest().merged_into.empty()) return correct(event, root);
  if (!needs_refold(career->newest(), fact)) {
    put_history(store_, person, {event.position(), fact.act(), false});
    take_on_top(*career, fact, person);
    return Ok{};
  }
  SILLOK_TRY(is_taken, take_from_window(person, event, fact, root));
  if (is_taken) return Ok{};
  if (is_act_on_act(fact.act())) return correct(event, root);
  SILLOK_TRY(before, history_of(store_, person, event.position()));
  put_history(store_, person, {event.position(), fact.act(), false});
  return fold_anew(person, event, before);
}

}  // namespace sillok
