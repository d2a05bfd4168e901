#pragma once
// All views of a ledger: record, history, holders of posts, organization, statistics. They follow
// the log and can be thrown away (design 12): every batch is written with its bookmark, what comes
// from the log is verified on the way in, and a rebuild gives the same bytes as growth did.
// One thread applies; any number may ask beside it. The log must outlive the views.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/event_log.h"
#include "ledger/record/career.h"
#include "ledger/record/organization_state.h"
#include "ledger/record/person_fold.h"
#include "ledger/rules/rule_book.h"
#include "projections/base/view_store.h"
#include "projections/history/history.h"
#include "projections/roster/roster.h"
#include "projections/statistics/edge_shares.h"
#include "projections/statistics/present.h"

namespace sillok {

class Views {
 public:
  // A writer owns `dir` (Fault::unavailable where another process does) and starts empty views
  // where there are none of this version; catch_up() then fills them.
  // Fault::damaged: throw them away by rebuild_at().
  static Result<std::unique_ptr<Views>> open(const std::filesystem::path& dir, const EventLog& log);
  // A reader stands beside a live writer and catches up in its own memory. It takes what is stored
  // before it opens the log: the log it then sees has everything in it that the views know.
  static Result<std::unique_ptr<ViewStore>> stored(const std::filesystem::path& dir);
  static Result<std::unique_ptr<Views>> open_beside(const std::filesystem::path& dir, std::unique_ptr<ViewStore> stored,
                                                    const EventLog& log);
  // Whether a writer would find views of this version.
  static bool are_there(const std::filesystem::path& dir);
  static Result<std::unique_ptr<Views>> in_memory(const EventLog& log);
  ~Views();

  Position position() const;  // number of events applied
  // Verifies and applies what the log holds past position(): positions dense, each `previous` the
  // leaf hash of the entry before. Fault::damaged names the first position that does not hold.
  Result<Ok> catch_up();
  // Entries just committed, at `first` == position(); in batches with their bookmarks, one where they are few. They
  // were checked and chained by the writer.
  Result<Ok> apply(Position first, std::span<const BytesView> entries);

  // The record after all her acts; a person without acts has revision 0. Shared with the views, which
  // leave it as it is as long as it is held.
  Result<std::shared_ptr<const Career>> career(std::string_view person) const;
  // The same of many, in their order: read in one go, which is quicker where they are sorted.
  Result<std::vector<std::shared_ptr<const Career>>> careers(std::span<const std::string_view> persons) const;
  // As of a date, advanced to it; as known at an instant.
  Result<PersonState> record(std::string_view person, Date as_of, std::optional<Instant> known_at) const;
  // The records of many as of a day, in their order, on all that is known.
  Result<std::vector<PersonState>> records(std::span<const std::string_view> persons, Date as_of) const;
  // Entries of every act of the person in recorded order, with those a correction moved to her: those at
  // positions below `limit`.
  Result<std::vector<Bytes>> acts(std::string_view person, Position limit) const;
  Result<std::vector<Bytes>> entries(std::span<const Position> positions) const;
  // The same as an index: where each stands.
  Result<std::vector<HistoryEntry>> history(std::string_view person, Position limit) const;
  // To whom corrections have moved the act at that position.
  Result<std::vector<Bytes>> moved_to(Position root) const;
  // All that are known, in order, from `begin` on, until `each` gives false.
  Result<Ok> person_ids(std::string_view begin, const std::function<bool(std::string_view)>& each) const;

  // Everybody's record as of a day, on all that is known; ids that were merged into others left out. `look_at` is
  // called by several threads at once; `take` by this one with what it found, until it gives false: in order of the
  // ids, but those that later acts have changed since come last.
  template <class Finding>
  Result<Ok> records_on(Date day, const std::function<Finding(const std::string& person, const PersonState&)>& look_at,
                        const std::function<bool(const std::string& person, Finding found)>& take) const {
    return each_record_on(day, [&] {
      const auto all = std::make_shared<std::vector<std::pair<std::string, Finding>>>();
      return Found{[&, all](const std::string& person, const PersonState& state) {
                     all->emplace_back(person, look_at(person, state));
                   },
                   [&, all] {
                     return std::all_of(all->begin(), all->end(),
                                        [&](auto& each) { return take(each.first, std::move(each.second)); });
                   }};
    });
  }

  // By id: everybody whom any event ever told to be in the unit, on whatever day.
  Result<std::vector<std::string>> persons_ever_in(std::string_view unit) const;
  std::shared_ptr<const OrganizationState> organization() const;
  // Every rule row ever adopted; each says from when it was known.
  Result<std::shared_ptr<const RuleBook>> rules() const;
  Result<std::vector<Bytes>> organization_acts() const;  // their entries, in recorded order
  Result<std::shared_ptr<const OrganizationState>> organization_known_at(std::optional<Instant> known_at) const;

  // Edges of organization_known_at() of the same instant, by day (edge_shares.h).
  Result<std::vector<EdgeShare>> edge_shares(const OrganizationState& organization,
                                             std::span<const SuccessionEdge* const> edges,
                                             std::optional<Instant> known_at) const;

  Result<std::vector<Holder>> who_held(std::string_view post_or_unit, Date on, std::optional<Instant> known_at) const;
  // Whoever took a post as the main one while another held it so (roster.h).
  Result<Ok> posts_held_twice(const std::function<void(const Holder& second, const Holder& first)>& each) const;
  // Whether the code was ever that of a held post, or of a unit with one.
  Result<bool> was_ever_held(std::string_view post_or_unit, std::optional<Instant> known_at) const;
  Result<Figure> present(const PresentQuery& query) const;

  // The number of events recorded at or before `known_at` (all applied ones without it).
  Result<Position> cut(std::optional<Instant> known_at) const;

  // A digest per view at position(): SHA-256 over its sorted keys and values, in hex.
  Result<std::map<std::string, std::string>> digests() const;
  // Builds all views anew up to position() beside these and compares the digests. The names of
  // the views that differ; empty: all hold.
  Result<std::vector<std::string>> verify_views() const;

  using Progress = std::function<void(Position done, Position size)>;
  // Builds beside the live views with two workers, then switches (an atomic rename of the pointer
  // file). The caller holds the ledger's writer lock and has no Views of `dir` open for writing.
  static Result<Ok> rebuild_at(const std::filesystem::path& dir, const EventLog& log, const Progress& progress = {});
  // The same for the views that are open here.
  Result<Ok> rebuild(const Progress& progress = {});

 private:
  struct Inside;
  explicit Views(std::unique_ptr<Inside> inside);
  // What was found in some records, each looked at by one thread, then taken by the caller's.
  struct Found {
    std::function<void(const std::string& person, const PersonState&)> look_at;
    std::function<bool()> take;
  };
  Result<Ok> each_record_on(Date day, const std::function<Found()>& new_found) const;
  std::unique_ptr<Inside> inside_;
};

}  // namespace sillok
