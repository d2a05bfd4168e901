// People enter: the opening stock, yearly recruits, career entrants, heads of agencies, former officials.
#include <fmt/format.h>

#include <algorithm>

#include "tools/demo/world.h"

namespace sillok::demo {
namespace {

constexpr const char* kSeries[] = {"ADM", "ADM", "ADM", "TAX", "CUS", "STA", "IND", "COM", "FAC", "ENV", "HEA", "AGR"};
constexpr const char* kDegrees[] = {"bachelor", "bachelor", "bachelor", "master"};
constexpr const char* kFields[] = {"public administration", "law", "economics", "computer science",
                                   "civil engineering"};
// Grades of the opening stock; 3 and 4 are the heads' of bureaus and divisions.
constexpr int kDraw[] = {5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9, 9};
constexpr std::size_t kOrderActsMax = 1'000;
// Months in which nobody moves to another ministry (DAPO 45).
constexpr int kOpenExamBar = 36, kCareerHireBar = 60;

}  // namespace

Index World::new_person() {
  officials_.emplace_back();
  return static_cast<Index>(officials_.size() - 1);
}

// Sex, birthday and series by chance; gives the name, which nothing here needs again.
std::string World::draw_person(Official& o, int age_low, int age_high, Date on) {
  o.female = random_.chance(480'000);
  const int age = random_.between(age_low, age_high);
  o.born = plus(add_months(on, -12 * age), -random_.between(1, 365));
  o.series = static_cast<std::uint8_t>(random_.below(std::size(kSeries)));
  return person_name(random_, o.female);
}

// The last day in service is 30 June or 31 December of the year one turns 60; this is the day after.
Date World::retirement_of(const Official& o) const {
  const auto born = split(o.born);
  return born.month <= 6 ? *make_date(born.year + 60, 7, 1) : *make_date(born.year + 61, 1, 1);
}

void World::enter(Index person, Index unit, Date on) {
  Official& o = officials_[person];
  o.unit = unit;
  o.hired_on = o.grade_since = o.post_since = on;
  o.excluded_days = 0;
  o.busy_until = o.restricted_until = Date{};
  o.leaves_on = o.grade == 0 ? kEndOfTime : retirement_of(o);
  Agency& a = agencies_[units_[unit].agency];
  if (o.grade != 0) ++a.present;
  ++a.strength[o.grade];
  take_post(person, o.grade == 0 || o.grade > 4 ? vacant_seat(unit) : kNobody);
}

PlainAct World::hired_act(Index person, std::string_view route, Date on, int probation_months, Date prior_from) {
  const Official& o = officials_[person];
  PlainAct act = make_act(Act::kHired, id_of(person), on,
                          {{Field::kRoute, std::string{route}},
                           {Field::kClass, o.grade == 0 ? "political" : "general"},
                           {Field::kGrade, o.grade == 0 ? Value{} : Value{std::int64_t{o.grade}}},
                           {Field::kSeries, o.grade == 0 ? Value{} : Value{kSeries[o.series]}},
                           {Field::kUnit, units_[o.unit].code},
                           {Field::kProbationMonths, probation_months}});
  if (o.post != kNobody) act.data[Field::kPost] = posts_[o.post].code;
  if (o.step_of_hire != 0) act.data[Field::kStep] = std::int64_t{o.step_of_hire};
  if (prior_from < on && prior_from != Date{}) {
    act.data[Field::kPriorCareer] = std::vector<PriorCareer>{{prior_from, on, std::int64_t{o.grade}, 100}};
  }
  return act;
}

// The officials there at the beginning come over with the years that explain their step.
Result<Ok> World::hire_opening(Index agency) {
  std::vector<PlainAct> acts;
  std::vector<Index> people;
  const Index planned = agencies_[agency].planned;
  for (Index i = 0; i < planned; ++i) {
    const Index person = new_person();
    Official& o = officials_[person];
    const Agency& a = agencies_[agency];
    // Divisions get their heads first, then bureaus, then everybody else goes round by round.
    const std::size_t divisions = std::min<std::size_t>(a.divisions.size(), planned / 4);
    Index unit = a.divisions[i % a.divisions.size()];
    Index head = kNobody;
    if (i < divisions) {
      o.grade = 4;
      head = units_[unit].posts.front();
    } else if (i < divisions + a.bureaus.size()) {
      o.grade = 3;
      unit = a.bureaus[i - divisions];
      head = units_[unit].posts.front();
    } else {
      o.grade = static_cast<std::uint8_t>(random_.pick(kDraw));
      while (a.strength[o.grade] >= a.quota[o.grade])
        o.grade = o.grade == 9 ? 5 : static_cast<std::uint8_t>(o.grade + 1);
    }
    const int oldest = 57, youngest = o.grade <= 4 ? 42 : o.grade <= 6 ? 33 : 24;
    const std::string name = draw_person(o, youngest, oldest, start_);
    const int age = split(start_).year - split(o.born).year;
    const int years = random_.between(0, std::min({age - 23, steps_max(o.grade) - 6, 24}));
    const int months = random_.between(0, 11);
    o.step_of_hire = static_cast<std::uint8_t>(1 + years);
    if (o.grade == 5) o.barred_until = add_months(start_, kOpenExamBar);
    o.status = Status::kActive;
    enter(person, unit, start_);
    if (head != kNobody) take_post(person, head);
    PlainAct act = hired_act(person, "open", start_, 0, add_months(start_, -(years * 12 + months)));
    act.personal = {
        {Personal::kName, name}, {Personal::kBirthOn, to_string(o.born)}, {Personal::kSex, o.female ? "F" : "M"}};
    acts.push_back(std::move(act));
    people.push_back(person);
    if (acts.size() == kOrderActsMax || i + 1 == planned) {
      SILLOK_CHECK(order(agency, legal_basis_of(Act::kHired), std::exchange(acts, {}), people));
      people.clear();
    }
  }
  return Ok{};
}

// Once a month each agency fills what it lacks: recruits of the open examinations of grades 9, 7
// and 5, some with a career elsewhere, a few for a fixed term.
Result<Ok> World::hire_round() {
  for (Index agency = 0; agency < agencies_.size(); ++agency) {
    Agency& a = agencies_[agency];
    // Nobody is left on probation when an agency ends.
    if (!a.open || a.present >= a.planned || plus(today_, 400) > a.ends_on) continue;
    const Index wanted = std::min<Index>(a.planned - a.present, 500);
    std::vector<PlainAct> acts;
    std::vector<Index> people;
    for (Index i = 0; i < wanted; ++i) {
      const std::uint64_t lot = random_.below(100);
      const int grade = lot < 60 ? 9 : lot < 84 ? 7 : lot < 91 ? 5 : lot < 97 ? 6 : 7;
      if (a.strength[grade] >= a.quota[grade]) continue;
      const Index person = new_person();
      Official& o = officials_[person];
      o.grade = static_cast<std::uint8_t>(grade);
      o.fixed_term = lot >= 97;
      const bool career = lot >= 91 && lot < 97;
      const std::string name = draw_person(o, lot >= 91 ? 32 : grade == 9 ? 20 : 24, lot >= 91 ? 45 : 34, today_);
      const int prior_years = career ? random_.between(1, 6) : 0;
      const int probation = o.fixed_term ? 0 : grade == 5 ? 12 : 6;
      o.step_of_hire = static_cast<std::uint8_t>(1 + prior_years);
      if (career) o.barred_until = add_months(today_, kCareerHireBar);
      else if (grade == 5) o.barred_until = add_months(today_, kOpenExamBar);
      o.status = o.fixed_term ? Status::kActive : Status::kProbation;
      enter(person, random_division(agency), today_);
      PlainAct act = hired_act(person,
                               o.fixed_term ? "fixed_term"
                               : career     ? "career"
                                            : "open",
                               today_, probation, prior_years == 0 ? Date{} : add_months(today_, -12 * prior_years));
      if (o.fixed_term) {
        o.leaves_on = add_months(today_, 24);
        act.data[Field::kUntil] = number(o.leaves_on);
        due(o.leaves_on, {Errand::kEndTerm, person, 0, o.leaves_on});
        if (random_.chance(400'000)) due(plus(o.leaves_on, -45), {Errand::kExtendTerm, person});
      } else {
        const Date regular = add_months(today_, probation);
        due(regular, {Errand::kRegularize, person, 0, regular});
      }
      act.personal = {
          {Personal::kName, name}, {Personal::kBirthOn, to_string(o.born)}, {Personal::kSex, o.female ? "F" : "M"}};
      acts.push_back(std::move(act));
      people.push_back(person);
      if (random_.chance(500'000)) {
        acts.push_back(make_act(Act::kEducated, id_of(person), today_,
                                {{Field::kSchool, school_name(random_)},
                                 {Field::kDegree, random_.pick(kDegrees)},
                                 {Field::kField, random_.pick(kFields)}}));
        people.push_back(person);
      }
    }
    SILLOK_CHECK(order(agency, legal_basis_of(Act::kHired), std::move(acts), people));
  }
  return Ok{};
}

// Agencies too small for the demo's scale go without a head.
Result<Ok> World::name_head(Index agency, Date on) {
  const Agency& a = agencies_[agency];
  const Index post = units_[a.unit].posts.front();
  if (!a.open || a.planned < 8 || posts_[post].holder != kNobody) return Ok{};
  const Index person = new_person();
  Official& o = officials_[person];
  const std::string name = draw_person(o, 50, 66, on);
  o.status = Status::kActive;
  enter(person, a.unit, on);
  take_post(person, post);
  PlainAct act = hired_act(person, "political", on, 0, Date{});
  act.personal = {
      {Personal::kName, name}, {Personal::kBirthOn, to_string(o.born)}, {Personal::kSex, o.female ? "F" : "M"}};
  o.last_effective = on;
  std::vector<PlainAct> acts;
  acts.push_back(std::move(act));
  SILLOK_TRY(position, book_.record("PRESIDENT", "SPOA:32", today_, std::move(acts)));
  o.last_position = position;
  o.last_act = Act::kHired;
  return Ok{};
}

// A former official comes back in her old grade, without probation (DAPO 25).
void World::rehire(Index person) {
  Official& o = officials_[person];
  const Index agency = random_agency();
  const Agency& a = agencies_[agency];
  if (a.present >= a.planned || a.strength[o.grade] >= a.quota[o.grade] || plus(today_, 400) > a.ends_on) return;
  o.status = Status::kActive;
  enter(person, random_division(agency), today_);
  o.step_of_hire = 0;  // as the earlier service gives it
  act_today(person, hired_act(person, "rehire", today_, 0, Date{}));
}

}  // namespace sillok::demo
