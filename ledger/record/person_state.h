#pragma once
// The record of one person as it follows from acts alone (contract §4); what follows from rule
// tables is added by ledger/rules. Plain values: copy them, compare them, hand them to threads.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "ledger/event/kinds.h"
#include "ledger/event/plain.h"
#include "ledger/record/fact.h"

namespace sillok {

enum class Status : std::uint8_t { kNone, kProbation, kActive, kOnLeave, kWithoutPosition, kSuspended, kSeparated };
std::string_view name_of(Status status);  // the words of contract §4

// Fields of the record that `sources` names.
// clang-format off
enum class RecordField : std::uint8_t {
  kStatus, kClass, kGrade, kSeries, kUnit, kPost, kStep, kHiredOn, kGradeSince, kPostSince, kSecondedTo,
  kConcurrent, kActing, kLeave, kTermUntil, kHoursPerWeek, kProbationMonths, kSex, kSanctions, kDeadOn,
  kPriorCareer,
};
// clang-format on
inline constexpr std::size_t kRecordFieldCount = static_cast<std::size_t>(RecordField::kPriorCareer) + 1;
std::string_view name_of(RecordField field);

// A concurrent or acting post: held beside the main one from `since` on.
struct SidePost {
  std::string unit, post;
  Date since;
  Date until = kEndOfTime;
  Position source = kNoPosition;
  bool operator==(const SidePost&) const = default;
};

struct Sanction {
  enum class State : std::uint8_t { kInForce, kExpunged, kAnnulled };
  std::string case_id, kind, misconduct;
  std::optional<std::int64_t> months;  // of a kind that runs for some
  Date effective_on, misconduct_on;
  Position source = kNoPosition;
  State state = State::kInForce;
  std::optional<Date> appealed_on;
  bool operator==(const Sanction&) const = default;
};
std::string_view name_of(Sanction::State state);

// An investigation, a request for a sanction, or what a removal from position names. `closed_on` and
// `outcome` once it is closed.
struct CaseFile {
  std::string case_id, kind;  // kind: probe|indictment|audit, heavy|light of a request, or removal
  bool is_request = false;
  std::string misconduct;  // of a request
  Date opened_on;
  std::optional<Date> misconduct_on;  // of a request
  std::optional<Date> closed_on;
  std::string outcome;  // cleared|acquitted|confirmed, or sanctioned|annulled of a request
  Position source = kNoPosition;
  bool operator==(const CaseFile&) const = default;
};

struct Award {
  Date effective_on;
  Position source = kNoPosition;
  std::string kind;
  std::string halves;  // a case; empty: none
  bool operator==(const Award&) const = default;
};

struct Credit {  // service credited by an act
  Date effective_on;
  Position source = kNoPosition;
  std::int64_t months = 0, percent = 100;
  std::string ground;
  bool operator==(const Credit&) const = default;
};

// One employment that has ended: [from, to), with what was held on the last day.
struct Spell {
  Date from, to;
  std::string class_code, unit, post, series;
  std::optional<std::int64_t> grade;
  std::string ground;  // the act that ended it: resigned, retired, dismissed, died, term_ended, expulsion …
  Position hired_by = kNoPosition, ended_by = kNoPosition;
  bool operator==(const Spell&) const = default;
};

// What ran for a time and bears on what the law counts; in the order it began, whole career.
struct Phase {
  enum class Kind : std::uint8_t { kLeave, kRemoval, kSecondment, kPartTime, kConcurrent };
  Kind kind = Kind::kLeave;
  std::string ground = {}, case_id = {};  // as the act named them; of a concurrent post its unit and post
  Date from;
  Date to = kEndOfTime;            // open as long as no act has ended it
  std::optional<Date> until = {};  // as ordered
  std::int64_t number = 0;         // of a leave the child; of part-time work the hours a week in thousandths
  Position source = kNoPosition;
  bool is_expunged = false;  // of a removal: its mark in the file
  bool is_open() const { return to == kEndOfTime; }
  bool operator==(const Phase&) const = default;
};

// A change of grade or step, in the order they took effect, whole career: what time in grade and steps are
// counted from.
struct RankMark {
  enum class Cause : std::uint8_t {
    kHired,
    kPromoted,
    kDemoted,
    kSeriesChanged,
    kStepFixed,
    kStepRaised,
    kStepRefixed,
    kStepCorrected,
    kSeparated,
  };
  Cause cause = Cause::kHired;
  Date on;
  std::optional<std::int64_t> grade = {};  // from then on
  std::optional<std::int64_t> step = {};   // as the act declares it
  std::int64_t remainder_months = 0;
  bool is_special = false;       // of a step or a promotion: a special one
  Position named = kNoPosition;  // the act a correction corrects, or the special step of the same merit
  Position source = kNoPosition;
  Date known_on{};  // of a correction of a step: the day it was recorded; else `on`
  bool operator==(const RankMark&) const = default;
};

struct PersonState {
  // How far it has come: events of the person, the last of them, and the newest effective date
  // among those whose order matters (an act on or after it can be evolved on top).
  std::uint64_t revision = 0;
  Position last_position = kNoPosition;
  Date latest_effective{INT32_MIN};

