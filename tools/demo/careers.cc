// What may happen to one official on her day of the month: at most one thing.
#include <algorithm>

#include "tools/demo/world.h"

namespace sillok::demo {
namespace {

// Monthly chances, of a million.
constexpr std::uint64_t kTransferChance = 45'000;
constexpr std::uint64_t kPromotionChance = 60'000;
constexpr std::uint64_t kResignChance = 1'300;
constexpr std::uint64_t kHeadResignChance = 45'000;
constexpr int kLateDaysMax = 25;

constexpr const char* kAwards[][3] = {
    {"minister", "장관 표창", "MOIS"},    {"minister", "처장 표창", "MPM"},        {"pm", "국무총리 표창", "OPC"},
    {"president", "대통령 표창", "MOIS"}, {"model_official", "모범공무원", "OPC"}, {"order", "녹조근정훈장", "MOIS"},
    {"medal", "근정포장", "MOIS"},
};
constexpr const char* kLicences[] = {"정보처리기사", "사회조사분석사 2급", "토목기사", "전자계산기조직응용기사",
                                     "공인중개사"};
constexpr const char* kSeriesAll[] = {"ADM", "TAX", "CUS", "STA", "IND", "COM", "FAC", "ENV", "HEA", "AGR"};

// Minimum months in grade (DAPO 31), by the day of the promotion.
struct MinimumTime {
  int from;  // YYYYMMDD
  int months[10];
};
constexpr MinimumTime kMinimumTime[] = {
    {0, {0, 0, 0, 0, 60, 60, 48, 36, 36, 24}},
    {20120330, {0, 0, 0, 0, 36, 48, 42, 24, 24, 18}},
    {20240131, {0, 0, 0, 0, 36, 36, 24, 12, 12, 12}},
};

}  // namespace

void World::decide(Index person) {
  Official& o = officials_[person];
  if (o.status != Status::kActive || o.accused || o.last_effective >= today_ || o.busy_until > today_) return;
  if (o.grade == 0) {
    if (random_.chance(kHeadResignChance) && plus(today_, 30) < agencies_[agency_of(o)].ends_on) {
      due(next_workday_, {Errand::kNameHead, kNobody, agency_of(o)});
      separate(person, today_);
    }
    return;
  }
  if (today_ >= plus(o.leaves_on, -40)) return;  // about to leave
  try_correction(person) || try_separation(person) || try_absence(person) || try_case(person) ||
      try_promotion(person) || try_transfer(person) || try_merit(person) || try_side_duty(person) || try_small(person);
}

int World::months_in_grade_needed(int grade) const {
  int months = 0;
  for (const MinimumTime& row : kMinimumTime) {
    if (row.from == 0 || date_of(row.from) <= today_) months = row.months[grade];
  }
  return months;
}

bool World::try_promotion(Index person) {
  Official& o = officials_[person];
  if (o.grade < 4 || o.fixed_term || today_ < o.restricted_until || !random_.chance(kPromotionChance)) return false;
  const Date ready = plus(add_months(o.grade_since, months_in_grade_needed(o.grade)), o.excluded_days);
  Agency& a = agencies_[agency_of(o)];
  const int grade = o.grade - 1;
  if (today_ < ready || a.strength[grade] >= a.quota[grade]) return false;
  PlainAct act = make_act(Act::kPromoted, id_of(person), today_, {{Field::kKind, "ordinary"}, {Field::kGrade, grade}});
  if (grade <= 4) {  // into a head's post only
    const Index post = vacant_head(agency_of(o), grade == 3);
    if (post == kNobody) return false;
    leave_post(person, today_);
    take_post(person, post);
    o.unit = posts_[post].unit;
    o.post_since = today_;
    act.data[Field::kUnit] = units_[o.unit].code;
    act.data[Field::kPost] = posts_[post].code;
  }
  --a.strength[o.grade];
  ++a.strength[grade];
  o.grade = static_cast<std::uint8_t>(grade);
  o.grade_since = today_;
  o.excluded_days = 0;
  act_today(person, std::move(act));
  return true;
}

bool World::try_transfer(Index person) {
  Official& o = officials_[person];
  if (!random_.chance(kTransferChance) || today_ < add_months(o.post_since, o.grade <= 4 ? 24 : 36)) return false;
  const Index from = agency_of(o);
  Index post = kNobody, unit = kNobody;
  if (o.grade <= 4) {
    post = vacant_head(from, o.grade == 3);
    if (post == kNobody) return false;
    unit = posts_[post].unit;
  } else {
    const Index to = random_.chance(200'000) ? random_agency() : from;
    if (to != from && today_ < o.barred_until) return false;
    if (to != from && agencies_[to].strength[o.grade] >= agencies_[to].quota[o.grade]) return false;
    unit = random_division(to);
    if (unit == o.unit) return false;
    post = vacant_seat(unit);
  }
  const Index to = units_[unit].agency;
  const bool late = random_.chance(30'000);  // the office entered the order some days after it was issued
  const Date on = late ? plus(today_, -random_.between(2, kLateDaysMax)) : today_;
  if (on <= o.last_effective || on < units_[unit].since || on < start_ || (late && to != from)) return false;
  PlainAct act = make_act(to == from ? Act::kTransferred : Act::kTransferredIn, id_of(person), on,
                          {{Field::kUnit, units_[unit].code}});
  if (post != kNobody) act.data[Field::kPost] = posts_[post].code;
  o.unit_before = o.unit;
  o.post_before = o.post;
  leave_post(person, today_);
  take_post(person, post);
  o.unit = unit;
  o.post_since = on;
  if (to != from) {
    --agencies_[from].present;
    --agencies_[from].strength[o.grade];
    ++agencies_[to].present;
    ++agencies_[to].strength[o.grade];
  }
  act_today(person, std::move(act), on);
  return true;
}

bool World::try_separation(Index person) {
  Official& o = officials_[person];
  const int age = split(today_).year - split(o.born).year;
  if (random_.chance(age > 45 ? 130 : 30)) {
    act_today(person, make_act(Act::kDied, id_of(person), today_));
    separate(person, today_.next());
    return true;
  }
  const bool young = today_ < add_months(o.hired_on, 60) && age < 35;
  if (!random_.chance(young ? 3 * kResignChance : kResignChance)) return false;
  if (age < 48 && o.grade >= 5 && !o.fixed_term && random_.chance(200'000)) {
    due(workday_from(add_months(today_, random_.between(14, 40))), {Errand::kRehire, person});
  }
  separate(person, today_);
  return true;
}

// Writes the act that fits the day and takes the official off the strength.
void World::separate(Index person, Date first_day_out) {
  Official& o = officials_[person];
  if (o.fixed_term && first_day_out == o.leaves_on) {
    // A fixed term ends by itself; no act says so.
  } else if (o.status == Status::kAbsent) {
    act_today(person, make_act(Act::kDismissed, id_of(person), first_day_out, {{Field::kGround, "4"}}));
  } else if (first_day_out <= today_) {
    act_today(person, make_act(Act::kResigned, id_of(person), first_day_out));
  }
  Agency& a = agencies_[agency_of(o)];
  if (o.grade != 0) --a.present;
  --a.strength[o.grade];
  leave_post(person, first_day_out);
  o.status = Status::kSeparated;
}

bool World::try_merit(Index person) {
  Official& o = officials_[person];
  if (random_.chance(6'500)) {
    const auto& award = random_.pick(kAwards);
    Date on = today_;
    if (random_.chance(120'000)) on = plus(today_, -random_.between(2, kLateDaysMax));
    if (on <= o.last_effective || on < start_) return false;
    act_today(person,
              make_act(Act::kAwarded, id_of(person), on,
                       {{Field::kKind, award[0]}, {Field::kName, award[1]}, {Field::kGrantor, award[2]}}),
              on);
    return true;
  }
  // A special step on the 1st of the next month, if that isn't the day of the regular one.
  const Date first = first_from(today_.next());
  if (o.grade >= 5 && !o.fixed_term && today_ >= o.restricted_until && steps_.step(person) + 1 < steps_max(o.grade) &&
      steps_.next_on(person) > first && first < o.leaves_on && random_.chance(400)) {
    act_today(person, make_act(Act::kStepRaised, id_of(person), first,
                               {{Field::kKind, "special"}, {Field::kStep, steps_.step(person) + 1}}));
    return true;
  }
  return false;
}

bool World::try_small(Index person) {
  Official& o = officials_[person];
  if (random_.chance(1'500)) {
    std::string number = "19-";
    number += std::to_string(random_.between(100'000, 999'999));
    act_today(person, make_act(Act::kQualified, id_of(person), today_,
                               {{Field::kLicence, random_.pick(kLicences)}, {Field::kNumber, std::move(number)}}));
    return true;
  }
  if (random_.chance(2'500)) {
    PlainAct act = make_act(Act::kPersonalUpdated, id_of(person), today_);
    act.personal[Personal::kAddress] = "세종특별자치시 한누리대로 " + std::to_string(random_.between(1, 2'200));
    act_today(person, std::move(act));
    return true;
  }
  if (o.fixed_term) {
    if (!random_.chance(4'000)) return false;
    const int hours = 5'000 * random_.between(4, 7);  // thousandths of an hour a week
    act_today(person, make_act(Act::kHoursChanged, id_of(person), today_, {{Field::kHoursPerWeek, hours}}));
    return true;
  }
  const Date first = first_from(today_.next());
  if (steps_.next_on(person) > first && steps_.step(person) < steps_max(o.grade) && today_ >= o.restricted_until &&
      random_.chance(400)) {  // a new proof of earlier service counts from the next month on
    act_today(person, make_act(Act::kStepRefixed, id_of(person), first,
                               {{Field::kStep, steps_.step(person) + 1},
                                {Field::kRemainderMonths, 0},
                                {Field::kGround, "earlier service proved by a certificate"}}));
    return true;
  }
  if (random_.chance(300)) {
    act_today(person, make_act(Act::kCreditGranted, id_of(person), today_,
                               {{Field::kMonths, random_.between(2, 12)},
                                {Field::kPercent, 50},
                                {Field::kGround, "service at a public institution"}}));
    return true;
  }
  if (o.grade < 6) return false;
  if (random_.chance(150)) {
    const std::string series = random_.pick(kSeriesAll);
    act_today(person, make_act(Act::kSeriesChanged, id_of(person), today_, {{Field::kSeries, series}}));
    o.grade_since = today_;  // time in the class begins anew, on the careful side
    o.excluded_days = 0;
    return true;
  }
  if (o.grade < 9 && random_.chance(40)) {
    Agency& a = agencies_[agency_of(o)];
    if (a.strength[o.grade + 1] >= a.quota[o.grade + 1]) return false;
    --a.strength[o.grade];
    ++o.grade;
    ++a.strength[o.grade];
    o.grade_since = today_;
    o.excluded_days = 0;
    act_today(person,
              make_act(Act::kDemotedByConsent, id_of(person), today_, {{Field::kGrade, std::int64_t{o.grade}}}));
    return true;
  }
  return false;
}

}  // namespace sillok::demo
