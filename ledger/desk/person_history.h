#pragma once
// What the map of persons says of one person: how many events her history has, and a chain over where each stands and
// what it is (schemas/FORMAT.md). Her history is what `history` shows: events on her, and what corrections and merges
// have brought to her, in the order of their positions. Pure.
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/ids.h"

namespace sillok {

struct PersonHistory {
  std::uint32_t count = 0;
  Position last = kNoPosition;  // no part of the value
  Hash chain{};

  // Positions in rising order.
  void add(Position position, const Hash& leaf);
  Hash value() const;
};

// Her key in the map of a ledger: it tells nobody who has not her id already.
Hash person_map_key(const Hash& genesis, std::string_view person);

// An entry of the log ORIGIN/persons: the root of the map over the ledger's first `size` events.
struct PersonsEntry {
  std::uint64_t size = 0;
  Hash root{};
};
Bytes encode(const PersonsEntry& entry);
Result<PersonsEntry> decode_persons_entry(BytesView bytes);

inline constexpr std::string_view kPersonsLog = "persons";  // behind the origin and a slash

}  // namespace sillok
