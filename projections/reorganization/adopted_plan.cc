#include "projections/reorganization/adopted_plan.h"

#include <fmt/format.h>

#include <algorithm>

namespace sillok {
namespace {

constexpr Position kReadTogether = 1'024;

tl::unexpected<Error> no_plan(Position at) {
  return fail(Fault::damaged, "plan.damaged", fmt::format("position {}", at),
              "what was adopted there can't be read as a plan; run `sillok verify --full`");
}

}  // namespace

Result<std::vector<AdoptedPlan>> adopted_plans(const Views& views, const EventLog& log) {
  SILLOK_TRY(entries, views.organization_acts());
  std::vector<AdoptedPlan> plans;
  std::string document;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const EventView event = EventView::trust(entries[i]);
    if (event.body().act() != Act::kPlanAdopted) continue;
    document += event.body().text(Field::kDocument).value_or("");
    if (i + 1 < entries.size()) {
      const EventView next = EventView::trust(entries[i + 1]);
      if (next.body().act() == Act::kPlanAdopted && next.order_position() == event.order_position()) continue;
    }
    AdoptedPlan adopted;
    adopted.first = event.order_position();
    auto plan = read_plan(std::exchange(document, {}));
    if (!plan) return no_plan(adopted.first);
    adopted.plan = std::move(*plan);
    SILLOK_TRY(opening_entry, log.read(adopted.first));
    const auto opening = EventView::trust(opening_entry).opening();
    if (!opening) return no_plan(adopted.first);
    SILLOK_TRY(header, HeaderView::check(opening->header));
    adopted.header = header.plain();
    adopted.last = adopted.first + opening->act_count - 1;
    adopted.recorded_at = event.recorded_at();
    plans.push_back(std::move(adopted));
  }
  return plans;
}

Result<AdoptedPlan> adopted_plan(const Views& views, const EventLog& log, std::string_view id) {
  SILLOK_TRY(plans, adopted_plans(views, log));
  const auto found =
      std::find_if(plans.begin(), plans.end(), [&](const AdoptedPlan& each) { return each.plan.id == id; });
  if (found != plans.end()) return std::move(*found);
  return fail(Fault::not_found, "plan.unknown", std::string{id},
              "no plan of that name was carried out here; `sillok reorganize --plans` lists those that were");
}

Result<std::vector<MovedByPlan>> moved_by(const AdoptedPlan& adopted, const EventLog& log) {
  std::vector<MovedByPlan> moved;
  std::vector<Position> positions;
  for (Position at = adopted.first; at <= adopted.last; at += kReadTogether) {
    positions.clear();
    for (Position each = at; each <= std::min(adopted.last, at + kReadTogether - 1); ++each) positions.push_back(each);
    SILLOK_TRY(entries, log.read_many(positions));
    for (const Bytes& entry : entries) {
      const EventView event = EventView::trust(entry);
      const BodyView body = event.body();
      if (body.act() != Act::kDeemedTransferred) continue;
      moved.push_back({std::string{body.subject()}, std::string{body.text(Field::kFrom).value_or("")},
                       std::string{body.text(Field::kTo).value_or("")},
                       std::string{body.text(Field::kPost).value_or("")}, event.position()});
    }
  }
  return moved;
}

}  // namespace sillok
