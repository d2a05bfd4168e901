#include "projections/views.h"

#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "ledger/base/invariant.h"
#include "ledger/base/ordered_jobs.h"
#include "ledger/base/parallel.h"
#include "projections/base/bulk_build.h"
#include "projections/base/keys.h"
#include "projections/base/live_dir.h"
#include "projections/base/projector.h"

namespace sillok {
namespace {

constexpr int kOpenAttempts = 8;  // of a reader while the writer switches or compacts
constexpr auto kOpenPause = std::chrono::milliseconds(20);
// Of records that are looked at one after the other: so many are one job, so many jobs wait at most.
constexpr std::size_t kPartRecords = 512, kPartsAhead = 16;
constexpr std::size_t kRecordsTogether = 64;  // by one core

// Which keys make up a view; its digest covers them.
struct ViewName {
  std::string_view name;
  std::string_view prefixes;
};
constexpr ViewName kViewNames[] = {{"history", "HMX"}, {"organization", "O"}, {"person_record", "P"},
                                   {"roster", "RU"},   {"rules", "L"},        {"statistics", "SV"}};

tl::unexpected<Error> cannot_make(const std::filesystem::path& dir, const std::error_code& error) {
  return fail(Fault::unavailable, "views.unavailable", dir.string(),
              error.message() + "; check the disk and run the same command again");
}

// A directory for views that are built to be compared: beside the others, or where temporary files go if
// only reading is allowed there.
Result<std::filesystem::path> place_to_compare(const std::filesystem::path& dir) {
  std::error_code error;
  // No writer may have been here yet, or a power cut has taken the directory: then ours are in memory.
  std::filesystem::create_directories(dir, error);
  if (!error && ::access(dir.c_str(), W_OK) == 0) return next_views(dir);
  const auto temporary = std::filesystem::temp_directory_path(error);
  if (error) return cannot_make(dir, error);
  std::string made = (temporary / "sillok-views-XXXXXX").string();
  if (::mkdtemp(made.data()) == nullptr) return cannot_make(made, std::error_code{errno, std::generic_category()});
  return std::filesystem::path{made};
}

Result<std::unique_ptr<ViewStore>> open_for_writing(const std::filesystem::path& dir) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (error) return cannot_make(dir, error);
  if (const auto live = live_views(dir)) return ViewStore::open(*live, ViewStore::Mode::kWriter);
  const auto fresh = next_views(dir);
  SILLOK_TRY(store, ViewStore::open(fresh, ViewStore::Mode::kWriter));
  SILLOK_CHECK(make_live(dir, fresh));
  return store;
}

// A reader can meet a writer that just replaced a file or the whole directory.
Result<std::unique_ptr<ViewStore>> open_for_reading(const std::filesystem::path& dir) {
  for (int attempt = 1;; ++attempt) {
    const auto live = live_views(dir);
    // None of this version (yet): the reader makes its own.
    if (!live) return ViewStore::open({}, ViewStore::Mode::kInMemory);
    auto store = ViewStore::open(*live, ViewStore::Mode::kReader);
    if (store || attempt == kOpenAttempts) return store;
    std::this_thread::sleep_for(kOpenPause);
  }
}

}  // namespace

struct Views::Inside {
  Inside(const EventLog& its_log, std::unique_ptr<ViewStore> its_store, std::filesystem::path its_dir)
      : log(its_log),
        dir(std::move(its_dir)),
        store(std::move(its_store)),
        projector(std::make_unique<Projector>(log, *store)) {}

  const EventLog& log;
  std::filesystem::path dir;  // empty: in memory
  std::unique_ptr<ViewStore> store;
  std::unique_ptr<Projector> projector;
  // Applying excludes asking; asking shares, but for the cache of records, which has a lock of its own.
  mutable std::shared_mutex mutex;
  mutable std::mutex cache_mutex;
};

