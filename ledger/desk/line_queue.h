#pragma once
// The bounded queue between the reader of lines, the workers that prepare them and the one thread
// that decides them in order. Full means the reader waits: memory stays bounded whatever the input.
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/desk/prepare.h"

namespace sillok {

class LineQueue {
 public:
  struct Line {
    std::uint64_t number = 0;  // from 1
    std::string text;
    std::size_t bytes = 0;
    bool too_long = false;
    std::optional<Result<PreparedOrder>> prepared;  // the worker's until it is done
    bool is_done = false;                           // the queue's
  };

  // Reader: false once the queue was given up.
  bool push(std::unique_ptr<Line> line);
  void close();  // no more lines
  // Worker: the next lines nobody has taken, few where few wait; none at the end. Each gets its
  // `prepared` before they are handed back together.
  std::vector<Line*> take();
  void done(std::span<Line* const> lines);
  // Decider: the next lines in order as far as they are prepared, once there is one. None: at the
  // end (`at_end`), or when `patience` ran out first.
  std::vector<std::unique_ptr<Line>> next(std::optional<std::chrono::microseconds> patience, bool& at_end);
  // Whether any line is under way or ready.
  bool idle();
  void give_up();

 private:
  static constexpr std::size_t kLinesMax = 4096;
  static constexpr std::size_t kBytesMax = 96u << 20;
  static constexpr std::size_t kTakenMax = 16;

  std::mutex mutex_;
  std::condition_variable room_, work_, ready_;
  std::deque<std::unique_ptr<Line>> lines_;
  std::size_t next_untaken_ = 0;  // index into lines_
  std::size_t bytes_ = 0;
  bool closed_ = false, given_up_ = false;
};

}  // namespace sillok
