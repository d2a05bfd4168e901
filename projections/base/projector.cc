#include "projections/base/projector.h"

#include <fmt/format.h>

#include "ledger/base/invariant.h"
#include "ledger/crypto/hash.h"
#include "projections/base/verified_scan.h"

namespace sillok {
namespace {

constexpr std::size_t kCacheBytes = 256u << 20;
constexpr std::size_t kBatchEvents = 4'096;  // of a catch-up: bounds the batch, and what a crash repeats

}  // namespace

Projector::Projector(const EventLog& log, ViewStore& store)
    : log_(log),
      store_(store),
      cache_(store, kCacheBytes),
      person_projector_(log, store, [this](std::string_view) -> PersonCache& { return cache_; }),
      organization_(log, store),
      rules_(log, store) {}

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

Result<Ok> Projector::commit(const Bookmark& bookmark) {
  cache_.write_changed();
  put_bookmark(store_, bookmark);
  SILLOK_CHECK(store_.commit());
  cache_.trim();
  bookmark_ = bookmark;
  return Ok{};
}

tl::unexpected<Error> Projector::give_up(Error error) {
  store_.discard();
  cache_.clear();
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
      pending = 0;
    }
    ++pending;
    return take(event);
  });
  if (!outcome) return give_up(outcome.error());
  if (const auto committed = commit(bookmark); !committed) return give_up(committed.error());
  return Ok{};
}

Result<Ok> Projector::apply(Position first, std::span<const BytesView> entries) {
  SILLOK_INVARIANT(first == bookmark_.position, "entries are handed on in the order they were committed");
  if (entries.empty()) return Ok{};
  for (const BytesView entry : entries) {
    if (const auto taken = take(EventView::trust(entry)); !taken) return give_up(taken.error());
  }
  const auto committed = commit({first + entries.size(), leaf_hash(entries.back())});
  if (!committed) return give_up(committed.error());
  return Ok{};
}

}  // namespace sillok
