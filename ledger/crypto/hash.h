#pragma once
// SHA-256 through OpenSSL's hardware path with a kept context (design 18), and the hashes of
// RFC 6962. Each thread has its own context; all functions are safe from any thread.
#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>

#include "ledger/base/bytes.h"

namespace sillok {

Hash sha256(BytesView bytes);
Hash sha256(std::initializer_list<BytesView> parts);  // of the parts one after another
Hash leaf_hash(BytesView entry);                      // SHA-256(0x00 ‖ entry)
Hash node_hash(const Hash& left, const Hash& right);  // SHA-256(0x01 ‖ left ‖ right)
Hash empty_tree_root();                               // SHA-256 of nothing
// 64 small hex digits: a hash that is hashed or signed as text can be said in one way only.
std::optional<Hash> hash_from_hex(std::string_view text);

// SHA-256 of bytes that come piece by piece, with a context of its own. Not for two threads at once.
class RunningHash {
 public:
  RunningHash();
  ~RunningHash();
  void add(BytesView bytes);
  Hash so_far() const;  // of what was added; more may follow

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sillok
