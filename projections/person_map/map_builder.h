#pragma once
// Brings the map of persons up to a size of the ledger. One thread.
#include "projections/person_map/person_map.h"
#include "projections/views.h"

namespace sillok {

// From what the map covers on. The views must have all of the log's first `size` events; `genesis` is the ledger's
// hash.
Result<Ok> bring_up_to(PersonMap& map, std::uint64_t size, const EventLog& log, const Views& views, const Hash& genesis,
                       Durable durable = Durable::kNow);

}  // namespace sillok
