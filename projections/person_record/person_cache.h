#pragma once
// Records of persons over a store: those used last stay in memory, changed ones are written with the
// batch. Bounded by bytes, but for what others hold: dropping that would free nothing. One thread at a time; what was
// handed out never changes under its holder.
#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/record/career.h"
#include "projections/base/view_store.h"

namespace sillok {

class PersonCache {
 public:
  // With `writes_late` changed records are written when they leave or at write_changed(): for a
  // build from nothing, where no batch has to be whole by itself.
  PersonCache(ViewStore& store, std::size_t bytes_max, bool writes_late = false)
      : store_(store), bytes_max_(bytes_max), writes_late_(writes_late) {}

  // A person without acts has revision 0.
  Result<std::shared_ptr<const Career>> load(std::string_view person);
  // The steps of it, for threads that read_careers() side by side and take turns at the cache: what is in memory, or
  // nothing; and keeping what was read, unless another came first.
  std::shared_ptr<const Career> in_memory(std::string_view person);
  std::shared_ptr<const Career> keep(std::string_view person, std::shared_ptr<Career> career);
  // For a change: the record is written at the end of the batch. Valid until the next trim().
  Result<Career*> load_to_change(std::string_view person);

  void write_changed();  // into the open batch
  void trim();           // drops what was used longest ago, but nothing that is not written
  void clear();          // forgets all, changed or not

 private:
  struct Entry {
    Bytes person;
    std::shared_ptr<Career> career;
    bool is_changed = false;
    std::size_t bytes = 0;
  };
  using Entries = std::list<Entry>;
  Entry* find(std::string_view person);
  Entry& add(std::string_view person, std::shared_ptr<Career> career);  // unless she is there
  Result<Entry*> find_or_read(std::string_view person);
  void write(Entry& entry);

  ViewStore& store_;
  std::size_t bytes_max_, bytes_ = 0;
  bool writes_late_;
  Entries entries_;                          // used last: first
  Entries::iterator next_ = entries_.end();  // who was used after the one found last, the time before
  std::unordered_map<std::string_view, Entries::iterator> places_;  // keys live in the entries
  std::vector<Entry*> changed_;
};

Bytes person_key(std::string_view person);
// What is stored, in the order of `persons`.
Result<std::vector<std::shared_ptr<Career>>> read_careers(const ViewStore& store,
                                                          std::span<const std::string_view> persons);

}  // namespace sillok
