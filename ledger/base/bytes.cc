#include "ledger/base/bytes.h"

#include <cstring>

namespace sillok {
namespace {

constexpr char kHex[] = "0123456789abcdef";
constexpr char kBase64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr auto kBase64Digits = [] {
  std::array<std::int8_t, 256> digits{};
  digits.fill(-1);
  for (int i = 0; i < 64; ++i) digits[static_cast<unsigned char>(kBase64[i])] = static_cast<std::int8_t>(i);
  return digits;
}();
int base64_digit(char c) { return kBase64Digits[static_cast<unsigned char>(c)]; }

template <class Number>
void put_big_endian(Bytes& out, Number value) {
  std::array<char, sizeof(Number)> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(value >> (8 * (bytes.size() - 1 - i)));
  out.append(bytes.data(), bytes.size());
}

}  // namespace

std::string to_hex(BytesView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

Result<Bytes> from_hex(std::string_view text) {
  Bytes out;
  if (text.size() % 2 != 0) return fail(Fault::malformed, "input.hex", "", "an odd number of hex digits");
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return fail(Fault::malformed, "input.hex", "", "a character that is no hex digit");
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

std::string to_base64(BytesView bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    std::uint32_t group = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << 16;
    if (left > 1) group |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + 1])) << 8;
    if (left > 2) group |= static_cast<unsigned char>(bytes[i + 2]);
    out += kBase64[group >> 18];
    out += kBase64[group >> 12 & 63];
    out += left > 1 ? kBase64[group >> 6 & 63] : '=';
    out += left > 2 ? kBase64[group & 63] : '=';
  }
  return out;
}

Result<Bytes> from_base64(std::string_view text) {
  const auto bad = [] {
    return fail(Fault::malformed, "input.base64", "", "not strict base64 (RFC 4648, padded, no white space)");
  };
  if (text.size() % 4 != 0) return bad();
  Bytes out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const bool last = i + 4 == text.size();
    const int pads = last ? (text[i + 3] == '=') + (text[i + 3] == '=' && text[i + 2] == '=') : 0;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const bool pad = static_cast<int>(k) >= 4 - pads;
      const int digit = pad ? 0 : base64_digit(text[i + k]);
      if (digit < 0) return bad();
      group = group << 6 | static_cast<std::uint32_t>(digit);
    }
    // The bits under the padding must be zero, or two texts would mean the same bytes.
    if ((pads == 1 && (group & 0xff) != 0) || (pads == 2 && (group & 0xffff) != 0)) return bad();
    out += static_cast<char>(group >> 16);
    if (pads < 2) out += static_cast<char>(group >> 8 & 0xff);
    if (pads < 1) out += static_cast<char>(group & 0xff);
  }
  return out;
}

void put_u64(Bytes& out, std::uint64_t value) { put_big_endian(out, value); }
void put_u32(Bytes& out, std::uint32_t value) { put_big_endian(out, value); }

std::uint64_t get_u64(BytesView in) {
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | static_cast<unsigned char>(in[i]);
  return value;
}

std::uint32_t get_u32(BytesView in) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(in[i]);
  return value;
}

void put_hashes(Bytes& out, std::span<const Hash> hashes) {
  out.reserve(out.size() + hashes.size() * sizeof(Hash));
  for (const Hash& hash : hashes) out += view(hash);
}

std::vector<Hash> get_hashes(BytesView in) {
  std::vector<Hash> hashes(in.size() / sizeof(Hash));
  if (!hashes.empty()) std::memcpy(hashes.data(), in.data(), hashes.size() * sizeof(Hash));
  return hashes;
}

Bytes numbered_key(BytesView prefix, std::uint64_t number) {
  Bytes key{prefix};
  put_u64(key, number);
  return key;
}

}  // namespace sillok
