#include "ledger/rules/expungement.h"

#include <fmt/format.h>

#include <algorithm>

namespace sillok {
namespace {

// Marks that lie in each other's period, and what they have to wait for together.
class Chain {
 public:
  void take(Expungement each, Period execution, const RuleRow& row) {
    const std::int64_t own = row.months().value_or(0);
    const bool is_inside = !marks_.empty() && execution.from < marks_.back().due;
    if (!is_inside) {
      first_executed_ = execution.to;
      first_ = marks_.size();
      months_ = 0;
    }
    months_ += own;
    each.why.periods.push_back(
        {fmt::format("{} executed", each.kind()), execution, {}, {each.source()}, {}, row.legal_reference, ""});
    each.why.policies.push_back(row.policy());
    marks_.push_back(std::move(each));
    const Date due = add(first_executed_, {months_, 0});
    for (std::size_t i = first_; i < marks_.size(); ++i) {
      marks_[i].due = due;
      marks_[i].why.note =
          fmt::format("{} months from {}{}", months_, to_string(first_executed_),
                      marks_.size() - first_ > 1 ? ", the sum for those inside each other's period" : "");
    }
  }
  std::vector<Expungement> marks() { return std::move(marks_); }

 private:
  std::vector<Expungement> marks_;
  std::size_t first_ = 0;
  Date first_executed_;
  std::int64_t months_ = 0;
};

}  // namespace

std::vector<Expungement> expungements_of(const PersonState& state, const std::vector<Restriction>& restrictions,
                                         const Law& law) {
  Chain sanctions, removals;
  std::vector<Expungement> out;
  for (const Restriction& each : restrictions) {
    const Sanction& sanction = *each.sanction;
    const RuleRow* row = law.find(table::kExpungeYears, sanction.kind, query_of(sanction));
    if (row == nullptr || !row->months()) continue;
    Chain own;
    Chain& chain = row->flag("alone") ? own : sanctions;
    chain.take({&sanction, nullptr, {}, {}}, {sanction.effective_on, each.executed}, *row);
    for (Expungement& alone : own.marks()) out.push_back(std::move(alone));
  }
  for (Expungement& each : sanctions.marks()) out.push_back(std::move(each));
  std::stable_sort(out.begin(), out.end(), [](const Expungement& a, const Expungement& b) {
    return std::pair{a.sanction->effective_on, a.source()} < std::pair{b.sanction->effective_on, b.source()};
  });
  for (const Phase& phase : state.phases) {
    if (phase.kind != Phase::Kind::kRemoval) continue;
    const RuleRow* row = law.find(table::kExpungeYears, kRemovedFromPosition, phase.from);
    if (row != nullptr && row->months()) removals.take({nullptr, &phase, {}, {}}, {phase.from, phase.to}, *row);
  }
  for (Expungement& each : removals.marks()) out.push_back(std::move(each));
  return out;
}

}  // namespace sillok
