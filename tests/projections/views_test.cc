// The views against the fold itself: whatever was told in whatever order, the stored answers are
// those of a fold over everything, and views that grew are views that were rebuilt.
#include "projections/views.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

class ViewsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    dir_ = std::filesystem::path(::testing::TempDir()) /
           (std::string("sillok-views-") + ::testing::UnitTest::GetInstance()->current_test_info()->name() + "-" +
            std::to_string(::getpid()));
    std::filesystem::remove_all(dir_);
  }
  void TearDown() override { std::filesystem::remove_all(dir_); }

  // Applies what the log holds past the views, `step` events at a time, as a writer does.
  static void grow(Views& views, const MemoryLog& log, std::size_t step) {
    while (views.position() < log.head().size) {
      std::vector<BytesView> entries;
      for (Position at = views.position(); at < log.head().size && entries.size() < step; ++at)
        entries.push_back(log.entry(at));
      const auto applied = views.apply(views.position(), entries);
      ASSERT_TRUE(applied) << applied.error().message;
    }
  }
  std::unique_ptr<Views> open(const EventLog& log, bool writer = true) {
    auto views = writer ? Views::open(dir_, log) : Views::open_beside(dir_, Views::stored(dir_).value(), log);
    EXPECT_TRUE(views) << views.error().message;
    return views ? std::move(*views) : nullptr;
  }

  std::filesystem::path dir_;
};

// Without what only the history tells: how far she has come.
PersonState plain(PersonState state) {
  state.last_position = kNoPosition;
  return state;
}

std::vector<Holder> holders_by_fold(const std::vector<std::string>& persons, std::span<const StoredAct> acts,
                                    std::string_view post_or_unit, Date on) {
  std::vector<Holder> holders;
  for (const std::string& person : persons) {
    for (const Holding& held : holdings_of(fold(person, acts, on))) {
      if (held.post == post_or_unit || held.unit == post_or_unit) {
        holders.push_back({person, held.post, held.unit, held.kind, held.since, held.source});
      }
    }
  }
  std::sort(holders.begin(), holders.end(), [](const Holder& a, const Holder& b) {
    return std::tie(a.post, a.kind, a.since, a.person) < std::tie(b.post, b.kind, b.since, b.person);
  });
  return holders;
}

TEST_F(ViewsTest, AnswerAsTheFoldDoesOnBothAxes) {
  for (unsigned seed = 1; seed <= 24; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    Telling telling;
    tell_at_random(telling, random, 250, 6);
    auto views = Views::in_memory(telling.log);
    ASSERT_TRUE(views);
    grow(**views, telling.log, 1 + seed * 3);

    std::vector<std::string> persons;
    for (int i = 0; i < 6; ++i) persons.push_back("P" + std::to_string(i));
    for (const std::string& person : persons) {
      const auto career = (*views)->career(person);
      ASSERT_TRUE(career);
      EXPECT_EQ(plain((*career)->newest()), plain(telling.state(person))) << person;
    }
    for (int round = 0; round < 40; ++round) {
      const Date on{15'000 + static_cast<std::int32_t>(random() % 3'000)};
      const Position limit = 1 + random() % telling.log.head().size;
      const Instant known_at = EventView::trust(telling.log.entry(limit - 1)).recorded_at();
      const auto acts = telling.acts(limit);
      const std::string& person = persons[random() % persons.size()];
      const auto record = (*views)->record(person, on, known_at);
      ASSERT_TRUE(record);
      EXPECT_EQ(plain(*record), plain(fold(person, acts, on))) << person << " on " << to_string(on) << " at " << limit;

      for (const std::string place : {"post-1", "post-3", "U1", "U2"}) {
        const auto holders = (*views)->who_held(place, on, known_at);
        ASSERT_TRUE(holders);
        EXPECT_EQ(*holders, holders_by_fold(persons, acts, place, on)) << place << " on " << to_string(on);
      }

      std::map<std::pair<std::string, std::string>, std::int64_t> expected;
      std::int64_t total = 0;
      for (const std::string& each : persons) {
        const Standing standing = standing_of(fold(each, acts, on));
        if (!standing.is_present()) continue;
        ++total;
        ++expected[{standing.unit, std::string(name_of(standing.status))}];
      }
      PresentQuery query;
      query.by = {"unit", "kind"};
      query.as_of = on;
      query.known_at = known_at;
      const auto figure = (*views)->present(query);
      ASSERT_TRUE(figure);
      EXPECT_EQ(figure->total, total);
      std::map<std::pair<std::string, std::string>, std::int64_t> rows;
      for (const FigureRow& row : figure->rows)
        rows[{row.values[0].value_or(""), row.values[1].value_or("")}] = row.value;
      EXPECT_EQ(rows, expected) << to_string(on) << " at " << limit;
    }
  }
}

