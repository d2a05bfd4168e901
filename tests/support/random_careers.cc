#include <set>

#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

class RandomCareers {
 public:
  RandomCareers(Telling& telling, std::mt19937& random, std::size_t person_count)
      : telling_(telling), random_(random), person_count_(person_count), told_(person_count) {}

  void tell_one() {
    const std::size_t person = below(person_count_);
    // Time runs on, and one act in eight is recorded late.
    today_ += static_cast<std::int32_t>(below(20));
    const std::int32_t on = below(8) == 0 ? today_ - static_cast<std::int32_t>(below(400)) : today_;
    PlainAct act = told_[person].empty() ? hire() : next_act(person);
    act.subject = name(person);
    act.effective_on = Date{on};
    const Position position = telling_.add(act);
    told_[person].push_back(position);
    all_.push_back(position);
  }

 private:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
  std::string name(std::size_t person) const { return "P" + std::to_string(person); }
  std::string unit() { return "U" + std::to_string(1 + below(4)); }
  std::string post() { return "post-" + std::to_string(below(6)); }
  std::int64_t until() { return today_ + static_cast<std::int64_t>(below(300)) - 20; }

  PlainAct hire() {
    PlainAct act;
    act.act = Act::kHired;
    act.data = {{Field::kRoute, below(4) == 0 ? "fixed_term" : "open"},
                {Field::kClass, "general"},
                {Field::kGrade, std::int64_t(5 + below(5))},
                {Field::kSeries, "administration"},
                {Field::kUnit, unit()},
                {Field::kPost, post()},
                {Field::kProbationMonths, std::int64_t(below(2) * 6)}};
    if (below(4) == 0) act.data[Field::kUntil] = until();
    act.personal = {
        {Personal::kName, "x"}, {Personal::kSex, below(2) == 0 ? "F" : "M"}, {Personal::kBirthOn, "1980-08-01"}};
    return act;
  }

  PlainAct correction(std::size_t person) {
    PlainAct act;
    // Mostly of her own acts, at times of another's, which may be an act on an act itself.
    const auto& mine = told_[person];
    const std::int64_t target =
        static_cast<std::int64_t>(below(8) == 0 ? all_[below(all_.size())] : mine[below(mine.size())]);
    switch (below(6)) {
      case 0: {
        act.act = Act::kRectified;
        act.data = {{Field::kTarget, target}, {Field::kData, std::vector<Patch>{{Field::kUnit, unit()}}}};
        break;
      }
      case 1:
        act.act = Act::kRectified;
        act.data = {{Field::kTarget, target},
                    {Field::kEffectiveOn, std::int64_t{today_ - static_cast<std::int32_t>(below(300))}}};
        break;
      case 2:
        act.act = Act::kRectified;
        act.data = {{Field::kTarget, target}, {Field::kPerson, name(below(person_count_))}};
        break;
      case 3:
        act.act = Act::kReinstatedAct;
        act.data = {{Field::kTarget, target}};
        break;
      default:
        act.act = Act::kAnnulled;
        act.data = {{Field::kTarget, target}, {Field::kGround, "error"}};
        break;
    }
    return act;
  }

