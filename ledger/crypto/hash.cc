#include "ledger/crypto/hash.h"

#include <openssl/evp.h>

#include <algorithm>

#include "ledger/base/invariant.h"

namespace sillok {
namespace {

// Fetched once: looking the algorithm up costs more than hashing an event does. Never freed, so
// that threads which end after main() still find it.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  SILLOK_INVARIANT(method != nullptr, "OpenSSL's default provider always has SHA-256");
  return method;
}

// One context for each thread, used again and again: no allocation on the way of a hash.
class Hasher {
 public:
  Hasher() : context_(EVP_MD_CTX_new()) { SILLOK_INVARIANT(context_ != nullptr, "out of memory"); }
  ~Hasher() { EVP_MD_CTX_free(context_); }
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  void start() { check(EVP_DigestInit_ex(context_, sha256_method(), nullptr)); }
  void add(BytesView bytes) { check(EVP_DigestUpdate(context_, bytes.data(), bytes.size())); }
  Hash finish() {
    Hash hash;
    check(EVP_DigestFinal_ex(context_, hash.data(), nullptr));
    return hash;
  }
  void go_on_from(const Hasher& other) { check(EVP_MD_CTX_copy_ex(context_, other.context_)); }

 private:
  static void check(int done) { SILLOK_INVARIANT(done == 1, "SHA-256 of bytes in memory cannot fail"); }
  EVP_MD_CTX* context_;
};

Hasher& hasher() {
  thread_local Hasher kept;
  return kept;
}

}  // namespace

Hash sha256(BytesView bytes) {
  Hasher& hash = hasher();
  hash.start();
  hash.add(bytes);
  return hash.finish();
}

Hash sha256(std::initializer_list<BytesView> parts) {
  Hasher& hash = hasher();
  hash.start();
  for (const BytesView part : parts) hash.add(part);
  return hash.finish();
}

// The prefixes keep a leaf from being taken for a node (RFC 6962, 2.1).
Hash leaf_hash(BytesView entry) {
  Hasher& hash = hasher();
  hash.start();
  hash.add(BytesView("\0", 1));
  hash.add(entry);
  return hash.finish();
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<std::uint8_t, 65> node;
  node[0] = 1;
  std::copy(left.begin(), left.end(), node.begin() + 1);
  std::copy(right.begin(), right.end(), node.begin() + 33);
  return sha256(view(node));
}

Hash empty_tree_root() { return sha256(BytesView{}); }

struct RunningHash::State {
  Hasher hasher;
};

std::optional<Hash> hash_from_hex(std::string_view text) {
  const auto bytes = from_hex(text);
  if (!bytes || bytes->size() != sizeof(Hash) || to_hex(*bytes) != text) return std::nullopt;
  return get_array<Hash>(*bytes);
}

RunningHash::RunningHash() : state_(std::make_unique<State>()) { state_->hasher.start(); }
RunningHash::~RunningHash() = default;
void RunningHash::add(BytesView bytes) { state_->hasher.add(bytes); }

Hash RunningHash::so_far() const {
  Hasher copy;
  copy.go_on_from(state_->hasher);
  return copy.finish();
}

}  // namespace sillok
