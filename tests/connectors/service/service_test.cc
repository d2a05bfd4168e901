// All of it at once in one process: somebody records, it is followed and published, and every answer fits together.
// From outside, in tests/cli/serve_*_test.py.
#include "connectors/service/service.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/json/parse.hpp>
#include <cstring>
#include <thread>

#include "connectors/service/publisher.h"
#include "ledger/crypto/hash.h"
#include "tests/ledger/desk/rooms.h"

namespace sillok::service {
namespace {

using sillok::testing::hire_act;
using sillok::testing::order_line;

std::string header(const http::Response& response, std::string_view name) {
  const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                  [&](const http::Header& each) { return each.name == name; });
  return found == response.headers.end() ? "" : found->value;
}

class ServiceTest : public sillok::testing::DeskTest {
 protected:
  void SetUp() override {
    DeskTest::SetUp();
    room_ = sandbox();
    followed_ = FollowedLedger::open(directory(), {std::chrono::milliseconds{1}, {}, std::chrono::hours{1}, 0, 1'000},
                                     [](const Error& error) { ADD_FAILURE() << error.code << ": " << error.message; })
                    .value();
    publisher_ = std::make_unique<Publisher>(
        *followed_, PublishingPace::Rules{std::chrono::seconds{1}, 1},
        [](const Ledger& ledger, const Views&) -> Result<Published> {
          SILLOK_CHECK(Checkpoints{ledger}.publish(ledger.log().head().size));
          return Published{ledger.log().head().size, std::nullopt};
        },
        [](const Error& error) { ADD_FAILURE() << error.code << ": " << error.message; });
    add_ledger_checks(readiness_, *followed_);
    publisher_->add_to(readiness_, metrics_);
    add_ledger_figures(metrics_, *followed_, readiness_);
    add_process_figures(metrics_);
  }

  std::unique_ptr<sillok::testing::Room> room_;
  std::unique_ptr<FollowedLedger> followed_;
  std::unique_ptr<Publisher> publisher_;
  Readiness readiness_;
  Metrics metrics_;
};

// The root of the published tree, by a tile that was asked for a moment later.
void check_one_answer(const Service& service) {
  const auto get = [&](const std::string& path) { return service.answer({"GET", path, "", true}); };
  const http::Response note = get("/checkpoint");
  if (note.status == 404) return;  // none yet
  ASSERT_EQ(note.status, 200u);
  const auto checkpoint = read_unverified_checkpoint(note.body);
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(header(note, "Sillok-Checkpoint-Size"), std::to_string(checkpoint->size)) << "of one moment";
  EXPECT_GE(std::stoull(header(note, "Sillok-Position")) + 1, checkpoint->size);
  const http::Response tile = get("/tile/0/000.p/" + std::to_string(checkpoint->size));
  ASSERT_EQ(tile.status, 200u);
  std::vector<Hash> leaves(tile.body.size() / sizeof(Hash));
  std::memcpy(leaves.data(), tile.body.data(), tile.body.size());
  EXPECT_EQ(merkle_root(leaves), checkpoint->root);
  EXPECT_EQ(get("/metrics").status, 200u);
  EXPECT_EQ(get("/version").status, 200u);
  get("/readyz");
}

TEST_F(ServiceTest, EveryAnswerFitsTogetherWhileItGrows) {
  const Service service{*followed_, readiness_, metrics_, "1"};
  constexpr int kOrders = 40;
  std::atomic<bool> is_done = false;
  std::vector<std::jthread> threads;
  threads.emplace_back([&](const std::stop_token& stop) { followed_->follow(stop); });
  threads.emplace_back([&](const std::stop_token& stop) { publisher_->work(stop); });
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!is_done) check_one_answer(service);
    });
  }
  for (int i = 0; i < kOrders; ++i) {
    const std::string person = "P" + std::to_string(i);
    room_->take_in({order_line(person, {hire_act(person)})});
  }
  while (followed_->now().seen->published_size() < kOrders + 2) std::this_thread::yield();
  is_done = true;
  for (std::jthread& each : threads) each.request_stop();
  threads.clear();
  check_one_answer(service);
  EXPECT_EQ(to_lines(readiness_.look()), "[+]log ok\n[+]views ok\n[+]checkpoint ok\n[+]key ok\n");
}

