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
    if (KeyRegistry::concerns(body.act())) rows[log_index::authority_key(entry.envelope.position)];
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

}  // namespace sillok::testing
