#include "ledger/desk/person_history.h"

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/crypto/hash.h"

namespace sillok {
namespace {

constexpr std::string_view kKeyDomain = "sillok/person/v1\n", kValueDomain = "sillok/history/v1\n";
constexpr std::size_t kEntryBytes = 8 + sizeof(Hash);

}  // namespace

void PersonHistory::add(Position position, const Hash& leaf) {
  SILLOK_INVARIANT(count == 0 || last < position, "a history is told in the order of its positions");
  Bytes place;
  put_u64(place, position);
  chain = sha256({view(chain), place, view(leaf)});
  ++count;
  last = position;
}

Hash PersonHistory::value() const {
  Bytes number;
  put_u32(number, count);
  return sha256({kValueDomain, number, view(chain)});
}

Hash person_map_key(const Hash& genesis, std::string_view person) {
  return sha256({kKeyDomain, view(genesis), person});
}

Bytes encode(const PersonsEntry& entry) {
  Bytes out;
  put_u64(out, entry.size);
  out += view(entry.root);
  return out;
}

Result<PersonsEntry> decode_persons_entry(BytesView bytes) {
  if (bytes.size() != kEntryBytes)
    return fail(Fault::malformed, "persons.entry", "", "an entry of the log of persons has 40 bytes");
  const PersonsEntry entry{get_u64(bytes), get_array<Hash>(bytes.substr(8))};
  if (entry.size > INT64_MAX) return fail(Fault::malformed, "persons.entry", "", "the size of a ledger is below 2^63");
  return entry;
}

}  // namespace sillok
