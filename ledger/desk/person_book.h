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

#include "ledger/base/text_map.h"
#include "ledger/desk/person_records.h"

namespace sillok {

class PersonBook {
 public:
  explicit PersonBook(PersonRecords& records) : records_(records) {}

  // Reads the records of all of them, on all cores: at_hand() then has them.
  Result<Ok> fetch(const std::vector<std::string_view>& persons);
  struct AtHand {
    const PersonState* newest;  // as long as the book does not change
    std::shared_ptr<const PersonState> then;
  };
  // What newest() and as_of() give, where the book knows it without reading. Several threads may ask at once while
  // none changes the book.
  std::optional<AtHand> at_hand(std::string_view person, const Fact& fact) const;

  // The record after all acts, those of the open batch included.
  Result<std::shared_ptr<const PersonState>> newest(std::string_view person);
  // As of the day of an act, advanced to it.
  Result<std::shared_ptr<const PersonState>> as_of(std::string_view person, const Fact& fact);
  // As of a day, whatever takes effect on it included.
  Result<std::shared_ptr<const PersonState>> on(std::string_view person, Date day);
  // Persons of the open batch with the units they are in after all their acts.
  Result<std::vector<std::pair<std::string, std::string>>> units_of_batch();
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
  struct Pending {
    StoredAct act;
    Position root;  // what it names in the end
  };
  // Acts of the batch are folded in when somebody asks: most persons have one, and nobody asks again.
  struct PageBefore {
    std::shared_ptr<const Career> career;
    std::size_t pending = 0, folded = 0;
  };
  struct Page {
    explicit Page(std::shared_ptr<const Career> as_read) : career(std::move(as_read)) {}
    std::shared_ptr<const Career> career;
    std::vector<Pending> pending;
    std::size_t folded = 0;             // so many of them are in the career
    std::optional<ReadActs> committed;  // all her acts, once somebody asked for them
    std::optional<PageBefore> before;   // what it was before the order, once the order has touched it
  };
  Result<Page*> page(std::string_view person);          // as read, whatever is pending
  Result<Page*> settled_page(std::string_view person);  // with all that is pending folded in
  static std::shared_ptr<const PersonState> as_of_on_top(const Page& page, const Fact& fact);
  void remember(Page& page);
  Result<std::vector<StoredAct>> acts_below(std::string_view person, Position end);
  Result<ReadActs> read(const Page& page, std::span<const Position> positions);
  Result<Ok> settle(std::string_view person, Page& page);
  Result<Ok> fold_next(std::string_view person, Page& page);
  Result<Group> group_of(const BodyView& body, const Root& root);
  Result<Ok> fold_group(const Group& group);

  PersonRecords& records_;
  TextMap<Page> pages_;
  std::vector<Page*> touched_;  // by the order
  // Persons whose records an act of the batch has tied together; others are in none.
  std::map<std::string, Group, std::less<>> groups_, groups_before_order_;
  Position order_begins_ = 0;
};

}  // namespace sillok
