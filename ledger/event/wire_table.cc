#include "ledger/event/wire_table.h"

namespace sillok {

bool WireCheck::spend(std::size_t count) {
  spent_ += count;
  return spent_ <= bytes_.size() || refuse("an object is reached twice");
}

bool WireCheck::root(std::string_view identifier, Table& out) {
  // Prefix, root offset and identifier, then at least a vtable and a table.
  if (bytes_.size() < 20) return refuse("too short");
  if (load<std::uint32_t>(bytes_.data()) != bytes_.size() - 4) return refuse("the length isn't the one declared");
  if (bytes_.substr(8, 4) != identifier) return refuse("another file identifier");
  std::uint32_t at = 0;
  return follow(4, at) && table_in(at, out);
}

bool WireCheck::follow(std::uint32_t at, std::uint32_t& target) {
  const std::uint64_t to = std::uint64_t{at} + load<std::uint32_t>(bytes_.data() + at);
  // An offset of 0 would point at itself; everything starts with at least four bytes.
  if (to == at || to + 4 > bytes_.size()) return refuse("an offset points outside");
  if (to % 4 != 0) return refuse("misaligned");
  target = static_cast<std::uint32_t>(to);
  return true;
}

bool WireCheck::table_in(std::uint32_t at, Table& out) {
  const std::int64_t vtable = std::int64_t{at} - load<std::int32_t>(bytes_.data() + at);
  if (vtable < 0 || vtable + 4 > static_cast<std::int64_t>(bytes_.size())) {
    return refuse("a vtable lies outside");
  }
  out.at = at;
  out.vtable = static_cast<std::uint32_t>(vtable);
  out.slots_end = load<std::uint16_t>(bytes_.data() + vtable);
  out.size = load<std::uint16_t>(bytes_.data() + vtable + 2);
  if (vtable % 2 != 0 || out.slots_end % 2 != 0) return refuse("misaligned");
  if (out.slots_end < 4 || out.vtable + out.slots_end > bytes_.size()) return refuse("a vtable lies outside");
  if (out.size < 4 || out.at + out.size > bytes_.size()) return refuse("a table lies outside");
  return spend(out.size);
}

bool WireCheck::inline_field(const Table& table, std::uint16_t slot, std::uint32_t size, std::uint32_t alignment,
                             std::uint32_t& at) {
  at = 0;
  if (slot >= table.slots_end) return true;
  const auto offset = load<std::uint16_t>(bytes_.data() + table.vtable + slot);
  if (offset == 0) return true;
  // The first four bytes of a table are the way to its vtable.
  if (offset < 4 || offset + size > table.size) return refuse("a field lies outside its table");
  at = table.at + offset;
  return at % alignment == 0 || refuse("misaligned");
}

bool WireCheck::table(const Table& parent, std::uint16_t slot, bool required, bool& present, Table& out) {
  std::uint32_t at = 0;
  if (!inline_field(parent, slot, 4, 4, at)) return false;
  present = at != 0;
  if (!present) return !required || refuse("a required table is missing");
  return follow(at, at) && table_in(at, out);
}

bool WireCheck::text_in(std::uint32_t at, std::string_view& out) {
  const auto size = load<std::uint32_t>(bytes_.data() + at);
  // The builder ends each string with a zero byte that its length doesn't count.
  if (std::uint64_t{at} + 4 + size + 1 > bytes_.size()) return refuse("a string lies outside");
  if (bytes_[at + 4 + size] != '\0') return refuse("a string without its end");
  out = bytes_.substr(at + 4, size);
  return spend(std::size_t{5} + size);
}

bool WireCheck::text(const Table& table, std::uint16_t slot, std::optional<std::string_view>& out) {
  std::uint32_t at = 0;
  out.reset();
  if (!inline_field(table, slot, 4, 4, at)) return false;
  if (at == 0) return true;
  std::string_view text;
  if (!follow(at, at) || !text_in(at, text)) return false;
  out = text;
  return true;
}

bool WireCheck::vector(const Table& table, std::uint16_t slot, std::uint32_t element_size, std::uint32_t alignment,
                       std::size_t count_max, Vector& out) {
  std::uint32_t at = 0;
  out = {};
  if (!inline_field(table, slot, 4, 4, at)) return false;
  if (at == 0) return true;
  if (!follow(at, at)) return false;
  const auto count = load<std::uint32_t>(bytes_.data() + at);
  if (count > count_max) return refuse("a list is too long");
  const std::uint64_t size = std::uint64_t{count} * element_size;
  if (at + 4 + size > bytes_.size()) return refuse("a list lies outside");
  out = {true, at + 4, count};
  if (count != 0 && out.first % alignment != 0) return refuse("misaligned");
  return spend(4 + size);
}

bool WireCheck::text_at(const Vector& vector, std::uint32_t index, std::string_view& out) {
  std::uint32_t at = 0;
  return follow(vector.first + 4 * index, at) && text_in(at, out);
}

bool WireCheck::table_at(const Vector& vector, std::uint32_t index, Table& out) {
  std::uint32_t at = 0;
  return follow(vector.first + 4 * index, at) && table_in(at, out);
}

}  // namespace sillok
