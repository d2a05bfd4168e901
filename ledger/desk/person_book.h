#pragma once
// Records of persons as the desk sees them: what is committed, with what the open batch adds.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/desk/person_records.h"
#include "ledger/record/person_fold.h"

namespace sillok {

class PersonBook {
 public:
  explicit PersonBook(PersonRecords& records) : records_(records) {}

  // The record after all acts, those of the open batch included. Valid until the next call that
  // adds an act.
  Result<const PersonState*> newest(std::string_view person);
  // As of a day, advanced to it.
  Result<PersonState> as_of(std::string_view person, const Fact& fact);
  // All her acts in recorded order, those of the open batch included. The bytes of the latter, and
  // those in `entries`, are borrowed.
  struct Acts {
    std::vector<Bytes> entries;
    std::vector<StoredAct> acts;
  };
  Result<Acts> acts(std::string_view person);
  // An act of the open batch. Its body's bytes must stay until clear().
  Result<Ok> add(std::string_view person, const StoredAct& act);
  // Acts added from here on can be taken back together, until the next begin_order().
  void begin_order();
  void take_back();
  // After the batch was committed (or dropped): forget it.
  void clear();

 private:
  struct Page {
    PersonState state;
    std::vector<StoredAct> pending;
  };
  Result<Page*> page(std::string_view person);
  Result<PersonState> fold_with_pending(std::string_view person, std::optional<Date> as_of);

  PersonRecords& records_;
  std::map<std::string, Page, std::less<>> pages_;
  std::map<std::string, Page, std::less<>> before_order_;  // pages as they were, once touched
};

}  // namespace sillok
