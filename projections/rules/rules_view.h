#pragma once
// The law as the log tells it: an index of the adoptions of rule tables, and the book they make, read when somebody
// first asks for it. One thread changes it; any number may ask for the book, which never changes under its holder.
#include <memory>
#include <mutex>

#include "ledger/log/event_log.h"
#include "ledger/rules/rule_book.h"
#include "projections/base/view_store.h"

namespace sillok {

class RulesView {
 public:
  RulesView(const EventLog& log, ViewStore& store) : log_(log), store_(store) {}

  static bool takes(const BodyView& body) { return body.act() == Act::kPolicyAdopted; }
  void apply(const EventView& event);
  void forget();  // after an error in a batch: the book is read again
  Result<std::shared_ptr<const RuleBook>> book() const;

 private:
  const EventLog& log_;
  ViewStore& store_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<RuleBook> book_;  // nullptr: not read yet
};

}  // namespace sillok
