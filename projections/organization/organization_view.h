#pragma once
// Units and posts as the log tells them: an index of the acts on organizations, and the state they
// fold to, kept in memory. One thread changes it; snapshots that were handed out never change.
#include <memory>

#include "ledger/log/event_log.h"
#include "ledger/record/organization_state.h"
#include "projections/base/view_store.h"
#include "projections/person_record/person_projector.h"

namespace sillok {

class OrganizationView {
 public:
  OrganizationView(const EventLog& log, ViewStore& store) : log_(log), store_(store) {}

  Result<Ok> load();  // from what is stored; after an error in a batch too
  // An act on an organization, an act on such an act, or the adoption of a plan.
  Result<Ok> apply(const EventView& event);
  static bool takes(const BodyView& body, const Root& root);

  std::shared_ptr<const OrganizationState> state() const { return state_; }
  // Entries of the acts at positions below `cut`, and what those fold to.
  Result<std::vector<Bytes>> acts(Position cut) const;
  Result<std::shared_ptr<const OrganizationState>> state_at(Position cut) const;

 private:
  const EventLog& log_;
  ViewStore& store_;
  std::shared_ptr<OrganizationState> state_ = std::make_shared<OrganizationState>();
};

}  // namespace sillok
