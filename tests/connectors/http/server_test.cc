// The server as its owner sees it; what a caller sees of the gate is in gate_test.cc and tests/cli.
#include "connectors/http/server.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <stdexcept>
#include <thread>

#include "connectors/http/client.h"

namespace sillok::http {
namespace {

using std::chrono::seconds;

std::string url_of(const Server& server) { return "http://127.0.0.1:" + std::to_string(server.port()) + "/x"; }

TEST(HttpServer, AnswersToTheEndWhatIsBeingAnsweredWhenItIsStopped) {
  std::promise<void> asked, released;
  auto release = released.get_future().share();
  const auto server = Server::listen("127.0.0.1:0", [&](const Request&) {
                        asked.set_value();
                        release.wait();
                        return Response{200, std::string(1 << 20, 'x')};
                      }).value();
  const std::string url = url_of(*server);
  std::thread running{[&] { server->run(); }};
  auto answer = std::async(std::launch::async, [&] { return post(url, "", seconds{30}); });
  asked.get_future().wait();
  server->stop();
  EXPECT_FALSE(post(url, "", seconds{5})) << "nobody new is let in";
  released.set_value();
  running.join();
  const auto got = answer.get();
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->body.size(), std::size_t{1} << 20);
}

// A connection that has been answered and is kept open for the next request.
class Kept {
 public:
  explicit Kept(const Server& server) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(server.port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
    constexpr std::string_view kAsked = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    EXPECT_EQ(::send(socket_, kAsked.data(), kAsked.size(), 0), static_cast<ssize_t>(kAsked.size()));
    std::string answer;
    for (char c = 0; !answer.ends_with("done") && ::recv(socket_, &c, 1, 0) == 1;) answer += c;
  }
  ~Kept() { ::close(socket_); }
  bool is_closed() const {
    char c = 0;
    return ::recv(socket_, &c, 1, 0) <= 0;
  }

 private:
  const int socket_;
};

TEST(HttpServer, SendsAwayWhoWaitsWhenItIsStopped) {
  Limits limits;
  limits.ending = limits.idle = std::chrono::hours{1};
  const auto server = Server::listen(
                          "127.0.0.1:0",
                          [](const Request&) {
                            return Response{200, "done"};
                          },
                          limits)
                          .value();
  std::thread running{[&] { server->run(); }};
  const Kept waiting{*server};
  // It may still be on the way from its answer to waiting, where it would be sent away as well.
  std::this_thread::sleep_for(std::chrono::milliseconds{100});
  server->stop();
  EXPECT_TRUE(waiting.is_closed());
  running.join();
}

TEST(HttpServer, StopsThoughAnAnswerTakesForEver) {
  std::promise<void> released;
  auto release = released.get_future().share();
  std::promise<void> asked;
  Limits limits;
  limits.ending = std::chrono::milliseconds{50};
  const auto server = Server::listen(
                          "127.0.0.1:0",
                          [&](const Request&) {
                            asked.set_value();
                            release.wait();
                            return Response{};
                          },
                          limits)
                          .value();
  const std::string url = url_of(*server);
  auto running = std::async(std::launch::async, [&] { server->run(2); });
  auto answer = std::async(std::launch::async, [&] { return post(url, "", seconds{30}); });
  asked.get_future().wait();
  server->stop();
  std::thread later{[&] {
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    released.set_value();  // the thread itself can't be ended
  }};
  running.get();
  later.join();
  answer.wait();
}

TEST(HttpServer, AHandlerThatThrowsIsOneAnswer) {
  const auto server = Server::listen("127.0.0.1:0", [](const Request&) -> Response {
                        throw std::runtime_error{"a path of ours"};
                      }).value();
  std::thread running{[&] { server->run(1); }};
  for (int i = 0; i < 2; ++i) {
    const auto got = post(url_of(*server), "", seconds{30});
    ASSERT_TRUE(got);
    EXPECT_EQ(got->status, 500u);
    EXPECT_EQ(got->body.find("path"), std::string::npos);
  }
  server->stop();
  running.join();
}

TEST(HttpServer, SaysWhoIsOfThisMachine) {
  const auto server = Server::listen("127.0.0.1:0", [](const Request& request) {
                        return Response{200, request.is_local ? "local" : "not"};
                      }).value();
  EXPECT_TRUE(server->is_local());
  std::thread running{[&] { server->run(1); }};
  EXPECT_EQ(post(url_of(*server), "", seconds{30}).value().body, "local");
  server->stop();
  running.join();
  EXPECT_FALSE(Server::listen("0.0.0.0:0", [](const Request&) { return Response{}; }).value()->is_local());
}

TEST(HttpServer, APortThatIsTakenIsUnavailable) {
  const auto first = Server::listen("127.0.0.1:0", [](const Request&) { return Response{}; }).value();
  const auto second =
      Server::listen("127.0.0.1:" + std::to_string(first->port()), [](const Request&) { return Response{}; });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::unavailable);
  EXPECT_EQ(second.error().code, "listen.failed");
}

}  // namespace
}  // namespace sillok::http
