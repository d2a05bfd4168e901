#include "projections/organization/organization_view.h"

#include "projections/base/keys.h"

namespace sillok {

bool OrganizationView::takes(const BodyView& body, const Root& root) {
  return is_organization_act(body.act()) || body.act() == Act::kPlanAdopted ||
         (root.position != kNoPosition && is_organization_act(root.act));
}

Result<std::vector<Bytes>> OrganizationView::acts(Position cut) const {
  std::vector<Position> positions;
  const Bytes begin(1, kOrganizationKey);
  Bytes end = begin;
  put_u64(end, cut);
  SILLOK_CHECK(store_.scan(begin, end, [&](BytesView key, BytesView) {
    positions.push_back(get_u64(key.substr(1)));
    return true;
  }));
  return log_.read_many(positions);
}

Result<std::shared_ptr<const OrganizationState>> OrganizationView::state_at(Position cut) const {
  SILLOK_TRY(entries, acts(cut));
  const ReadActs read = acts_of(std::move(entries));
  return std::make_shared<const OrganizationState>(fold_organization(resolve("", read.acts)));
}

Result<Ok> OrganizationView::load() {
  SILLOK_TRY(state, state_at(kNoPosition));
  state_ = std::make_shared<OrganizationState>(*state);
  return Ok{};
}

Result<Ok> OrganizationView::apply(const EventView& event) {
  const BodyView body = event.body();
  Bytes key(1, kOrganizationKey);
  put_u64(key, event.position());
  store_.put(key, Bytes(1, static_cast<char>(body.act())), Visibility::kReadBack);
  if (is_act_on_act(body.act())) return load();  // rare: what it corrects may lie anywhere
  if (state_.use_count() > 1) state_ = std::make_shared<OrganizationState>(*state_);
  evolve(*state_, Fact(event.position(), event.recorded_at(), body));
  return Ok{};
}

}  // namespace sillok
