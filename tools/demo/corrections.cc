// Errors and their answers: the latest act of an official is rectified or annulled, and an
// annulment may itself turn out wrong. Only acts that no later one rests on are touched.
#include "tools/demo/world.h"

namespace sillok::demo {
namespace {

constexpr std::uint64_t kCorrectionChance = 6'000;
constexpr const char* kAnnulGrounds[] = {"recorded twice", "recorded for another person", "order withdrawn"};

Value patches(Field field, decltype(Patch::value) value) { return std::vector<Patch>{{field, std::move(value)}}; }

}  // namespace

bool World::try_correction(Index person) {
  Official& o = officials_[person];
  if (o.last_position == kNoPosition || !random_.chance(kCorrectionChance)) return false;
  const std::string id = id_of(person);
  const auto target = static_cast<std::int64_t>(o.last_position);
  const auto rectify = [&](Field field, auto value) {
    act_today(person,
              make_act(Act::kRectified, id, today_, {{Field::kTarget, target}, {Field::kData, patches(field, value)}}));
    return true;
  };
  const auto annul = [&] {
    act_today(person, make_act(Act::kAnnulled, id, today_,
                               {{Field::kTarget, target}, {Field::kGround, random_.pick(kAnnulGrounds)}}));
  };
  switch (o.last_act) {
    case Act::kTrained:
    case Act::kAwarded:
      if (random_.chance(250'000)) {
        annul();
        if (random_.chance(400'000)) {
          due(workday_from(plus(today_, random_.between(8, 40))), {Errand::kUndoAnnulment, person, o.last_position});
        }
        return true;
      }
      if (o.last_act == Act::kTrained) return rectify(Field::kHours, std::int64_t{4'000 * random_.between(2, 10)});
      if (random_.chance(200'000)) {
        act_today(person, make_act(Act::kAwardRevoked, id, today_, {{Field::kTarget, target}}));
        return true;
      }
      return rectify(Field::kName, std::string{"적극행정 유공 표창"});
    case Act::kStepRaised:  // months had been overlooked: one step more
      if (today_ < o.restricted_until || steps_.step(person) >= steps_max(o.grade) || !random_.chance(200'000))
        return false;
      act_today(
          person,
          make_act(Act::kStepCorrected, id, today_,
                   {{Field::kTarget, target}, {Field::kStep, steps_.step(person) + 1}, {Field::kRemainderMonths, 0}}));
      return true;
    case Act::kEvaluated: {
      static constexpr const char* kRatings[] = {"S", "A", "B"};
      return rectify(Field::kRating, std::string{random_.pick(kRatings)});
    }
    case Act::kTransferred: {
      // Annulled: back to the unit and post of before, where that post still waits for her.
      const bool can_return =
          o.unit_before != kNobody && units_[o.unit_before].open && agency_of(o) == units_[o.unit_before].agency &&
          (o.post_before == kNobody || (posts_[o.post_before].holder == kNobody && !posts_[o.post_before].reserved));
      if (can_return && random_.chance(300'000)) {
        annul();
        leave_post(person, today_);
        take_post(person, o.post_before);
        o.unit = o.unit_before;
        o.unit_before = o.post_before = kNobody;
        return true;
      }
      const Index post = vacant_seat(o.unit);
      if (o.grade >= 5 && post != kNobody) {  // another post was meant
        leave_post(person, today_);
        take_post(person, post);
        return rectify(Field::kPost, posts_[post].code);
      }
      if (o.last_effective.next() >= today_) return false;
      const Date meant = o.last_effective.next();  // another day was meant
      act_today(person, make_act(Act::kRectified, id, today_,
                                 {{Field::kTarget, target}, {Field::kEffectiveOn, number(meant)}}));
      return true;
    }
    default: return false;
  }
}

void World::undo_annulment(const Due& task) {
  act_today(task.person, make_act(Act::kReinstatedAct, id_of(task.person), today_,
                                  {{Field::kTarget, static_cast<std::int64_t>(task.what)}}));
}

// However small the service and short its time, two errors are made and answered in its first days:
// a course with the wrong hours is rectified, one that was recorded twice is annulled. One step a
// working day; if another act came between a course and its correction, it is given again.
void World::make_first_errors(const Due& task) {
  const Official& o = officials_[task.person];
  const std::string id = id_of(task.person);
  const bool is_recorded = o.last_act == Act::kTrained;
  const bool is_rectified = task.what >= 1;
  std::uint64_t done = task.what;
  if (!is_recorded) {
    act_today(task.person,
              make_act(Act::kTrained, id, today_,
                       {{Field::kCourse, "공직가치 교육"}, {Field::kHours, 7'000}, {Field::kCategory, "common"}}));
  } else if (const auto target = static_cast<std::int64_t>(o.last_position); !is_rectified) {
    act_today(task.person,
              make_act(Act::kRectified, id, today_,
                       {{Field::kTarget, target}, {Field::kData, patches(Field::kHours, std::int64_t{14'000})}}));
    ++done;
  } else {
    act_today(task.person,
              make_act(Act::kAnnulled, id, today_, {{Field::kTarget, target}, {Field::kGround, kAnnulGrounds[0]}}));
    return;
  }
  due(next_workday_, {Errand::kFirstErrors, task.person, done});
}

}  // namespace sillok::demo
