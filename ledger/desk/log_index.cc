#include "ledger/desk/ledger.h"

namespace sillok::log_index {
namespace {

Bytes numbered(BytesView prefix, Position position) {
  Bytes key{prefix};
  put_u64(key, position);
  return key;
}

std::optional<Position> number_of(BytesView prefix, BytesView key) {
  if (key.size() != prefix.size() + sizeof(Position)) return std::nullopt;
  return get_u64(key.substr(prefix.size()));
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

Bytes authority_key(Position position) { return numbered(kAuthorityPrefix, position); }
std::optional<Position> authority_position(BytesView key) { return number_of(kAuthorityPrefix, key); }
Bytes destruction_key(Position position) { return numbered(kDestructionPrefix, position); }
std::optional<Position> destruction_position(BytesView key) { return number_of(kDestructionPrefix, key); }

std::optional<Bytes> row_of_kind(Act act, Position position) {
  if (KeyRegistry::concerns(act)) return authority_key(position);
  if (act == Act::kDataKeyDestroyed) return destruction_key(position);
  return std::nullopt;
}

Bytes subtrees_key(Position first) { return numbered("T", first); }

Bytes subtree_roots(std::span<const Hash> roots) {
  Bytes value;
  for (const Hash& root : roots) value += view(root);
  return value;
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
