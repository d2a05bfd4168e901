// What must hold for every legal career, whatever is in it (design 8, 9): the order in which acts of different days
// arrive says nothing, what is cancelled leaves no trace, and what is brought back is as it was.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "ledger/rules/state_rules.h"
#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

using F = Field;

// Where acts stand is left out: a history told in another way has other positions.
PersonState without_positions(PersonState state) {
  state.revision = 0;
  state.last_position = kNoPosition;
  state.latest_effective = Date{};
  state.sources.fill(kNoPosition);
  state.personal.fill(kNoPosition);
  const auto forget = [](auto& list) {
    for (auto& each : list) each.source = kNoPosition;
  };
  forget(state.concurrent);
  forget(state.acting);
  forget(state.cases);
  forget(state.awards);
  forget(state.credits);
  forget(state.phases);
  forget(state.rank_marks);
  for (RankMark& each : state.rank_marks) each.named = kNoPosition;
  for (Spell& each : state.spells) each.hired_by = each.ended_by = kNoPosition;
  // A sanction that was cancelled stays listed as such; it counts for nothing.
  std::erase_if(state.sanctions, [](const Sanction& each) { return each.state == Sanction::State::kAnnulled; });
  forget(state.sanctions);
  return state;
}

// A career that the rules of the record take act by act, each on a day of its own.
class LegalCareer {
 public:
  explicit LegalCareer(unsigned seed) : random_(seed) {
    add(Act::kHired, {{F::kRoute, "open"},
                      {F::kClass, "general"},
                      {F::kGrade, std::int64_t{9}},
                      {F::kSeries, "administration"},
                      {F::kUnit, "U1"},
                      {F::kPost, "U1-A"},
                      {F::kStep, std::int64_t{1}},
                      {F::kProbationMonths, std::int64_t(below(2) * 6)}});
    for (int tries = 0; acts.size() < 40 && tries < 400; ++tries) try_one();
  }

  std::vector<PlainAct> acts;

 private:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
  std::string unit() { return "U" + std::to_string(1 + below(3)); }
  std::int64_t until() { return today_.days + 1 + static_cast<std::int64_t>(below(200)); }

  void add(Act act, Data data) {
    PlainAct plain;
    plain.act = act;
    plain.subject = "P1";
    plain.effective_on = today_;
    plain.data = std::move(data);
    const Bytes body = body_of(plain);
    const Fact fact{static_cast<Position>(acts.size() + 1), Instant{0}, BodyView::trust(body)};
    PersonState then = state_;
    advance(then, advance_date(act, today_));
    if (!refuse_by_record(then, fact, &state_, "P1").empty()) return;
    evolve(state_, fact);
    acts.push_back(std::move(plain));
  }

