#include "ledger/desk/line_queue.h"

#include <algorithm>

namespace sillok {

bool LineQueue::push(std::unique_ptr<Line> line) {
  std::unique_lock lock{mutex_};
  // One line is let in whatever its size, or a very long one could never pass.
  room_.wait(lock, [&] {
    return given_up_ || lines_.empty() || (lines_.size() < kLinesMax && bytes_ + line->bytes <= kBytesMax);
  });
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

std::vector<LineQueue::Line*> LineQueue::take() {
  std::unique_lock lock{mutex_};
  work_.wait(lock, [&] { return given_up_ || closed_ || next_untaken_ < lines_.size(); });
  std::vector<Line*> taken;
  if (given_up_) return taken;
  // A share of what waits: one hand-over for many lines, but never a line behind others while a
  // worker has nothing to do.
  const std::size_t waiting = lines_.size() - next_untaken_;
  const std::size_t count = std::clamp<std::size_t>(waiting / kTakenMax, std::min<std::size_t>(waiting, 1), kTakenMax);
  for (std::size_t i = 0; i < count; ++i) taken.push_back(lines_[next_untaken_++].get());
  return taken;
}

void LineQueue::done(std::span<Line* const> lines) {
  std::unique_lock lock{mutex_};
  for (Line* line : lines) line->is_done = true;
  const bool goes_on = !lines_.empty() && lines_.front()->is_done;
  lock.unlock();  // or who is woken would only wait for the lock
  if (goes_on) ready_.notify_one();
}

std::vector<std::unique_ptr<LineQueue::Line>> LineQueue::next(std::optional<std::chrono::microseconds> patience,
                                                              bool& at_end) {
  std::unique_lock lock{mutex_};
  at_end = false;
  const auto there = [&] { return (!lines_.empty() && lines_.front()->is_done) || (closed_ && lines_.empty()); };
  std::vector<std::unique_ptr<Line>> ready;
  if (!patience) {
    ready_.wait(lock, there);
  } else if (!ready_.wait_for(lock, *patience, there)) {
    return ready;
  }
  at_end = lines_.empty();
  for (; !lines_.empty() && lines_.front()->is_done; lines_.pop_front()) {
    bytes_ -= lines_.front()->bytes;
    --next_untaken_;
    ready.push_back(std::move(lines_.front()));
  }
  // The reader is woken for many lines, not for each; a queue that empties always comes by here.
  const bool has_room = lines_.size() <= kLinesMax / 2;
  lock.unlock();
  if (has_room) room_.notify_one();
  return ready;
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
