#include "projections/history/history.h"

#include <algorithm>

#include "projections/base/keys.h"

namespace sillok {
namespace {

Bytes value_of(const HistoryEntry& entry) {
  Bytes value(1, static_cast<char>(entry.act));
  if (entry.is_moved) value.push_back(1);
  return value;
}

HistoryEntry entry_of(Position position, BytesView value) {
  const std::size_t act = value.empty() ? 0 : static_cast<std::uint8_t>(value.front());
  return {position, act < kActCount ? static_cast<Act>(act) : Act::kUnknown, value.size() > 1};
}

}  // namespace

void put_history(ViewStore& store, std::string_view person, const HistoryEntry& entry) {
  Bytes key = text_key(kHistoryKey, person);
  put_u64(key, entry.position);
  store.put(key, value_of(entry), Visibility::kReadBack);
}

Result<std::vector<HistoryEntry>> history_of(const ViewStore& store, std::string_view person, Position limit) {
  std::vector<HistoryEntry> entries;
  const Bytes begin = text_key(kHistoryKey, person);
  Bytes end = begin;
  put_u64(end, limit);
  SILLOK_CHECK(store.scan(begin, end, [&](BytesView key, BytesView value) {
    entries.push_back(entry_of(get_u64(key.substr(begin.size())), value));
    return true;
  }));
  return entries;
}

std::pair<std::uint64_t, Position> counted(std::span<const HistoryEntry> history) {
  const auto own =
      std::count_if(history.begin(), history.end(), [](const HistoryEntry& entry) { return !entry.is_moved; });
  return {static_cast<std::uint64_t>(own), history.empty() ? kNoPosition : history.back().position};
}

void put_correction(ViewStore& store, Position root, const HistoryEntry& correction) {
  Bytes key(1, kCorrectionKey);
  put_u64(key, root);
  put_u64(key, correction.position);
  store.put(key, value_of(correction), Visibility::kReadBack);
}

Result<std::vector<HistoryEntry>> corrections_of(const ViewStore& store, Position root) {
  std::vector<HistoryEntry> entries;
  Bytes prefix(1, kCorrectionKey);
  put_u64(prefix, root);
  SILLOK_CHECK(store.scan_prefix(prefix, [&](BytesView key, BytesView value) {
    entries.push_back(entry_of(get_u64(key.substr(prefix.size())), value));
    return true;
  }));
  return entries;
}

void put_moved(ViewStore& store, Position root, std::string_view person) {
  Bytes key(1, kMovedKey);
  put_u64(key, root);
  key.append(person);
  store.put(key, {}, Visibility::kReadBack);
}

Result<std::vector<Bytes>> moved_to(const ViewStore& store, Position root) {
  std::vector<Bytes> persons;
  Bytes prefix(1, kMovedKey);
  put_u64(prefix, root);
  SILLOK_CHECK(store.scan_prefix(prefix, [&](BytesView key, BytesView) {
    persons.emplace_back(key.substr(prefix.size()));
    return true;
  }));
  return persons;
}

}  // namespace sillok
