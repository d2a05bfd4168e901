#pragma once
// Acts told in a line each, into a log in memory: the "given" of record and view tests.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/person_fold.h"
#include "tests/support/memory_log.h"

namespace sillok {
void PrintTo(const PersonState& state, std::ostream* out);
}

namespace sillok::testing {

inline Date day(std::string_view text) {
  const auto date = parse_date(text);
  if (!date) ADD_FAILURE() << text << " is no date";
  return date.value_or(Date{});
}
inline std::int64_t days(std::string_view text) { return day(text).days; }
// Noon of a day in UTC.
inline Instant noon(std::string_view text) { return {std::int64_t{day(text).days} * 86'400'000'000 + 43'200'000'000}; }

using Data = std::map<Field, Value>;

// What sealing leaves in a body, without a key that could open it.
inline SealedField sealed_field() {
  SealedField field;
  field.ciphertext = Bytes(24, 's');
  return field;
}

inline Bytes body_of(const PlainAct& act) {
  std::vector<SealedField> sealed;
  for (const auto& [member, text] : act.personal) {
    SealedField field = sealed_field();
    field.is_personal = true;
    field.personal = member;
    sealed.push_back(std::move(field));
  }
  for (const auto& [field_name, value] : act.data) {
    const FieldSpec* spec = find_field(act.act, field_name);
    if (!spec || !spec->sealed) continue;
    SealedField field = sealed_field();
    field.field = field_name;
    sealed.push_back(std::move(field));
  }
  auto body = build_body(act, sealed);
  if (!body) ADD_FAILURE() << name_of(act.act) << ": " << body.error().where << " " << body.error().message;
  return body.value_or(Bytes{});
}

// A log that is told acts. Each is recorded a second after the one before, or on a day named.
class Telling {
 public:
  Position tell(Act act, std::string_view subject, std::string_view effective_on, Data data = {},
                std::map<Personal, std::string> personal = {}) {
    PlainAct plain;
    plain.act = act;
    plain.subject = std::string(subject);
    plain.effective_on = day(effective_on);
    plain.data = std::move(data);
    plain.personal = std::move(personal);
    return add(plain);
  }
  Position add(const PlainAct& plain) {
    clock_.micros += 1'000'000;
    const bool is_of_person = !plain.subject.empty() && kind_of(plain.act).subject == Subject::kPerson;
    return log.append(body_of(plain), clock_, is_of_person ? ++revisions_[plain.subject] : 0);
  }
  void recorded_from(std::string_view date) { clock_ = noon(date); }

  // The acts most stories need.
  Position hired(std::string_view person, std::string_view on, Data more = {},
                 std::map<Personal, std::string> personal = {}) {
    Data data = {{Field::kRoute, "open"},
                 {Field::kClass, "general"},
                 {Field::kGrade, std::int64_t{9}},
                 {Field::kSeries, "administration"},
                 {Field::kUnit, "U1"},
                 {Field::kPost, "U1-A"},
                 {Field::kStep, std::int64_t{1}},
                 {Field::kProbationMonths, std::int64_t{0}}};
    for (auto& [field, value] : more) data[field] = value;
    return tell(Act::kHired, person, on, data, std::move(personal));
  }
  Position promoted(std::string_view person, std::string_view on, std::int64_t grade) {
    return tell(Act::kPromoted, person, on, {{Field::kKind, "ordinary"}, {Field::kGrade, grade}});
  }
  Position transferred(std::string_view person, std::string_view on, std::string_view unit, std::string_view post) {
    return tell(Act::kTransferred, person, on, {{Field::kUnit, std::string(unit)}, {Field::kPost, std::string(post)}});
  }
  Position rectified(std::string_view person, std::string_view decided_on, Position target, std::vector<Patch> patches,
                     Data more = {}) {
    more[Field::kTarget] = static_cast<std::int64_t>(target);
    if (!patches.empty()) more[Field::kData] = std::move(patches);
    return tell(Act::kRectified, person, decided_on, std::move(more));
  }
  Position annulled(std::string_view person, std::string_view decided_on, Position target) {
    return tell(Act::kAnnulled, person, decided_on,
                {{Field::kTarget, static_cast<std::int64_t>(target)}, {Field::kGround, "error"}});
  }
  Position reinstated_act(std::string_view person, std::string_view decided_on, Position target) {
    return tell(Act::kReinstatedAct, person, decided_on, {{Field::kTarget, static_cast<std::int64_t>(target)}});
  }
  Position unit_created(std::string_view unit, std::string_view on, std::string_view kind,
                        std::string_view parent = {}) {
    Data data = {{Field::kUnit, std::string(unit)},
                 {Field::kNameKo, "단위"},
                 {Field::kNameEn, "Unit"},
                 {Field::kKind, std::string(kind)}};
    if (!parent.empty()) data[Field::kParent] = std::string(parent);
    return tell(Act::kUnitCreated, unit, on, data);
  }

  // Every act that is known by position `limit`, whoever it is of: the fold takes what counts.
  std::vector<StoredAct> acts(Position limit = kNoPosition) const {
    std::vector<StoredAct> all;
    for (Position at = 1; at < std::min<Position>(limit, log.head().size); ++at) {
      all.push_back(stored_act(EventView::trust(log.entry(at))));
    }
    return all;
  }
  PersonState state(std::string_view person, std::optional<std::string_view> as_of = {}) const {
    return fold(person, acts(), as_of ? std::optional{day(*as_of)} : std::nullopt);
  }
  std::vector<Fact> facts(std::string_view person) const { return resolve(person, acts()); }

  MemoryLog log;

 private:
  Instant clock_{0};
  std::map<std::string, std::uint32_t, std::less<>> revisions_;
};

// Careers with everything in them, late acts, corrections and moves too; the same for a seed.
void tell_at_random(Telling& telling, std::mt19937& random, std::size_t act_count, std::size_t person_count);

}  // namespace sillok::testing
