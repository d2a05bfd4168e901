#pragma once
// Which events are a person's, in recorded order: an index into the log, never a copy of it
// (design 12). A correction may move an act to another person: it then stands in both histories,
// with everything that was said of it.
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/event/kinds.h"
#include "projections/base/view_store.h"

namespace sillok {

struct HistoryEntry {
  Position position = 0;
  Act act = Act::kUnknown;
  bool is_moved = false;  // another's event, moved here or naming one that was
  auto operator<=>(const HistoryEntry&) const = default;
};

void put_history(ViewStore& store, std::string_view person, const HistoryEntry& entry);
// Those at positions below `limit`.
Result<std::vector<HistoryEntry>> history_of(const ViewStore& store, std::string_view person, Position limit);

// How many of them are the person's own, and the position of the last.
std::pair<std::uint64_t, Position> counted(std::span<const HistoryEntry> history);

// Acts on acts, by the act at the root of what they name.
void put_correction(ViewStore& store, Position root, const HistoryEntry& correction);
Result<std::vector<HistoryEntry>> corrections_of(const ViewStore& store, Position root);
// To whom an act was moved, beside its own subject.
void put_moved(ViewStore& store, Position root, std::string_view person);
Result<std::vector<Bytes>> moved_to(const ViewStore& store, Position root);

}  // namespace sillok
