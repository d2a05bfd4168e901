#include "ledger/event/wire_slots.h"

#include <array>

#include "ledger/base/invariant.h"

namespace sillok {
namespace {

struct Slots {
  std::array<std::array<std::uint16_t, kFieldCount>, kActCount> slot{};

  Slots() {
    for (std::size_t a = 0; a < kActCount; ++a) {
      unsigned id = 0;
      for (const FieldSpec& spec : kind_of(static_cast<Act>(a)).fields) {
        if (!spec.sealed) slot[a][static_cast<std::size_t>(spec.field)] = slot_of(id++);
      }
    }
  }
};

}  // namespace

std::uint16_t field_slot(Act act, Field field) {
  static const Slots slots;
  const auto a = static_cast<std::size_t>(act), f = static_cast<std::size_t>(field);
  return a < kActCount && f < kFieldCount ? slots.slot[a][f] : std::uint16_t{0};
}

std::uint8_t sealed_number(Personal member) { return static_cast<std::uint8_t>(static_cast<std::size_t>(member) + 1); }

std::uint8_t sealed_number(Field field) {
  SILLOK_INVARIANT(is_sealed(field), "only ° fields are sealed");
  if (field == Field::kFacts) return kSealedFacts;
  return field == Field::kOpinion ? kSealedOpinion : kSealedNumber;
}

std::optional<std::variant<Personal, Field>> sealed_name(std::uint8_t number) {
  if (number >= 1 && number <= kPersonalCount) return static_cast<Personal>(number - 1);
  if (number == kSealedFacts) return Field::kFacts;
  if (number == kSealedOpinion) return Field::kOpinion;
  if (number == kSealedNumber) return Field::kNumber;
  return std::nullopt;
}

}  // namespace sillok
