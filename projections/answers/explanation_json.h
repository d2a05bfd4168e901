#pragma once
// Why a field of the record says what it says (`show --explain`).
#include <boost/json/object.hpp>

#include "projections/answers/record_json.h"

namespace sillok {

// {"field","value","note","policies","periods":[{"what","from","to","length","counted","acts","policies",…}]}; of a
// field that an act says outright, the act. Fault::misuse where the record has no such field.
Result<boost::json::object> explanation_json(const RecordAt& record, const boost::json::object& answer,
                                             std::string_view field);

}  // namespace sillok
