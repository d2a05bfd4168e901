#pragma once
// A refusal, or a finding, that rests on a row of the law; or on an article alone, where no row says it.
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "ledger/rules/law.h"
#include "ledger/rules/state_rules.h"

namespace sillok {

inline Refusal refusal_by(std::string code, std::string message, const RuleRow* row, std::string_view reference = {}) {
  return {std::move(code), std::move(message), row != nullptr ? row->legal_reference : std::string{reference},
          row != nullptr ? row->policy() : ""};
}

// What checks of one act by the law share: the act, the record before it, and the refusals gathered.
class ActByLaw {
 protected:
  ActByLaw(const PersonState& before, const Fact& fact, const Law& law)
      : before_(before), fact_(fact), law_(law), day_(fact.effective_on()) {}
  void refuse(std::string code, std::string message, const RuleRow* row, std::string_view reference = {}) {
    refusals_.push_back(refusal_by(std::move(code), std::move(message), row, reference));
  }
  std::string who() const { return fmt::format("person {}", fact_.subject()); }

  const PersonState& before_;
  const Fact& fact_;
  const Law& law_;
  const Date day_;
  std::vector<Refusal> refusals_;
};

}  // namespace sillok
