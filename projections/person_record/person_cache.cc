#include "projections/person_record/person_cache.h"

#include "projections/base/keys.h"

namespace sillok {
namespace {

// Of the places in list and map.
constexpr std::size_t kEntryBytes = 256;
// Of records that others hold, in one go: a mass order holds all it concerns.
constexpr std::size_t kPassedOverMax = 4;

}  // namespace

Bytes person_key(std::string_view person) { return Bytes(1, kPersonKey).append(person); }

Result<std::vector<std::shared_ptr<Career>>> read_careers(const ViewStore& store,
                                                          std::span<const std::string_view> persons) {
  std::vector<Bytes> keys;
  keys.reserve(persons.size());
  for (const std::string_view person : persons) keys.push_back(person_key(person));
  SILLOK_TRY(stored, store.get_many(keys));
  std::vector<std::shared_ptr<Career>> careers;
  careers.reserve(persons.size());
  for (const auto& bytes : stored) {
    PersonState state;
    if (bytes) {
      SILLOK_TRY(decoded, decode(*bytes));
      state = std::move(decoded);
    }
    careers.push_back(std::make_shared<Career>(std::move(state)));
  }
  return careers;
}

PersonCache::Entry* PersonCache::find(std::string_view person) {
  // Mass orders ask for the same persons in the same order again and again: that spares looking them up.
  auto found = next_;
  if (found == entries_.end() || found->person != person) {
    const auto place = places_.find(person);
    if (place == places_.end()) return nullptr;
    found = place->second;
  }
  next_ = found == entries_.begin() ? entries_.end() : std::prev(found);
  entries_.splice(entries_.begin(), entries_, found);
  return &*found;
}

PersonCache::Entry& PersonCache::add(std::string_view person, std::shared_ptr<Career> career) {
  entries_.push_front(Entry{Bytes(person), std::move(career), false, 0});
  Entry& entry = entries_.front();
  const auto [place, is_new] = places_.emplace(entry.person, entries_.begin());
  if (!is_new) {
    entries_.pop_front();
    return *place->second;
  }
  entry.bytes = kEntryBytes + entry.career->size_in_memory();
  bytes_ += entry.bytes;
  return entry;
}

Result<PersonCache::Entry*> PersonCache::find_or_read(std::string_view person) {
  if (Entry* const found = find(person)) return found;
  SILLOK_TRY(read, read_careers(store_, {&person, 1}));
  return &add(person, std::move(read.front()));
}

Result<std::shared_ptr<const Career>> PersonCache::load(std::string_view person) {
  SILLOK_TRY(entry, find_or_read(person));
  return entry->career;
}

std::shared_ptr<const Career> PersonCache::in_memory(std::string_view person) {
  const Entry* const entry = find(person);
  return entry == nullptr ? nullptr : entry->career;
}

std::shared_ptr<const Career> PersonCache::keep(std::string_view person, std::shared_ptr<Career> career) {
  return add(person, std::move(career)).career;
}

Result<Career*> PersonCache::load_to_change(std::string_view person) {
  SILLOK_TRY(entry, find_or_read(person));
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
  std::size_t passed_over = 0;
  next_ = entries_.end();
  while (bytes_ > bytes_max_ && !entries_.empty() && !entries_.back().is_changed) {
    if (entries_.back().career.use_count() > 1) {
      if (++passed_over > kPassedOverMax) return;
      entries_.splice(entries_.begin(), entries_, std::prev(entries_.end()));
      continue;
    }
    bytes_ -= entries_.back().bytes;
    places_.erase(entries_.back().person);
    entries_.pop_back();
  }
}

void PersonCache::clear() {
  places_.clear();
  entries_.clear();
  next_ = entries_.end();
  changed_.clear();
  bytes_ = 0;
}

}  // namespace sillok