  PlainAct next_act(std::size_t person) {
    if (below(7) == 0) return correction(person);
    PlainAct act;
    const std::string case_id = "C" + std::to_string(below(3));
    const auto make = [&](Act kind, Data data = {}) {
      act.act = kind;
      act.data = std::move(data);
    };
    switch (below(30)) {
      case 0: make(Act::kResigned); break;
      case 1: return hire();
      case 2: make(Act::kRetired, {{Field::kKind, "age"}}); break;
      case 3: make(Act::kPromoted, {{Field::kKind, "ordinary"}, {Field::kGrade, std::int64_t(1 + below(8))}}); break;
      case 4:
      case 5: make(Act::kTransferred, {{Field::kUnit, unit()}, {Field::kPost, post()}}); break;
      case 6: make(Act::kTransferred, {{Field::kUnit, unit()}}); break;
      case 7: make(Act::kLeaveStarted, {{Field::kGround, "LV.CHILD"}, {Field::kUntil, until()}}); break;
      case 8: make(Act::kReinstated); break;
      case 9: make(Act::kSeconded, {{Field::kHost, "host"}, {Field::kGround, "1"}, {Field::kUntil, until()}}); break;
      case 10: make(Act::kReturned); break;
      case 11:
        make(Act::kConcurrentStarted, {{Field::kUnit, unit()}, {Field::kPost, post()}, {Field::kUntil, until()}});
        break;
      case 12: make(Act::kConcurrentEnded, {{Field::kUnit, unit()}, {Field::kPost, post()}}); break;
      case 13: make(Act::kAssignedActing, {{Field::kUnit, unit()}, {Field::kPost, post()}}); break;
      case 14: make(Act::kActingEnded, {{Field::kUnit, unit()}, {Field::kPost, post()}}); break;
      case 15: make(Act::kRemovedFromPosition, {{Field::kGround, "4"}, {Field::kCase, case_id}}); break;
      case 16:
      case 17:
        make(Act::kSanctioned, {{Field::kCase, case_id},
                                {Field::kKind, below(2) == 0 ? "suspension" : "demotion"},
                                {Field::kMonths, std::int64_t(1 + below(3))},
                                {Field::kMisconduct, "money"},
                                {Field::kMisconductOn, std::int64_t{today_ - 90}}});
        break;
      case 18:
        make(Act::kAppealDecided, {{Field::kCase, case_id},
                                   {Field::kOutcome, below(2) == 0 ? "cancelled" : "changed"},
                                   {Field::kKind, "reprimand"}});
        break;
      case 19: make(Act::kExpunged, {{Field::kCase, case_id}}); break;
      case 20: make(Act::kInvestigationOpened, {{Field::kCase, case_id}, {Field::kKind, "probe"}}); break;
      case 21: make(Act::kInvestigationClosed, {{Field::kCase, case_id}, {Field::kOutcome, "cleared"}}); break;
      case 22:
        make(Act::kAwarded, {{Field::kKind, "medal"}, {Field::kName, "medal"}, {Field::kGrantor, "state"}});
        break;
      case 23: make(Act::kTermExtended, {{Field::kUntil, until()}}); break;
      case 24: make(Act::kAppointmentCancelled, {{Field::kGround, "fraud"}}); break;
      case 25: {
        const std::size_t duplicate = below(person_count_);
        if (duplicate == person || merged_.contains(person) || merged_.contains(duplicate)) {
          make(Act::kPersonalUpdated);
        } else {
          make(Act::kPersonsMerged, {{Field::kDuplicate, name(duplicate)}});
          merged_.insert(duplicate);
        }
        break;
      }
      case 26: make(Act::kRegularized); break;
      case 27: make(Act::kDied); break;
      case 28:
        make(Act::kCreditGranted,
             {{Field::kMonths, std::int64_t{6}}, {Field::kPercent, std::int64_t{50}}, {Field::kGround, "army"}});
        break;
      default: make(Act::kTrained, {{Field::kCourse, "ethics"}, {Field::kHours, std::int64_t{8'000}}}); break;
    }
    return act;
  }

  Telling& telling_;
  std::mt19937& random_;
  std::size_t person_count_;
  std::vector<std::vector<Position>> told_;
  std::vector<Position> all_;
  std::set<std::size_t> merged_;  // nobody is merged twice, or has somebody merged into her afterwards
  std::int32_t today_ = 15'000;   // 2011
};

}  // namespace

void tell_at_random(Telling& telling, std::mt19937& random, std::size_t act_count, std::size_t person_count) {
  RandomCareers careers(telling, random, person_count);
  for (std::size_t i = 0; i < act_count; ++i) careers.tell_one();
}

}  // namespace sillok::testing
