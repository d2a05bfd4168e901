#include "ledger/desk/destroyed_keys.h"

#include <algorithm>
#include <set>

#include "ledger/crypto/hash.h"
#include "ledger/desk/ledger.h"
#include "ledger/event/codec.h"

namespace sillok {
namespace {

// What was sealed of a person in the events before one of hers.
class SealedBefore {
 public:
  SealedBefore(const RocksLog& log, Position end) : log_(log), end_(end) {}

  Result<DestroyedKeys> run(std::string person, Position last) {
    SILLOK_CHECK(walk(std::move(person), last));
    while (!merged_.empty()) {
      const std::string other = std::move(merged_.back());
      merged_.pop_back();
      SILLOK_TRY(place, log_.index(log_index::person_key(other)));
      if (place) SILLOK_CHECK(walk(other, log_index::read_person_place(*place).second));
    }
    return std::move(found_);
  }

 private:
  // Of one id, from its newest event backwards: a correction is met before what it corrects.
  Result<Ok> walk(std::string person, Position position) {
    if (std::find(found_.persons.begin(), found_.persons.end(), person) != found_.persons.end()) return Ok{};
    found_.persons.push_back(std::move(person));
    std::set<Position> annulled, decided;
    while (position != kNoPosition) {
      SILLOK_TRY(entry, log_.read(position));
      const EventView event = EventView::trust(entry);
      const Position here = std::exchange(position, event.person_previous());
      if (here >= end_) continue;
      const BodyView body = event.body();
      for (std::size_t i = 0; i < body.sealed_count(); ++i) {
        const KeyId id = body.sealed(i).key_id;
        if (std::find(found_.keys.begin(), found_.keys.end(), id) == found_.keys.end()) found_.keys.push_back(id);
      }
      const auto target = body.number(Field::kTarget);
      if (target && (body.act() == Act::kAnnulled || body.act() == Act::kReinstatedAct)) {
        const auto at = static_cast<Position>(*target);
        if (decided.insert(at).second && body.act() == Act::kAnnulled) annulled.insert(at);
      }
      const auto duplicate = body.text(Field::kDuplicate);
      if (body.act() == Act::kPersonsMerged && duplicate && !annulled.contains(here)) merged_.emplace_back(*duplicate);
    }
    return Ok{};
  }

  const RocksLog& log_;
  const Position end_;
  DestroyedKeys found_;
  std::vector<std::string> merged_;
};

}  // namespace

Result<bool> are_keys_destroyed(const RocksLog& log) {
  bool are_any = false;
  SILLOK_CHECK(log.index_scan(log_index::kDestructionPrefix,
                              [&](BytesView, BytesView) -> Result<Ok> { return are_any = true, Ok{}; }));
  return are_any;
}

Result<Position> first_to_destroy(const RocksLog& log, const DestroyedUpTo& done) {
  if (done.position == 0 || done.position > log.head().size) return Position{0};
  SILLOK_TRY(entry, log.read(done.position - 1));
  return leaf_hash(entry) == done.leaf ? done.position : Position{0};
}

Result<std::vector<DestroyedKeys>> destroyed_keys(const RocksLog& log, Position begin, Position end) {
  std::vector<DestroyedKeys> out;
  SILLOK_CHECK(log.index_scan(log_index::kDestructionPrefix, [&](BytesView key, BytesView) -> Result<Ok> {
    const auto named = log_index::destruction_position(key);
    if (!named) return log_index::damaged();
    if (*named < begin || *named >= end) return Ok{};
    SILLOK_TRY(entry, log.read(*named));
    const BodyView body = EventView::trust(entry).body();
    if (body.act() != Act::kDataKeyDestroyed) return log_index::damaged();
    SILLOK_TRY(found, SealedBefore(log, *named).run(std::string{body.subject()}, *named));
    found.position = *named;
    found.leaf = leaf_hash(entry);
    out.push_back(std::move(found));
    return Ok{};
  }));
  return out;
}

Result<Ok> destroy_as_logged(const RocksLog& log, Position end, VaultStore& store) {
  SILLOK_TRY(are_any, are_keys_destroyed(log));
  if (!are_any) return Ok{};
  SILLOK_TRY(done, destroyed_up_to(store));
  SILLOK_TRY(begin, first_to_destroy(log, done));
  SILLOK_TRY(destroyed, destroyed_keys(log, begin, end));
  return destroy_data_keys(store, destroyed);
}

}  // namespace sillok
