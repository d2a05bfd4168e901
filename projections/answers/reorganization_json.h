#pragma once
// Plans as answers (contract §5).
#include <boost/json/object.hpp>

#include "projections/reorganization/adopted_plan.h"
#include "projections/reorganization/preview.h"

namespace sillok {

// {"plan","plan_hash","effective_on","moved","left_behind","problems","before","after","over_quota","pay_effect"} and
// who is absent, posts beside and rights that are touched, and the position it was decided on.
boost::json::object preview_json(const ReorganizationPlan& plan, const ReorganizationPreview& preview);
// Who moves where, by person: {"person","from","to","post"}.
boost::json::array moves_json(const std::vector<PlannedMove>& moved);
// {"plan","plan_hash","effective_on","order","positions","recorded_at"} and {"persons":[{"person","from","to",
// "position"}]} of those it moved.
boost::json::object adopted_json(const AdoptedPlan& adopted);
boost::json::object list_json(const AdoptedPlan& adopted, const std::vector<MovedByPlan>& moved);

}  // namespace sillok
