// Leave of absence (domain: SPOA 71-72), secondments, concurrent and acting posts.
#include <algorithm>

#include "tools/demo/world.h"

namespace sillok::demo {
namespace {

// Grounds granted once: bits of Official::leaves_taken.
constexpr int kSick = 1, kMilitary = 2, kStudy = 4, kFamily = 8, kSpouse = 16, kSelf = 32;
constexpr int kHosts = 6;
constexpr const char* kHostCodes[kHosts] = {"OPC", "MPM", "MOIS", "POP", "OECD", "MPM-NHI"};

}  // namespace

// Whether all is over well before she retires, her term or her agency ends.
bool World::has_room(const Official& o, Date until) const {
  return plus(until, 20) < std::min(o.leaves_on, agencies_[agency_of(o)].ends_on);
}

bool World::try_absence(Index person) {
  Official& o = officials_[person];
  if (o.grade <= 4 || o.fixed_term) return false;
  const int age = split(today_).year - split(o.born).year;
  const bool wide = today_ >= date_of(20160101);  // older years had shorter limits: one year fits all
  if (age >= 27 && age < 44 && o.children < 3 && random_.chance(o.female ? 9'000 : 2'500)) {
    return start_leave(person, "LV.CHILD", random_.between(3, wide ? (o.female ? 20 : 12) : 12), 0, true);
  }
  if (!random_.chance(2'600)) return false;
  switch (random_.below(10)) {
    case 0:
    case 1:
    case 2:
    case 3: return start_leave(person, "LV.SICK", random_.between(1, 11), kSick, false);
    case 4: return !o.female && age < 28 && start_leave(person, "LV.MILITARY", 18, kMilitary, false);
    case 5:
    case 6: return start_leave(person, "LV.STUDY", random_.between(12, 24), kStudy, false);
    case 7: return start_leave(person, "LV.FAMILY", random_.between(3, 11), kFamily, false);
    case 8: return start_leave(person, "LV.SPOUSE", random_.between(10, 23), kSpouse, false);
    default:
      return wide && today_ > add_months(o.hired_on, 72) &&
             start_leave(person, "LV.SELF", random_.between(6, 11), kSelf, false);
  }
}

bool World::start_leave(Index person, std::string_view ground, int months, int once_bit, bool child) {
  Official& o = officials_[person];
  const Date until = workday_from(add_months(today_, months));
  if ((o.leaves_taken & once_bit) != 0 || !has_room(o, add_months(until, 8))) return false;
  o.leaves_taken = static_cast<std::uint8_t>(o.leaves_taken | once_bit);
  PlainAct act = make_act(Act::kLeaveStarted, id_of(person), today_,
                          {{Field::kGround, std::string{ground}}, {Field::kUntil, number(until)}});
  if (child) act.data[Field::kChild] = std::int64_t{++o.children};
  o.status = Status::kAbsent;
  o.busy_until = until;
  exclude(o, until.days - today_.days);
  const bool extensible = child && months <= 6;
  if (extensible && random_.chance(400'000)) {
    due(plus(until, -20), {Errand::kExtendLeave, person, 0, until});
  } else {
    const bool dismissed = ground == "LV.SICK" && random_.chance(30'000);
    due(until, {Errand::kEndLeave, person, dismissed ? 1u : 0u, until});
  }
  act_today(person, std::move(act));
  return true;
}

// Takes days out of the time in grade, and moves what is left of a restriction.
void World::exclude(Official& o, int days) {
  o.excluded_days += days + 10;
  if (o.restricted_until > today_) o.restricted_until = plus(o.restricted_until, days + 10);
}

void World::extend_leave(const Due& task) {
  Official& o = officials_[task.person];
  const Date until = workday_from(add_months(task.until, random_.between(2, 5)));
  exclude(o, until.days - task.until.days);
  o.busy_until = until;
  due(until, {Errand::kEndLeave, task.person, 0, until});
  act_today(task.person, make_act(Act::kLeaveExtended, id_of(task.person), today_, {{Field::kUntil, number(until)}}));
}

void World::end_leave(const Due& task) {
  if (task.what == 1) return separate(task.person, today_);
  Official& o = officials_[task.person];
  o.status = Status::kActive;
  PlainAct act = make_act(Act::kReinstated, id_of(task.person), today_, {{Field::kUnit, units_[o.unit].code}});
  if (o.post != kNobody) act.data[Field::kPost] = posts_[o.post].code;
  act_today(task.person, std::move(act));
}

bool World::try_side_duty(Index person) {
  Official& o = officials_[person];
  if (o.fixed_term) return false;
  if (o.grade >= 5 && random_.chance(2'200)) {
    const Date until = workday_from(add_months(today_, random_.between(6, 22)));
    if (!has_room(o, until)) return false;
    o.busy_until = until;
    act_today(person, make_act(Act::kSeconded, id_of(person), today_,
                               {{Field::kHost, kHostCodes[random_.below(kHosts)]},
                                {Field::kGround, "DAPO:41"},
                                {Field::kUntil, number(until)},
                                {Field::kSeparateQuota, until > add_months(today_, 12) ? 1 : 0}}));
    due(plus(until, -random_.between(8, 20)),
        {Errand::kReturn, person, static_cast<std::uint64_t>(today_.days), until});
    return true;
  }
  if (o.grade <= 6 && random_.chance(4'000)) {
    const Index unit = random_division(agency_of(o));
    const Index post = vacant_seat(unit);
    const Date until = workday_from(add_months(today_, random_.between(3, 22)));
    if (post == kNobody || unit == o.unit || !has_room(o, until)) return false;
    posts_[post].reserved = true;
    o.busy_until = until;
    act_today(person, make_act(Act::kConcurrentStarted, id_of(person), today_,
                               {{Field::kUnit, units_[unit].code},
                                {Field::kPost, posts_[post].code},
                                {Field::kUntil, number(until)}}));
    due(plus(until, -random_.between(8, 20)), {Errand::kEndConcurrent, person, post, until});
    return true;
  }
  // A division without a head: one of its own acts for a month or two.
  const Index head = units_[o.unit].posts.front();
  if (o.grade == 5 && units_[o.unit].level == Level::kDivision && posts_[head].holder == kNobody &&
      !posts_[head].reserved && random_.chance(300'000)) {
    const Date until = workday_from(plus(today_, random_.between(20, 60)));
    if (!has_room(o, until)) return false;
    posts_[head].reserved = true;
    o.busy_until = until;
    act_today(person, make_act(Act::kAssignedActing, id_of(person), today_,
                               {{Field::kUnit, units_[o.unit].code}, {Field::kPost, posts_[head].code}}));
    due(until, {Errand::kEndActing, person, head, until});
    return true;
  }
  return false;
}

void World::end_side_duty(const Due& task) {
  Official& o = officials_[task.person];
  o.busy_until = today_;
  if (task.errand == Errand::kReturn) {
    if (extend_secondment(task)) return;
    return act_today(task.person,
                     make_act(Act::kReturned, id_of(task.person), today_, {{Field::kUnit, units_[o.unit].code}}));
  }
  Post& post = posts_[task.what];
  post.reserved = false;
  const Act act = task.errand == Errand::kEndActing ? Act::kActingEnded : Act::kConcurrentEnded;
  act_today(task.person, make_act(act, id_of(task.person), today_,
                                  {{Field::kUnit, units_[post.unit].code}, {Field::kPost, post.code}}));
}

// Two years in all at most; `what` is the day it began.
bool World::extend_secondment(const Due& task) {
  Official& o = officials_[task.person];
  const Date until = workday_from(add_months(task.until, random_.between(2, 8)));
  const Date longest = add_months(Date{static_cast<std::int32_t>(task.what)}, 24);
  if (until > longest || !has_room(o, until) || !random_.chance(250'000)) return false;
  o.busy_until = until;
  due(plus(until, -random_.between(8, 20)), {Errand::kReturn, task.person, task.what, until});
  act_today(task.person,
            make_act(Act::kSecondmentExtended, id_of(task.person), today_, {{Field::kUntil, number(until)}}));
  return true;
}

void World::extend_term(const Due& task) {
  Official& o = officials_[task.person];
  if (o.status != Status::kActive || o.leaves_on <= next_workday_) return;
  const Date until = add_months(o.leaves_on, 12);
  if (plus(until, 20) >= agencies_[agency_of(o)].ends_on) return;
  o.leaves_on = until;
  due(until, {Errand::kEndTerm, task.person, 0, until});
  act_today(task.person, make_act(Act::kTermExtended, id_of(task.person), today_, {{Field::kUntil, number(until)}}));
}

}  // namespace sillok::demo
