#include "projections/base/projector.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "ledger/base/invariant.h"
#include "ledger/base/parallel.h"
#include "ledger/crypto/hash.h"
#include "projections/base/verified_scan.h"

namespace sillok {
namespace {

constexpr std::size_t kCacheBytes = 256u << 20;
constexpr std::size_t kBatchEvents = 4'096;  // of a catch-up: bounds the batch, and what a crash repeats
// From so many events in a row it pays to share them out; so many at most go into one batch then.
constexpr std::size_t kSharedOutFrom = 512, kSharedOutMax = 16'384;
constexpr std::size_t kLanesMax = 4;

// Whether an event concerns its person alone, as far as the event itself tells.
bool is_hers_alone(const EventView& event) {
  const BodyView body = event.body();
  return body.act() != Act::kUnknown && is_of_person(event, body) && !is_act_on_act(body.act()) &&
         other_person(body).empty();
}

}  // namespace

Projector::Lane::Lane(const EventLog& log, std::unique_ptr<ViewStore> its_own, ViewStore& store,
                      std::size_t cache_bytes)
    : own(std::move(its_own)),
      cache(own ? *own : store, cache_bytes),
      projector(log, own ? *own : store, [this](std::string_view) -> PersonCache& { return cache; }) {}

Projector::Projector(const EventLog& log, ViewStore& store)
    : log_(log),
      store_(store),
      person_projector_(log, store, [this](std::string_view person) -> PersonCache& { return cache_of(person); }),
      organization_(log, store),
      rules_(log, store) {
  const std::size_t count =
      store.can_have_another() ? std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kLanesMax) : 1;
  for (std::size_t i = 0; i < count; ++i)
    lanes_.push_back(std::make_unique<Lane>(log, count == 1 ? nullptr : store.another(), store, kCacheBytes / count));
}

std::size_t Projector::lane_of(std::string_view person) const {
  return std::hash<std::string_view>{}(person) % lanes_.size();
}

PersonCache& Projector::cache_of(std::string_view person) { return lanes_[lane_of(person)]->cache; }

Result<Ok> Projector::each_lane(Lanes how, const std::function<Result<Ok>(std::size_t)>& work) {
  return for_each_in_parallel(lanes_.size(), how == Lanes::kAtOnce ? 1 : lanes_.size(), work);
}

Result<Ok> Projector::load() {
  SILLOK_TRY(bookmark, read_bookmark(store_));
  if (bookmark.position > log_.head().size) {
    return fail(Fault::damaged, "views.ahead", fmt::format("position {}", bookmark.position),
                "the views are ahead of the log; build them anew with `sillok rebuild`");
  }
  if (bookmark.position > 0) {
    SILLOK_TRY(last, log_.read(bookmark.position - 1));
    if (leaf_hash(last) != bookmark.last) {
      return fail(Fault::damaged, "views.other_log", fmt::format("position {}", bookmark.position - 1),
                  "the views followed another log; build them anew with `sillok rebuild`");
    }
  }
  bookmark_ = bookmark;
  rules_.forget();
  return organization_.load();
}

Result<Ok> Projector::take(const EventView& event) {
  const BodyView body = event.body();
  Root root;
  if (is_act_on_act(body.act())) {
    SILLOK_TRY(found, root_of(log_, body, event.position()));
    root = std::move(found);
  }
  if (OrganizationView::takes(body, root)) return organization_.apply(event);
  if (RulesView::takes(body)) rules_.apply(event);
  if (is_of_person(event, body)) return person_projector_.apply(event, root);
  return Ok{};
}

Result<Ok> Projector::commit(const Bookmark& bookmark, Lanes how) {
  SILLOK_CHECK(each_lane(how, [&](std::size_t i) {
    lanes_[i]->cache.write_changed();
    if (lanes_[i]->own) lanes_[i]->own->sort_batch();
    return Result<Ok>{};
  }));
  put_bookmark(store_, bookmark);
  for (const auto& lane : lanes_) {
    if (lane->own) store_.take_over(*lane->own);
  }
  SILLOK_CHECK(store_.commit());
  bookmark_ = bookmark;
  return Ok{};
}

void Projector::trim(Lanes how) {
  const auto trim_one = [&](std::size_t i) {
    lanes_[i]->cache.trim();
    return Result<Ok>{};
  };
  const auto trimmed = each_lane(how, trim_one);
  SILLOK_INVARIANT(trimmed.has_value(), "nothing of it fails");
}

