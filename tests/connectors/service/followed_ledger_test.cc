// What a process sees of a ledger that another one records in, and what it notices.
#include "connectors/service/followed_ledger.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "connectors/service/service.h"
#include "tests/ledger/desk/rooms.h"

namespace sillok::service {
namespace {

using sillok::testing::hire_act;
using sillok::testing::order_line;
using sillok::testing::read_all;
using sillok::testing::Room;
using sillok::testing::write_all;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FollowedLedgerTest : public sillok::testing::DeskTest {
 protected:
  std::unique_ptr<FollowedLedger> follow(FollowedLedger::Pace pace = {{}, {}, std::chrono::hours{1}, 0, 1'000}) {
    auto followed =
        FollowedLedger::open(directory(), pace, [this](const Error& error) { told_.push_back(error.code); });
    if (!followed) ADD_FAILURE() << followed.error().code << ": " << followed.error().message;
    return followed ? std::move(*followed) : nullptr;
  }
  static void hire(Room& room, const char* person) { room.take_in({order_line(person, {hire_act(person)})}); }
  static Look look(FollowedLedger& followed) {
    followed.look();
    return followed.now();
  }
  static std::string trouble(const std::optional<Error>& error) { return error ? error->code : "none"; }
  static std::string ready(const FollowedLedger& followed) {
    Readiness readiness;
    add_ledger_checks(readiness, followed);
    add_checkpoint_check(readiness, followed);
    return to_lines(readiness.look());
  }

  std::vector<std::string> told_;
};

TEST_F(FollowedLedgerTest, SeesWhatIsRecordedBesideIt) {
  const auto room = sandbox();
  const auto followed = follow();
  ASSERT_NE(followed, nullptr);
  const Look before = followed->now();
  EXPECT_EQ(before.seen->size(), 2u);
  hire(*room, "P1");
  const Look after = look(*followed);
  EXPECT_EQ(after.seen->size(), 3u);
  EXPECT_EQ(after.seen->open->views->position(), 3u);
  EXPECT_EQ(before.seen->size(), 2u) << "what was seen stands still";
  EXPECT_EQ(before.seen->ledger().log().tree().root(2).value(), after.seen->ledger().log().tree().root(2).value());
  EXPECT_EQ(look(*followed).seen, after.seen) << "nothing has moved, so nothing is opened";
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(FollowedLedgerTest, SeesAPublishedCheckpointAndItsCosignatures) {
  const auto room = sandbox();
  const auto followed = follow();
  EXPECT_FALSE(followed->now().seen->published);
  hire(*room, "P1");
  const std::string note = Checkpoints{room->ledger()}.publish(3).value();
  EXPECT_EQ(look(*followed).seen->published->note, note);
  const std::string cosigned = note + "— w.example/1 AAAAAAAA\n";
  write_all(directory() / "checkpoint", cosigned);
  EXPECT_EQ(look(*followed).seen->published->note, cosigned) << "as it is stored";
  EXPECT_THAT(told_, IsEmpty());
}

// Between two openings it rests, and its anchor was read a moment ago: whoever publishes may be ahead. That is no
// damage.
TEST_F(FollowedLedgerTest, ACheckpointThatIsAheadOfWhatWasSeenHasTheLogOpenedAgain) {
  const auto room = sandbox();
  const auto followed = follow({{}, {}, std::chrono::hours{1}, 1'000'000, 1'000});
  hire(*room, "P1");
  EXPECT_EQ(look(*followed).seen->size(), 3u);
  hire(*room, "P2");
  EXPECT_EQ(look(*followed).seen->size(), 3u) << "it rests";
  EXPECT_EQ(followed->now().acknowledged, 4u);
  ASSERT_TRUE(Checkpoints{room->ledger()}.publish(4));
  const Look now = look(*followed);
  EXPECT_EQ(trouble(now.checkpoint), "none");
  EXPECT_EQ(now.seen->size(), 4u);
  EXPECT_EQ(now.seen->published_size(), 4u);
}

TEST_F(FollowedLedgerTest, ADamagedAnchorIsTroubleUntilItHoldsAgain) {
  auto room = sandbox();
  const auto followed = follow();
  const std::string anchor = read_all(directory() / "anchor");
  write_all(directory() / "anchor", std::string(anchor.size(), 'x'));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(trouble(look(*followed).log), "anchor.damaged");
  EXPECT_EQ(followed->now().seen->size(), 2u) << "what held is still there";
  EXPECT_THAT(ready(*followed), HasSubstr("[-]log anchor.damaged\n"));
  EXPECT_THAT(told_, ElementsAre("anchor.damaged")) << "told once";
  write_all(directory() / "anchor", anchor);
  EXPECT_EQ(trouble(look(*followed).log), "none");
  EXPECT_EQ(ready(*followed), "[+]log ok\n[+]views ok\n[+]checkpoint ok\n");
  write_all(directory() / "anchor", std::string(anchor.size(), 'x'));
  look(*followed);
  EXPECT_THAT(told_, ElementsAre("anchor.damaged", "anchor.damaged")) << "and when it comes again";
}

TEST_F(FollowedLedgerTest, ALogThatIsLostUnderItIsMissedThoughNothingMoves) {
  sandbox().reset();
  const auto followed = follow({{}, {}, {}, 0, 1'000});
  ASSERT_NE(followed, nullptr);
  std::filesystem::rename(directory() / "log", directory() / "gone");
  EXPECT_EQ(trouble(look(*followed).log), "log.damaged");
  std::filesystem::rename(directory() / "gone", directory() / "log");
}

TEST_F(FollowedLedgerTest, AnotherLedgerInItsPlaceIsNotFollowed) {
  auto room = sandbox();
  const auto followed = follow();
  const Hash genesis = followed->now().seen->ledger().genesis().hash;
  room.reset();
  room = sandbox();
  hire(*room, "P1");
  EXPECT_EQ(trouble(look(*followed).log), "log.identity_changed");
  EXPECT_EQ(followed->now().seen->ledger().genesis().hash, genesis);
}

TEST_F(FollowedLedgerTest, ALedgerThatWasSetBackIsNotFollowed) {
  auto room = sandbox();
  room.reset();
  sillok::testing::copy_tree(directory(), temp_.path() / "older");
  room = Room::enter(directory());
  hire(*room, "P1");
  ASSERT_TRUE(Checkpoints{room->ledger()}.publish(3));
  room.reset();
  const auto followed = follow();
  const std::string note = read_all(directory() / "checkpoint");
  std::filesystem::remove_all(directory());
  sillok::testing::copy_tree(temp_.path() / "older", directory());
  const Look now = look(*followed);
  EXPECT_EQ(trouble(now.log), "log.set_back");
  EXPECT_EQ(trouble(now.checkpoint), "checkpoint.set_back") << "it was there, and now there is none";
  EXPECT_EQ(now.seen->size(), 3u);
  write_all(directory() / "checkpoint", note);
  EXPECT_EQ(trouble(look(*followed).checkpoint), "none");
}

TEST_F(FollowedLedgerTest, ACheckpointThatDoesNotHoldTakesTheLastOnesPlaceNowhere) {
  const auto room = sandbox();
  ASSERT_TRUE(Checkpoints{room->ledger()}.publish(2));
  const auto followed = follow();
  std::string note = read_all(directory() / "checkpoint");
  note[note.find("\n2\n") + 1] = '1';
  write_all(directory() / "checkpoint", note);
  const Look now = look(*followed);
  EXPECT_EQ(trouble(now.checkpoint), "checkpoint.damaged");
  EXPECT_EQ(now.seen->published_size(), 2u);
  EXPECT_THAT(ready(*followed), HasSubstr("[-]checkpoint checkpoint.damaged\n"));
}

TEST_F(FollowedLedgerTest, ViewsThatAreFarBehindWaitForWhoeverRecords) {
  const auto room = sandbox();
  const auto followed = follow({{}, {}, std::chrono::hours{1}, 0, 1});
  EXPECT_THAT(ready(*followed), HasSubstr("[-]views behind by 2 events\n")) << "nobody has stored any";
  EXPECT_EQ(followed->now().seen->open->views, nullptr);
  EXPECT_THAT(told_, ElementsAre("views.behind"));
  ASSERT_TRUE(Views::rebuild_at(directory() / "views", room->log()));
  EXPECT_THAT((look(*followed), ready(*followed)), HasSubstr("[+]views ok\n")) << "also where the anchor stands still";
}

TEST_F(FollowedLedgerTest, DamageThatAReadFoundStays) {
  sandbox();
  const auto followed = follow();
  followed->failed({Fault::unavailable, "storage.failed", "", "busy"});
  EXPECT_EQ(trouble(look(*followed).log), "none");
  followed->failed({Fault::damaged, "log.damaged", "", "a byte"});
  EXPECT_EQ(trouble(look(*followed).log), "log.damaged");
  EXPECT_EQ(trouble(look(*followed).log), "log.damaged");
  EXPECT_THAT(told_, ElementsAre("log.damaged"));
}

TEST_F(FollowedLedgerTest, OfAPlaceWithoutALedgerThereIsNone) {
  const auto followed = FollowedLedger::open(directory(), {}, [](const Error&) {});
  ASSERT_FALSE(followed);
  EXPECT_EQ(followed.error().fault, Fault::misuse);
}

}  // namespace
}  // namespace sillok::service