Views::Views(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Views::~Views() = default;

Result<std::unique_ptr<Views>> Views::open(const std::filesystem::path& dir, const EventLog& log) {
  SILLOK_TRY(store, open_for_writing(dir));
  remove_dead_views(dir);
  return open_beside(dir, std::move(store), log);
}

Result<std::unique_ptr<ViewStore>> Views::stored(const std::filesystem::path& dir) { return open_for_reading(dir); }

bool Views::are_there(const std::filesystem::path& dir) { return live_views(dir).has_value(); }

Result<std::unique_ptr<Views>> Views::open_beside(const std::filesystem::path& dir, std::unique_ptr<ViewStore> store,
                                                  const EventLog& log) {
  auto inside = std::make_unique<Inside>(log, std::move(store), dir);
  SILLOK_CHECK(inside->projector->load());
  return std::unique_ptr<Views>(new Views(std::move(inside)));
}

Result<std::unique_ptr<Views>> Views::in_memory(const EventLog& log) {
  SILLOK_TRY(store, ViewStore::open({}, ViewStore::Mode::kInMemory));
  return std::unique_ptr<Views>(new Views(std::make_unique<Inside>(log, std::move(store), std::filesystem::path{})));
}

Position Views::position() const {
  const std::shared_lock lock(inside_->mutex);
  return inside_->projector->bookmark().position;
}

Result<Ok> Views::catch_up() {
  const std::unique_lock lock(inside_->mutex);
  return inside_->projector->catch_up(inside_->log.head().size);
}

Result<Ok> Views::apply(Position first, std::span<const BytesView> entries) {
  const std::unique_lock lock(inside_->mutex);
  return inside_->projector->apply(first, entries);
}

Result<Position> Views::cut(std::optional<Instant> known_at) const {
  Position low = 0, high = position();
  if (!known_at) return high;
  // recorded_at never goes back.
  while (low < high) {
    const Position middle = low + (high - low) / 2;
    SILLOK_TRY(entry, inside_->log.read(middle));
    if (EventView::trust(entry).recorded_at() <= *known_at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

Result<std::shared_ptr<const Career>> Views::career(std::string_view person) const {
  SILLOK_TRY(careers, this->careers({&person, 1}));
  return std::move(careers.front());
}

Result<std::vector<std::shared_ptr<const Career>>> Views::careers(std::span<const std::string_view> persons) const {
  const std::shared_lock lock(inside_->mutex);
  Projector& projector = *inside_->projector;
  std::vector<std::shared_ptr<const Career>> careers(persons.size());
  std::vector<std::string_view> missing;
  {
    const std::lock_guard cache_lock(inside_->cache_mutex);
    for (std::size_t i = 0; i < persons.size(); ++i) {
      careers[i] = projector.cache_of(persons[i]).in_memory(persons[i]);
      if (!careers[i]) missing.push_back(persons[i]);
    }
  }
  SILLOK_TRY(read, read_careers(*inside_->store, missing));
  const std::lock_guard cache_lock(inside_->cache_mutex);
  for (std::size_t i = 0, next = 0; i < persons.size(); ++i) {
    if (careers[i]) continue;
    careers[i] = projector.cache_of(persons[i]).keep(persons[i], std::move(read[next++]));
  }
  projector.trim_caches();
  return careers;
}

Result<std::vector<HistoryEntry>> Views::history(std::string_view person, Position limit) const {
  const std::shared_lock lock(inside_->mutex);
  return history_of(*inside_->store, person, limit);
}

Result<std::vector<Bytes>> Views::moved_to(Position root) const {
  const std::shared_lock lock(inside_->mutex);
  return sillok::moved_to(*inside_->store, root);
}

Result<PersonState> Views::record(std::string_view person, Date as_of, std::optional<Instant> known_at) const {
  SILLOK_TRY(limit, cut(known_at));
  SILLOK_TRY(career, this->career(person));
  const PersonState& newest = career->newest();
  const bool knows_all = newest.last_position == kNoPosition || newest.last_position < limit;
  if (knows_all && career->horizon() <= as_of) return advanced(newest, as_of);
  SILLOK_TRY(history, this->history(person, limit));
  SILLOK_TRY(read, read_acts(inside_->log, history));
  PersonState state = fold(person, read.acts, as_of);
  std::tie(state.revision, state.last_position) = counted(history);
  return state;
}

Result<std::vector<PersonState>> Views::records(std::span<const std::string_view> persons, Date as_of) const {
  SILLOK_TRY(careers, this->careers(persons));
  std::vector<PersonState> states(persons.size());
  SILLOK_CHECK(for_each_in_parallel(persons.size(), kRecordsTogether, [&](std::size_t i) -> Result<Ok> {
    if (careers[i]->horizon() <= as_of) {
      states[i] = advanced(careers[i]->newest(), as_of);
      return Ok{};
    }
    SILLOK_TRY(state, record(persons[i], as_of, std::nullopt));
    states[i] = std::move(state);
    return Ok{};
  }));
  return states;
}

Result<std::vector<Bytes>> Views::acts(std::string_view person, Position limit) const {
  SILLOK_TRY(entries, history(person, limit));
  std::vector<Position> positions;
  for (const HistoryEntry& entry : entries) positions.push_back(entry.position);
  return inside_->log.read_many(positions);
}

Result<std::vector<Bytes>> Views::entries(std::span<const Position> positions) const {
  return inside_->log.read_many(positions);
}

Result<Ok> Views::person_ids(std::string_view begin, const std::function<bool(std::string_view)>& each) const {
  const std::shared_lock lock(inside_->mutex);
  return inside_->store->scan(person_key(begin), prefix_end(Bytes(1, kPersonKey)),
                              [&](BytesView key, BytesView) { return each(key.substr(1)); });
}

Result<Ok> Views::each_record_on(Date day, const std::function<Found()>& new_found) const {
  std::vector<std::string> later;  // what later acts have changed is read anew once the scan is over
  // Of a part: records are decoded and looked at by the job, and taken in their turn.
  const auto look_at_stored =
      [&](const std::vector<std::pair<std::string, Bytes>>& stored) -> Result<OrderedJobs::Take> {
    const Found found = new_found();
    std::vector<std::string> changed;
    for (const auto& [person, value] : stored) {
      SILLOK_TRY(state, decode(value));
      if (!state.merged_into.empty()) continue;  // another's
      if (day < horizon_of(state)) {
        changed.push_back(person);
        continue;
      }
      advance(state, day);
      found.look_at(person, state);
    }
    return [&later, found, changed = std::move(changed)]() -> Result<bool> {
      later.insert(later.end(), changed.begin(), changed.end());
      return found.take();
    };
  };
  const auto look_at_later = [&](std::span<const std::string> persons) -> Result<OrderedJobs::Take> {
    const Found found = new_found();
    for (const std::string& person : persons) {
      SILLOK_TRY(state, record(person, day, std::nullopt));
      found.look_at(person, state);
    }
    return [found]() -> Result<bool> { return found.take(); };
  };

  Result<bool> goes_on = true;
  std::vector<std::pair<std::string, Bytes>> part;
  OrderedJobs jobs{kPartsAhead};  // the last to come: it waits for jobs that borrow what stands above
  const auto give_part = [&] {
    goes_on = jobs.give([&look_at_stored, stored = std::exchange(part, {})] { return look_at_stored(stored); });
    return goes_on && *goes_on;
  };
  {
    const std::shared_lock lock(inside_->mutex);
    SILLOK_CHECK(inside_->store->scan_prefix(Bytes(1, kPersonKey), [&](BytesView key, BytesView value) {
      part.emplace_back(key.substr(1), value);
      return part.size() < kPartRecords || give_part();
    }));
  }
  if (goes_on && *goes_on) give_part();
  if (goes_on && *goes_on) goes_on = jobs.finish();
  for (std::size_t begin = 0; begin < later.size() && goes_on && *goes_on; begin += kPartRecords) {
    const auto persons = std::span{later}.subspan(begin, std::min(kPartRecords, later.size() - begin));
    goes_on = jobs.give([&look_at_later, persons] { return look_at_later(persons); });
  }
  if (goes_on && *goes_on) goes_on = jobs.finish();
  if (!goes_on) return tl::unexpected{std::move(goes_on).error()};
  return Ok{};
}

std::shared_ptr<const OrganizationState> Views::organization() const {
  const std::shared_lock lock(inside_->mutex);
  return inside_->projector->organization().state();
}

Result<std::vector<std::string>> Views::persons_ever_in(std::string_view unit) const {
  const std::shared_lock lock(inside_->mutex);
  return sillok::persons_ever_in(*inside_->store, unit);
}

Result<std::shared_ptr<const RuleBook>> Views::rules() const {
  const std::shared_lock lock(inside_->mutex);
  return inside_->projector->rules().book();
}

Result<std::vector<Bytes>> Views::organization_acts() const {
  const std::shared_lock lock(inside_->mutex);
  return inside_->projector->organization().acts(kNoPosition);
}

Result<std::shared_ptr<const OrganizationState>> Views::organization_known_at(std::optional<Instant> known_at) const {
  SILLOK_TRY(limit, cut(known_at));
  const std::shared_lock lock(inside_->mutex);
  if (limit >= inside_->projector->bookmark().position) return inside_->projector->organization().state();
  return inside_->projector->organization().state_at(limit);
}

Result<std::vector<EdgeShare>> Views::edge_shares(const OrganizationState& organization,
                                                  std::span<const SuccessionEdge* const> edges,
                                                  std::optional<Instant> known_at) const {
  SILLOK_TRY(limit, cut(known_at));
  const std::shared_lock lock(inside_->mutex);
  return sillok::edge_shares(*inside_->store, organization, edges, limit);
}

Result<std::vector<Holder>> Views::who_held(std::string_view post_or_unit, Date on,
                                            std::optional<Instant> known_at) const {
  SILLOK_TRY(limit, cut(known_at));
  const std::shared_lock lock(inside_->mutex);
  return holders_on(*inside_->store, post_or_unit, on, limit);
}

Result<Ok> Views::posts_held_twice(const std::function<void(const Holder& second, const Holder& first)>& each) const {
  SILLOK_TRY(limit, cut(std::nullopt));
  const std::shared_lock lock(inside_->mutex);
  return sillok::posts_held_twice(*inside_->store, limit, each);
}

Result<bool> Views::was_ever_held(std::string_view post_or_unit, std::optional<Instant> known_at) const {
  SILLOK_TRY(limit, cut(known_at));
  const std::shared_lock lock(inside_->mutex);
  return sillok::was_ever_held(*inside_->store, post_or_unit, limit);
}

Result<Figure> Views::present(const PresentQuery& query) const {
  SILLOK_TRY(limit, cut(query.known_at));
  SILLOK_TRY(organization, organization_known_at(query.known_at));
  const std::shared_lock lock(inside_->mutex);
  return present_figure(*inside_->store, *organization, query, limit);
}

Result<std::map<std::string, std::string>> Views::digests() const {
  const std::shared_lock lock(inside_->mutex);
  std::map<std::string, std::string> digests;
  for (const ViewName& each : kViewNames) {
    SILLOK_TRY(digest, digest_of(*inside_->store, each.prefixes));
    digests.emplace(each.name, to_hex(view(digest)));
  }
  return digests;
}

Result<std::vector<std::string>> Views::verify_views() const {
  SILLOK_INVARIANT(!inside_->dir.empty(), "views in memory have nothing to be compared with");
  const Position end = position();
  SILLOK_TRY(beside, place_to_compare(inside_->dir));
  struct Cleanup {
    std::filesystem::path path;
    ~Cleanup() {
      std::error_code ignored;  // a directory that stays is removed at the next start of a writer
      std::filesystem::remove_all(path, ignored);
    }
  } const cleanup{beside};
  SILLOK_CHECK(build_views(beside, inside_->log, end, {}));
  SILLOK_TRY(fresh, ViewStore::open(beside, ViewStore::Mode::kReader));
  SILLOK_TRY(mine, digests());
  std::vector<std::string> differing;
  for (const ViewName& each : kViewNames) {
    SILLOK_TRY(digest, digest_of(*fresh, each.prefixes));
    if (to_hex(view(digest)) != mine.at(std::string(each.name))) differing.emplace_back(each.name);
  }
  return differing;
}

Result<Ok> Views::rebuild_at(const std::filesystem::path& dir, const EventLog& log, const Progress& progress) {
  std::error_code error;
  std::filesystem::create_directories(dir, error);
  if (error) return cannot_make(dir, error);
  remove_dead_views(dir);
  const auto fresh = next_views(dir);
  if (const auto built = build_views(fresh, log, log.head().size, progress); !built) {
    std::filesystem::remove_all(fresh, error);
    return built;
  }
  return make_live(dir, fresh);
}

Result<Ok> Views::rebuild(const Progress& progress) {
  SILLOK_INVARIANT(!inside_->dir.empty(), "views in memory are built anew by making new ones");
  const std::unique_lock lock(inside_->mutex);
  SILLOK_CHECK(rebuild_at(inside_->dir, inside_->log, progress));
  SILLOK_TRY(store, open_for_writing(inside_->dir));
  auto projector = std::make_unique<Projector>(inside_->log, *store);
  SILLOK_CHECK(projector->load());
  inside_->projector = std::move(projector);  // before the store it stood on goes
  inside_->store = std::move(store);
  remove_dead_views(inside_->dir);
  return Ok{};
}

}  // namespace sillok
