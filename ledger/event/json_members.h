#pragma once
// For files that somebody pins: a member that stands twice in an object would be read in one way by one reader and in
// another by the next.
#include <string_view>

namespace sillok {

// Whether no object in it has two members of one name; true for what is no JSON at all.
bool has_members_once(std::string_view json);

}  // namespace sillok