  Status status = Status::kNone;
  // In service: hired and not separated. Null fields are empty strings or nothing.
  std::string route, class_code, series, unit, post;
  std::optional<std::int64_t> grade, step;
  std::int64_t step_remainder_months = 0;
  std::optional<Date> hired_on, regularized_on, grade_since, post_since, unit_since, step_since;
  std::optional<Date> term_until;
  std::optional<std::int64_t> probation_months, hours_per_week;
  bool is_on_probation = false;

  std::string seconded_to, secondment_ground;
  std::optional<Date> seconded_since, seconded_until;
  bool has_separate_quota = false;
  std::vector<SidePost> concurrent, acting;
  // Ends that came before their start in the order of dates: they close it at once.
  std::vector<SidePost> early_concurrent_ends, early_acting_ends;

  std::string leave_ground;  // empty: not on leave
  std::optional<Date> leave_since, leave_until;
  std::int64_t leave_child = 0;
  std::string removal_ground, removal_case;  // empty ground: not removed from position
  std::optional<Date> removed_since;
  std::optional<Date> suspended_until;  // also the three months of a demotion
  std::vector<Sanction> sanctions;
  std::vector<CaseFile> cases;

  std::optional<Date> dead_on;
  Sex sex = Sex::kUnknown;
  std::optional<int> birth_half;
  std::vector<Award> awards;              // by (effective_on, source)
  std::vector<Credit> credits;            // by (effective_on, source)
  std::vector<PriorCareer> prior_career;  // as the newest hire states it
  std::vector<Spell> spells;              // ended ones, in order
  std::vector<Phase> phases;
  std::vector<RankMark> rank_marks;
  std::string merged_into;  // the id that keeps; empty: none

  std::array<Position, kRecordFieldCount> sources;  // kNoPosition: no act says it
  std::array<Position, kPersonalCount> personal;    // the act that carries the newest sealed value

  PersonState() {
    sources.fill(kNoPosition);
    personal.fill(kNoPosition);
  }
  bool operator==(const PersonState&) const = default;

  Position source(RecordField field) const { return sources[static_cast<std::size_t>(field)]; }
  bool in_service() const { return status != Status::kNone && status != Status::kSeparated; }
  bool was_ever_hired() const { return hired_on.has_value() || !spells.empty(); }
  // The unit she is in, or was in last where she has left.
  const std::string& newest_unit() const { return unit.empty() && !spells.empty() ? spells.back().unit : unit; }
  const CaseFile* open_case(std::string_view case_id) const;
};

// Whether the place of this kind of act among others changes nothing but a list: a late one is
// evolved like any other.
bool is_additive(Act act);
// Whether an act of this kind changes a record at all: others are only counted.
bool leaves_a_trace(Act act);
// Whether an act of this kind says something only of who is in service: of anybody else it changes nothing.
bool moves_within_service(Act act);
// Whether an act of this kind can change who is present, where and in which standing or post.
bool changes_standing(Act act);

// Applies one fact that takes effect on or after what was applied before (additive ones: in any
// order): advances the state to advance_date() first, and counts the event. Total: whatever was
// recorded is taken as it stands; where the state cannot be, what the act names is set.
// Acts on acts only count: their work is done by the fold.
void evolve(PersonState& state, const Fact& fact);

// How far the state is advanced before an act of this kind is applied: to its date; for an act that
// ends or extends what would end by itself that very day (returned, secondment_extended,
// concurrent_ended, term_extended, reinstated, and every separation) to the day before.
Date advance_date(Act act, Date effective_on);
// Whether an act of this kind ends the service on its very day: resigned, dismissed, retired. (A death does on the day
// after.)
bool separates(Act act);

// What ends by itself at its `until` has ended (domain §14.1): suspension, a demotion's three
// months, fixed term, secondment, concurrent post; after a death the service. Leave and removal last.
PersonState advanced(PersonState state, Date as_of);
void advance(PersonState& state, Date as_of);
// Status follows from the other axes while in service: leave before suspension (its run is frozen,
// domain §2.5), suspension before removal from position, then probation. `by`: what decided it, if it changes.
void refresh_status(PersonState& state, Position by);
// Whether advance() to that day would change nothing.
bool is_advanced_to(const PersonState& state, Date as_of);
// The first day after `after` on which advance() would change the state.
std::optional<Date> next_change(const PersonState& state, Date after);

// Compact, versioned, the same bytes for equal states.
Bytes encode(const PersonState& state);
Result<PersonState> decode(BytesView bytes);

}  // namespace sillok
