#include "ledger/crypto/keys.h"

#include <sodium.h>
#include <sys/prctl.h>

#include <algorithm>

#include "ledger/base/invariant.h"
#include "ledger/crypto/checkpoint.h"
#include "ledger/crypto/secret_pool.h"

namespace sillok {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_sign_SEEDBYTES == kSecretBytes && crypto_sign_BYTES == Signature{}.size());
static_assert(crypto_box_SECRETKEYBYTES == kSecretBytes && crypto_sign_SEEDBYTES == kSecretBytes);
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == kSecretBytes);

const unsigned char* data(BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* data(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

// Chooses the fast code of this processor and opens the source of randomness, once.
bool sodium_ready() {
  static const bool ready = sodium_init() >= 0;
  return ready;
}

// Never destroyed: secrets may live in objects that end after main().
SecretPool& secrets() {
  static auto* const pool = new SecretPool(kSecretBytes);
  return *pool;
}

SecretPool& expanded_keys() {
  static auto* const pool = new SecretPool(crypto_sign_SECRETKEYBYTES);
  return *pool;
}

}  // namespace

Result<Ok> init_crypto() {
  if (!sodium_ready()) {
    return fail(Fault::misuse, "crypto.unusable", "", "libsodium found no source of randomness; provide /dev/urandom");
  }
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return fail(Fault::misuse, "crypto.core_dumps", "",
                "core dumps cannot be switched off; allow prctl(PR_SET_DUMPABLE)");
  }
  return SecretPool::lockable();
}

Secret Secret::random() {
  auto memory = secrets().take();
  SILLOK_INVARIANT(sodium_ready(), "init_crypto has succeeded");
  randombytes_buf(memory.get(), kSecretBytes);
  return Secret(std::move(memory));
}

Result<Secret> Secret::from_bytes(BytesView bytes) {
  if (bytes.size() != kSecretBytes) {
    return fail(Fault::malformed, "key.length", "", "a secret has 32 bytes, not " + std::to_string(bytes.size()));
  }
  auto memory = secrets().take();
  std::copy_n(data(bytes), kSecretBytes, memory.get());
  return Secret(std::move(memory));
}

Secret Secret::derive(std::string_view label, BytesView context) const {
  SILLOK_INVARIANT(label.find('\0') == std::string_view::npos, "the zero byte ends the label");
  auto memory = secrets().take();
  const unsigned char end_of_label = 0;
  crypto_generichash_state state;
  crypto_generichash_init(&state, memory_.get(), kSecretBytes, kSecretBytes);
  crypto_generichash_update(&state, data(label), label.size());
  crypto_generichash_update(&state, &end_of_label, 1);
  crypto_generichash_update(&state, data(context), context.size());
  crypto_generichash_final(&state, memory.get(), kSecretBytes);
  sodium_memzero(&state, sizeof state);
  return Secret(std::move(memory));
}

BytesView Secret::bytes() const { return {reinterpret_cast<const char*>(memory_.get()), kSecretBytes}; }

Signer::Signer(const Secret& seed) {
  SILLOK_INVARIANT(sodium_ready(), "init_crypto has succeeded");
  auto expanded = expanded_keys().take();
  crypto_sign_seed_keypair(public_key_.data(), expanded.get(), data(seed.bytes()));
  expanded_ = std::move(expanded);
}

Signature Signer::sign(BytesView message) const {
  Signature signature;
  crypto_sign_detached(signature.data(), nullptr, data(message), message.size(), expanded_.get());
  // A wrong signature of a right key can give the key away; it must not leave the process.
  SILLOK_INVARIANT(verify_signature(public_key_, message, view(signature)), "what was signed verifies");
  return signature;
}

bool verify_signature(const PublicKey& key, BytesView message, BytesView signature) {
  if (signature.size() != Signature{}.size() || !sodium_ready()) return false;
  return crypto_sign_verify_detached(data(signature), data(message), message.size(), key.data()) == 0;
}

bool is_valid_public_key(const PublicKey& key) { return crypto_core_ed25519_is_valid_point(key.data()) == 1; }

