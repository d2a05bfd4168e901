#include "ledger/crypto/set_digest.h"

#include <sodium.h>

#include <cstring>

namespace sillok {

void SetDigest::add(BytesView name, BytesView value) {
  crypto_generichash_state state;
  const BytesView key = key_.bytes();
  crypto_generichash_init(&state, reinterpret_cast<const unsigned char*>(key.data()), key.size(), 16);
  // The length in front: a name can't take over the beginning of a value.
  const std::uint64_t name_size = name.size();
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&name_size), sizeof name_size);
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(name.data()), name.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(value.data()), value.size());
  std::uint64_t row[2];
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(row), sizeof row);
  low_ += row[0];
  high_ += row[1];
}

}  // namespace sillok
