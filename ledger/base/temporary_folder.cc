#include "ledger/base/temporary_folder.h"

#include <stdlib.h>

namespace sillok {

Result<std::unique_ptr<TemporaryFolder>> TemporaryFolder::make(const std::string& name) {
  std::error_code error;
  std::string made = (std::filesystem::temp_directory_path(error) / (name + "-XXXXXX")).string();
  if (!error && ::mkdtemp(made.data()) != nullptr) return std::make_unique<TemporaryFolder>(made);
  return fail(Fault::unavailable, "storage.scratch", made,
              "there is no room for temporary files; check the disk and your rights");
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code stays;
  std::filesystem::remove_all(path_, stays);
}

}  // namespace sillok
