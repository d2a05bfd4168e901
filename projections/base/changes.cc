#include "projections/base/changes.h"

#include <algorithm>
#include <tuple>

#include "projections/roster/roster.h"
#include "projections/statistics/present.h"

namespace sillok {
namespace {

void add_segments(std::vector<Change>& changes, std::span<const TimelineSegment> segments, std::int64_t sign) {
  for (const TimelineSegment& segment : segments) {
    const auto add = [&](bool is_holding, Bytes post, Bytes value) {
      if (segment.to < kEndOfTime) changes.push_back({segment.to, is_holding, post, value, -sign});
      changes.push_back({segment.from, is_holding, std::move(post), std::move(value), sign});
    };
    if (segment.standing.is_present()) add(false, {}, encode_standing(segment.standing));
    for (const Holding& holding : segment.holdings) add(true, holding.post, encode_holding(holding));
  }
}

}  // namespace

std::vector<Change> changes_between(std::span<const TimelineSegment> before, std::span<const TimelineSegment> after) {
  std::vector<Change> changes;
  add_segments(changes, before, -1);
  add_segments(changes, after, +1);
  std::sort(changes.begin(), changes.end());
  std::vector<Change> sums;
  for (Change& each : changes) {
    const auto key = [](const Change& of) { return std::tie(of.date, of.is_holding, of.post, of.value); };
    if (!sums.empty() && key(sums.back()) == key(each)) {
      sums.back().count += each.count;
    } else {
      sums.push_back(std::move(each));
    }
  }
  std::erase_if(sums, [](const Change& each) { return each.count == 0; });
  return sums;
}

void put_varint(Bytes& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

bool get_varint(BytesView& in, std::uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64 && !in.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(in.front());
    in.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return true;
  }
  return false;
}

void put_change(Bytes& out, std::int64_t count, BytesView value) {
  put_varint(out, (static_cast<std::uint64_t>(count) << 1) ^ static_cast<std::uint64_t>(count >> 63));
  put_varint(out, value.size());
  out.append(value);
}

bool each_change(BytesView in, const std::function<void(std::int64_t, BytesView)>& each) {
  while (!in.empty()) {
    std::uint64_t count = 0, size = 0;
    if (!get_varint(in, count) || !get_varint(in, size) || size > in.size()) return false;
    each(static_cast<std::int64_t>(count >> 1) ^ -static_cast<std::int64_t>(count & 1), in.substr(0, size));
    in.remove_prefix(size);
  }
  return true;
}

}  // namespace sillok
