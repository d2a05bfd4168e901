#pragma once
// The record of contract §4 as JSON, with the position of the act each field comes from.
#include <boost/json/object.hpp>

#include "projections/answers/point.h"

namespace sillok {

// Fault::not_found where nothing is recorded of that person at that point.
Result<boost::json::object> record_json(Ledger& ledger, const Views& views, std::string_view person,
                                        const Point& point);

}  // namespace sillok