Result<PublicKey> parse_public_key(std::string_view text) {
  const auto checked = [](const Bytes& bytes) -> Result<PublicKey> {
    PublicKey key;
    if (bytes.size() != key.size()) return fail(Fault::malformed, "key.length", "", "a public key has 32 bytes");
    std::copy_n(data(BytesView(bytes)), key.size(), key.begin());
    if (!is_valid_public_key(key))
      return fail(Fault::malformed, "key.point", "", "no Ed25519 public key has these bytes");
    return key;
  };
  if (text.size() == 64) {
    if (const auto bytes = from_hex(text)) return checked(*bytes);
  }
  if (text.size() == 44) {
    SILLOK_TRY(bytes, from_base64(text));
    return checked(bytes);
  }
  const auto note_key = parse_note_key(text);
  if (note_key) return note_key->key;
  return fail(Fault::malformed, "key.malformed", "",
              "a public key is 44 characters of base64, 64 hex digits, or `name+hash+base64`");
}

Bytes random_bytes(std::size_t count) {
  SILLOK_INVARIANT(sodium_ready(), "init_crypto has succeeded");
  Bytes bytes(count, '\0');
  randombytes_buf(bytes.data(), count);
  return bytes;
}

void wipe(Bytes& secret) { sodium_memzero(secret.data(), secret.size()); }

Result<Bytes> seal_for(const PublicKey& reader, BytesView plain) {
  SILLOK_INVARIANT(sodium_ready(), "init_crypto has succeeded");
  std::array<unsigned char, crypto_box_PUBLICKEYBYTES> box_key;
  if (crypto_sign_ed25519_pk_to_curve25519(box_key.data(), reader.data()) != 0) {
    return fail(Fault::malformed, "key.point", "", "no Ed25519 public key has these bytes");
  }
  Bytes sealed(plain.size() + crypto_box_SEALBYTES, '\0');
  crypto_box_seal(data(sealed), data(plain), plain.size(), box_key.data());
  return sealed;
}

std::optional<Bytes> unseal_with(const Secret& reader, BytesView sealed) {
  if (sealed.size() < crypto_box_SEALBYTES || !sodium_ready()) return std::nullopt;
  const auto expanded = expanded_keys().take();
  PublicKey public_key;
  crypto_sign_seed_keypair(public_key.data(), expanded.get(), data(reader.bytes()));
  const auto box_secret = secrets().take();
  std::array<unsigned char, crypto_box_PUBLICKEYBYTES> box_key;
  crypto_sign_ed25519_sk_to_curve25519(box_secret.get(), expanded.get());
  crypto_scalarmult_base(box_key.data(), box_secret.get());
  Bytes plain(sealed.size() - crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal_open(data(plain), data(sealed), sealed.size(), box_key.data(), box_secret.get()) != 0)
    return std::nullopt;
  return plain;
}

Bytes seal(const Secret& key, BytesView nonce, BytesView associated, BytesView plain) {
  SILLOK_INVARIANT(nonce.size() == kNonceBytes && sodium_ready(), "an XChaCha20 nonce has 24 bytes");
  Bytes sealed(plain.size() + kTagBytes, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(data(sealed), nullptr, data(plain), plain.size(), data(associated),
                                             associated.size(), nullptr, data(nonce), data(key.bytes()));
  return sealed;
}

std::optional<Bytes> unseal(const Secret& key, BytesView nonce, BytesView associated, BytesView sealed) {
  if (nonce.size() != kNonceBytes || sealed.size() < kTagBytes || !sodium_ready()) return std::nullopt;
  Bytes plain(sealed.size() - kTagBytes, '\0');
  const int done =
      crypto_aead_xchacha20poly1305_ietf_decrypt(data(plain), nullptr, nullptr, data(sealed), sealed.size(),
                                                 data(associated), associated.size(), data(nonce), data(key.bytes()));
  if (done != 0) return std::nullopt;
  return plain;
}

}  // namespace sillok
