#include "ledger/log/head_anchor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <vector>

#include "ledger/base/crash_point.h"
#include "ledger/base/durable_file.h"
#include "ledger/base/invariant.h"

namespace sillok {
namespace {

constexpr std::size_t kSlotBytes = 512;
constexpr std::string_view kDomain = "sillok-anchor/v1";

tl::unexpected<Error> failed(const char* what) {
  return fail(Fault::unavailable, "anchor.io", "anchor",
              fmt::format("could not {} the head anchor; check the disk and start again", what));
}

std::string signed_part(const std::string& origin, const AnchoredHead& head) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n", kDomain, origin, head.size, to_base64(view(head.root)),
                     head.moved ? "moved" : "active");
}

std::string slot_text(const std::string& origin, const AnchoredHead& head, const Signer& node) {
  std::string text = signed_part(origin, head);
  const Signature signature = node.sign(text);
  text += to_base64(view(signature)) + '\n';
  text.resize(kSlotBytes, '\n');
  return text;
}

struct SlotText {
  AnchoredHead head;
  std::string_view signature;  // base64
};

// What the text says, whoever wrote it.
std::optional<SlotText> parse_slot(std::string_view slot, const std::string& origin) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  for (int i = 0; i < 6; ++i) {
    const std::size_t end = slot.find('\n', begin);
    if (end == std::string_view::npos) return std::nullopt;
    lines.push_back(slot.substr(begin, end - begin));
    begin = end + 1;
  }
  if (slot.find_first_not_of('\n', begin) != std::string_view::npos) return std::nullopt;
  if (lines[0] != kDomain || lines[1] != origin || (lines[4] != "active" && lines[4] != "moved")) return std::nullopt;
  AnchoredHead head;
  const auto [end, bad] = std::from_chars(lines[2].data(), lines[2].data() + lines[2].size(), head.size);
  const auto root = from_base64(lines[3]);
  if (bad != std::errc{} || end != lines[2].data() + lines[2].size()) return std::nullopt;
  if (!root || root->size() != head.root.size()) return std::nullopt;
  head.root = get_array<Hash>(*root);
  head.moved = lines[4] == "moved";
  return SlotText{head, lines[5]};
}

std::optional<AnchoredHead> read_slot(std::string_view slot, const std::string& origin, const PublicKey& node) {
  const auto text = parse_slot(slot, origin);
  if (!text) return std::nullopt;
  const auto signature = from_base64(text->signature);
  const std::string message = signed_part(origin, text->head);
  if (!signature || !slot.starts_with(message) || !verify_signature(node, message, *signature)) return std::nullopt;
  return text->head;
}

HeadAnchor::TornSlot read_torn_slot(std::string_view slot, const std::string& origin) {
  HeadAnchor::TornSlot torn;
  if (const auto text = parse_slot(slot, origin)) torn.claims = text->head;
  torn.says_moved = slot.find("moved") != std::string_view::npos;
  return torn;
}

tl::unexpected<Error> damaged(const std::filesystem::path& path, bool one_slot_holds) {
  if (!one_slot_holds) {
    return fail(Fault::damaged, "anchor.damaged", "anchor",
                "neither slot of the head anchor holds; restore this ledger from a verified copy");
  }
  return fail(Fault::damaged, "anchor.damaged", "anchor",
              fmt::format("one of the two slots of the head anchor does not hold, as after a power loss in the "
                          "middle of its write; "
                          "run `sillok --ledger {} anchor repair`, which checks the log against the other slot first",
                          path.parent_path().string()));
}

}  // namespace

Result<Ok> HeadAnchor::create(const std::filesystem::path& path, const std::string& origin, const Signer& node,
                              const AnchoredHead& head) {
  const std::string slot = slot_text(origin, head, node);
  if (slot.size() != kSlotBytes)
    return fail(Fault::misuse, "init.origin", "origin", "the origin is too long; take at most 64 characters");
  if (create_durably(path, slot + slot, 0600)) return failed("create");
  return Ok{};
}

Result<Ok> HeadAnchor::restore(const std::filesystem::path& path, const std::string& slot) {
  SILLOK_INVARIANT(slot.size() == kSlotBytes, "a slot that read() took");
  if (create_durably(path, slot + slot, 0600)) return failed("restore");
  return Ok{};
}

