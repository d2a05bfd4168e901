// The book against a fold over everything, with what an order added taken back whole.
#include "ledger/desk/person_book.h"

#include <gtest/gtest.h>

#include <random>

#include "projections/desk_records.h"
#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

// What is committed of a telling: its first `committed` events.
class ToldRecords final : public PersonRecords {
 public:
  ToldRecords(const Telling& telling, Position committed) : telling_(telling), committed_(committed) {}
  Result<std::shared_ptr<const Career>> career(std::string_view person) override {
    return std::make_shared<const Career>(fold(person, telling_.acts(committed_), std::nullopt));
  }
  Result<std::vector<std::shared_ptr<const Career>>> careers(std::span<const std::string_view> persons) override {
    std::vector<std::shared_ptr<const Career>> out;
    for (const std::string_view person : persons) out.push_back(*career(person));
    return out;
  }
  Result<std::vector<Bytes>> acts(std::string_view) override {
    std::vector<Bytes> out;
    for (Position at = 1; at < committed_; ++at) out.emplace_back(telling_.log.entry(at));
    return out;
  }
  Result<std::vector<Bytes>> entries(std::span<const Position> positions) override {
    std::vector<Bytes> out;
    for (const Position at : positions) out.emplace_back(telling_.log.entry(at));
    return out;
  }
  Result<std::vector<std::string>> persons_ever_in(std::string_view) override { return std::vector<std::string>{}; }
  Result<std::shared_ptr<const RuleBook>> rules() override { return std::make_shared<const RuleBook>(); }
  std::shared_ptr<const OrganizationState> organization() override { return std::make_shared<OrganizationState>(); }
  Result<std::vector<Bytes>> organization_acts() override { return std::vector<Bytes>{}; }
  Result<Ok> committed(Position, std::span<const BytesView>) override { return Ok{}; }

 private:
  const Telling& telling_;
  Position committed_;
};

class PersonBookTest : public ::testing::Test {
 protected:
  StoredAct act(Position position) const { return stored_act(EventView::trust(telling_.log.entry(position))); }
  static PersonState newest(PersonBook& book, std::string_view person) { return **book.newest(person); }
  // What a fold over everybody's acts counts is not what is hers.
  static PersonState with_no_counts(PersonState state) {
    state.revision = 0;
    state.last_position = kNoPosition;
    return state;
  }
  static PersonBook::Root named_in_the_end(std::span<const StoredAct> acts, Position position) {
    PersonBook::Root root;
    for (auto target = target_of(acts[position - 1].body); target && 0 < *target && *target < position;
         target = target_of(acts[position - 1].body)) {
      position = *target;  // the act at a position stands one before it: genesis is none of them
      root.position = position;
      root.persons.emplace_back(acts[position - 1].body.subject());
      root.persons.emplace_back(other_person(acts[position - 1].body));
    }
    return root;
  }
  // The record that an act is decided on, by a fold over all that was recorded before it.
  static PersonState expected_before(const Telling& telling, const Fact& fact) {
    const std::string person{fact.subject()};
    const auto acts = telling.acts(fact.position());
    if (is_act_on_act(fact.act())) return advanced(fold(person, acts, std::nullopt), fact.effective_on());
    PersonState state;
    for (const Fact& each : resolve(person, acts)) {
      if (each.effective_on() <= fact.effective_on()) evolve(state, each);
    }
    return advanced(state, advance_date(fact.act(), fact.effective_on()));
  }

  Telling telling_;
};

TEST_F(PersonBookTest, PendingActsCountAndLateOnesAreFoldedInTheirPlace) {
  telling_.hired("P1", "2020-01-01");
  const Position committed = telling_.log.head().size;
  ToldRecords records{telling_, committed};
  PersonBook book{records};
  const Position last = telling_.promoted("P1", "2022-01-01", 7);
  const Position late = telling_.promoted("P1", "2021-01-01", 8);
  for (const Position position : {last, late}) ASSERT_TRUE(book.add(act(position), {}));
  EXPECT_EQ(newest(book, "P1"), telling_.state("P1"));
  EXPECT_EQ(newest(book, "P1").grade, 7) << "the late act does not stand above the later one";
  const Position next = telling_.promoted("P1", "2021-06-01", 6);
  const StoredAct asked = act(next);
  EXPECT_EQ((*book.as_of("P1", Fact{next, asked.recorded_at, asked.body}))->grade, 8) << "as of June 2021";
}

