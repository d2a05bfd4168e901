#pragma once
// Ed25519 keys and sealing by libsodium. Secret material lives in memory that is kept out of core
// dumps, is locked as far as the process may lock (secret_pool.h), and is wiped on destruction;
// files that hold it have mode 0600 or are refused (Fault::misuse).
// Everything here may be called from any thread; objects are copied cheaply and share their secret.
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"

namespace sillok {

using PublicKey = std::array<std::uint8_t, 32>;

// 32 secret bytes in a slot of locked memory. Cheap: tens of thousands share few pages. Beyond
// RLIMIT_MEMLOCK further secrets lie in pages that are not locked but still undumped and wiped.
class Secret {
 public:
  static Secret random();
  static Result<Secret> from_bytes(BytesView bytes);  // exactly 32; Fault::malformed otherwise
  // A secret of its own for each label and context: BLAKE2b-256 keyed with this one over
  // label ‖ 0x00 ‖ context (sandbox keys, field keys). The label has no zero byte.
  Secret derive(std::string_view label, BytesView context = {}) const;
  BytesView bytes() const;  // borrow shortly; never log, never store in the clear

 private:
  explicit Secret(std::shared_ptr<const unsigned char> memory) : memory_(std::move(memory)) {}
  std::shared_ptr<const unsigned char> memory_;
};

class Signer {
 public:
  explicit Signer(const Secret& seed);
  const PublicKey& public_key() const { return public_key_; }
  // Signs the message as it is: the caller has put its domain in front. Verified after signing
  // against glitches (invariant). The same message gives the same signature.
  Signature sign(BytesView message) const;

 private:
  std::shared_ptr<const unsigned char> expanded_;  // seed ‖ public key, 64 bytes
  PublicKey public_key_{};
};

// False for anything but a 64-byte signature that holds; never throws, any bytes may be given.
bool verify_signature(const PublicKey& key, BytesView message, BytesView signature);
// Whether these bytes are a canonical point of the prime-order group, as every honest key is.
bool is_valid_public_key(const PublicKey& key);

// Must succeed before anything else here is used: sodium_init, core dumps off, locked memory works.
// Fault::misuse with the remedy where memory can't be locked. May be called again.
Result<Ok> init_crypto();

// A key file is text: a line `sillok-key/v1 <kind> <name>`, a line of base64 of the secret and a
// check of 16 bytes (derived from the secret over the first line), so that a flipped bit is found.
// Mode 0600, owned by the user of the process or by root.
struct KeyFile {
  std::string kind;  // officer, ledger, node, vault, witness
  std::string name;  // as in signed notes: no spaces, no plus; at most 255 bytes
  Secret secret;
};
// The file must not exist (key.exists); it and its directory are synced.
Result<Ok> write_key_file(const std::filesystem::path& path, const KeyFile& key);
// Fault::misuse: key.missing, key.file_mode, key.file_owner; malformed: key.malformed; damaged: key.damaged.
Result<KeyFile> read_key_file(const std::filesystem::path& path);
// Whether nobody but its owner may read or replace the file, as a key file is asked to be; reads nothing.
Result<Ok> check_private_file(const std::filesystem::path& path);
// The whole of a file that nobody but its owner may read or replace, as a key file is asked to be.
Result<Bytes> read_private_file(const std::filesystem::path& path, std::size_t bytes_max);
// Base64, hex, or the signed-note verifier form `name+hash+base64`.
Result<PublicKey> parse_public_key(std::string_view text);

Bytes random_bytes(std::size_t count);
// Overwrites what held a secret; the compiler may not leave it out.
void wipe(Bytes& secret);
// For one reader alone: only the holder of the secret half of an Ed25519 key can open it (libsodium's
// sealed box over the key's X25519 form). Fault::malformed where no such key can be.
Result<Bytes> seal_for(const PublicKey& reader, BytesView plain);
// Nothing where it was sealed for another key, or a byte isn't what it was.
std::optional<Bytes> unseal_with(const Secret& reader, BytesView sealed);
// XChaCha20-Poly1305. The nonce has 24 bytes (invariant); the result ends with the 16-byte tag.
Bytes seal(const Secret& key, BytesView nonce, BytesView associated, BytesView plain);
// Nothing where key, nonce, associated data or a byte of `sealed` isn't what it was.
std::optional<Bytes> unseal(const Secret& key, BytesView nonce, BytesView associated, BytesView sealed);

}  // namespace sillok
