#pragma once
// Events as `history`, feeds and proofs show them (contract §4, §8). One thread; keeps the headers
// of orders it has met, so that the events of a mass order read its header once.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <unordered_map>

#include "ledger/desk/ledger.h"
#include "ledger/record/person_fold.h"
#include "projections/views.h"

namespace sillok {

class EventJson {
 public:
  // With `opened`, sealed fields are shown in the clear (or ERASED, or SEALED in a copy that has no keys); without,
  // they are left out.
  EventJson(Ledger& ledger, bool opened) : ledger_(ledger), opened_(opened) {}

  Result<boost::json::object> of(BytesView entry);
  // The same with what corrects it and what it corrects, as history() shows it.
  Result<boost::json::object> of(BytesView entry, const Views& views);
  // All events of one person known at `known_at`, with what corrected what. Those that a later merge or
  // move brought to her are not among them.
  Result<boost::json::array> history(const Views& views, std::string_view person, std::optional<Instant> known_at);

 private:
  using Links = std::map<Position, ActLinks>;
  Result<const PlainHeader*> header_of(const EventView& event);
  Result<const Links*> links_of_person(std::string_view person, const Views& views);

  Ledger& ledger_;
  bool opened_;
  std::map<Position, PlainHeader> headers_;
  // Of persons met by of(): only the acts that are corrected or correct something.
  std::unordered_map<std::string, Links> links_;
};

}  // namespace sillok
