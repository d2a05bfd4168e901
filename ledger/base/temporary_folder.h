#pragma once
// A folder that goes away, with all in it, with the object.
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "ledger/base/result.h"

namespace sillok {

class TemporaryFolder {
 public:
  // A fresh one where the system keeps temporary files. Fault::unavailable (storage.scratch) where there is no room.
  static Result<std::unique_ptr<TemporaryFolder>> make(const std::string& name);
  // That one, whether it is there yet or not.
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  const std::filesystem::path path_;
};

}  // namespace sillok
