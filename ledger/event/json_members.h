#pragma once
// For files that somebody pins: a member that stands twice in an object would be read in one way by one reader and in
// another by the next.
#include <string_view>

namespace sillok {

// Whether it can be read as JSON, in one way only: no object in it has two members of one name, no number is beyond
// what 64 bits hold.
bool has_members_once(std::string_view json);

}  // namespace sillok
