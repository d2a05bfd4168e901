#include "projections/answers/capsule_of.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>

#include "ledger/crypto/hash.h"
#include "ledger/privacy/sealed_field.h"
#include "projections/answers/record_json.h"

namespace sillok {
namespace {

// The signers of an act's order.
struct Signers {
  std::set<std::string, std::less<>> names;
  Result<Ok> take(const RocksLog& log, Position position) {
    SILLOK_TRY(entry, log.read(position));
    const EventView event = EventView::trust(entry);
    Bytes first = entry;
    if (event.index() > 0) {
      SILLOK_TRY(read, log.read(event.order_position()));
      first = std::move(read);
    }
    SILLOK_TRY(header, HeaderView::check(EventView::trust(first).opening()->header));
    names.emplace(header.drafted_by());
    names.emplace(header.approved_by());
    return Ok{};
  }
};

// Whether a change of keys or grants is about one of them, or about who may change keys at all. `shown`: those that
// are.
bool concerns(const BodyView& body, const Signers& signers, const std::set<Position>& shown) {
  if (const auto target = body.number(Field::kTarget)) return shown.contains(static_cast<Position>(*target));
  const auto officer = body.text(Field::kOfficer);
  return !officer || signers.names.contains(*officer);
}

// Proofs of the genesis and of the acts that say which keys and grants those who signed had.
Result<std::vector<std::string>> keys_of(const RocksLog& log, const Signers& signers, const std::string& checkpoint) {
  std::set<Position> shown{0};
  SILLOK_CHECK(log.index_scan(log_index::kAuthorityPrefix, [&](BytesView key, BytesView) -> Result<Ok> {
    const auto named = log_index::authority_position(key);
    if (!named) return log_index::damaged();
    const Position position = *named;
    if (position == 0 || position >= log.head().size) return Ok{};
    SILLOK_TRY(entry, log.read(position));
    const BodyView body = EventView::trust(entry).body();
    if (concerns(body, signers, shown)) shown.insert(position);
    return Ok{};
  }));
  std::vector<std::string> proofs;
  for (const Position position : shown) {
    SILLOK_TRY(proof, prove_act(log, position, log.head().size, checkpoint));
    proofs.push_back(std::move(proof));
  }
  return proofs;
}

// The one-time keys of the named fields of one event; one whose data key was destroyed stays closed.
Result<Ok> open_fields(Vault& vault, Position position, BytesView entry, const std::vector<std::string>& names,
                       std::vector<OpenedField>& out) {
  const BodyView body = EventView::trust(entry).body();
  for (std::size_t i = 0; i < body.sealed_count(); ++i) {
    const SealedField field = body.sealed(i);
    const std::string_view name = field.is_personal ? name_of(field.personal) : name_of(field.field);
    if (std::find(names.begin(), names.end(), name) == names.end()) continue;
    SILLOK_TRY(key, vault.find(body.subject(), key_class_of(field), field.key_id));
    if (key) out.push_back({position, std::string{name}, Bytes{field_key(*key, field).bytes()}});
  }
  return Ok{};
}

}  // namespace

Result<std::string> make_capsule(Ledger& ledger, const Views& views, const PersonsLog& persons, AccessLog& access,
                                 const LogRead& log_read, const CapsuleOrder& order,
                                 const CapsuleCheckpoints& checkpoints) {
  const RocksLog& log = ledger.log();
  SILLOK_TRY(at, stamp(ledger, views, order.point.known_at));
  if (order.point.known_at && now_of(ledger) < *order.point.known_at)
    return fail(Fault::misuse, "option.instant", "--known-at", "nobody knows yet what will be recorded by then");
  Capsule capsule;
  capsule.trust = order.trust;
  Signers signers;
  std::uint32_t events = 0;
  for (const std::string& person : order.persons) {
    SILLOK_TRY(proof, persons.prove(person, std::nullopt, checkpoints.events, checkpoints.persons));
    SILLOK_TRY(read, record_at(ledger, views, person, {order.point.as_of, at.known_at}));
    SILLOK_TRY(record, record_json(ledger, views, read));
    // Personal fields are opened one by one, by key, where the purpose has them.
    record.erase("personal");
    capsule.persons.push_back({std::move(proof), boost::json::serialize(record)});
    SILLOK_TRY(history, views.history(person, log.head().size));
    for (const HistoryEntry& each : history) {
      ++events;
      SILLOK_CHECK(signers.take(log, each.position));
      SILLOK_TRY(entry, log.read(each.position));
      SILLOK_CHECK(open_fields(ledger.vault(), each.position, entry, order.opened, capsule.opened));
    }
  }
  SILLOK_TRY(keys, keys_of(log, signers, checkpoints.events));
  capsule.keys = std::move(keys);
  // Two persons of one order, or one moved to another, may share events.
  const auto before = [](const OpenedField& a, const OpenedField& b) {
    return std::tie(a.position, a.field) < std::tie(b.position, b.field);
  };
  std::sort(capsule.opened.begin(), capsule.opened.end(), before);
  capsule.opened.erase(std::unique(capsule.opened.begin(), capsule.opened.end(),
                                   [&](const auto& a, const auto& b) { return !before(a, b) && !before(b, a); }),
                       capsule.opened.end());
  SILLOK_TRY(newest_read, access.newest_at());
  const Instant now = std::max(now_of(ledger), newest_read);  // what the log of reads will say of it
  capsule.manifest =
      write_manifest({ledger.genesis().origin, ledger.genesis().hash, order.purpose, order.made_by, now, order.persons,
                      order.opened, order.point.as_of, at.known_at, log.head().size, log.head().root});
  SILLOK_TRY(signer, ledger.ledger_signer());
  // No log, no answer (design 16).
  SILLOK_CHECK(ledger.may_record());
  SILLOK_TRY(
      logged,
      log_read(
          access,
          {{}, now, log.head().size, sha256(capsule.manifest), events, order.made_by, order.purpose, order.persons}));
  SILLOK_TRY(note, checkpoints.access(access));
  std::set<Position> reads{logged};
  for (const std::string& person : order.persons) {
    SILLOK_TRY(about, access.reads_of(person));
    reads.insert(about.begin(), about.end());
  }
  for (const Position read : reads) {
    SILLOK_TRY(entry, access.log().read(read));
    SILLOK_TRY(path, access.log().tree().inclusion(read, access.log().head().size));
    capsule.reads.push_back(write_proof({std::move(entry), read, std::move(path), note}));
  }
  return write_capsule(capsule, signer);
}

}  // namespace sillok
