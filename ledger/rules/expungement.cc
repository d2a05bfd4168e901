#include "ledger/rules/expungement.h"

#include <fmt/format.h>

namespace sillok {

std::vector<Expungement> expungements_of(const std::vector<Restriction>& restrictions, const Law& law) {
  std::vector<Expungement> out;
  std::size_t chain = 0;  // where the chain begins that the next one may lie in
  std::int64_t months = 0;
  for (const Restriction& each : restrictions) {
    const RuleRow* row = law.find(table::kExpungeYears, each.sanction->kind, each.sanction->effective_on);
    if (row == nullptr || !row->months()) continue;
    const bool is_inside = chain < out.size() && each.sanction->effective_on < out[chain].due;
    if (!is_inside) {
      chain = out.size();
      months = 0;
    }
    months += *row->months();
    Expungement own{&each, kEndOfTime, {}};
    own.why.periods.push_back({fmt::format("{} executed", each.sanction->kind),
                               {each.sanction->effective_on, each.executed},
                               {},
                               {each.sanction->source},
                               {},
                               "DPR:9",
                               ""});
    own.why.policies.push_back(row->policy());
    out.push_back(std::move(own));
    const Date due = add(out[chain].restriction->executed, {months, 0});
    for (std::size_t i = chain; i < out.size(); ++i) {
      out[i].due = due;
      out[i].why.note = fmt::format("{} months from {}{}", months, to_string(out[chain].restriction->executed),
                                    out.size() - chain > 1 ? ", the sum for sanctions inside each other's period" : "");
    }
  }
  return out;
}

}  // namespace sillok
