#include "ledger/event/kinds.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>

namespace sillok {
namespace {

// clang-format off
constexpr std::string_view kFieldNames[] = {
    "route", "class", "grade", "series", "unit", "post", "step", "probation_months", "until",
    "prior_career", "kind", "ground", "same_merit_as", "host", "separate_quota", "child", "case",
    "hours_per_week", "months", "percent", "remainder_months", "target", "outcome", "weight", "misconduct",
    "misconduct_on", "facts", "name", "grantor", "halves", "course", "hours", "category", "score", "school",
    "degree", "field", "licence", "number", "period", "rating", "opinion", "duplicate", "person",
    "effective_on", "name_ko", "name_en", "parent", "from", "to", "function", "title", "count", "plan",
    "table", "valid_from", "applies_by", "rows", "legal_reference", "origin", "sandbox", "seed", "roots",
    "ledger_key", "node_key", "acceptance", "officer", "public_key", "role", "scope", "document", "reason",
    "subscriber", "key", "data", "valid_to", "certificate", "claim_hash", "contract", "personal",
};
// clang-format on
static_assert(std::size(kFieldNames) == kFieldCount);

// clang-format off
constexpr std::string_view kPersonalNames[] = {
    "name", "name_hanja", "birth_on", "sex", "nationality", "resident_no", "address", "phone", "email",
    "photo_sha256",
};
// clang-format on
static_assert(std::size(kPersonalNames) == kPersonalCount);

constexpr std::uint8_t kNone = 0xff;

// For each act and field the field's place in KindSpec::fields: lookups are one load.
struct FieldPlaces {
  std::array<std::array<std::uint8_t, kFieldCount>, kActCount> place;

  FieldPlaces() {
    for (std::size_t a = 0; a < kActCount; ++a) {
      place[a].fill(kNone);
      const auto fields = kind_of(static_cast<Act>(a)).fields;
      for (std::size_t i = 0; i < fields.size(); ++i) {
        place[a][static_cast<std::size_t>(fields[i].field)] = static_cast<std::uint8_t>(i);
      }
    }
  }
};

template <class Enum, std::size_t N>
std::unordered_map<std::string_view, Enum> by_name(const std::string_view (&names)[N]) {
  std::unordered_map<std::string_view, Enum> out;
  for (std::size_t i = 0; i < N; ++i) out.emplace(names[i], static_cast<Enum>(i));
  return out;
}

template <class Map>
const typename Map::mapped_type* find_in(const Map& map, std::string_view name) {
  const auto found = map.find(name);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

const KindSpec* find_kind(std::string_view name) {
  static const auto kinds = [] {
    std::unordered_map<std::string_view, const KindSpec*> out;
    for (std::size_t i = 1; i < kActCount; ++i) {
      const KindSpec& kind = kind_of(static_cast<Act>(i));
      out.emplace(kind.name, &kind);
    }
    return out;
  }();
  const auto found = kinds.find(name);
  return found == kinds.end() ? nullptr : found->second;
}

const FieldSpec* find_field(Act act, Field field) {
  static const FieldPlaces places;
  const auto a = static_cast<std::size_t>(act), f = static_cast<std::size_t>(field);
  if (a >= kActCount || f >= kFieldCount) return nullptr;
  const std::uint8_t place = places.place[a][f];
  return place == kNone ? nullptr : &kind_of(act).fields[place];
}

std::string_view name_of(Act act) { return kind_of(act).name; }

std::string_view name_of(Field field) {
  const auto index = static_cast<std::size_t>(field);
  return index < kFieldCount ? kFieldNames[index] : "unknown";
}

const Field* find_field_name(std::string_view name) {
  static const auto names = by_name<Field>(kFieldNames);
  return find_in(names, name);
}

bool is_sealed(Field field) { return field == Field::kFacts || field == Field::kOpinion || field == Field::kNumber; }

const Field* subject_field(Act act) {
  static constexpr Field kUnit = Field::kUnit, kFrom = Field::kFrom, kTo = Field::kTo, kPost = Field::kPost,
                         kPerson = Field::kPerson;
  switch (act) {
    case Act::kUnitMerged: return &kTo;
    case Act::kUnitSplit:
    case Act::kFunctionMoved: return &kFrom;
    case Act::kPostAbolished: return &kPost;
    case Act::kDataKeyDestroyed: return &kPerson;
    default: return kind_of(act).subject == Subject::kUnit ? &kUnit : nullptr;
  }
}

bool may_correct_a_unit(Act act) {
  return act == Act::kRectified || act == Act::kAnnulled || act == Act::kReinstatedAct;
}

bool is_choice(std::string_view choices, std::string_view word) {
  if (word.empty() || word.find('|') != std::string_view::npos) return false;
  for (std::size_t begin = 0; begin <= choices.size();) {
    const std::size_t end = std::min(choices.find('|', begin), choices.size());
    if (choices.substr(begin, end - begin) == word) return true;
    begin = end + 1;
  }
  return false;
}

std::string_view name_of(Personal member) {
  const auto index = static_cast<std::size_t>(member);
  return index < kPersonalCount ? kPersonalNames[index] : "unknown";
}

const Personal* find_personal(std::string_view name) {
  static const auto names = by_name<Personal>(kPersonalNames);
  return find_in(names, name);
}

}  // namespace sillok
