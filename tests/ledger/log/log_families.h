#pragma once
// The families of a log's database, for tests that look into it, or change it, behind its back.
#include <vector>

#include "ledger/log/kv_store.h"

namespace sillok::testing {

inline const std::vector<FamilySpec> kLogFamilies{{"events", Layout::kSequential},
                                                  {"tiles", Layout::kIncompressible},
                                                  {"index", Layout::kRandom},
                                                  {"topic", Layout::kIncompressible}};

}  // namespace sillok::testing
