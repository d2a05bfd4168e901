#pragma once
// Reading FlatBuffers where they lie. The library's own accessors want aligned memory and its
// verifier accepts shared and misaligned data; these load by memcpy, and WireCheck refuses what
// a builder would not have written. Views borrow; everything here is safe from any thread.
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "ledger/base/bytes.h"

namespace sillok {

static_assert(std::endian::native == std::endian::little, "the wire is little-endian, as are the machines");

template <class T>
T load(const char* at) {
  T value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

// The vtable offset of the field with this id.
constexpr std::uint16_t slot_of(unsigned id) { return static_cast<std::uint16_t>(4 + 2 * id); }

class WireTable;

// A vector of checked bytes. Indexes are the caller's to keep below `count`.
struct WireVector {
  const char* first = nullptr;
  std::uint32_t count = 0;

  BytesView bytes() const { return {first, count}; }
  std::string_view text(std::uint32_t index) const;
  WireTable table(std::uint32_t index) const;
};

// A table of checked bytes. Fields that aren't there give nothing.
class WireTable {
 public:
  explicit WireTable(const void* at)
      : at_{static_cast<const char*>(at)},
        vtable_{at_ - load<std::int32_t>(at_)},
        slots_end_{load<std::uint16_t>(vtable_)} {}

  const char* address() const { return at_; }
  const char* field(std::uint16_t slot) const {
    if (slot >= slots_end_) return nullptr;
    const auto offset = load<std::uint16_t>(vtable_ + slot);
    return offset == 0 ? nullptr : at_ + offset;
  }
  template <class T>
  T scalar(std::uint16_t slot, T otherwise) const {
    const char* at = field(slot);
    return at ? load<T>(at) : otherwise;
  }
  template <class T>
  std::optional<T> scalar(std::uint16_t slot) const {
    const char* at = field(slot);
    return at ? std::optional<T>{load<T>(at)} : std::nullopt;
  }
  std::optional<std::string_view> text(std::uint16_t slot) const {
    const char* at = target(slot);
    return at ? std::optional{std::string_view{at + 4, load<std::uint32_t>(at)}} : std::nullopt;
  }
  WireVector vector(std::uint16_t slot) const {
    const char* at = target(slot);
    return at ? WireVector{at + 4, load<std::uint32_t>(at)} : WireVector{};
  }
  std::optional<WireTable> table(std::uint16_t slot) const {
    const char* at = target(slot);
    return at ? std::optional{WireTable{at}} : std::nullopt;
  }

 private:
  const char* target(std::uint16_t slot) const {
    const char* at = field(slot);
    return at ? at + load<std::uint32_t>(at) : nullptr;
  }

  const char* at_;
  const char* vtable_;
  std::uint16_t slots_end_;
};

inline std::string_view WireVector::text(std::uint32_t index) const {
  const char* at = first + 4 * std::size_t{index};
  at += load<std::uint32_t>(at);
  return {at + 4, load<std::uint32_t>(at)};
}

inline WireTable WireVector::table(std::uint32_t index) const {
  const char* at = first + 4 * std::size_t{index};
  return WireTable{at + load<std::uint32_t>(at)};
}

// The root of a size-prefixed buffer: u32 size of what follows, u32 offset, identifier.
inline const char* wire_root(BytesView bytes) { return bytes.data() + 4 + load<std::uint32_t>(bytes.data() + 4); }

// A walk over bytes nobody has checked. Every step checks ranges and alignment first and says
// false once something is wrong; `broken` keeps the first rule that failed. No object may be
// reached twice (`spent` counts their bytes), so the work is bounded by the size of the bytes.
class WireCheck {
 public:
  // A table known to lie in range: where it is, its vtable, and the end of its own bytes.
  struct Table {
    std::uint32_t at = 0, vtable = 0;
    std::uint16_t slots_end = 0, size = 0;
  };
  struct Vector {
    bool present = false;
    std::uint32_t first = 0, count = 0;
  };

  explicit WireCheck(BytesView bytes) : bytes_{bytes} {}

  // `identifier` is four characters. Refuses other lengths than the prefix says.
  bool root(std::string_view identifier, Table& out);
  bool table(const Table& parent, std::uint16_t slot, bool required, bool& present, Table& out);
  // Scalars and structs of `size` bytes; `at` is 0 where the field is absent.
  bool inline_field(const Table& table, std::uint16_t slot, std::uint32_t size, std::uint32_t alignment,
                    std::uint32_t& at);
  template <class T>
  bool scalar(const Table& table, std::uint16_t slot, std::optional<T>& out) {
    std::uint32_t at = 0;
    if (!inline_field(table, slot, sizeof(T), sizeof(T), at)) return false;
    out = at == 0 ? std::nullopt : std::optional<T>{load<T>(bytes_.data() + at)};
    return true;
  }
  bool text(const Table& table, std::uint16_t slot, std::optional<std::string_view>& out);
  bool vector(const Table& table, std::uint16_t slot, std::uint32_t element_size, std::uint32_t alignment,
              std::size_t count_max, Vector& out);
  bool text_at(const Vector& vector, std::uint32_t index, std::string_view& out);
  bool table_at(const Vector& vector, std::uint32_t index, Table& out);

  BytesView bytes() const { return bytes_; }
  BytesView slice(const Vector& vector) const { return bytes_.substr(vector.first, vector.count); }
  const char* address(const Table& table) const { return bytes_.data() + table.at; }

  // Notes the rule and says false.
  bool refuse(std::string_view rule, std::string_view where = {}) {
    broken = rule;
    broken_where = where;
    return false;
  }
  std::string_view broken, broken_where;  // constant strings

 private:
  bool follow(std::uint32_t at, std::uint32_t& target);
  bool table_in(std::uint32_t at, Table& out);
  bool text_in(std::uint32_t at, std::string_view& out);
  bool spend(std::size_t count);

  BytesView bytes_;
  std::size_t spent_ = 0;
};

}  // namespace sillok
