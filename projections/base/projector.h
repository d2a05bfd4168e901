#pragma once
// The one place an event enters the views. A batch is all or nothing with its bookmark; after an
// error the views stand at the end of the last batch. One thread calls; what comes in a long row on persons is shared
// out by person among several.
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "projections/base/bookmark.h"
#include "projections/organization/organization_view.h"
#include "projections/person_record/person_projector.h"
#include "projections/rules/rules_view.h"

namespace sillok {

class Projector {
  enum class Lanes : std::uint8_t { kOneByOne, kAtOnce };

 public:
  // Both must outlive it.
  Projector(const EventLog& log, ViewStore& store);

  Result<Ok> load();  // where the store stands; the views must follow this log
  Result<Ok> catch_up(Position end);
  Result<Ok> apply(Position first, std::span<const BytesView> entries);

  const Bookmark& bookmark() const { return bookmark_; }
  // The cache that keeps this person's record.
  PersonCache& cache_of(std::string_view person);
  void trim_caches() { trim(Lanes::kOneByOne); }
  const OrganizationView& organization() const { return organization_; }
  const RulesView& rules() const { return rules_; }

 private:
  // Part of the persons with a batch of their own.
  struct Lane {
    Lane(const EventLog& log, std::unique_ptr<ViewStore> own, ViewStore& store, std::size_t cache_bytes);
    std::unique_ptr<ViewStore> own;  // none: the projector's
    PersonCache cache;
    PersonProjector projector;
  };
  std::size_t lane_of(std::string_view person) const;
  Result<Ok> each_lane(Lanes how, const std::function<Result<Ok>(std::size_t)>& work);
  Result<Ok> take(const EventView& event);
  Result<std::size_t> take_by_lanes(std::span<const BytesView> entries);
  Result<Ok> take_all(std::span<const BytesView> entries);
  Result<Ok> commit(const Bookmark& bookmark, Lanes how = Lanes::kOneByOne);
  void trim(Lanes how);
  tl::unexpected<Error> give_up(Error error);

  const EventLog& log_;
  ViewStore& store_;
  std::vector<std::unique_ptr<Lane>> lanes_;
  PersonProjector person_projector_;  // over all lanes
  OrganizationView organization_;
  RulesView rules_;
  Bookmark bookmark_;
};

}  // namespace sillok
