#pragma once
// An exclusive lock on a file, for as long as it lives: among processes, and among openings of one process.
#include <filesystem>

namespace sillok {

class FileLock {
 public:
  enum class Wait { kNo, kYes };  // for whoever holds it
  // Makes the file where it is missing, for the owner to write.
  FileLock(const std::filesystem::path& path, Wait wait, unsigned mode = 0644);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  // False where another holds it, or the file can't be written.
  bool is_held() const { return is_held_; }

 private:
  int file_;
  bool is_held_ = false;
};

}  // namespace sillok
