#pragma once
// A log written anew by somebody who owns the disk and knows every rule but no officer's key: the
// entries are taken apart, changed, chained and hashed again, tree and all. What a verifier must
// find then is what no hash alone can tell.
#include <functional>
#include <map>
#include <span>

#include "ledger/crypto/hash.h"
#include "ledger/desk/log_verifier.h"
#include "tests/ledger/desk/rooms.h"

namespace sillok::testing {

struct ForgedEntry {
  Envelope envelope;
  std::optional<Opening> opening;  // its header is `header`
  Bytes header, body;
};
using Forgery = std::function<void(std::vector<ForgedEntry>&)>;

inline std::vector<ForgedEntry> take_apart(const RocksLog& log) {
  std::vector<ForgedEntry> out;
  const auto scanned = log.scan(0, log.head().size, [&](Position, BytesView bytes) {
    const EventView event = EventView::trust(bytes);
    ForgedEntry entry;
    entry.envelope = {event.position(), event.recorded_at(),     {},
                      event.revision(), event.person_previous(), event.index()};
    entry.opening = event.opening();
    if (entry.opening) entry.header = entry.opening->header;
    entry.body = event.body_bytes();
    out.push_back(std::move(entry));
    return true;
  });
  EXPECT_TRUE(scanned);
  return out;
}

// The log's own index, as it follows from the entries.
inline std::vector<RocksLog::IndexPut> index_of(std::span<const ForgedEntry> entries) {
  std::map<Bytes, Bytes> rows;
  for (const ForgedEntry& entry : entries) {
    const BodyView body = BodyView::trust(entry.body);
    if (const auto row = log_index::row_of_kind(body.act(), entry.envelope.position)) rows[*row];
    if (body.is_about_person())
      rows[log_index::person_key(body.subject())] =
          log_index::person_place(entry.envelope.revision, entry.envelope.position);
    if (!entry.opening) continue;
    const auto header = HeaderView::check(entry.header);
    if (!header) continue;
    const Bytes place = log_index::order_place(entry.envelope.position, entry.opening->act_count);
    rows.emplace(log_index::order_key(header->authority(), header->order()), place);
    if (!header->command_id().empty()) rows.emplace(log_index::command_key(header->command_id()), place);
  }
  std::vector<RocksLog::IndexPut> puts;
  for (auto& [key, value] : rows) puts.push_back({key, value});
  return puts;
}

// Positions, the chain and the index are made to hold; everything else is as the forger left it.
inline std::unique_ptr<RocksLog> put_together(std::vector<ForgedEntry> entries, const std::filesystem::path& directory,
                                              std::optional<std::vector<RocksLog::IndexPut>> index = {}) {
  std::filesystem::remove_all(directory);
  auto log = RocksLog::open(directory, Access::kWrite).value();
  EntryBuilder builder;
  Hash previous{};
  std::vector<Bytes> bytes;
  std::vector<Hash> leaves;
  for (ForgedEntry& entry : entries) {
    entry.envelope.position = bytes.size();
    entry.envelope.previous = previous;
    if (entry.opening) entry.opening->header = entry.header;
    bytes.emplace_back(builder.build(entry.envelope, entry.opening ? &*entry.opening : nullptr, entry.body).value());
    previous = leaf_hash(bytes.back());
    leaves.push_back(previous);
  }
  const std::vector<BytesView> views(bytes.begin(), bytes.end());
  EXPECT_TRUE(log->append(views, leaves, index ? *index : index_of(entries)));
  return log;
}

// `holds`, or `POSITION: reason`.
inline std::string verdict(const RocksLog& log) {
  LogVerifier verifier{log, log.head().size};
  const auto report = verifier.run(0);
  if (!report) return report.error().code;
  if (!report->first_bad) return "holds";
  return fmt::format("{}: {}", report->first_bad->position, report->first_bad->reason);
}

// The verdict on that room's log with a signed order behind its end, which the desk was not asked about. Of an order of
// officers the grants are those in force.
inline std::string verdict_behind(Room& room, const OrderLine& order, const std::filesystem::path& directory) {
  auto entries = take_apart(room.log());
  KeyRegistry registry = room.ledger().registry();
  const BodyView first = BodyView::trust(order.sealed_bodies.front());
  const PlainHeader& header = order.order.header;
  const Instant recorded_at = room.ledger().newest_recorded_at();
  const auto grant = [&](bool approves, const std::string& officer) {
    const Grant* const found =
        registry.grant_for(officer, approves, header.authority, header.issued_on, header.issued_on);
    return found == nullptr ? kNoPosition : found->position;
  };
  std::map<std::string_view, std::pair<std::uint32_t, Position>> persons;
  for (const ForgedEntry& entry : entries) {
    const BodyView body = BodyView::trust(entry.body);
    if (body.is_about_person()) persons[body.subject()] = {entry.envelope.revision, entry.envelope.position};
  }
  const std::size_t before = entries.size();
  entries.reserve(before + order.sealed_bodies.size());
  for (std::size_t i = 0; i < order.sealed_bodies.size(); ++i) {
    ForgedEntry entry;
    entry.body = order.sealed_bodies[i];
    entry.envelope.recorded_at = recorded_at;
    entry.envelope.index = static_cast<std::uint32_t>(i);
    const BodyView body = BodyView::trust(entry.body);
    if (body.is_about_person()) {
      const auto [newest, is_new] = persons.try_emplace(body.subject(), 0u, kNoPosition);
      entry.envelope.revision = newest->second.first + 1;
      entry.envelope.person_previous = newest->second.second;
    }
    if (i == 0) {
      entry.header = build_header(header).value();
      entry.opening.emplace();
      entry.opening->act_count = static_cast<std::uint32_t>(order.sealed_bodies.size());
      entry.opening->act_root = merkle_root(subtree_roots_of(order.sealed_bodies));
      std::copy_n(order.drafter_signature->begin(), 64, entry.opening->drafter_signature.begin());
      std::copy_n(order.approver_signature->begin(), 64, entry.opening->approver_signature.begin());
      if (const auto key = registry.key_for(header.drafted_by, first)) entry.opening->drafter_key = key->registered_at;
      if (const auto key = registry.key_for(header.approved_by, first))
        entry.opening->approver_key = key->registered_at;
      entry.opening->drafter_grant = grant(false, header.drafted_by);
      entry.opening->approver_grant = grant(true, header.approved_by);
    }
    entries.push_back(std::move(entry));
  }
  return verdict(*put_together(std::move(entries), directory));
}

}  // namespace sillok::testing
