// Publishing beside the answers: what fails is told once, counted and shown, and nothing stops.
#include "connectors/service/publisher.h"

#include <gmock/gmock.h>

#include "tests/ledger/desk/rooms.h"

namespace sillok::service {
namespace {

using sillok::testing::hire_act;
using sillok::testing::order_line;
using sillok::testing::Room;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PublisherTest : public sillok::testing::DeskTest {
 protected:
  void SetUp() override {
    DeskTest::SetUp();
    room_ = sandbox();
    tell_ = [this](const Error& error) { told_.push_back(error.code); };
    followed_ = FollowedLedger::open(directory(), {{}, {}, std::chrono::hours{1}, 0, 1'000}, tell_).value();
  }
  // One that asks `outcome_` and then publishes as the program does, but for witnesses and persons.
  std::unique_ptr<Publisher> publisher(std::chrono::seconds every = std::chrono::seconds{10},
                                       std::uint64_t events = 1) {
    auto made = std::make_unique<Publisher>(
        *followed_, PublishingPace::Rules{every, events},
        [this](const Ledger& ledger, const Views& views) -> Result<Published> {
          ++asked_;
          EXPECT_EQ(views.position(), ledger.log().head().size);
          if (before_publishing_) before_publishing_();
          if (failure_) return tl::unexpected{*failure_};
          SILLOK_TRY(note, Checkpoints{ledger}.publish(ledger.log().head().size));
          return Published{ledger.log().head().size, not_witnessed_};
        },
        tell_);
    made->add_to(readiness_, metrics_);
    return made;
  }
  void hire(const char* person) {
    room_->take_in({order_line(person, {hire_act(person)})});
    followed_->look();
  }
  std::string ready() const { return to_lines(readiness_.look()); }
  std::uint64_t published() const { return followed_->now().seen->published_size(); }

  std::unique_ptr<Room> room_;
  Tell tell_;
  std::unique_ptr<FollowedLedger> followed_;
  Readiness readiness_;
  Metrics metrics_;
  std::vector<std::string> told_;
  int asked_ = 0;
  std::function<void()> before_publishing_;
  std::optional<Error> failure_;
  std::optional<std::string> not_witnessed_;
};

TEST_F(PublisherTest, PublishesWhereTheHeadHasMoved) {
  const auto publishing = publisher();
  EXPECT_EQ(ready(), "[-]checkpoint none published yet\n[+]key ok\n");
  publishing->work_once();
  EXPECT_EQ(published(), 2u);
  EXPECT_EQ(ready(), "[+]checkpoint ok\n[+]key ok\n");
  publishing->work_once();
  EXPECT_EQ(asked_, 1) << "nothing has moved";
  hire("P1");
  publishing->work_once();
  EXPECT_EQ(published(), 3u);
  EXPECT_THAT(metrics_.text(), HasSubstr("\nsillok_checkpoints_published_total 2\n"));
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(PublisherTest, AFailureIsToldOnceAndShownUntilItIsGone) {
  const auto publishing = publisher(std::chrono::seconds{0});
  failure_ = Error{Fault::unavailable, "checkpoint.store", "/mnt/x", "not mounted"};
  for (int i = 0; i < 3; ++i) publishing->work_once();
  EXPECT_THAT(ready(), HasSubstr("[-]checkpoint not published: checkpoint.store\n"));
  EXPECT_THAT(told_, ElementsAre("checkpoint.store"));
  EXPECT_THAT(metrics_.text(), HasSubstr("\nsillok_checkpoint_failures_total 3\n"));
  failure_.reset();
  publishing->work_once();
  EXPECT_THAT(ready(), HasSubstr("[+]checkpoint ok\n"));
  EXPECT_EQ(published(), 2u);
}

TEST_F(PublisherTest, MissingWitnessesAreToldOnceAndNoFailure) {
  const auto publishing = publisher(std::chrono::seconds{0});
  not_witnessed_ = "1 of 2";
  for (const char* person : {"P1", "P2", "P3"}) {
    hire(person);
    publishing->work_once();
  }
  EXPECT_THAT(told_, ElementsAre("witness.not_met"));
  EXPECT_THAT(ready(), HasSubstr("[+]checkpoint ok\n"));
  EXPECT_THAT(metrics_.text(), HasSubstr("\nsillok_checkpoint_witnessed 0\n"));
}

// `sillok checkpoint` beside this process: its own view of the log was too old, which is no damage.
TEST_F(PublisherTest, WhoHasPublishedMoreMeanwhileIsFollowed) {
  const auto publishing = publisher();
  bool is_first = true;
  before_publishing_ = [&] {
    if (!std::exchange(is_first, false)) return;
    room_->take_in({order_line("P1", {hire_act("P1")})});
    ASSERT_TRUE(Checkpoints{room_->ledger()}.publish(3));
  };
  publishing->work_once();
  EXPECT_EQ(asked_, 2);
  EXPECT_EQ(published(), 3u);
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(PublisherTest, NothingIsSignedOfALogThatDoesNotHold) {
  const auto publishing = publisher();
  followed_->failed({Fault::damaged, "log.damaged", "", "a byte"});
  publishing->work_once();
  EXPECT_EQ(asked_, 0);
  EXPECT_EQ(published(), 0u);
  EXPECT_THAT(ready(), HasSubstr("[-]checkpoint not published: log.damaged\n"));
}

}  // namespace
}  // namespace sillok::service
