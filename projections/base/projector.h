#pragma once
// The one place an event enters the views. A batch is all or nothing with its bookmark; after an
// error the views stand where they stood before it. One thread.
#include <span>

#include "projections/base/bookmark.h"
#include "projections/organization/organization_view.h"
#include "projections/person_record/person_projector.h"
#include "projections/rules/rules_view.h"

namespace sillok {

class Projector {
 public:
  // Both must outlive it.
  Projector(const EventLog& log, ViewStore& store);

  Result<Ok> load();  // where the store stands; the views must follow this log
  Result<Ok> catch_up(Position end);
  Result<Ok> apply(Position first, std::span<const BytesView> entries);

  const Bookmark& bookmark() const { return bookmark_; }
  PersonCache& persons() { return cache_; }
  const OrganizationView& organization() const { return organization_; }
  const RulesView& rules() const { return rules_; }

 private:
  Result<Ok> take(const EventView& event);
  Result<Ok> commit(const Bookmark& bookmark);
  tl::unexpected<Error> give_up(Error error);

  const EventLog& log_;
  ViewStore& store_;
  PersonCache cache_;
  PersonProjector person_projector_;
  OrganizationView organization_;
  RulesView rules_;
  Bookmark bookmark_;
};

}  // namespace sillok
