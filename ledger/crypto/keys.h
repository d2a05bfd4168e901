#pragma once
// Ed25519 keys and sealing by libsodium. Secret material lives in locked memory that is wiped
// on destruction; files that hold it have mode 0600 or are refused (Fault::misuse).
#include <array>
#include <filesystem>
#include <optional>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"

namespace sillok {

using PublicKey = std::array<std::uint8_t, 32>;


// 32 secret bytes in locked memory (mlock failing is an error of init_crypto, not ignored).
class Secret {
 public:
  static Secret random();
  static Result<Secret> from_bytes(BytesView bytes);  // exactly 32
  // A secret of its own for each label and context: keyed BLAKE2b (sandbox keys, field keys).
  Secret derive(std::string_view label, BytesView context = {}) const;
  BytesView bytes() const;  // borrow shortly; never log, never store in the clear

 private:
  explicit Secret(std::shared_ptr<const void> memory) : memory_(std::move(memory)) {}
  std::shared_ptr<const void> memory_;
};

class Signer {
 public:
  explicit Signer(Secret seed);
  const PublicKey& public_key() const { return public_key_; }
  // Signs domain ‖ message; verified after signing against glitches (invariant).
  Signature sign(BytesView message) const;

 private:
  Secret secret_key_seed_;
  std::shared_ptr<const void> expanded_;
  PublicKey public_key_{};
};

bool verify_signature(const PublicKey& key, BytesView message, BytesView signature);

// Must succeed before anything else here is used: sodium_init, core dumps off, locked memory works.
Result<Ok> init_crypto();

// A key file is text: a line `sillok-key/v1 <kind> <name>`, a line of base64. Mode 0600.
struct KeyFile {
  std::string kind;  // officer, ledger, node, vault
  std::string name;
  Secret secret;
};
Result<Ok> write_key_file(const std::filesystem::path& path, const KeyFile& key);  // must not exist; synced
Result<KeyFile> read_key_file(const std::filesystem::path& path);
// Base64, hex, or the signed-note verifier form `name+hash+base64`.
Result<PublicKey> parse_public_key(std::string_view text);

Bytes random_bytes(std::size_t count);
// XChaCha20-Poly1305. The nonce has 24 bytes; the result ends with the 16-byte tag.
Bytes seal(const Secret& key, BytesView nonce, BytesView associated, BytesView plain);
std::optional<Bytes> unseal(const Secret& key, BytesView nonce, BytesView associated, BytesView sealed);

}  // namespace sillok
