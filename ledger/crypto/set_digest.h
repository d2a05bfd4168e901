#pragma once
// A digest of a set of rows that does not depend on the order they come in: the sum of a keyed hash of
// each. Two sets that came in different orders are compared without keeping or sorting either.
// The key is random and never leaves the object, so that nobody can choose rows that cancel out.
// One thread.
#include <cstdint>

#include "ledger/crypto/keys.h"

namespace sillok {

class SetDigest {
 public:
  SetDigest() : key_(Secret::random()) {}
  // Of nothing yet, with the same key: only such two can be compared.
  SetDigest empty_twin() const {
    SetDigest twin{*this};
    twin.low_ = twin.high_ = 0;
    return twin;
  }
  void add(BytesView name, BytesView value);
  bool operator==(const SetDigest& other) const { return low_ == other.low_ && high_ == other.high_; }

 private:
  Secret key_;
  std::uint64_t low_ = 0, high_ = 0;
};

}  // namespace sillok
