// The feed: events from a position on, each once, while somebody else records.
#include "connectors/subscriptions/feed.h"

#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "tests/ledger/desk/rooms.h"

namespace sillok::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class FeedTest : public DeskTest {
 protected:
  static std::vector<std::string> ids(Feed& feed, std::uint64_t limit = 100, bool goes_on = true) {
    std::vector<std::string> out;
    const auto told = feed.tell(limit, [&](const boost::json::object& event) {
      out.emplace_back(event.at("id").as_string());
      return goes_on;
    });
    if (!told) ADD_FAILURE() << told.error().code << ": " << told.error().message;
    else EXPECT_EQ(*told, out.size());
    return out;
  }
};

TEST_F(FeedTest, GoesOnWhereItStoppedWhileOthersRecord) {
  const auto room = sandbox();  // genesis and a unit
  Feed feed{directory(), 1};
  EXPECT_THAT(ids(feed), ElementsAre("1"));
  EXPECT_FALSE(feed.has_more().value());
  EXPECT_THAT(ids(feed), IsEmpty());
  room->take_in({order_line("A", {hire_act("P1"), promote_act("P1", "2024-06-01", 8)})});
  EXPECT_TRUE(feed.has_more().value());
  EXPECT_THAT(ids(feed, 1), ElementsAre("2")) << "a limit may fall inside an order";
  EXPECT_TRUE(feed.has_more().value());
  EXPECT_THAT(ids(feed), ElementsAre("3"));
  EXPECT_EQ(feed.next(), 4U);
  EXPECT_FALSE(feed.has_more().value());
}

TEST_F(FeedTest, StopsBehindTheEventThatItsReaderStoppedAt) {
  const auto room = sandbox();
  room->take_in({order_line("A", {hire_act("P1"), hire_act("P2")})});
  Feed feed{directory(), 0};
  EXPECT_THAT(ids(feed, 100, false), ElementsAre("0"));
  EXPECT_THAT(ids(feed), ElementsAre("1", "2", "3"));
}

TEST_F(FeedTest, IsCloudEventsWithoutPersonalData) {
  const auto room = sandbox();
  room->take_in({order_line("A", {hire_act("P1")})});
  Feed feed{directory(), 2};
  boost::json::object event;
  ASSERT_TRUE(feed.tell(1, [&](const boost::json::object& told) {
    event = told;
    return true;
  }));
  EXPECT_EQ(event.at("specversion"), "1.0");
  EXPECT_EQ(event.at("source"), "sandbox.sillok/test");
  EXPECT_EQ(event.at("type"), "sillok.act.hired.v1");
  EXPECT_EQ(event.at("subject"), "P1");
  EXPECT_EQ(event.at("time"), event.at("data").at("recorded_at"));
  EXPECT_THAT(boost::json::serialize(event), Not(HasSubstr("김하나")));
}

TEST_F(FeedTest, OfAPlaceWithoutALedgerIsRefused) {
  Feed feed{directory() / "nowhere", 0};
  EXPECT_EQ(feed.tell(1, [](const boost::json::object&) { return true; }).error().fault, Fault::misuse);
  EXPECT_EQ(feed.has_more().error().fault, Fault::misuse);
}

}  // namespace
}  // namespace sillok::testing
