#pragma once
// What must hold of an event by those that stand before it: position and chain, recorded times that never go back, the
// person's own chain, its place in its order, the order's act root, who signed it and whether they might. The one
// rule of who replays a log (log_verifier.h) and of who lets another node's events into its own (ledger/topic).
// It knows no tree, no stored bytes and no index. For one thread.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/authority/key_registry.h"
#include "ledger/desk/signature_pool.h"

namespace sillok {

class EventCheck {
 public:
  // Of a person: revision and position of the event before; of one who has none 0 and kNoPosition.
  struct PersonPlace {
    std::uint32_t revision = 0;
    Position last = kNoPosition;
    bool operator==(const PersonPlace&) const = default;
  };
  // Where it looks things up; all of events before the one that is being checked.
  struct Reads {
    // Or why there can be none.
    std::function<tl::expected<PersonPlace, std::string>(const EventView&)> person_before;
    std::function<Result<Bytes>(Position)> entry;
    // Each signature is handed on; whether it holds is found there.
    std::function<void(SignaturePool::Check)> signature;
  };
  // An order of which the last act was just checked.
  struct Order {
    Position first = 0;
    std::uint32_t count = 0;
    std::vector<Hash> subtree_roots;
  };

  explicit EventCheck(Reads reads) : reads_(std::move(reads)) {}

  // To go on behind an event: what is in force there (it follows the events that are checked, and must outlive this),
  // its leaf hash and its time. Else it begins with position 0, whose genesis makes the registry.
  void start_behind(KeyRegistry& registry, const Hash& previous, Instant recorded_at);
  // The same keys and grants elsewhere: from now on that one follows the events.
  void go_on_with(KeyRegistry& registry) { registry_ = &registry; }
  // Why it does not hold, or nothing. After a reason nothing more can be asked.
  std::optional<std::string> check(Position position, const EventView& event);

  // Of the event that was checked last: the order that it left open, the one that it ended, its leaf hash.
  std::optional<Position> open_order() const { return order_ ? std::optional{order_->first} : std::nullopt; }
  const std::optional<Order>& ended() const { return ended_; }
  const Hash& previous() const { return previous_; }

 private:
  struct OpenOrder {
    Position first = 0;
    std::uint32_t count = 0, seen = 0;
    Hash act_root{};
    std::vector<Hash> leaves;
    bool by_roots = false;
    Trust trust = Trust::kLive;
  };
  std::optional<std::string> check_person(const EventView& event, const BodyView& body);
  std::optional<std::string> begin_order(const EventView& event);
  std::optional<std::string> check_signatures(const EventView& event, const Opening& opening, const HeaderView& header);

  Reads reads_;
  std::optional<KeyRegistry> from_genesis_;
  KeyRegistry* registry_ = nullptr;
  Hash previous_{};
  Instant recorded_at_{INT64_MIN};
  std::optional<OpenOrder> order_;
  std::optional<Order> ended_;
};

}  // namespace sillok
