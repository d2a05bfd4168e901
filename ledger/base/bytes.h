#pragma once
// Owned and borrowed bytes. Bytes is a std::string so that it goes into RocksDB,
// FlatBuffers and hashes without a copy; BytesView borrows and must not outlive its owner.
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

namespace sillok {

using Bytes = std::string;
using BytesView = std::string_view;
using Hash = std::array<std::uint8_t, 32>;       // SHA-256
using Signature = std::array<std::uint8_t, 64>;  // Ed25519

template <std::size_t N>
BytesView view(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}

std::string to_hex(BytesView bytes);
Result<Bytes> from_hex(std::string_view text);
// Standard base64 with padding, strict: no white space, no second spelling of the same bytes.
std::string to_base64(BytesView bytes);
Result<Bytes> from_base64(std::string_view text);

// Big-endian fixed-width integers, so that keys sort as numbers do.
void put_u64(Bytes& out, std::uint64_t value);
void put_u32(Bytes& out, std::uint32_t value);
std::uint64_t get_u64(BytesView in);  // reads 8 bytes; the caller has checked the length
std::uint32_t get_u32(BytesView in);
// The first bytes as a Hash, a Signature, an id; the caller has checked the length.
template <class Array>
Array get_array(BytesView in) {
  Array out;
  std::copy_n(in.begin(), out.size(), out.begin());
  return out;
}
// Hashes one behind the other, as tiles and rows of roots have them; what is no whole one at the end is left out.
void put_hashes(Bytes& out, std::span<const Hash> hashes);
std::vector<Hash> get_hashes(BytesView in);
// A key of rows that are in the order of their numbers.
Bytes numbered_key(BytesView prefix, std::uint64_t number);

}  // namespace sillok
