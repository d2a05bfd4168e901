#include "tests/support/paths.h"

namespace sillok::paths {

std::filesystem::path source_dir() { return SILLOK_SOURCE_DIR; }
std::filesystem::path schema_dir() { return SILLOK_SCHEMA_DIR; }

}  // namespace sillok::paths
