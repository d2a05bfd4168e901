#pragma once
// What a row of a rule table must say to be a rule at all (schemas/policies/README.md): a row that can't be read would
// decide nothing, or everything. Pure.
#include <optional>
#include <string>
#include <string_view>

namespace sillok {

// What is wrong with a row as it is adopted, one JSON text; nothing: it can be read. Of tables the program does not
// know (`is_known` false) any row is taken, and one without an id anywhere: nothing looks into them.
std::optional<std::string> policy_row_fault(std::string_view row, bool is_known);

}  // namespace sillok
