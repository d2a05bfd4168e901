#include "projections/audit/audited_orders.h"

namespace sillok {
namespace {

constexpr std::size_t kKnownMax = 100'000;

}  // namespace

std::optional<AuditedOrder> AuditedOrders::of(Position position) {
  const auto entry = log_.read(position);
  return entry ? of(EventView::trust(*entry)) : std::nullopt;
}

std::optional<AuditedOrder> AuditedOrders::of(const EventView& event) {
  auto known = known_.find(event.order_position());
  if (known == known_.end()) {
    Bytes first;
    std::optional<Opening> opening = event.opening();
    if (!opening) {
      auto entry = log_.read(event.order_position());
      if (!entry) return std::nullopt;
      first = std::move(*entry);
      opening = EventView::trust(first).opening();
    }
    if (!opening) return std::nullopt;
    const auto header = HeaderView::check(opening->header);
    if (!header) return std::nullopt;
    const PlainHeader plain = header->plain();
    if (known_.size() >= kKnownMax) known_.clear();
    AuditedOrder order{{plain.issued_on, plain.procedure_on},
                       plain.authority,
                       plain.drafted_by,
                       plain.approved_by,
                       opening->trust,
                       {}};
    if (order.trust == Trust::kLive) order.trust = plain.trust;  // early entries say it in the header
    known = known_.emplace(event.order_position(), std::move(order)).first;
  }
  AuditedOrder order = known->second;
  if (const auto source = event.body().source_recorded_at()) order.source_recorded_on = korean_day(*source);
  return order;
}

}  // namespace sillok
