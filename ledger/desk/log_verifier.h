#pragma once
// Replays a log and checks all that can be recomputed: form and caps, positions, the chain, the
// tree against its stored tiles, persons' chains, recorded times that never go back, each order's
// act root, both officers' signatures with the keys and grants in force at that position, and the
// log's index of used numbers and persons. Reads only; memory grows with the number of persons, not
// of events.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "ledger/crypto/set_digest.h"
#include "ledger/desk/event_check.h"
#include "ledger/log/rocks_log.h"

namespace sillok {

struct FirstBad {
  Position position = 0;
  std::string reason;
};

struct VerifyReport {
  std::uint64_t size = 0, events = 0, orders = 0, signatures_checked = 0;
  Hash root{};
  std::optional<FirstBad> first_bad;
};

class LogVerifier {
 public:
  using Progress = std::function<void(Position)>;
  using Visitor = std::function<void(const EventView&)>;
  // `known_root_size` is a size whose root the caller wants besides (the anchored one).
  LogVerifier(const RocksLog& log, std::uint64_t known_root_size);
  // Shows each event that holds by itself to `visitor`, so that who looks for more need not read the log again.
  void show_each(Visitor visitor) { visitor_ = std::move(visitor); }

  // For a reader beside a writer who looks no further than the anchor: the index may be ahead of what it sees.
  void leave_out_index() { with_index_ = false; }

  // Checks positions from `begin` to the head. `begin` > 0 (the tail after the anchor) trusts what
  // stands before it. An error only where the log can't be read at all; damage is in the report.
  Result<VerifyReport> run(Position begin, const Progress& progress = {});
  // The root of the first `known_root_size` events, after run(0).
  const std::optional<Hash>& root_at_known_size() const { return root_at_known_size_; }

 private:
  Result<Ok> start_at(Position begin);
  // Why the event does not hold, or nothing.
  std::optional<std::string> check(Position position, BytesView entry);
  std::optional<std::string> check_tree();
  void add_to_index(const EventView& event);
  tl::expected<EventCheck::PersonPlace, std::string> person_before(const EventView& event);
  std::optional<std::string> check_tiles();
  // The stored index against what the events give; what differs is named by the position it speaks of.
  Result<Ok> check_index();
  Result<FirstBad> first_bad_row();

  const RocksLog& log_;
  std::uint64_t known_root_size_;
  Visitor visitor_;
  std::optional<Hash> root_at_known_size_;
  std::optional<KeyRegistry> registry_;  // of a tail
  std::optional<SignaturePool> pool_;
  TreeHead tree_;
  bool whole_ = true, with_index_ = true;
  EventCheck check_;
  std::unordered_map<std::string, EventCheck::PersonPlace> persons_;
  std::map<Position, std::vector<RocksLog::IndexPut>> trees_;  // of large orders, as the index has them
  SetDigest index_;                                            // of the rows that the events give
  std::map<TileId, Bytes> upper_tiles_;
  VerifyReport report_;
};

}  // namespace sillok
