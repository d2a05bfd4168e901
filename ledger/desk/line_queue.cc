#include "ledger/desk/line_queue.h"

namespace sillok {

bool LineQueue::push(std::unique_ptr<Line> line) {
  std::unique_lock lock{mutex_};
  // One line is let in whatever its size, or a very long one could never pass.
  room_.wait(lock, [&] { return given_up_ || lines_.empty() || (lines_.size() < kLinesMax && bytes_ + line->bytes <= kBytesMax); });
  if (given_up_) return false;
  bytes_ += line->bytes;
  lines_.push_back(std::move(line));
  lock.unlock();
  work_.notify_one();
  return true;
}

void LineQueue::close() {
  const std::scoped_lock lock{mutex_};
  closed_ = true;
  work_.notify_all();
  ready_.notify_all();
}

LineQueue::Line* LineQueue::take() {
  std::unique_lock lock{mutex_};
  work_.wait(lock, [&] { return given_up_ || closed_ || next_untaken_ < lines_.size(); });
  if (given_up_ || next_untaken_ >= lines_.size()) return nullptr;
  return lines_[next_untaken_++].get();
}

void LineQueue::done(Line* line, Result<PreparedOrder> prepared) {
  const std::scoped_lock lock{mutex_};
  line->prepared.emplace(std::move(prepared));
  if (!lines_.empty() && lines_.front().get() == line) ready_.notify_one();
}

std::unique_ptr<LineQueue::Line> LineQueue::next(std::optional<std::chrono::microseconds> patience, bool& at_end) {
  std::unique_lock lock{mutex_};
  const auto there = [&] { return (!lines_.empty() && lines_.front()->prepared) || (closed_ && lines_.empty()); };
  if (!patience) {
    ready_.wait(lock, there);
  } else if (!ready_.wait_for(lock, *patience, there)) {
    at_end = false;
    return nullptr;
  }
  at_end = lines_.empty();
  if (at_end) return nullptr;
  std::unique_ptr<Line> line = std::move(lines_.front());
  lines_.pop_front();
  --next_untaken_;
  bytes_ -= line->bytes;
  lock.unlock();
  room_.notify_one();
  return line;
}

bool LineQueue::idle() {
  const std::scoped_lock lock{mutex_};
  return lines_.empty();
}

void LineQueue::give_up() {
  const std::scoped_lock lock{mutex_};
  given_up_ = true;
  room_.notify_all();
  work_.notify_all();
}

}  // namespace sillok
