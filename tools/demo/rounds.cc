// What comes to many at once: step raises, evaluations, courses, retirement by age.
#include <fmt/format.h>

#include <algorithm>

#include "tools/demo/world.h"

namespace sillok::demo {
namespace {
constexpr std::size_t kOrderActsMax = 1'000;
constexpr const char* kCourses[][2] = {
    {"청렴교육", "integrity"},       {"개인정보 보호", "security"}, {"보고서 작성", "skills"},
    {"데이터 분석 기초", "digital"}, {"갈등관리", "leadership"},    {"양성평등교육", "integrity"},
    {"재난안전교육", "safety"},      {"공직가치", "values"},        {"법제 실무", "skills"},
    {"예산회계 실무", "skills"},     {"정보보안", "security"},      {"적극행정", "values"}};
constexpr const char* kOpinions[] = {"업무를 기한 안에 정확히 처리함", "동료와 협력이 원만함",
                                     "새로운 방식을 제안하여 실행함", "업무 이해를 더 넓힐 필요가 있음"};
}  // namespace

// Officials in service by agency, in the order of their numbers.
std::vector<std::vector<Index>> World::members() const {
  std::vector<std::vector<Index>> out(agencies_.size());
  for (Index person = 0; person < officials_.size(); ++person) {
    const Official& o = officials_[person];
    if (o.status != Status::kSeparated && o.grade != 0) out[agency_of(o)].push_back(person);
  }
  return out;
}

Result<Ok> World::mass_orders(Act kind, const Choose& choose) {
  const auto people_of = members();
  for (Index agency = 0; agency < agencies_.size(); ++agency) {
    std::vector<PlainAct> acts;
    std::vector<Index> people;
    for (const Index person : people_of[agency]) {
      auto act = choose(person);
      if (!act) continue;
      acts.push_back(std::move(*act));
      people.push_back(person);
      if (acts.size() == kOrderActsMax) {
        SILLOK_CHECK(order(agency, legal_basis_of(kind), std::exchange(acts, {}), people));
        people.clear();
      }
    }
    SILLOK_CHECK(order(agency, legal_basis_of(kind), std::move(acts), people));
  }
  return Ok{};
}

Result<Ok> World::step_round(Date on) {
  return mass_orders(Act::kStepRaised, [&](Index person) -> std::optional<PlainAct> {
    const Official& o = officials_[person];
    if (o.status != Status::kActive || o.suspended_until > on || o.last_effective > on || o.leaves_on <= on ||
        steps_.next_on(person) > on) {
      return std::nullopt;
    }
    return make_act(Act::kStepRaised, id_of(person), on,
                    {{Field::kKind, "regular"}, {Field::kStep, steps_.step(person) + 1}});
  });
}

Result<Ok> World::evaluation_round(bool second_half) {
  const std::string period = fmt::format("{}-H{}", split(today_).year, second_half ? 2 : 1);
  return mass_orders(Act::kEvaluated, [&](Index person) -> std::optional<PlainAct> {
    const Official& o = officials_[person];
    if (o.status != Status::kActive || o.suspended_until > today_ || o.last_effective > today_ ||
        plus(o.hired_on, 60) > today_) {
      return std::nullopt;
    }
    const std::uint64_t lot = random_.below(100);
    const char* rating = lot < 20 ? "S" : lot < 60 ? "A" : lot < 92 ? "B" : "C";
    const int score = (lot < 20   ? 90'000
                       : lot < 60 ? 80'000
                       : lot < 92 ? 70'000
                                  : 60'000) +
                      10 * random_.between(0, 950);
    PlainAct act = make_act(Act::kEvaluated, id_of(person), today_,
                            {{Field::kPeriod, period}, {Field::kRating, rating}, {Field::kScore, score}});
    if (random_.chance(20'000)) act.data[Field::kOpinion] = random_.pick(kOpinions);
    return act;
  });
}

Result<Ok> World::training_round() {
  const auto& course = random_.pick(kCourses);
  const int hours = random_.between(2, 10) * 4;
  return mass_orders(Act::kTrained, [&](Index person) -> std::optional<PlainAct> {
    const Official& o = officials_[person];
    if ((o.status != Status::kActive && o.status != Status::kProbation) || o.suspended_until > today_ ||
        o.last_effective > today_ || !random_.chance(90'000)) {
      return std::nullopt;
    }
    PlainAct act =
        make_act(Act::kTrained, id_of(person), today_,
                 {{Field::kCourse, course[0]}, {Field::kHours, 1'000 * hours}, {Field::kCategory, course[1]}});
    if (random_.chance(300'000)) act.data[Field::kScore] = 1'000 * random_.between(60, 100);
    return act;
  });
}

// In June and December: who turns 60 in this half-year is out of service from the next day 1.
Result<Ok> World::retirement_round() {
  const Date out_on = first_from(today_.next());
  std::vector<Index> gone;
  SILLOK_CHECK(mass_orders(Act::kRetired, [&](Index person) -> std::optional<PlainAct> {
    const Official& o = officials_[person];
    if (o.fixed_term || o.leaves_on > out_on || o.status == Status::kProbation) return std::nullopt;
    gone.push_back(person);
    return make_act(Act::kRetired, id_of(person), out_on, {{Field::kKind, "age"}});
  }));
  for (const Index person : gone) {
    officials_[person].status = Status::kActive;  // retired from whatever she was on
    separate(person, out_on);
  }
  return Ok{};
}

}  // namespace sillok::demo
