#include <algorithm>

#include "ledger/crypto/merkle.h"
#include "ledger/desk/ledger.h"
#include "ledger/desk/order_bytes.h"

namespace sillok::log_index {
namespace {

std::optional<Position> number_of(BytesView prefix, BytesView key) {
  if (key.size() != prefix.size() + sizeof(Position)) return std::nullopt;
  return get_u64(key.substr(prefix.size()));
}

Bytes row_of(std::span<const Hash> hashes) {
  Bytes row;
  put_hashes(row, hashes);
  return row;
}

}  // namespace

Bytes order_key(std::string_view authority, std::string_view number) {
  Bytes key{"N"};
  key += authority;
  key += '\0';
  key += number;
  return key;
}

Bytes command_key(std::string_view command_id) { return "C" + Bytes{command_id}; }
Bytes person_key(std::string_view person) { return "P" + Bytes{person}; }

Bytes authority_key(Position position) { return numbered_key(kAuthorityPrefix, position); }
std::optional<Position> authority_position(BytesView key) { return number_of(kAuthorityPrefix, key); }
Bytes destruction_key(Position position) { return numbered_key(kDestructionPrefix, position); }
std::optional<Position> destruction_position(BytesView key) { return number_of(kDestructionPrefix, key); }

std::optional<Bytes> row_of_kind(Act act, Position position) {
  if (KeyRegistry::concerns(act)) return authority_key(position);
  if (act == Act::kDataKeyDestroyed) return destruction_key(position);
  return std::nullopt;
}

Bytes subtrees_key(Position first) { return numbered_key("T", first); }

Bytes subtrees_key(Position first, std::uint32_t row) {
  Bytes key = subtrees_key(first);
  put_u32(key, row);
  return key;
}

std::vector<RocksLog::IndexPut> tree_rows(Position first, std::span<const Hash> roots) {
  if (roots.size() <= 1) return {};
  if (roots.size() <= kSubtreesInRow) return {{subtrees_key(first), row_of(roots)}};
  std::vector<RocksLog::IndexPut> rows;
  std::vector<Hash> over;  // the root over each row
  for (std::size_t begin = 0; begin < roots.size(); begin += kSubtreesInRow) {
    const auto some = roots.subspan(begin, std::min(kSubtreesInRow, roots.size() - begin));
    rows.push_back({subtrees_key(first, static_cast<std::uint32_t>(over.size())), row_of(some)});
    over.push_back(merkle_root(some));
  }
  rows.push_back({subtrees_key(first), row_of(over)});
  return rows;
}

Bytes order_place(Position first, std::uint32_t count) {
  Bytes value;
  put_u64(value, first);
  put_u32(value, count);
  return value;
}

std::pair<Position, std::uint32_t> read_order_place(BytesView value) {
  if (value.size() != sizeof(Position) + sizeof(std::uint32_t))
    return {kNoPosition, 0};  // no row that was ever written
  return {get_u64(value), get_u32(value.substr(8))};
}

Bytes person_place(std::uint32_t revision, Position last) {
  Bytes value;
  put_u32(value, revision);
  put_u64(value, last);
  return value;
}

std::pair<std::uint32_t, Position> read_person_place(BytesView value) {
  if (value.size() != sizeof(std::uint32_t) + sizeof(Position)) return {0, kNoPosition};
  return {get_u32(value), get_u64(value.substr(4))};
}

tl::unexpected<Error> damaged() {
  return fail(Fault::damaged, "log.index", "log", "a row of the log's index is no such row; run `sillok verify`");
}

}  // namespace sillok::log_index
