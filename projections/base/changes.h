#pragma once
// What a new act changes in the timelines of a person: signed counts of what begins and ends on a
// day (design 13). The same whether read off two whole timelines or off their ends alone, since
// what both share cancels out.
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/record/person_fold.h"

namespace sillok {

struct Change {
  Date date;
  bool is_holding = false;
  Bytes post;   // of a holding
  Bytes value;  // encoded standing or holding
  std::int64_t count = 0;
  auto operator<=>(const Change&) const = default;
};
// Takes `before` out and puts `after` in. Sorted, without zero counts.
std::vector<Change> changes_between(std::span<const TimelineSegment> before, std::span<const TimelineSegment> after);

// Values of entries: (count, length, value) one after another.
void put_change(Bytes& out, std::int64_t count, BytesView value);
// False where the bytes can't be read to their end.
bool each_change(BytesView in, const std::function<void(std::int64_t count, BytesView value)>& each);

void put_varint(Bytes& out, std::uint64_t value);
bool get_varint(BytesView& in, std::uint64_t& value);  // takes what it read off the front

}  // namespace sillok