std::optional<AnchoredHead> HeadAnchor::read(const std::string& slot, const std::string& origin,
                                             const PublicKey& node) {
  return slot.size() == kSlotBytes ? read_slot(slot, origin, node) : std::nullopt;
}

Result<HeadAnchor> HeadAnchor::open(const std::filesystem::path& path, const std::string& origin, const PublicKey& node,
                                    Needs needs) {
  HeadAnchor anchor;
  anchor.origin_ = origin;
  anchor.file_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (anchor.file_ < 0) anchor.file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (anchor.file_ < 0 && errno != ENOENT) return failed("open");
  if (anchor.file_ < 0) {
    return fail(Fault::damaged, "anchor.missing", "anchor",
                "the head anchor is missing; restore this ledger from a verified copy");
  }
  // A reader may look while the writer is in the middle of a slot: look again before judging.
  for (int attempt = 0;; ++attempt) {
    char both[2 * kSlotBytes + 1];
    const ssize_t count = ::pread(anchor.file_, both, sizeof both, 0);
    const std::string_view text{both, count > 0 ? static_cast<std::size_t>(count) : 0};
    std::optional<AnchoredHead> first, second;
    if (text.size() == 2 * kSlotBytes) {
      first = read_slot(text.substr(0, kSlotBytes), origin, node);
      second = read_slot(text.substr(kSlotBytes), origin, node);
    }
    if (first && second) {
      anchor.head_ = first->size >= second->size ? *first : *second;
      anchor.signed_head_ = text.substr(first->size >= second->size ? 0 : kSlotBytes, kSlotBytes);
      anchor.head_.moved = first->moved || second->moved;
      anchor.next_slot_ = first->size >= second->size ? 1 : 0;
      return anchor;
    }
    if (attempt < 10) {
      ::usleep(2000);
      continue;
    }
    if (needs == Needs::kBothSlots || (!first && !second)) return damaged(path, first || second);
    anchor.head_ = first ? *first : *second;
    anchor.next_slot_ = first ? 1 : 0;
    anchor.signed_head_ = text.substr(first ? 0 : kSlotBytes, kSlotBytes);
    anchor.torn_ =
        read_torn_slot(text.substr(static_cast<std::size_t>(anchor.next_slot_) * kSlotBytes, kSlotBytes), origin);
    return anchor;
  }
}

Result<Ok> HeadAnchor::advance(const AnchoredHead& head, const Signer& node) {
  const std::string slot = slot_text(origin_, head, node);
  SILLOK_CRASH_POINT("anchor.before_write");
  const auto offset = static_cast<off_t>(next_slot_ * kSlotBytes);
  if (::pwrite(file_, slot.data(), slot.size(), offset) != static_cast<ssize_t>(slot.size())) return failed("write");
  SILLOK_CRASH_POINT("anchor.before_sync");
  if (::fdatasync(file_) != 0) return failed("sync");
  SILLOK_CRASH_POINT("anchor.after_sync");
  next_slot_ = 1 - next_slot_;
  head_ = head;
  signed_head_ = slot;
  torn_.reset();
  return Ok{};
}

Result<Ok> HeadAnchor::write_again(const Signer& node) {
  next_slot_ = 1 - next_slot_;
  return advance(head_, node);
}

HeadAnchor::HeadAnchor(HeadAnchor&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      origin_(std::move(other.origin_)),
      head_(other.head_),
      signed_head_(std::move(other.signed_head_)),
      torn_(other.torn_),
      next_slot_(other.next_slot_) {}

HeadAnchor& HeadAnchor::operator=(HeadAnchor&& other) noexcept {
  if (this == &other) return *this;
  if (file_ >= 0) ::close(file_);
  file_ = std::exchange(other.file_, -1);
  origin_ = std::move(other.origin_);
  head_ = other.head_;
  signed_head_ = std::move(other.signed_head_);
  torn_ = other.torn_;
  next_slot_ = other.next_slot_;
  return *this;
}

HeadAnchor::~HeadAnchor() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace sillok
