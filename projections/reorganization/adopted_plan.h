#pragma once
// Plans that were carried out, as the log has them: an order of which the first acts adopt the plan's document and the
// last move people by it.
#include <optional>
#include <string>
#include <vector>

#include "ledger/log/event_log.h"
#include "ledger/reorganization/plan.h"
#include "projections/views.h"

namespace sillok {

struct AdoptedPlan {
  ReorganizationPlan plan;  // read from its document
  PlainHeader header;       // of the order
  Position first = 0, last = 0;
  Instant recorded_at;
};
// In recorded order. Fault::damaged where an adoption can't be read as a plan.
Result<std::vector<AdoptedPlan>> adopted_plans(const Views& views, const EventLog& log);
// Fault::not_found where no plan of that id was carried out.
Result<AdoptedPlan> adopted_plan(const Views& views, const EventLog& log, std::string_view id);

struct MovedByPlan {
  std::string person, from, to, post;
  Position position = kNoPosition;
};
// Everybody whom the order moved, in its order.
Result<std::vector<MovedByPlan>> moved_by(const AdoptedPlan& adopted, const EventLog& log);

}  // namespace sillok
