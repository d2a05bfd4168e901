#pragma once
// What differs between two points of one record, and the acts it comes from (contract §4).
#include <boost/json/object.hpp>

#include "projections/answers/point.h"

namespace sillok {

// {"person","from","to","differences":[{"field","before","after","caused_by":[positions]}]}.
// Fault::not_found where neither point knows the person.
Result<boost::json::object> diff_json(Ledger& ledger, const Views& views, std::string_view person, const Point& from,
                                      const Point& to);

}  // namespace sillok
