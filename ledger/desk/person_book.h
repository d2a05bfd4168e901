#pragma once
// Records of persons as the desk sees them: what is committed, with what the open batch adds. Whatever
// is asked here, the answer is the one that the views give once the batch is committed.
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/desk/person_records.h"

namespace sillok {

class PersonBook {
 public:
  explicit PersonBook(PersonRecords& records) : records_(records) {}

  // The record after all acts, those of the open batch included.
  Result<std::shared_ptr<const PersonState>> newest(std::string_view person);
  // As of the day of an act, advanced to it.
  Result<std::shared_ptr<const PersonState>> as_of(std::string_view person, const Fact& fact);
  // As of a day, whatever takes effect on it included.
  Result<std::shared_ptr<const PersonState>> on(std::string_view person, Date day);
  // Persons of the open batch with the units they are in after all their acts.
  std::vector<std::pair<std::string, std::string>> units_of_batch() const;
  // All her acts in recorded order, those of the open batch included; with them those of persons whom
  // the batch merged with her, or who gave her an act or took one.
  // Valid until clear(), as the book keeps what they borrow.
  Result<std::vector<StoredAct>> acts(std::string_view person);
  // The same without those of the order that is being decided.
  Result<std::vector<StoredAct>> acts_before_order(std::string_view person);

  // What an act on an act names in the end (kNoPosition: nothing that is there), and whom the acts on the
  // way are about.
  struct Root {
    Position position = kNoPosition;
    std::vector<std::string> persons;
  };
  // An act of the open batch. Its body's bytes must stay until clear().
  Result<Ok> add(const StoredAct& act, const Root& root);
  // Acts added from here on can be taken back together, until the next begin_order().
  void begin_order(Position next);
  void take_back();
  // After the batch was committed (or dropped): forget it.
  void clear();

 private:
  using Group = std::shared_ptr<const std::set<std::string, std::less<>>>;
  struct Page {
    std::shared_ptr<const Career> career;
    std::vector<StoredAct> pending;
    std::optional<ReadActs> committed;  // all her acts, once somebody asked for them
  };
  struct PageBefore {
    std::shared_ptr<const Career> career;
    std::size_t pending_count = 0;
  };
  Result<Page*> page(std::string_view person);
  void remember(const std::string& person, const Page& page);
  Result<std::vector<StoredAct>> acts_below(std::string_view person, Position end);
  Result<ReadActs> read(const Page& page, std::span<const Position> positions);
  Result<Ok> fold_in(std::string_view person, Page& page, const Fact& fact, Position root);
  Result<Group> group_of(const BodyView& body, const Root& root);
  Result<Ok> fold_group(const Group& group);

  PersonRecords& records_;
  std::map<std::string, Page, std::less<>> pages_;
  // Persons whose records an act of the batch has tied together; others are in none.
  std::map<std::string, Group, std::less<>> groups_, groups_before_order_;
  std::map<std::string, PageBefore, std::less<>> before_order_;  // pages as they were, once touched
  Position order_begins_ = 0;
};

}  // namespace sillok
