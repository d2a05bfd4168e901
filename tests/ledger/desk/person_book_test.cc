// The book against a fold over everything, with what an order added taken back whole.
#include "ledger/desk/person_book.h"

#include <gtest/gtest.h>

#include "tests/support/builders.h"

namespace sillok::testing {
namespace {

// What is committed of a telling: its first `committed` events.
class ToldRecords final : public PersonRecords {
 public:
  ToldRecords(const Telling& telling, Position committed) : telling_(telling), committed_(committed) {}
  Result<PersonState> current(std::string_view person) override { return fold(person, telling_.acts(committed_), std::nullopt); }
  Result<std::vector<Bytes>> acts(std::string_view) override {
    std::vector<Bytes> out;
    for (Position at = 1; at < committed_; ++at) out.emplace_back(telling_.log.entry(at));
    return out;
  }
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

  Telling telling_;
};

TEST_F(PersonBookTest, PendingActsCountAndLateOnesAreFoldedInTheirPlace) {
  telling_.hired("P1", "2020-01-01");
  const Position committed = telling_.log.head().size;
  ToldRecords records{telling_, committed};
  PersonBook book{records};
  const Position last = telling_.promoted("P1", "2022-01-01", 7);
  const Position late = telling_.promoted("P1", "2021-01-01", 8);
  for (const Position position : {last, late}) ASSERT_TRUE(book.add("P1", act(position)));
  EXPECT_EQ(newest(book, "P1"), telling_.state("P1"));
  EXPECT_EQ(newest(book, "P1").grade, 7) << "the late act does not stand above the later one";
  const Position next = telling_.promoted("P1", "2021-06-01", 6);
  const StoredAct asked = act(next);
  EXPECT_EQ(book.as_of("P1", Fact{next, asked.recorded_at, asked.body})->grade, 8) << "as of June 2021";
}

TEST_F(PersonBookTest, AnOrderIsTakenBackWholeAndTheOnesBeforeItStay) {
  telling_.hired("P1", "2020-01-01");
  ToldRecords records{telling_, telling_.log.head().size};
  PersonBook book{records};
  book.begin_order();
  const Position kept = telling_.promoted("P1", "2021-01-01", 8);
  ASSERT_TRUE(book.add("P1", act(kept)));
  const PersonState before = newest(book, "P1");
  const PersonState nobody = newest(book, "P2");

  book.begin_order();
  for (const Position position : {telling_.promoted("P1", "2022-01-01", 7), telling_.promoted("P1", "2020-06-01", 6)}) ASSERT_TRUE(book.add("P1", act(position)));
  ASSERT_TRUE(book.add("P2", act(telling_.hired("P2", "2022-01-01"))));
  ASSERT_NE(newest(book, "P1"), before);
  ASSERT_NE(newest(book, "P2"), nobody);
  book.take_back();
  EXPECT_EQ(newest(book, "P1"), before);
  EXPECT_EQ(newest(book, "P2"), nobody);

  // What was taken back is not folded in by a later act either.
  book.begin_order();
  ASSERT_TRUE(book.add("P1", act(telling_.promoted("P1", "2020-09-01", 5))));
  EXPECT_EQ(newest(book, "P1").grade, 8);
  EXPECT_EQ(newest(book, "P1").revision, before.revision + 1);
}

TEST_F(PersonBookTest, TakingBackTwiceTakesBackOnce) {
  ToldRecords records{telling_, telling_.log.head().size};
  PersonBook book{records};
  book.begin_order();
  ASSERT_TRUE(book.add("P1", act(telling_.hired("P1", "2020-01-01"))));
  book.begin_order();
  ASSERT_TRUE(book.add("P1", act(telling_.promoted("P1", "2021-01-01", 8))));
  book.take_back();
  book.take_back();
  EXPECT_EQ(newest(book, "P1").grade, 9);
  book.clear();
  EXPECT_EQ(newest(book, "P1").revision, 0u) << "after clear() only what is committed counts";
}

}  // namespace
}  // namespace sillok::testing
