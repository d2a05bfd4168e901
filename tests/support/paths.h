#pragma once
// Where the tests find what lies in the clone and in its build.
#include <filesystem>

namespace sillok::paths {

std::filesystem::path source_dir();  // the clone
std::filesystem::path schema_dir();  // the binary schemas (.bfbs) of this build

}  // namespace sillok::paths
