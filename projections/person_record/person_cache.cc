#include "projections/person_record/person_cache.h"

#include "projections/base/keys.h"

namespace sillok {
namespace {

// Of the places in list and map.
constexpr std::size_t kEntryBytes = 256;

}  // namespace

Bytes person_key(std::string_view person) { return Bytes(1, kPersonKey).append(person); }

Result<PersonCache::Entry*> PersonCache::find(std::string_view person) {
  if (const auto found = places_.find(person); found != places_.end()) {
    entries_.splice(entries_.begin(), entries_, found->second);
    return &*found->second;
  }
  SILLOK_TRY(stored, store_.get(person_key(person)));
  PersonState state;
  if (stored) {
    SILLOK_TRY(decoded, decode(*stored));
    state = std::move(decoded);
  }
  entries_.push_front(Entry{Bytes(person), std::make_shared<Career>(std::move(state)), false, 0});
  Entry& entry = entries_.front();
  entry.bytes = kEntryBytes + entry.career->size_in_memory();
  bytes_ += entry.bytes;
  places_.emplace(entry.person, entries_.begin());
  return &entry;
}

Result<std::shared_ptr<const Career>> PersonCache::load(std::string_view person) {
  SILLOK_TRY(entry, find(person));
  return entry->career;
}

Result<Career*> PersonCache::load_to_change(std::string_view person) {
  SILLOK_TRY(entry, find(person));
  if (!entry->is_changed) changed_.push_back(entry);
  entry->is_changed = true;
  if (entry->career.use_count() > 1) entry->career = std::make_shared<Career>(*entry->career);
  return entry->career.get();
}

void PersonCache::write(Entry& entry) {
  store_.put(person_key(entry.person), encode(entry.career->newest()));
  entry.is_changed = false;
  bytes_ -= entry.bytes;
  entry.bytes = kEntryBytes + entry.career->size_in_memory();
  bytes_ += entry.bytes;
}

void PersonCache::write_changed() {
  for (Entry* entry : changed_) {
    if (entry->is_changed) write(*entry);
  }
  changed_.clear();
}

void PersonCache::trim() {
  if (bytes_ <= bytes_max_) return;
  if (writes_late_) write_changed();
  while (bytes_ > bytes_max_ && !entries_.empty() && !entries_.back().is_changed) {
    bytes_ -= entries_.back().bytes;
    places_.erase(entries_.back().person);
    entries_.pop_back();
  }
}

void PersonCache::clear() {
  places_.clear();
  entries_.clear();
  changed_.clear();
  bytes_ = 0;
}

}  // namespace sillok