TEST_F(ServiceTest, WhoKnowsOfAPositionIsAnsweredByOneThatDoes) {
  const Service service{*followed_, readiness_, metrics_, "1"};
  const auto ask = [&](const char* position) {
    return service.answer({"GET", "/version", "", true, {{"sillok-at-least-position", position}}});
  };
  const std::uint64_t size = followed_->now().seen->size();
  EXPECT_EQ(ask(std::to_string(size - 1).c_str()).status, 200u);
  for (const char* none : {"", "x", "-1", "1 ", "99999999999999999999"}) EXPECT_EQ(ask(none).status, 400u) << none;

  std::jthread follows{[&](const std::stop_token& stop) { followed_->follow(stop); }};
  http::Response waited;
  std::jthread asks{[&] { waited = ask(std::to_string(size).c_str()); }};
  room_->take_in({order_line("LATE", {hire_act("LATE")})});
  asks.join();
  EXPECT_EQ(waited.status, 200u);
  EXPECT_GE(std::stoull(header(waited, "Sillok-Position")), size);
  const http::Response never = ask(std::to_string(size + 1).c_str());
  EXPECT_EQ(never.status, 503u);
  EXPECT_EQ(header(never, "Retry-After"), "1");
}

TEST_F(ServiceTest, WhoKeepsItCurrentShowsWhatIsInTheLogAtOnce) {
  const Service service{*followed_, readiness_, metrics_, "1"};
  const auto position = [&] { return header(service.answer({"GET", "/version", "", true}), "Sillok-Position"); };
  const std::uint64_t before = followed_->now().seen->size();
  room_->take_in({order_line("LIVE", {hire_act("LIVE")})});
  EXPECT_EQ(position(), std::to_string(before - 1)) << "nobody has looked";
  const auto live = room_->ledger().log().as_it_stands();
  followed_->reads_live(live, std::chrono::steady_clock::now() - std::chrono::seconds{100});
  EXPECT_EQ(position(), std::to_string(before));
  EXPECT_EQ(followed_->now().seen->size(), before) << "views were not looked at for that";
  EXPECT_GE(std::stod(header(service.answer({"GET", "/version", "", true}), "Sillok-Staleness")), 100.0);
  followed_->look();
  EXPECT_GE(std::stod(header(service.answer({"GET", "/version", "", true}), "Sillok-Staleness")), 100.0)
      << "a look at its own disk says nothing of the topic";

  room_->take_in({order_line("LIVE-2", {hire_act("LIVE-2")})});
  EXPECT_EQ(live->head().size, before + 1) << "it stands still";
  EXPECT_EQ(live->tree().root(before + 1).value(), room_->ledger().log().tree().root(before + 1).value());
  followed_->reads_live_no_more();
  EXPECT_EQ(followed_->now().live, nullptr);
  EXPECT_EQ(position(), std::to_string(before + 1)) << "it never goes back";
}

TEST_F(ServiceTest, ACodeForStrangersAndTheRestForTheOperator) {
  const Service service{*followed_, readiness_, metrics_, "1"};
  const http::Response refused = service.refuse(431, "the head is too long");
  EXPECT_EQ(refused.content_type, "application/problem+json");
  const auto told = boost::json::parse(refused.body).as_object();
  EXPECT_EQ(told.at("code"), "http.head_too_long");
  EXPECT_EQ(header(refused, "Sillok-Position"), "1");
  EXPECT_EQ(header(refused, "Sillok-Checkpoint-Size"), "0");
  EXPECT_EQ(service.answer({"GET", "/metrics", "", false}).status, 401u) << "not of this machine";
  EXPECT_EQ(service.answer({"GET", "/metrics", "", true}).status, 200u);
}

}  // namespace
}  // namespace sillok::service
