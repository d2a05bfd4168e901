#pragma once
// What the desk has to know of the past to decide: the seam to the read side, which folds the log.
// One thread, but for careers(). Both implementations (over the views; over a map in tests) answer for all events
// committed so far.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/ids.h"
#include "ledger/record/career.h"
#include "ledger/record/organization_state.h"
#include "ledger/rules/rule_book.h"

namespace sillok {

class PersonRecords {
 public:
  virtual ~PersonRecords() = default;
  // After all her acts; revision 0 for a person without acts. It never changes under its holder.
  virtual Result<std::shared_ptr<const Career>> career(std::string_view person) = 0;
  // The same of many, in their order; any number of threads at once while none commits.
  virtual Result<std::vector<std::shared_ptr<const Career>>> careers(std::span<const std::string_view> persons) = 0;
  // Entries of all her acts (and those a correction moved to her) in recorded order.
  virtual Result<std::vector<Bytes>> acts(std::string_view person) = 0;
  // Entries at these positions.
  virtual Result<std::vector<Bytes>> entries(std::span<const Position> positions) = 0;
  // Every adoption of a rule table that is committed.
  virtual Result<std::shared_ptr<const RuleBook>> rules() = 0;
  // Everybody who was ever in the unit, as far as is committed; others may be among them.
  virtual Result<std::vector<std::string>> persons_ever_in(std::string_view unit) = 0;
  virtual std::shared_ptr<const OrganizationState> organization() = 0;
  // Entries of all acts on organizations, and of those on such acts, in recorded order.
  virtual Result<std::vector<Bytes>> organization_acts() = 0;
  // Called after each commit with the entries just recorded, before receipts go out.
  virtual Result<Ok> committed(Position first, std::span<const BytesView> entries) = 0;
};

}  // namespace sillok
