#pragma once
// The logs that stand beside a ledger's events (contract §8).
#include <string_view>
#include <vector>

#include "ledger/desk/access_log.h"
#include "projections/person_map/persons_log.h"

namespace sillok::cli {

inline std::vector<std::string_view> side_logs() { return {kPersonsLog, kAccessLog}; }

}  // namespace sillok::cli