TEST_F(ViewsTest, GrownAndRebuiltAreTheSameBytes) {
  std::mt19937 random(7);
  Telling telling;
  tell_at_random(telling, random, 600, 20);
  auto views = open(telling.log);
  ASSERT_TRUE(views);
  grow(*views, telling.log, 7);
  const auto grown = views->digests();
  ASSERT_TRUE(grown);

  const auto differing = views->verify_views();
  ASSERT_TRUE(differing) << differing.error().message;
  EXPECT_TRUE(differing->empty()) << differing->front();

  const auto rebuilt = views->rebuild();
  ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  EXPECT_EQ(views->position(), telling.log.head().size);
  EXPECT_EQ(*views->digests(), *grown);

  auto in_memory = Views::in_memory(telling.log);
  ASSERT_TRUE(in_memory);
  ASSERT_TRUE((*in_memory)->catch_up());
  EXPECT_EQ(*(*in_memory)->digests(), *grown);
}

// Of one long row of acts each person's go to one of several threads, up to the first that may concern others.
TEST_F(ViewsTest, AMassOrderSharedOutGivesTheSameBytes) {
  Telling telling;
  const auto name = [](int i) { return "P" + std::to_string(i); };
  for (int i = 0; i < 900; ++i) telling.hired(name(i), "2020-01-01");
  telling.tell(Act::kPersonsMerged, name(7), "2020-02-01", {{Field::kDuplicate, name(8)}});
  std::mt19937 random(5);
  for (int i = 0; i < 2'000; ++i) {
    // Some late, some twice, some under the id that was merged away.
    const std::string on = "2020-0" + std::to_string(3 + random() % 6) + "-1" + std::to_string(random() % 10);
    telling.transferred(name(static_cast<int>(random() % 900)), on, "U" + std::to_string(random() % 4),
                        "post-" + std::to_string(random() % 50));
  }
  telling.transferred(name(8), "2020-10-01", "U9", "post-9");
  for (int i = 0; i < 900; ++i) telling.promoted(name(i), "2021-01-01", 8);

  auto views = open(telling.log);
  grow(*views, telling.log, telling.log.head().size);  // all at once
  const auto one_by_one = Views::in_memory(telling.log).value();
  grow(*one_by_one, telling.log, 1);
  EXPECT_EQ(*views->digests(), *one_by_one->digests());
  EXPECT_EQ(views->career(name(7)).value()->newest(), one_by_one->career(name(7)).value()->newest());
  EXPECT_EQ(*views->verify_views(), std::vector<std::string>{});
}

TEST_F(ViewsTest, GoOnWhereTheyStoodAfterAReopening) {
  std::mt19937 random(8);
  Telling telling;
  tell_at_random(telling, random, 300, 5);
  {
    auto views = open(telling.log);
    ASSERT_TRUE(views->catch_up());
  }
  tell_at_random(telling, random, 300, 5);
  auto views = open(telling.log);
  EXPECT_EQ(views->position(), 301u);
  grow(*views, telling.log, 11);
  auto fresh = Views::in_memory(telling.log);
  ASSERT_TRUE((*fresh)->catch_up());
  EXPECT_EQ(*views->digests(), *(*fresh)->digests());
}

