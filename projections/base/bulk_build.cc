#include "projections/base/bulk_build.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "projections/base/bookmark.h"
#include "projections/base/verified_scan.h"
#include "projections/organization/organization_view.h"
#include "projections/person_record/person_projector.h"
#include "projections/rules/rules_view.h"

namespace sillok {
namespace {

constexpr std::size_t kWorkerCount = 2;
constexpr std::size_t kCacheBytes = 96u << 20;
constexpr std::size_t kChunkBytes = 256u << 10;
constexpr std::size_t kChunksWaitingMax = 4;
constexpr std::size_t kProgressEvents = 16'384;

// Entries one after another, each on a border of 8 bytes as FlatBuffers are.
struct Chunk {
  struct Place {
    std::size_t begin, size;
  };
  Bytes bytes;
  std::vector<Place> entries;
};

// Brings the events of its persons in, in order, on a thread of its own.
class Worker {
 public:
  Worker(const EventLog& log, std::unique_ptr<ViewStore> store)
      : log_(log),
        store_(std::move(store)),
        cache_(*store_, kCacheBytes, true),
        projector_(log, *store_, [this](std::string_view) -> PersonCache& { return cache_; }),
        thread_([this] { run(); }) {}
  ~Worker() {
    {
      const std::lock_guard lock(mutex_);
      is_closing_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  void add(BytesView entry) {
    next_.bytes.resize((next_.bytes.size() + 7) / 8 * 8);
    next_.entries.push_back({next_.bytes.size(), entry.size()});
    next_.bytes.append(entry);
    if (next_.bytes.size() >= kChunkBytes) hand_over();
  }

  // All that was added is in the store, but for records still in the cache.
  Result<Ok> drain() {
    hand_over();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.empty() && !is_busy_; });
    return outcome_;
  }

  PersonCache& cache() { return cache_; }
  Result<Ok> finish() {
    SILLOK_CHECK(drain());
    cache_.write_changed();
    return store_->commit();
  }
  bool has_failed() {
    const std::lock_guard lock(mutex_);
    return !outcome_;
  }

 private:
  void hand_over() {
    if (next_.entries.empty()) return;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.size() < kChunksWaitingMax; });
    waiting_.push_back(std::move(next_));
    next_ = Chunk{};
    changed_.notify_all();
  }

  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return is_closing_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const Chunk chunk = std::move(waiting_.front());
      waiting_.pop_front();
      is_busy_ = true;
      const bool goes_on = outcome_.has_value();  // after an error only the queue is emptied
      lock.unlock();
      changed_.notify_all();
      Result<Ok> outcome = goes_on ? take(chunk) : Result<Ok>(Ok{});
      lock.lock();
      if (!outcome) outcome_ = std::move(outcome);
      is_busy_ = false;
      changed_.notify_all();
    }
  }

  Result<Ok> take(const Chunk& chunk) {
    for (const Chunk::Place& place : chunk.entries) {
      const EventView event = EventView::trust(BytesView(chunk.bytes).substr(place.begin, place.size));
      Root root;
      if (is_act_on_act(event.body().act())) {
        SILLOK_TRY(found, root_of(log_, event.body(), event.position()));
        root = std::move(found);
      }
      SILLOK_CHECK(projector_.apply(event, root));
    }
    cache_.trim();  // before the commit: what leaves the cache must be there when it is read again
    return store_->commit();
  }

  const EventLog& log_;
  std::unique_ptr<ViewStore> store_;
  PersonCache cache_;
  PersonProjector projector_;
  Chunk next_;  // of the reading thread
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Chunk> waiting_;
  Result<Ok> outcome_ = Ok{};
  bool is_busy_ = false, is_closing_ = false;
  std::thread thread_;  // last: it starts when the rest is there
};

class Build {
 public:
  Build(const EventLog& log, ViewStore& store)
      : log_(log),
        store_(store),
        organization_(log, store),
        rules_(log, store),
        across_(log, store, [this](std::string_view person) -> PersonCache& { return worker_of(person).cache(); }) {
    for (std::size_t i = 0; i < kWorkerCount; ++i) workers_.push_back(std::make_unique<Worker>(log, store.another()));
  }

  Result<Ok> take(const EventView& event) {
    const BodyView body = event.body();
    Root root;
    if (is_act_on_act(body.act())) {
      SILLOK_TRY(found, root_of(log_, body, event.position()));
      root = std::move(found);
    }
    if (OrganizationView::takes(body, root)) return organization_.apply(event);
    if (RulesView::takes(body)) rules_.apply(event);
    if (!is_of_person(event, body)) return Ok{};
    if (concerns_others(body, root)) return take_across(event, root);
    worker_of(body.subject()).add(event.bytes());
    return Ok{};
  }

  bool has_failed() {
    for (const auto& worker : workers_) {
      if (worker->has_failed()) return true;
    }
    return false;
  }

  Result<Ok> finish(const Bookmark& bookmark) {
    for (const auto& worker : workers_) SILLOK_CHECK(worker->finish());
    put_bookmark(store_, bookmark);
    SILLOK_CHECK(store_.commit());
    return store_.finish_bulk();
  }

 private:
  Worker& worker_of(std::string_view person) { return *workers_[std::hash<std::string_view>{}(person) % kWorkerCount]; }

  bool concerns_others(const BodyView& body, const Root& root) const {
    if (!other_person(body).empty()) return true;
    if (!shared_.empty() && shared_.contains(Bytes(body.subject()))) return true;
    return std::any_of(root.persons.begin(), root.persons.end(),
                       [&](const Bytes& person) { return person != body.subject(); });
  }

  // What can reach another person is done here while both workers rest.
  Result<Ok> take_across(const EventView& event, const Root& root) {
    for (const auto& worker : workers_) SILLOK_CHECK(worker->drain());
    const BodyView body = event.body();
    // Whatever is recorded for any of them from now on may concern the others.
    shared_.emplace(body.subject());
    if (const auto other = other_person(body); !other.empty()) shared_.emplace(other);
    shared_.insert(root.persons.begin(), root.persons.end());
    SILLOK_CHECK(across_.apply(event, root));
    return store_.commit();
  }

  const EventLog& log_;
  ViewStore& store_;
  OrganizationView organization_;
  RulesView rules_;
  std::vector<std::unique_ptr<Worker>> workers_;
  PersonProjector across_;
  std::unordered_set<Bytes> shared_;
};

}  // namespace

Result<Ok> build_views(const std::filesystem::path& dir, const EventLog& log, Position end,
                       const std::function<void(Position, Position)>& progress) {
  SILLOK_TRY(store, ViewStore::open(dir, ViewStore::Mode::kBulk));
  Build build(log, *store);
  Bookmark bookmark;
  const auto read = verified_scan(log, bookmark, end, [&](const EventView& event) -> Result<Ok> {
    if (event.position() % kProgressEvents == 0) {
      if (progress) progress(event.position(), end);
      if (build.has_failed()) return build.finish({});
    }
    return build.take(event);
  });
  if (!read) return read;
  SILLOK_CHECK(build.finish(bookmark));
  if (progress) progress(end, end);
  return Ok{};
}

}  // namespace sillok
