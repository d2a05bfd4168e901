#pragma once
// The head of the log, kept durably outside its database (design 6): what RocksDB may forget
// without a word (a deleted, zeroed or cut write-ahead log, faults.md §0.1), this remembers.
//
// The file has two slots of 512 bytes (one disk sector each), written in turn: a torn write can
// spoil only the slot not yet acknowledged, and is then named, not guessed around. A
// slot is text, so that an operator can read it:
//
//   sillok-anchor/v1
//   <origin>
//   <size>
//   <root, base64>
//   <state: active or moved>
//   <Ed25519 signature over the lines above, by the node key, base64>
//
// padded with line feeds. The first line is the signature's domain: an anchor never passes for a
// checkpoint. An anchor beside the log does not see a whole disk rolled back; a witness does.
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/crypto/keys.h"

namespace sillok {

struct AnchoredHead {
  std::uint64_t size = 0;
  Hash root{};
  bool moved = false;  // this ledger went elsewhere: it reads and never writes again
};

class HeadAnchor {
 public:
  enum class Needs { kBothSlots, kOneSlot };  // kOneSlot: to repair the other (ledger/desk/anchor_repair.h)
  // What a slot without a good signature says. Nobody vouches for it.
  struct TornSlot {
    std::optional<AnchoredHead> claims;  // where its text can still be read
    bool says_moved = false;
  };

  static Result<Ok> create(const std::filesystem::path& path, const std::string& origin, const Signer& node,
                           const AnchoredHead& head);
  // Reads both slots; as many as are needed must hold (Fault::damaged `anchor.damaged` otherwise).
  static Result<HeadAnchor> open(const std::filesystem::path& path, const std::string& origin, const PublicKey& node,
                                 Needs needs = Needs::kBothSlots);

  // Of a backup: the head as the node signed it then. `slot` is what signed_head() gave.
  static Result<Ok> restore(const std::filesystem::path& path, const std::string& slot);
  static std::optional<AnchoredHead> read(const std::string& slot, const std::string& origin, const PublicKey& node);

  const AnchoredHead& head() const { return head_; }
  // The slot that says so, with its signature.
  const std::string& signed_head() const { return signed_head_; }
  // The slot that does not hold and that advance() writes next; nothing where both hold.
  const std::optional<TornSlot>& torn() const { return torn_; }
  // Durable when it returns. The writer alone calls this, in the order log → anchor → receipt.
  Result<Ok> advance(const AnchoredHead& head, const Signer& node);
  // The head in the slot that it was read from, made durable: what open() read may be what a failed sync left
  // in the page cache only, and a power loss would take it back from under what was built on it.
  Result<Ok> write_again(const Signer& node);

  HeadAnchor(HeadAnchor&&) noexcept;
  HeadAnchor& operator=(HeadAnchor&&) noexcept;
  ~HeadAnchor();

 private:
  HeadAnchor() = default;
  int file_ = -1;
  std::string origin_;
  AnchoredHead head_;
  std::string signed_head_;
  std::optional<TornSlot> torn_;
  int next_slot_ = 0;
};

}  // namespace sillok
