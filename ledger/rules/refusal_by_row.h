#pragma once
// A refusal, or a finding, that rests on a row of the law; or on an article alone, where no row says it.
#include <string>
#include <string_view>

#include "ledger/rules/rule_book.h"
#include "ledger/rules/state_rules.h"

namespace sillok {

inline Refusal refusal_by(std::string code, std::string message, const RuleRow* row, std::string_view reference = {}) {
  return {std::move(code), std::move(message), row != nullptr ? row->legal_reference : std::string{reference},
          row != nullptr ? row->policy() : ""};
}

}  // namespace sillok
