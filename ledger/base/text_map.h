#pragma once
// Values by text, asked with a string_view; told in the order they came. Addresses stay until clear().
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace sillok {

template <class Value>
class TextMap {
 public:
  struct Entry {
    const std::string text;
    Value value;
  };

  // Quick where entries are asked for in the order they came, as a mass order does.
  Entry* find(std::string_view text) {
    if (next_ < entries_.size() && entries_[next_].text == text) return &entries_[next_++];
    const auto found = places_.find(text);
    return found == places_.end() ? nullptr : found->second;
  }
  const Entry* find(std::string_view text) const {
    const auto found = places_.find(text);
    return found == places_.end() ? nullptr : found->second;
  }
  // The entry that is there, else one with this value.
  Entry& add(std::string_view text, Value value) {
    Entry& entry = entries_.emplace_back(Entry{std::string{text}, std::move(value)});
    const auto [place, is_new] = places_.emplace(entry.text, &entry);
    if (!is_new) entries_.pop_back();
    return *place->second;
  }
  void reserve(std::size_t count) { places_.reserve(count); }
  void clear() {
    places_.clear();
    entries_.clear();
    next_ = 0;
  }
  std::size_t size() const { return entries_.size(); }
  auto begin() { return entries_.begin(); }
  auto end() { return entries_.end(); }

 private:
  std::deque<Entry> entries_;
  std::size_t next_ = 0;                                 // behind the one found last in order
  std::unordered_map<std::string_view, Entry*> places_;  // keys live in the entries
};

}  // namespace sillok
