#include "ledger/desk/access_log.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/crypto/hash.h"
#include "ledger/desk/beside_rows.h"
#include "ledger/desk/checkpointer.h"
#include "ledger/desk/ledger_files.h"
#include "ledger/event/codec.h"
#include "ledger/event/text_rules.h"

namespace sillok {
namespace {

constexpr std::size_t kPersonsMax = 1'024;
constexpr std::size_t kFollowedAtOnce = 1'000;
constexpr std::size_t kFixedBytes = 32 + 8 + 8 + 32 + 4;

tl::unexpected<Error> malformed() {
  return fail(Fault::malformed, "access.entry", "", "this is no entry of a log of reads");
}

void put_text(Bytes& out, std::string_view text) {
  put_u32(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

bool take_text(BytesView& bytes, std::string& out) {
  if (bytes.size() < 4 || bytes.size() - 4 < get_u32(bytes)) return false;
  out = bytes.substr(4, get_u32(bytes));
  bytes.remove_prefix(4 + out.size());
  return true;
}

tl::unexpected<Error> broken(Position position, const std::string& why) {
  return fail(Fault::damaged, "access.damaged", fmt::format("read {}", position),
              why + "; put the log of reads back from a verified copy");
}

bool is_in_topic(const RocksLog& rows, Position position, ReadRecord record) {
  record.previous = {};
  const auto row = read_in_topic(rows, position);
  return row && (!*row || **row == encode(record));  // none: not read here yet
}

}  // namespace

Bytes encode(const ReadRecord& record) {
  Bytes out{view(record.previous)};
  put_u64(out, static_cast<std::uint64_t>(record.read_at.micros));
  put_u64(out, record.ledger_size);
  out += view(record.query);
  put_u32(out, record.count);
  put_text(out, record.reader);
  put_text(out, record.purpose);
  put_u32(out, static_cast<std::uint32_t>(record.persons.size()));
  for (const std::string& person : record.persons) put_text(out, person);
  return out;
}

Result<ReadRecord> decode_read_record(BytesView bytes) {
  if (bytes.size() < kFixedBytes || bytes.size() > kEntryBytesMax) return malformed();
  ReadRecord record;
  record.previous = get_array<Hash>(bytes);
  record.read_at = Instant{static_cast<std::int64_t>(get_u64(bytes.substr(32)))};
  record.ledger_size = get_u64(bytes.substr(40));
  record.query = get_array<Hash>(bytes.substr(48));
  record.count = get_u32(bytes.substr(80));
  bytes.remove_prefix(kFixedBytes);
  if (!take_text(bytes, record.reader) || !take_text(bytes, record.purpose) || bytes.size() < 4) return malformed();
  const std::uint32_t persons = get_u32(bytes);
  bytes.remove_prefix(4);
  if (persons > kPersonsMax) return malformed();
  for (std::uint32_t i = 0; i < persons; ++i) {
    if (!take_text(bytes, record.persons.emplace_back()) || !is_id(record.persons.back())) return malformed();
  }
  if (!bytes.empty()) return malformed();
  return record;
}

Result<AccessLog> AccessLog::open(const Ledger& ledger) {
  SILLOK_TRY(side, open_side_log(ledger, kAccessLog));
  return AccessLog{ledger, std::move(side)};
}

Result<Instant> AccessLog::newest_at() const {
  const std::uint64_t size = log().head().size;
  if (size == 0) return Instant{INT64_MIN};
  SILLOK_TRY(bytes, log().read(size - 1));
  SILLOK_TRY(newest, decode_read_record(bytes));
  return newest.read_at;
}

Result<Position> AccessLog::append(ReadRecord record) {
  SILLOK_CHECK(check_may_add(ledger_));
  const LogHead head = log().head();
  record.previous = head.last;
  SILLOK_TRY(newest, newest_at());
  record.read_at = std::max(record.read_at, newest);
  const Bytes entry = encode(record);
  if (entry.size() > kEntryBytesMax || record.persons.size() > kPersonsMax)
    return fail(Fault::misuse, "access.too_many", "PERSON",
                fmt::format("a set of reads names at most {} persons; ask for fewer at once", kPersonsMax));
  const BytesView entries[] = {entry};
  const Hash leaves[] = {leaf_hash(entry)};
  SILLOK_CHECK(side_.log->append(entries, leaves, {}));
  return head.size;
}

Result<Ok> AccessLog::follow(const RocksLog& rows) {
  for (;;) {
    const LogHead& head = log().head();
    Hash previous = head.last;
    std::vector<Bytes> entries;
    std::vector<Hash> leaves;
    while (entries.size() < kFollowedAtOnce) {
      SILLOK_TRY(row, read_in_topic(rows, head.size + entries.size()));
      if (!row) break;
      SILLOK_TRY(record, decode_read_record(*row));
      record.previous = previous;
      entries.push_back(encode(record));
      leaves.push_back(previous = leaf_hash(entries.back()));
    }
    if (entries.empty()) return Ok{};
    SILLOK_CHECK(side_.log->append(std::vector<BytesView>(entries.begin(), entries.end()), leaves, {}));
  }
}

Result<std::optional<Position>> AccessLog::position_of(ReadRecord record) const {
  const std::uint64_t size = log().head().size;
  for (Position position = size; position > 0 && size - position < kFollowedAtOnce; --position) {
    SILLOK_TRY(bytes, log().read(position - 1));
    SILLOK_TRY(there, decode_read_record(bytes));
    record.previous = there.previous;
    if (encode(record) == bytes) return std::optional{position - 1};
  }
  return std::optional<Position>{};
}

Result<std::vector<Position>> AccessLog::reads_of(const std::string& person) const {
  std::vector<Position> found;
  Result<Ok> readable = Ok{};
  SILLOK_CHECK(log().scan(0, log().head().size, [&](Position position, BytesView bytes) {
    const auto record = decode_read_record(bytes);
    if (!record) return readable = broken(position, record.error().message), false;
    if (std::find(record->persons.begin(), record->persons.end(), person) != record->persons.end())
      found.push_back(position);
    return true;
  }));
  SILLOK_CHECK(readable);
  return found;
}

Result<std::uint64_t> check_access_log(const Ledger& ledger) {
  SILLOK_TRY(log, side_log_to_read(ledger, kAccessLog));
  if (!log) return std::uint64_t{0};
  SILLOK_CHECK(log->check_files());
  Result<Ok> held = Ok{};
  Hash previous{};
  Instant read_at{INT64_MIN};
  TreeHead tree;
  const bool follows = is_replica(ledger.directory());
  SILLOK_CHECK(log->scan(0, log->head().size, [&](Position position, BytesView bytes) {
    const auto record = decode_read_record(bytes);
    if (!record) held = broken(position, record.error().message);
    else if (follows && !is_in_topic(ledger.log(), position, *record))
      held = broken(position, "the topic has no such read there");
    else if (record->previous != previous) held = broken(position, "the chain of reads is broken");
    else if (record->read_at < read_at) held = broken(position, "its time goes back");
    if (!held) return false;
    previous = leaf_hash(bytes);
    read_at = record->read_at;
    tree.append(previous);
    return true;
  }));
  SILLOK_CHECK(held);
  if (tree.root() != log->head().root)
    return broken(log->head().size - 1, "the root over all reads is not the stored one");
  SILLOK_CHECK(Checkpoints(ledger, *log, kAccessLog).check());
  return log->head().size;
}

}  // namespace sillok
