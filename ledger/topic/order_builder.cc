#include "ledger/topic/order_builder.h"

#include "ledger/base/parallel.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/order_bytes.h"

namespace sillok {
namespace {

constexpr std::size_t kSignaturesTogether = 16;

}  // namespace

OrderBuilder::OrderBuilder()
    : check_({[this](const EventView&) { return tl::expected<EventCheck::PersonPlace, std::string>{before_}; },
              [this](Position position) { return entry(position); },
              [this](SignaturePool::Check each) { signatures_.push_back(std::move(each)); }}) {}

OrderBuilder::OrderBuilder(const RocksLog& log, KeyRegistry& registry, Instant recorded_at) : OrderBuilder() {
  log_ = &log;
  registry_ = &registry;
  first_ = log.head().size;
  previous_ = log.head().last;
  check_.start_behind(registry, previous_, recorded_at);
}

Result<std::string> OrderBuilder::add(const StreamedOrder& order, const OrderStamp& stamp) {
  const auto header = HeaderView::check(order.header);
  if (!header) return header.error().message;
  SILLOK_TRY(used, is_used(*header));
  if (used) return std::string{"the order's number or command id was used before"};
  std::vector<Hash> act_leaves;
  act_leaves.reserve(order.bodies.size());
  for (const BytesView body : order.bodies) act_leaves.push_back(act_leaf(body));
  Opening opening;
  opening.header = order.header;
  opening.act_count = static_cast<std::uint32_t>(order.bodies.size());
  opening.act_root = merkle_root(subtree_roots_of(std::span<const Hash>{act_leaves}));
  opening.drafter_signature = order.drafter_signature;
  opening.approver_signature = order.approver_signature;
  opening.drafter_key = stamp.drafter_key;
  opening.approver_key = stamp.approver_key;
  opening.drafter_grant = stamp.drafter_grant;
  opening.approver_grant = stamp.approver_grant;
  opening.trust = stamp.trust;
  for (std::size_t i = 0; i < order.bodies.size(); ++i) {
    const auto body = BodyView::check(order.bodies[i]);
    if (!body) return body.error().message;
    // They are the ledger's only once the events are. A copy costs, and few orders are of this kind.
    if (registry_ != nullptr && !apart_ && KeyRegistry::concerns(body->act()))
      check_.go_on_with(apart_.emplace(*registry_));
    SILLOK_TRY(envelope, envelope_of(*body, stamp.recorded_at, static_cast<std::uint32_t>(i)));
    const auto entry = builder_.build(envelope, i == 0 ? &opening : nullptr, order.bodies[i]);
    if (!entry) return entry.error().message;
    built_.entries.emplace_back(*entry);
    const auto event = EventView::check(built_.entries.back());
    if (!event) return event.error().message;
    if (auto reason = check_.check(envelope.position, *event)) return std::move(*reason);
    previous_ = check_.previous();
    built_.leaves.push_back(previous_);
    rows_.look_at(*event);
  }
  return std::string{};
}

bool OrderBuilder::signatures_hold() const {
  return for_each_in_parallel(signatures_.size(), kSignaturesTogether,
                              [&](std::size_t i) -> Result<Ok> {
                                const SignaturePool::Check& each = signatures_[i];
                                if (verify_signature(each.key, each.message, view(each.signature))) return Ok{};
                                return fail(Fault::refused, "signature.invalid", "", "");
                              })
      .has_value();
}

BuiltOrders OrderBuilder::take() {
  built_.index = rows_.take();
  return std::move(built_);
}

Result<bool> OrderBuilder::is_used(const HeaderView& header) {
  std::vector<Bytes> keys{log_index::order_key(header.authority(), header.order())};
  if (!header.command_id().empty()) keys.push_back(log_index::command_key(header.command_id()));
  for (Bytes& key : keys) {
    if (log_ != nullptr) {
      SILLOK_TRY(stored, log_->index(key));
      if (stored) return true;
    }
    if (!used_here_.insert(std::move(key)).second) return true;
  }
  return false;
}

Result<Envelope> OrderBuilder::envelope_of(const BodyView& body, Instant recorded_at, std::uint32_t index) {
  Envelope envelope;
  envelope.position = first_ + built_.leaves.size();
  envelope.recorded_at = recorded_at;
  envelope.previous = previous_;
  envelope.index = index;
  if (!body.is_about_person()) return envelope;
  const auto [place, is_new] = places_.try_emplace(std::string{body.subject()});
  if (is_new && log_ != nullptr) {
    SILLOK_TRY(stored, log_->index(log_index::person_key(body.subject())));
    if (stored) std::tie(place->second.revision, place->second.last) = log_index::read_person_place(*stored);
  }
  before_ = place->second;
  envelope.revision = before_.revision + 1;
  envelope.person_previous = before_.last;
  place->second = {envelope.revision, envelope.position};
  return envelope;
}

Result<Bytes> OrderBuilder::entry(Position position) const {
  if (position < first_) return log_->read(position);
  return built_.entries.at(position - first_);
}

}  // namespace sillok
