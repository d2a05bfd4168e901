#include "ledger/base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace sillok {

FileLock::FileLock(const std::filesystem::path& path, Wait wait, unsigned mode)
    : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, mode)) {
  is_held_ = file_ >= 0 && ::flock(file_, wait == Wait::kYes ? LOCK_EX : LOCK_EX | LOCK_NB) == 0;
}

FileLock::~FileLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace sillok
