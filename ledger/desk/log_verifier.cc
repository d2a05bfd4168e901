#include "ledger/desk/log_verifier.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/crypto/hash.h"
#include "ledger/desk/ledger.h"

namespace sillok {
namespace {

constexpr Position kProgressEvery = 4096;

}  // namespace

LogVerifier::LogVerifier(const RocksLog& log, std::uint64_t known_root_size)
    : log_(log),
      known_root_size_(known_root_size),
      check_({[this](const EventView& event) { return person_before(event); },
              [this](Position position) { return log_.read(position); },
              [this](SignaturePool::Check each) {
                pool_->add(std::move(each));
                ++report_.signatures_checked;
              }}) {}

Result<Ok> LogVerifier::start_at(Position begin) {
  whole_ = begin == 0;
  if (whole_) return Ok{};
  SILLOK_TRY(first, log_.read(0));
  SILLOK_TRY(genesis_event, EventView::check(first));
  SILLOK_TRY(genesis, read_genesis(genesis_event));
  registry_.emplace(std::move(genesis));
  SILLOK_CHECK(log_.index_scan(log_index::kAuthorityPrefix, [&](BytesView key, BytesView) -> Result<Ok> {
    const auto named = log_index::authority_position(key);
    if (!named) return log_index::damaged();
    const Position position = *named;
    if (position >= begin) return Ok{};
    SILLOK_TRY(entry, log_.read(position));
    SILLOK_TRY(event, EventView::check(entry));
    registry_->apply(position, event.body());
    return Ok{};
  }));
  SILLOK_TRY(before, log_.read(begin - 1));
  SILLOK_TRY(event_before, EventView::check(before));
  check_.start_behind(*registry_, leaf_hash(before), event_before.recorded_at());
  return Ok{};
}

Result<VerifyReport> LogVerifier::run(Position begin, const Progress& progress) {
  report_ = {};
  pool_.emplace(std::max(1u, std::thread::hardware_concurrency()));
  SILLOK_CHECK(start_at(begin));
  Position next = begin;
  auto scanned = log_.scan(begin, log_.head().size, [&](Position position, BytesView entry) {
    next = position;
    if (auto reason = check(position, entry)) {
      report_.first_bad = FirstBad{position, std::move(*reason)};
      return false;
    }
    if (progress && position % kProgressEvery == 0) progress(position);
    next = position + 1;
    return true;
  });
  if (!scanned) {
    if (scanned.error().fault != Fault::damaged) return tl::unexpected{scanned.error()};
    report_.first_bad = FirstBad{next, scanned.error().message};
  }
  if (const auto open = check_.open_order(); open && !report_.first_bad)
    report_.first_bad = FirstBad{*open, "the order ends before its last act"};
  if (const auto bad = pool_->finish(); bad && (!report_.first_bad || *bad < report_.first_bad->position)) {
    report_.first_bad = FirstBad{*bad, "a signature of the order does not hold"};
  }
  pool_.reset();
  report_.size = log_.head().size;
  report_.root = log_.head().root;
  if (!report_.first_bad && whole_) {
    if (auto reason = check_tiles()) report_.first_bad = FirstBad{report_.size - 1, std::move(*reason)};
    else if (tree_.root() != log_.head().root)
      report_.first_bad = FirstBad{report_.size - 1, "the root over all events is not the stored one"};
    else if (with_index_) SILLOK_CHECK(check_index());
  }
  return report_;
}

std::optional<std::string> LogVerifier::check(Position position, BytesView entry) {
  const auto checked = EventView::check(entry);
  if (!checked) return checked.error().message;
  const EventView& event = *checked;
  if (auto reason = check_.check(position, event)) return reason;
  if (whole_) {
    if (auto reason = check_tree()) return reason;
    add_to_index(event);
  }
  ++report_.events;
  if (check_.ended()) ++report_.orders;
  if (visitor_) visitor_(event);
  return std::nullopt;
}

std::optional<std::string> LogVerifier::check_tree() {
  tree_.append(check_.previous());
  if (tree_.size() == known_root_size_) root_at_known_size_ = tree_.root();
  for (const Tile& tile : tree_.take_changed_tiles()) {
    if (tile.id.level != 0 && tile.id.level != kMiddleRow) {
      upper_tiles_[tile.id] = tile.hashes;
      continue;
    }
    const auto stored = log_.stored_tile(tile.id);
    if (!stored || *stored != tile.hashes) return name_of(tile.id) + " of the tree is not what the events give";
  }
  return std::nullopt;
}

void LogVerifier::add_to_index(const EventView& event) {
  if (const auto opening = event.opening()) {
    const HeaderView header = HeaderView::check(opening->header).value();
    const Bytes place = log_index::order_place(event.position(), opening->act_count);
    // The index holds a number once: two orders of one number can't both stand in it (check_index).
    index_.add(log_index::order_key(header.authority(), header.order()), place);
    if (!header.command_id().empty()) index_.add(log_index::command_key(header.command_id()), place);
  }
  if (const auto& order = check_.ended(); order && order->subtree_roots.size() > 1)
    trees_.emplace(order->first, log_index::tree_rows(order->first, order->subtree_roots));
  if (const auto row = log_index::row_of_kind(event.body().act(), event.position())) index_.add(*row, "");
}

tl::expected<EventCheck::PersonPlace, std::string> LogVerifier::person_before(const EventView& event) {
  const std::string_view subject = event.body().subject();
  if (whole_) {
    const auto found = persons_.try_emplace(std::string{subject}).first;
    return std::exchange(found->second, {event.revision(), event.position()});
  }
  if (event.person_previous() == kNoPosition) return EventCheck::PersonPlace{};
  const auto earlier = log_.read(event.person_previous());
  if (!earlier) return tl::unexpected{std::string{"the person's event before it is not there"}};
  const EventView previous = EventView::trust(*earlier);
  if (previous.body().subject() != subject)
    return tl::unexpected{std::string{"the person's event before it is another person's"}};
  return EventCheck::PersonPlace{previous.revision(), event.person_previous()};
}

Result<Ok> LogVerifier::check_index() {
  for (const auto& [person, place] : persons_) {
    index_.add(log_index::person_key(person), log_index::person_place(place.revision, place.last));
  }
  for (const auto& [_, rows] : trees_) {
    for (const auto& [key, value] : rows) index_.add(key, value);
  }
  SetDigest stored = index_.empty_twin();
  SILLOK_CHECK(log_.index_scan("", [&](BytesView key, BytesView value) -> Result<Ok> {
    stored.add(key, value);
    return Ok{};
  }));
  if (stored == index_) return Ok{};
  SILLOK_TRY(bad, first_bad_row());
  report_.first_bad = std::move(bad);
  return Ok{};
}

// Only asked where something differs: row by row.
Result<FirstBad> LogVerifier::first_bad_row() {
  const auto says_other = [&](const Bytes& key, const Bytes& value) {
    const auto stored = log_.index(key);
    return !stored || !*stored || **stored != value;
  };
  const auto used_before = [&](const Bytes& number, Position position) {
    const auto stored = log_.index(number);
    return stored && *stored && log_index::read_order_place(**stored).first < position;
  };
  std::optional<FirstBad> bad;
  SILLOK_CHECK(log_.scan(0, log_.head().size, [&](Position position, BytesView entry) {
    const EventView event = EventView::trust(entry);
    const auto row = log_index::row_of_kind(event.body().act(), position);
    if (row && says_other(*row, "")) {
      bad = FirstBad{position, row->starts_with(log_index::kAuthorityPrefix)
                                   ? "the log's index does not name this change of keys or grants"
                                   : "the log's index does not name this destruction of data keys"};
    }
    if (const auto opening = event.opening(); opening && !bad) {
      const auto header = HeaderView::check(opening->header);
      const Bytes place = log_index::order_place(position, opening->act_count);
      const Bytes number = header ? log_index::order_key(header->authority(), header->order()) : Bytes{};
      if (header && says_other(number, place)) {
        bad = FirstBad{position, used_before(number, position)
                                     ? "the order's number was used before by its authority"
                                     : "the log's index does not know the number of this order as used"};
      } else if (header && !header->command_id().empty() &&
                 says_other(log_index::command_key(header->command_id()), place)) {
        bad = FirstBad{position, "the log's index does not know the command id of this order as used"};
      }
    }
    return !bad;
  }));
  for (const auto& [person, place] : persons_) {
    if (bad) break;
    if (says_other(log_index::person_key(person), log_index::person_place(place.revision, place.last))) {
      bad = FirstBad{place.last, "the log's index does not know this event as the newest of its person"};
    }
  }
  for (const auto& [first, rows] : trees_) {
    if (bad) break;
    if (std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return says_other(row.key, row.value); }))
      bad = FirstBad{first, "the log's index has not the tree over the acts of this order"};
  }
  return bad.value_or(FirstBad{log_.head().size - 1, "the log's index has rows that no event gives"});
}

std::optional<std::string> LogVerifier::check_tiles() {
  for (const auto& [id, hashes] : upper_tiles_) {
    const auto stored = log_.stored_tile(id);
    if (!stored || *stored != hashes) return name_of(id) + " of the tree is not what the events give";
  }
  return std::nullopt;
}

}  // namespace sillok
