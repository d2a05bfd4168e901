// A career that grows act by act against the fold over everything: the window is only a shorter way.
#include "ledger/record/career.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

PersonState with_no_counts(PersonState state) {
  state.revision = 0;
  state.last_position = kNoPosition;
  return state;
}

// Careers as views and desk keep them: on top, from a window, or anew.
class Grown {
 public:
  explicit Grown(const Telling& telling) : telling_(telling) {}

  void take(Position position) {
    const auto acts = telling_.acts(position + 1);
    const StoredAct& act = acts.back();
    const std::string person{act.body.subject()};
    const Fact fact{act.position, act.recorded_at, act.body};
    Career& career = careers_[person];
    if (!needs_refold(career.newest(), fact) && career.newest().merged_into.empty()) {
      career.add(fact);
      return;
    }
    const Position root = root_of(acts, position);
    if (from_window(person, career, fact, act, root == position ? kNoPosition : root)) return;
    ++anew;
    for (auto& [name, each] : careers_) each = Career::of(name, acts);  // it may concern anybody
    if (!other_person(act.body).empty())
      careers_[std::string{other_person(act.body)}] = Career::of(other_person(act.body), acts);
  }
  const Career& of(const std::string& person) { return careers_[person]; }

  int from_windows = 0, anew = 0;

 private:
  bool from_window(const std::string& person, Career& career, const Fact& fact, const StoredAct& added, Position root) {
    const auto window = career.newest().merged_into.empty() ? career.window(fact, root) : std::nullopt;
    if (!window) return false;
    std::vector<StoredAct> acts;
    for (const Position position : window->acts)
      acts.push_back(stored_act(EventView::trust(telling_.log.entry(position))));
    acts.push_back(added);
    if (!career.refold(person, *window, acts, root)) return false;
    ++from_windows;
    return true;
  }

  const Telling& telling_;
  std::map<std::string, Career> careers_;
};

TEST(Career, GrowsToWhatTheFoldOverEverythingGives) {
  int from_windows = 0, anew = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    Telling telling;
    tell_at_random(telling, random, 220, 1 + seed % 4);
    Grown grown(telling);
    for (Position at = 1; at < telling.log.head().size; ++at) {
      grown.take(at);
      for (unsigned person = 0; person < 1 + seed % 4; ++person) {
        const std::string name = "P" + std::to_string(person);
        const PersonState expected = fold(name, telling.acts(at + 1), std::nullopt);
        ASSERT_EQ(with_no_counts(grown.of(name).newest()), with_no_counts(expected)) << name << " at " << at;
      }
    }
    from_windows += grown.from_windows;
    anew += grown.anew;
  }
  EXPECT_GT(from_windows, 100) << "late acts and corrections take the short way";
  EXPECT_GT(anew, 300) << "and the long one";
}

// A window holds every act of the days from its first on, and no other.
TEST(Career, AWindowIsTheStateOfItsDayAndAllThatCameSince) {
  Telling telling;
  Career career;
  const auto take = [&](Position position) {
    const StoredAct act = stored_act(EventView::trust(telling.log.entry(position)));
    career.add(Fact{act.position, act.recorded_at, act.body});
    return position;
  };
  const auto fact_at = [&](Position position) {
    const StoredAct act = stored_act(EventView::trust(telling.log.entry(position)));
    return Fact{act.position, act.recorded_at, act.body};
  };
  take(telling.hired("P1", "2020-01-01"));
  take(telling.promoted("P1", "2021-01-01", 8));
  const Position transfer = take(telling.transferred("P1", "2021-03-01", "U2", "Q"));
  const Position last = take(telling.promoted("P1", "2022-01-01", 7));

  const Fact late = fact_at(telling.promoted("P1", "2021-02-01", 6));
  const auto window = career.window(late, kNoPosition);
  ASSERT_TRUE(window);
  EXPECT_EQ(window->from, day("2021-01-01"));
  EXPECT_EQ(window->before.grade, 9) << "the promotion of that day is not in it";
  EXPECT_EQ(window->acts, (std::vector<Position>{2, transfer, last}));
  EXPECT_FALSE(career.window(fact_at(telling.promoted("P1", "2019-12-31", 6)), kNoPosition)) << "before everything";

  // Of acts on acts: what changes one recent act of hers, and nothing else.
  const Fact rectified = fact_at(telling.rectified("P1", "2022-02-01", last, {{Field::kGrade, std::int64_t{6}}}));
  ASSERT_TRUE(career.window(rectified, last));
  EXPECT_EQ(career.window(rectified, last)->from, day("2022-01-01"));
  EXPECT_FALSE(career.window(rectified, 99)) << "an act it does not know";
  const Fact moved_back =
      fact_at(telling.rectified("P1", "2022-02-01", last, {}, {{Field::kEffectiveOn, days("2021-02-01")}}));
  EXPECT_EQ(career.window(moved_back, last)->from, day("2021-01-01")) << "it reaches as far back as it moves the act";
  const Fact moved_away = fact_at(telling.rectified("P1", "2022-02-01", last, {}, {{Field::kPerson, "P2"}}));
  EXPECT_FALSE(career.window(moved_away, last));
  const Fact cancelled =
      fact_at(telling.tell(Act::kAppointmentCancelled, "P1", "2022-02-01", {{Field::kGround, "fraud"}}));
  EXPECT_FALSE(career.window(cancelled, kNoPosition));
}

TEST(Career, ForgetsNothingThatItStillNeedsAndKeepsLittle) {
  Telling telling;
  Career career;
  for (int i = 0; i < 2'000; ++i) {
    const Position position =
        i == 0 ? telling.hired("P1", "2000-01-01")
               : telling.transferred("P1", to_string(Date{day("2000-01-01").days + i * 8}), "U2", i % 2 ? "Q" : "R");
    const StoredAct act = stored_act(EventView::trust(telling.log.entry(position)));
    career.add(Fact{act.position, act.recorded_at, act.body});
  }
  EXPECT_LT(career.size_in_memory(), 16'384u);
  const Position late = telling.promoted("P1", to_string(Date{day("2000-01-01").days + 1'999 * 8 - 300}), 8);
  const StoredAct act = stored_act(EventView::trust(telling.log.entry(late)));
  EXPECT_TRUE(career.window(Fact{act.position, act.recorded_at, act.body}, kNoPosition)) << "300 days back";
}

}  // namespace
}  // namespace sillok::testing
