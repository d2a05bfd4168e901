#pragma once
// A progress bar on a terminal's stderr; silent everywhere else (contract §2).
#include <cstdint>
#include <string>

namespace sillok::cli {

class Progress {
 public:
  // `total` 0: not known, only what is done is shown.
  Progress(std::string what, std::uint64_t total);
  ~Progress();
  void show(std::uint64_t done);

 private:
  std::string what_;
  std::uint64_t total_;
  bool terminal_;
  bool shown_ = false;
  std::int64_t next_millis_ = 0;
};

}  // namespace sillok::cli