  void try_one() {
    today_ = Date{today_.days + 1 + static_cast<std::int32_t>(below(60))};
    const std::string case_id = "C" + std::to_string(acts.size());
    switch (below(19)) {
      case 0: return add(Act::kPromoted, {{F::kKind, "ordinary"}, {F::kGrade, std::int64_t(5 + below(4))}});
      case 1: return add(Act::kTransferred, {{F::kUnit, unit()}, {F::kPost, "post-" + std::to_string(below(4))}});
      case 2: return add(Act::kTransferred, {{F::kUnit, unit()}});
      case 3: return add(Act::kLeaveStarted, {{F::kGround, "LV.SICK"}, {F::kUntil, until()}});
      case 4: return add(Act::kLeaveExtended, {{F::kUntil, until()}});
      case 5: return add(Act::kReinstated, {});
      case 6: return add(Act::kSeconded, {{F::kHost, "host"}, {F::kGround, "1"}, {F::kUntil, until()}});
      case 7: return add(Act::kReturned, {});
      case 8: return add(Act::kConcurrentStarted, {{F::kUnit, unit()}, {F::kPost, case_id}, {F::kUntil, until()}});
      case 9: return add(Act::kAssignedActing, {{F::kUnit, unit()}, {F::kPost, case_id}});
      case 10: return add(Act::kRemovedFromPosition, {{F::kGround, "4"}, {F::kCase, case_id}});
      case 11:
        return add(Act::kSanctioned, {{F::kCase, case_id},
                                      {F::kKind, below(2) == 0 ? "suspension" : "pay_cut"},
                                      {F::kMonths, std::int64_t(1 + below(3))},
                                      {F::kMisconduct, "money"},
                                      {F::kMisconductOn, std::int64_t{today_.days - 90}}});
      case 12: return add(Act::kInvestigationOpened, {{F::kCase, case_id}, {F::kKind, "probe"}});
      case 13: return add(Act::kAwarded, {{F::kKind, "medal"}, {F::kName, "medal"}, {F::kGrantor, "state"}});
      case 14: return add(Act::kRegularized, {});
      case 15: return add(Act::kStepRaised, {{F::kKind, "regular"}, {F::kStep, std::int64_t(2 + below(5))}});
      case 16: return add(Act::kHoursChanged, {{F::kHoursPerWeek, std::int64_t{20'000}}});
      case 17:
        return add(Act::kCreditGranted,
                   {{F::kMonths, std::int64_t{6}}, {F::kPercent, std::int64_t{50}}, {F::kGround, "army"}});
      default: return below(6) == 0 ? add(Act::kResigned, {}) : add(Act::kSeriesChanged, {{F::kSeries, case_id}});
    }
  }

  std::mt19937 random_;
  PersonState state_;
  Date today_ = day("2010-01-04");
};

std::unique_ptr<Telling> told(const std::vector<PlainAct>& acts) {
  auto telling = std::make_unique<Telling>();
  for (const PlainAct& act : acts) telling->add(act);
  return telling;
}

// Some days of the career: its own, and days between them.
std::vector<Date> days_of(const std::vector<PlainAct>& acts) {
  std::vector<Date> days;
  for (std::size_t i = 0; i < acts.size(); i += 3) {
    days.push_back(acts[i].effective_on);
    days.push_back(Date{acts[i].effective_on.days + 9});
  }
  days.push_back(Date{acts.back().effective_on.days + 400});
  return days;
}

void expect_same(const std::vector<StoredAct>& one, const std::vector<StoredAct>& other, const std::vector<Date>& days,
                 const char* what) {
  for (const Date on : days) {
    ASSERT_EQ(without_positions(fold("P1", one, on)), without_positions(fold("P1", other, on)))
        << what << ", as of " << to_string(on);
  }
}

constexpr unsigned kCareers = 40;

TEST(FoldProperties, LegalCareersAreLongAndOfManyKinds) {
  std::set<Act> kinds;
  std::size_t acts = 0;
  for (unsigned seed = 1; seed <= kCareers; ++seed) {
    const LegalCareer career{seed};
    acts += career.acts.size();
    for (const PlainAct& act : career.acts) kinds.insert(act.act);
  }
  EXPECT_GT(acts, kCareers * 15u);
  EXPECT_GE(kinds.size(), 18u);
}

TEST(FoldProperties, TheOrderOfArrivalSaysNothing) {
  for (unsigned seed = 1; seed <= kCareers; ++seed) {
    SCOPED_TRACE(seed);
    std::vector<PlainAct> acts = LegalCareer{seed}.acts;
    const auto days = days_of(acts);
    const auto in_order = told(acts);
    std::mt19937 random(seed);
    std::shuffle(acts.begin(), acts.end(), random);
    const auto shuffled = told(acts);
    expect_same(in_order->acts(), shuffled->acts(), days, "shuffled");
  }
}

TEST(FoldProperties, WhatIsAnnulledLeavesNoTrace) {
  for (unsigned seed = 1; seed <= kCareers; ++seed) {
    SCOPED_TRACE(seed);
    const std::vector<PlainAct> acts = LegalCareer{seed}.acts;
    const auto days = days_of(acts);
    for (std::size_t gone = 1; gone < acts.size(); gone += 2) {
      std::vector<PlainAct> without = acts;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(gone));
      const auto annulled = told(acts);
      annulled->annulled("P1", "2030-01-01", static_cast<Position>(gone + 1));
      expect_same(annulled->acts(), told(without)->acts(), days, name_of(acts[gone].act).data());
    }
  }
}

TEST(FoldProperties, WhatIsBroughtBackIsAsItWas) {
  for (unsigned seed = 1; seed <= kCareers; ++seed) {
    SCOPED_TRACE(seed);
    const std::vector<PlainAct> acts = LegalCareer{seed}.acts;
    const auto before = told(acts);
    for (std::size_t target = 0; target < acts.size(); target += 3) {
      const auto telling = told(acts);
      const Position annulled = static_cast<Position>(target + 1);
      telling->annulled("P1", "2030-01-01", annulled);
      telling->reinstated_act("P1", "2030-02-01", annulled);
      for (const Date on : days_of(acts)) {
        PersonState then = fold("P1", before->acts(), on), now = fold("P1", telling->acts(), on);
        now.revision = then.revision;
        now.last_position = then.last_position;
        ASSERT_EQ(then, now) << name_of(acts[target].act) << ", as of " << to_string(on);
      }
    }
  }
}

TEST(FoldProperties, WhatIsRectifiedIsAsIfItHadSaidSo) {
  for (unsigned seed = 1; seed <= kCareers; ++seed) {
    SCOPED_TRACE(seed);
    const std::vector<PlainAct> acts = LegalCareer{seed}.acts;
    for (std::size_t target = 0; target < acts.size(); ++target) {
      if (!acts[target].data.contains(F::kUnit) || acts[target].act == Act::kConcurrentStarted) continue;
      std::vector<PlainAct> said = acts;
      said[target].data[F::kUnit] = "U9";
      const auto rectified = told(acts);
      rectified->rectified("P1", "2030-01-01", static_cast<Position>(target + 1), {{F::kUnit, "U9"}});
      expect_same(rectified->acts(), told(said)->acts(), days_of(acts), name_of(acts[target].act).data());
    }
  }
}

}  // namespace
}  // namespace sillok::testing
