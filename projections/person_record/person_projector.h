#pragma once
// Brings one event into everything kept by person: record, history, roster, statistics. In order of
// dates it evolves the stored record; a late act or a correction is folded in from a day that lies
// before it, or the person anew from the log. All ways write the same entries. One thread at a time.
#include <functional>
#include <set>

#include "ledger/log/event_log.h"
#include "ledger/record/person_fold.h"
#include "projections/base/changes.h"
#include "projections/history/history.h"
#include "projections/person_record/person_cache.h"

namespace sillok {

// What an act on an act names in the end: through a chain of such acts to the first that is none.
struct Root {
  Position position = kNoPosition;  // kNoPosition: it names nothing that is there
  Act act = Act::kUnknown;
  std::set<Bytes, std::less<>> persons;  // subjects on the way, and persons named there
};
Result<Root> root_of(const EventLog& log, const BodyView& body, Position position);

class PersonProjector {
 public:
  // The cache that keeps a person: a bulk build has one for each worker.
  using CacheOf = std::function<PersonCache&(std::string_view person)>;
  PersonProjector(const EventLog& log, ViewStore& store, CacheOf cache_of)
      : log_(log), store_(store), cache_of_(std::move(cache_of)) {}

  // An event whose subject is a person. `root` of an act on an act, else empty.
  Result<Ok> apply(const EventView& event, const Root& root);

 private:
  void take_on_top(Career& career, const Fact& fact, std::string_view person);
  Result<bool> take_from_window(std::string_view person, const EventView& event, const Fact& fact, const Root& root);
  Result<Ok> fold_anew(std::string_view person, const EventView& event, std::span<const HistoryEntry> before);
  Result<std::set<Bytes, std::less<>>> touched(const EventView& event, const Root& root);
  Result<std::vector<Bytes>> with_keepers(std::string_view person);
  Result<Ok> give(std::string_view person, std::span<const HistoryEntry> entries);
  Result<Ok> hand_over(const EventView& event, const Root& root);
  Result<Ok> correct(const EventView& event, const Root& root);
  void write_changes(std::string_view person, Position position, const std::vector<Change>& changes);

  const EventLog& log_;
  ViewStore& store_;
  CacheOf cache_of_;
};

// Acts as the fold takes them.
Result<ReadActs> read_acts(const EventLog& log, std::span<const Position> positions);
// Those of a history: kinds that leave no trace in a record are not read.
Result<ReadActs> read_acts(const EventLog& log, std::span<const HistoryEntry> history);
// Whether an event belongs to a person's views.
bool is_of_person(const EventView& event, const BodyView& body);

}  // namespace sillok