tl::unexpected<Error> Projector::give_up(Error error) {
  store_.discard();
  for (const auto& lane : lanes_) {
    if (lane->own) lane->own->discard();
    lane->cache.clear();
  }
  if (const auto loaded = load(); !loaded && error.message.empty()) error = loaded.error();
  return tl::unexpected{std::move(error)};
}

Result<Ok> Projector::catch_up(Position end) {
  Bookmark bookmark = bookmark_;
  std::size_t pending = 0;
  const auto outcome = verified_scan(log_, bookmark, end, [&](const EventView& event) -> Result<Ok> {
    if (pending == kBatchEvents) {
      // `bookmark` stands at this event: all before it are in the batch.
      SILLOK_CHECK(commit(bookmark));
      trim(Lanes::kOneByOne);
      pending = 0;
    }
    ++pending;
    return take(event);
  });
  if (!outcome) return give_up(outcome.error());
  if (const auto committed = commit(bookmark); !committed) return give_up(committed.error());
  trim(Lanes::kOneByOne);
  return Ok{};
}

// Entries on persons that concern nobody else, each lane's on a thread of its own. How many were taken: up to the
// first that cannot be.
Result<std::size_t> Projector::take_by_lanes(std::span<const BytesView> entries) {
  std::vector<std::vector<EventView>> events(lanes_.size());
  for (const BytesView entry : entries) {
    const EventView event = EventView::trust(entry);
    events[lane_of(event.body().subject())].push_back(event);
  }
  // What is recorded under an id that was merged into another concerns that one too.
  const Position first = EventView::trust(entries.front()).position();
  std::vector<Position> ends(lanes_.size(), first + entries.size());
  SILLOK_CHECK(each_lane(Lanes::kAtOnce, [&](std::size_t i) -> Result<Ok> {
    for (const EventView& event : events[i]) {
      SILLOK_TRY(career, lanes_[i]->cache.load(event.body().subject()));
      if (career->newest().merged_into.empty()) continue;
      ends[i] = event.position();
      break;
    }
    return Ok{};
  }));
  const Position end = *std::min_element(ends.begin(), ends.end());
  const auto apply_one = [&](Lane& lane, const EventView& event) {
    return event.position() < end ? lane.projector.apply(event, Root{}) : Result<Ok>{};
  };
  SILLOK_CHECK(each_lane(Lanes::kAtOnce, [&](std::size_t i) -> Result<Ok> {
    for (const EventView& event : events[i]) {
      if (auto applied = apply_one(*lanes_[i], event); !applied) return applied;
    }
    return Ok{};
  }));
  return end - first;
}

Result<Ok> Projector::take_all(std::span<const BytesView> entries) {
  const Position first = bookmark_.position;
  std::size_t done = 0, committed = 0;
  const auto commit_done = [&](Lanes how) -> Result<Ok> {
    if (committed == done) return Ok{};
    committed = done;
    return commit({first + done, leaf_hash(entries[done - 1])}, how);
  };
  while (done < entries.size()) {
    const auto rest = entries.subspan(done, std::min(entries.size() - done, kSharedOutMax));
    const auto other = std::find_if_not(rest.begin(), rest.end(),
                                        [](BytesView entry) { return is_hers_alone(EventView::trust(entry)); });
    auto row = static_cast<std::size_t>(other - rest.begin());
    if (lanes_.size() > 1 && row >= kSharedOutFrom) {
      SILLOK_CHECK(commit_done(Lanes::kOneByOne));
      SILLOK_TRY(taken, take_by_lanes(rest.first(row)));
      done += taken;
      SILLOK_CHECK(commit_done(Lanes::kAtOnce));
      if (taken == row) continue;
      row = 0;
    }
    // A short row, and what ended it.
    for (const BytesView entry : entries.subspan(done, std::min(row + 1, entries.size() - done))) {
      SILLOK_CHECK(take(EventView::trust(entry)));
      ++done;
    }
  }
  return commit_done(Lanes::kOneByOne);
}

Result<Ok> Projector::apply(Position first, std::span<const BytesView> entries) {
  SILLOK_INVARIANT(first == bookmark_.position, "entries are handed on in the order they were committed");
  const auto taken = take_all(entries);
  if (!taken) return give_up(taken.error());
  // Not before: what the writer has just read to decide was asked for once more.
  trim(entries.size() < kSharedOutFrom ? Lanes::kOneByOne : Lanes::kAtOnce);
  return Ok{};
}

}  // namespace sillok
