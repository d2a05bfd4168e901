// Discipline: investigation, request, removal, disposition, appeal, expungement. One case in a career.
#include <fmt/format.h>

#include <algorithm>

#include "tools/demo/world.h"

namespace sillok::demo {
namespace {
constexpr const char* kMisconduct[] = {
    "general",       "general",       "general", "money",    "passive_administration",
    "drunk_driving", "drunk_driving", "sexual",  "bullying", "other"};
constexpr const char* kFacts[] = {"출장비를 실제와 다르게 청구함", "근무지를 무단으로 이탈함",
                                  "민원 처리를 정당한 사유 없이 지연함", "음주운전으로 적발됨",
                                  "직무상 알게 된 사실을 부당하게 사용함"};
}  // namespace

bool World::try_case(Index person) {
  Official& o = officials_[person];
  // The whole procedure takes half a year at most.
  if (o.sanctioned || o.grade < 5 || o.fixed_term || !random_.chance(700) || !has_room(o, plus(today_, 300)))
    return false;
  Case& file = cases_[person];
  file.number = fmt::format("C{}-{:05}", split(today_).year, ++case_count_);
  file.misconduct = random_.pick(kMisconduct);
  file.heavy = random_.chance(300'000);
  file.misconduct_on = std::max(o.hired_on, plus(today_, -random_.between(30, 400)));
  o.accused = o.sanctioned = true;
  act_today(person,
            make_act(Act::kInvestigationOpened, id_of(person), today_,
                     {{Field::kCase, file.number}, {Field::kKind, random_.chance(700'000) ? "audit" : "probe"}}));
  due(workday_from(plus(today_, random_.between(25, 60))), {Errand::kCloseInvestigation, person});
  return true;
}

void World::advance_case(const Due& task) {
  const auto found = cases_.find(task.person);
  if (found == cases_.end()) return;
  Case& file = found->second;
  Official& o = officials_[task.person];
  const std::string id = id_of(task.person);
  const auto later = [&](int low, int high, Errand errand) {
    due(workday_from(plus(today_, random_.between(low, high))), {errand, task.person});
  };
  switch (task.errand) {
    case Errand::kCloseInvestigation: {
      const bool cleared = file.cancelled || random_.chance(200'000);
      act_today(task.person,
                make_act(Act::kInvestigationClosed, id, today_,
                         {{Field::kCase, file.number}, {Field::kOutcome, cleared ? "cleared" : "confirmed"}}));
      if (cleared) return finish_case(task.person);
      return later(3, 12, Errand::kRequestSanction);
    }
    case Errand::kRequestSanction:
      act_today(task.person, make_act(Act::kSanctionRequested, id, today_,
                                      {{Field::kCase, file.number},
                                       {Field::kWeight, file.heavy ? "heavy" : "light"},
                                       {Field::kMisconduct, file.misconduct},
                                       {Field::kMisconductOn, number(file.misconduct_on)},
                                       {Field::kFacts, random_.pick(kFacts)}}));
      if (file.heavy && random_.chance(500'000)) return later(2, 5, Errand::kRemove);
      return later(22, 28, Errand::kSanction);
    case Errand::kRemove:
      o.status = Status::kAbsent;
      exclude(o, 45);
      act_today(task.person,
                make_act(Act::kRemovedFromPosition, id, today_, {{Field::kGround, "3"}, {Field::kCase, file.number}}));
      return later(14, 20, Errand::kBringBack);
    case Errand::kBringBack:
      if (random_.chance(400'000)) {  // put out of service from the removal itself
        file.kind = random_.chance(600'000) ? "removal" : "expulsion";
        return impose(task.person, file);
      }
      o.status = Status::kActive;
      act_today(task.person, make_act(Act::kReinstated, id, today_, {{Field::kUnit, units_[o.unit].code}}));
      if (o.post != kNobody) pending_.back().act.data[Field::kPost] = posts_[o.post].code;
      return later(1, 4, Errand::kSanction);
    case Errand::kSanction: {
      const std::uint64_t lot = random_.below(100);
      if (file.heavy) {
        file.kind = lot < 80 || o.grade > 8 ? "suspension" : "demotion";
      } else {
        file.kind = lot < 55 ? "reprimand" : lot < 90 ? "pay_cut" : "warning";
      }
      return impose(task.person, file);
    }
    case Errand::kAppeal:
      act_today(task.person, make_act(Act::kAppealed, id, today_, {{Field::kCase, file.number}}));
      return later(40, 58, Errand::kDecideAppeal);
    case Errand::kDecideAppeal: {
      const bool cancelled = file.kind != "demotion" && random_.chance(150'000);
      const bool changed = !cancelled && file.kind == "pay_cut" && random_.chance(300'000);
      PlainAct act = make_act(Act::kAppealDecided, id, today_,
                              {{Field::kCase, file.number},
                               {Field::kOutcome, cancelled ? "cancelled"
                                                 : changed ? "changed"
                                                           : "dismissed"}});
      if (changed) act.data[Field::kKind] = "reprimand";
      file.cancelled = cancelled || changed;
      act_today(task.person, std::move(act));
      // What was cancelled leaves its request open until the case itself is closed.
      if (cancelled) return later(3, 10, Errand::kCloseInvestigation);
      return finish_case(task.person);
    }
    case Errand::kExpunge:
      if (o.status != Status::kActive || o.last_effective >= today_ || file.cancelled) return;
      act_today(task.person, make_act(Act::kExpunged, id, today_, {{Field::kCase, file.number}}));
      cases_.erase(found);
      return;
    default: return;
  }
}

// The disposition: the sanction holds from today; what follows from it is reckoned on the long side.
void World::impose(Index person, Case& file) {
  Official& o = officials_[person];
  const bool aggravated = file.misconduct != "general" && file.misconduct != "other" && file.misconduct != "bullying";
  const bool leaves = file.kind == "removal" || file.kind == "expulsion";
  const bool term = file.kind == "suspension" || file.kind == "pay_cut";
  if (term) file.months = random_.between(1, 3);
  if (file.kind == "demotion") file.months = 3;
  PlainAct act = make_act(Act::kSanctioned, id_of(person), today_,
                          {{Field::kCase, file.number},
                           {Field::kKind, file.kind},
                           {Field::kMisconduct, file.misconduct},
                           {Field::kMisconductOn, number(file.misconduct_on)}});
  if (term) act.data[Field::kMonths] = file.months;
  act_today(person, std::move(act));
  if (leaves) {
    // The sanction itself puts her out: off the strength without an act of its own.
    Agency& a = agencies_[agency_of(o)];
    --a.present;
    --a.strength[o.grade];
    leave_post(person, today_);
    o.status = Status::kSeparated;
    cases_.erase(person);
    return;
  }
  if (file.kind == "demotion") {
    Agency& a = agencies_[agency_of(o)];
    --a.strength[o.grade];
    ++o.grade;
    ++a.strength[o.grade];
    o.grade_since = today_;
    o.excluded_days = 0;
  }
  const int base = file.kind == "reprimand" ? 6 : file.kind == "pay_cut" ? 12 : file.kind == "warning" ? 0 : 18;
  const int restricted = base == 0 ? 0 : base + (aggravated ? 6 : 0);
  const Date ends = add_months(today_, file.months);
  if (file.kind == "suspension" || file.kind == "demotion") o.busy_until = o.suspended_until = plus(ends, 3);
  if (restricted != 0) {
    o.restricted_until = plus(add_months(ends, restricted), 5);
    o.excluded_days += o.restricted_until.days - today_.days + 35;
  }
  if (base == 6) due(workday_from(plus(add_months(today_, 36), 40)), {Errand::kExpunge, person});
  if (file.kind != "warning" && random_.chance(250'000)) {
    // Within 30 days; someone suspended is on no errand that the appeal would disturb.
    due(workday_from(plus(today_, random_.between(8, 25))), {Errand::kAppeal, person});
  } else {
    o.accused = false;
  }
}

// The file itself is kept: it may come up for expungement.
void World::finish_case(Index person) { officials_[person].accused = false; }

}  // namespace sillok::demo
