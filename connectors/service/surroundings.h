#pragma once
// What a part of the service that runs beside the answers is given: it adds its checks and figures, and is asked for
// its work (beside.h). All of it outlives the work.
#include "connectors/service/beside.h"
#include "connectors/service/followed_ledger.h"
#include "connectors/service/metrics.h"
#include "connectors/service/readiness.h"

namespace sillok::service {

struct Surroundings {
  // A part that records in the ledger's directory itself may have it looked at: followed.look().
  FollowedLedger& followed;
  Readiness& readiness;
  Metrics& metrics;
  const Tell& tell;
};

}  // namespace sillok::service
