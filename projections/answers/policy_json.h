#pragma once
// Rule tables as answers (`policy list|show`).
#include <boost/json/object.hpp>

#include "ledger/rules/law.h"

namespace sillok {

// {"tables":[{"table","rows","valid_from":[days]}]}: what was known at the law's instant.
boost::json::array policy_list_json(const Law& law);
// The rows of a table in force on a day, each as it was adopted, with from when it holds and the act that adopted it.
// Fault::not_found where no such table was ever adopted by then.
Result<boost::json::array> policy_rows_json(const Law& law, std::string_view table, Date as_of);

}  // namespace sillok
