#pragma once
// JSON text as people and other programs expect it: decimals in full (9.395), where Boost.JSON writes
// them with an exponent (9.395E0). Pure; any thread.
#include <boost/json/value.hpp>
#include <string>

namespace sillok {

// The value on one line.
std::string json_text(const boost::json::value& value);
// Thousandths as a JSON number: an integer where there is no fraction.
boost::json::value decimal_json(std::int64_t thousandths);

}  // namespace sillok
