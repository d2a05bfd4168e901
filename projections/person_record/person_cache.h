#pragma once
// Records of persons over a store: those used last stay in memory, changed ones are written with the
// batch. Bounded by bytes. One thread at a time; what was handed out never changes under its holder.
#include <list>
#include <memory>
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
  Result<Entry*> find(std::string_view person);
  void write(Entry& entry);

  ViewStore& store_;
  std::size_t bytes_max_, bytes_ = 0;
  bool writes_late_;
  Entries entries_;                                                 // used last: first
  std::unordered_map<std::string_view, Entries::iterator> places_;  // keys live in the entries
  std::vector<Entry*> changed_;
};

Bytes person_key(std::string_view person);

}  // namespace sillok
