#pragma once
// The acts of one person as they were known at an instant: her own, those of ids that had been merged
// into hers by then, those that had been moved to her, and what was said of any of these. The views
// keep what a later merge or move brought beside the rest, so it is left out here.
#include <optional>
#include <string_view>
#include <vector>

#include "projections/views.h"

namespace sillok {

Result<ReadActs> known_acts(const Views& views, std::string_view person, std::optional<Instant> known_at);

}  // namespace sillok