TEST_F(PersonBookTest, AnOrderIsTakenBackWholeAndTheOnesBeforeItStay) {
  telling_.hired("P1", "2020-01-01");
  ToldRecords records{telling_, telling_.log.head().size};
  PersonBook book{records};
  book.begin_order(telling_.log.head().size);
  const Position kept = telling_.promoted("P1", "2021-01-01", 8);
  ASSERT_TRUE(book.add(act(kept), {}));
  const PersonState before = newest(book, "P1");
  const PersonState nobody = newest(book, "P2");

  book.begin_order(telling_.log.head().size);
  for (const Position position : {telling_.promoted("P1", "2022-01-01", 7), telling_.promoted("P1", "2020-06-01", 6)})
    ASSERT_TRUE(book.add(act(position), {}));
  ASSERT_TRUE(book.add(act(telling_.hired("P2", "2022-01-01")), {}));
  ASSERT_NE(newest(book, "P1"), before);
  ASSERT_NE(newest(book, "P2"), nobody);
  book.take_back();
  EXPECT_EQ(newest(book, "P1"), before);
  EXPECT_EQ(newest(book, "P2"), nobody);

  // What was taken back is not folded in by a later act either.
  book.begin_order(telling_.log.head().size);
  ASSERT_TRUE(book.add(act(telling_.promoted("P1", "2020-09-01", 5)), {}));
  EXPECT_EQ(newest(book, "P1").grade, 8);
  EXPECT_EQ(newest(book, "P1").revision, before.revision + 1);
}

TEST_F(PersonBookTest, TakingBackTwiceTakesBackOnce) {
  ToldRecords records{telling_, telling_.log.head().size};
  PersonBook book{records};
  book.begin_order(telling_.log.head().size);
  ASSERT_TRUE(book.add(act(telling_.hired("P1", "2020-01-01")), {}));
  book.begin_order(telling_.log.head().size);
  ASSERT_TRUE(book.add(act(telling_.promoted("P1", "2021-01-01", 8)), {}));
  book.take_back();
  book.take_back();
  EXPECT_EQ(newest(book, "P1").grade, 9);
  book.clear();
  EXPECT_EQ(newest(book, "P1").revision, 0u) << "after clear() only what is committed counts";
}

// Whatever acts are in the open batch, and whoever they tie together, the book answers as the log will.
TEST_F(PersonBookTest, AnswersAsTheLogWillAfterTheBatch) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    Telling telling;
    tell_at_random(telling, random, 160, 5);
    const Position end = telling.log.head().size;
    for (Position committed = 1; committed < end;) {
      auto views = Views::in_memory(telling.log);
      ASSERT_TRUE(views);
      std::vector<BytesView> entries;
      for (Position at = 0; at < committed; ++at) entries.push_back(telling.log.entry(at));
      ASSERT_TRUE((*views)->apply(0, entries));
      DeskRecords records{**views};
      PersonBook book{records};
      const Position batch_end = std::min<Position>(end, committed + 1 + random() % 40);
      book.begin_order(committed);
      for (Position at = committed; at < batch_end; ++at) {
        const StoredAct added = stored_act(EventView::trust(telling.log.entry(at)));
        const auto acts = telling.acts(at + 1);
        const PersonBook::Root root = named_in_the_end(acts, at);
        const Fact fact{added.position, added.recorded_at, added.body};
        const auto before = book.as_of(added.body.subject(), fact);
        ASSERT_TRUE(before);
        EXPECT_EQ(with_no_counts(**before), with_no_counts(expected_before(telling, fact))) << "before " << at;
        ASSERT_TRUE(book.add(added, root));
        for (int person = 0; person < 5; ++person) {
          const std::string name = "P" + std::to_string(person);
          EXPECT_EQ(with_no_counts(**book.newest(name)), with_no_counts(fold(name, acts, std::nullopt)))
              << name << " at " << at;
        }
        if (HasFailure()) return;
      }
      book.take_back();
      for (int person = 0; person < 5; ++person) {
        const std::string name = "P" + std::to_string(person);
        EXPECT_EQ(with_no_counts(**book.newest(name)),
                  with_no_counts(fold(name, telling.acts(committed), std::nullopt)))
            << name;
      }
      committed = batch_end;
    }
  }
}

}  // namespace
}  // namespace sillok::testing
