#include "ledger/desk/destroyed_keys.h"

#include <algorithm>

#include "ledger/desk/ledger.h"
#include "ledger/event/codec.h"

namespace sillok {
namespace {

// Of all that was sealed of that person up to an event of hers.
Result<std::vector<KeyId>> keys_before(const RocksLog& log, Position position) {
  std::vector<KeyId> ids;
  while (position != kNoPosition) {
    SILLOK_TRY(entry, log.read(position));
    const EventView event = EventView::trust(entry);
    const BodyView body = event.body();
    for (std::size_t i = 0; i < body.sealed_count(); ++i) {
      const KeyId id = body.sealed(i).key_id;
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    position = event.person_previous();
  }
  return ids;
}

}  // namespace

Result<bool> are_keys_destroyed(const RocksLog& log) {
  bool are_any = false;
  SILLOK_CHECK(log.index_scan(log_index::kDestructionPrefix,
                              [&](BytesView, BytesView) -> Result<Ok> { return are_any = true, Ok{}; }));
  return are_any;
}

Result<std::vector<DestroyedKeys>> destroyed_keys(const RocksLog& log, Position begin) {
  std::vector<DestroyedKeys> out;
  SILLOK_CHECK(log.index_scan(log_index::kDestructionPrefix, [&](BytesView key, BytesView) -> Result<Ok> {
    const auto named = log_index::destruction_position(key);
    if (!named) return log_index::damaged();
    if (*named < begin || *named >= log.head().size) return Ok{};
    SILLOK_TRY(entry, log.read(*named));
    const std::string person{EventView::trust(entry).body().subject()};
    SILLOK_TRY(ids, keys_before(log, *named));
    out.push_back({*named, person, std::move(ids)});
    return Ok{};
  }));
  return out;
}

Result<Ok> destroy_as_logged(const RocksLog& log, VaultStore& store) {
  SILLOK_TRY(are_any, are_keys_destroyed(log));
  if (!are_any) return Ok{};
  SILLOK_TRY(begin, destroyed_up_to(store));
  SILLOK_TRY(destroyed, destroyed_keys(log, begin));
  for (const DestroyedKeys& each : destroyed) SILLOK_CHECK(destroy_data_keys(store, each));
  return destroyed.empty() ? Result<Ok>{Ok{}} : store.purge();
}

}  // namespace sillok
