#pragma once
// The rule tables of schemas/policies, as they were when this program was built (policies/README.md says what
// their columns mean). Constant data; any thread.
#include <span>
#include <string_view>

namespace sillok {

struct PolicyFile {
  std::string_view table;  // the file's name without .csv
  std::string_view csv;
};
std::span<const PolicyFile> shipped_policy_files();

}  // namespace sillok