TEST_F(ViewsTest, AReaderStandsBesideTheWriterAndCatchesUpInItsOwnMemory) {
  std::mt19937 random(9);
  Telling telling;
  tell_at_random(telling, random, 100, 4);
  auto writer = open(telling.log);
  ASSERT_TRUE(writer->catch_up());
  const Position stored = writer->position();
  tell_at_random(telling, random, 100, 4);
  auto reader = open(telling.log, false);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->position(), stored);
  ASSERT_TRUE(reader->catch_up());
  EXPECT_EQ(writer->position(), stored);
  ASSERT_TRUE(writer->catch_up());
  EXPECT_EQ(*reader->digests(), *writer->digests());
}

TEST_F(ViewsTest, ASecondWriterIsTurnedAway) {
  Telling telling;
  auto first = open(telling.log);
  const auto second = Views::open(dir_, telling.log);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::unavailable);
}

TEST_F(ViewsTest, WhatDoesNotHoldIsNamedAndNotApplied) {
  std::mt19937 random(10);
  Telling telling;
  tell_at_random(telling, random, 60, 3);
  telling.log.damage(40, telling.log.entry(40).size() - 1);
  auto views = Views::in_memory(telling.log);
  const auto outcome = (*views)->catch_up();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::damaged);
  // The flipped byte is either seen in the entry itself or by the next one's `previous`.
  EXPECT_TRUE(outcome.error().where == "position 40" || outcome.error().where == "position 41")
      << outcome.error().where;
  EXPECT_EQ((*views)->position(), 0u);
}

TEST_F(ViewsTest, ViewsOfALongerOrAnotherLogAreRefused) {
  std::mt19937 random(11);
  Telling longer, other;
  tell_at_random(longer, random, 50, 3);
  tell_at_random(other, random, 60, 3);
  ASSERT_TRUE(open(longer.log)->catch_up());
  const auto elsewhere = Views::open(dir_, other.log);
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().code, "views.other_log");
  longer.log.truncate(20);
  const auto ahead = Views::open(dir_, longer.log);
  ASSERT_FALSE(ahead);
  EXPECT_EQ(ahead.error().code, "views.ahead");
  ASSERT_TRUE(Views::rebuild_at(dir_, longer.log));
  EXPECT_EQ(open(longer.log)->position(), 20u);
}

TEST_F(ViewsTest, AMovedActStandsInBothHistoriesWithWhatWasSaidOfIt) {
  Telling telling;
  telling.hired("P1", "2020-01-01");
  telling.hired("P2", "2020-01-01");
  const Position promotion = telling.promoted("P1", "2021-01-01", 8);
  const Position rectified = telling.rectified("P1", "2021-02-01", promotion, {{Field::kGrade, std::int64_t{7}}});
  const Position moved = telling.rectified("P1", "2021-03-01", promotion, {}, {{Field::kPerson, "P2"}});
  auto views = Views::in_memory(telling.log);
  ASSERT_TRUE((*views)->catch_up());
  const auto history = [&](const char* person) {
    std::vector<Position> positions;
    const std::vector<Bytes> entries = (*views)->acts(person, kNoPosition).value();
    for (const Bytes& entry : entries) positions.push_back(EventView::trust(entry).position());
    return positions;
  };
  EXPECT_EQ(history("P1"), (std::vector<Position>{1, promotion, rectified, moved}));
  EXPECT_EQ(history("P2"), (std::vector<Position>{2, promotion, rectified, moved}));
  EXPECT_EQ((*(*views)->career("P1"))->newest().grade, 9);
  EXPECT_EQ((*(*views)->career("P2"))->newest().grade, 7);
  EXPECT_EQ((*(*views)->career("P2"))->newest().revision, 1u);
}

}  // namespace
}  // namespace sillok::testing
