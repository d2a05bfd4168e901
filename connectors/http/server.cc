#include "connectors/http/server.h"

#include <fmt/chrono.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <ctime>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "connectors/http/gate.h"

namespace sillok::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kPauseAfterFailure{50};

std::string written(const Response& response, bool keeps_alive, bool is_head) {
  const auto reason = beast::http::obsolete_reason(static_cast<beast::http::status>(response.status));
  std::string out = fmt::format(
      "HTTP/1.1 {} {}\r\nServer: sillok\r\nDate: {:%a, %d %b %Y %H:%M:%S} GMT\r\nX-Content-Type-Options: nosniff\r\n"
      "Cache-Control: {}\r\nContent-Type: {}\r\nContent-Length: {}",
      response.status, std::string_view{reason.data(), reason.size()}, fmt::gmtime(std::time(nullptr)),
      response.cache_control, response.content_type, response.body.size());
  for (const Header& header : response.headers) out += fmt::format("\r\n{}: {}", header.name, header.value);
  out += keeps_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
  if (!is_head) out += response.body;
  return out;
}

// The places for connections, and who has waited longest in one without a whole request.
class Places {
 public:
  struct Place {
    std::shared_ptr<beast::tcp_stream> stream;
    std::optional<Clock::time_point> waits_since;
  };
  using Taken = std::list<Place>::iterator;

  explicit Places(std::size_t count) : count_(count) {}

  // Nothing where all are taken by requests that are being answered, and behind close_all().
  std::optional<Taken> take(std::shared_ptr<beast::tcp_stream> stream) {
    const std::lock_guard lock(mutex_);
    if (is_closed_ || (places_.size() >= count_ && !make_room())) return std::nullopt;
    return places_.insert(places_.end(), {std::move(stream), Clock::now()});
  }
  // True: that was the last one behind close_all().
  bool leave(Taken place) {
    const std::lock_guard lock(mutex_);
    places_.erase(place);
    return is_closed_ && places_.empty();
  }
  // A whole request is there.
  void is_answered(Taken place) {
    const std::lock_guard lock(mutex_);
    place->waits_since.reset();
  }
  // Whether it may wait for another one.
  bool waits_again(Taken place) {
    const std::lock_guard lock(mutex_);
    if (!is_closed_) place->waits_since = Clock::now();
    return !is_closed_;
  }
  // Whoever waits goes now, the others when they are answered. True: nobody is left.
  bool close_all() {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    for (Place& each : places_) {
      if (each.waits_since) close(each);
    }
    return places_.empty();
  }

 private:
  // On its own strand. Its coroutine ends with an error and leaves.
  static void close(Place& place) {
    asio::post(place.stream->get_executor(), [stream = place.stream] { stream->cancel(); });
  }
  bool make_room() {
    Place* longest = nullptr;
    for (Place& each : places_) {
      if (each.waits_since && (longest == nullptr || *each.waits_since < *longest->waits_since)) longest = &each;
    }
    if (longest == nullptr) return false;
    longest->waits_since.reset();  // it is on its way out
    close(*longest);
    return true;
  }

  const std::size_t count_;
  std::mutex mutex_;
  std::list<Place> places_;
  bool is_closed_ = false;
};

Response as_text(unsigned status, const std::string& why) {
  Response response{status, why + '\n'};
  if (status == 405) response.headers.push_back({"Allow", "GET, HEAD, POST"});
  return response;
}

bool is_of_this_machine(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).is_loopback();
  return address.is_loopback();
}

}  // namespace

struct Server::Inside {
  Inside(Handler its_handler, Limits its_limits, Refusal its_refusal)
      : handler(std::move(its_handler)),
        refusal(its_refusal ? std::move(its_refusal) : Refusal{as_text}),
        limits(its_limits),
        places(its_limits.connections) {}

  asio::awaitable<void> accept_all();
  asio::awaitable<void> serve(tcp::socket socket);
  asio::awaitable<bool> answer_one(beast::tcp_stream& stream, std::string& received, Places::Taken place);
  asio::awaitable<void> refuse(beast::tcp_stream& stream, unsigned status, std::string why);
  Response answer(const Request& request) const;
  asio::awaitable<void> end();

  asio::io_context io;
  tcp::acceptor acceptor{asio::make_strand(io)};
  Handler handler;
  Refusal refusal;
  Limits limits;
  Places places;
};

asio::awaitable<void> Server::Inside::accept_all() {
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(asio::make_strand(io), kAwait);
    if (error == asio::error::operation_aborted || !acceptor.is_open()) co_return;
    if (error) {
      // Of that one connection; or no descriptor is left, and asking again at once would only burn time.
      asio::steady_timer pause{acceptor.get_executor(), kPauseAfterFailure};
      co_await pause.async_wait(kAwait);
      continue;
    }
    const auto executor = socket.get_executor();
    asio::co_spawn(executor, serve(std::move(socket)), asio::detached);
  }
}

asio::awaitable<void> Server::Inside::serve(tcp::socket socket) {
  const auto stream = std::make_shared<beast::tcp_stream>(std::move(socket));
  const auto place = places.take(stream);
  if (!place) {
    stream->expires_after(limits.head);
    co_await refuse(*stream, 503, "all places are taken; ask again");
    co_return;
  }
  std::string received;
  while (co_await answer_one(*stream, received, *place)) continue;
  boost::system::error_code none;
  stream->socket().shutdown(tcp::socket::shutdown_send, none);
  if (places.leave(*place)) io.stop();
}

asio::awaitable<void> Server::Inside::refuse(beast::tcp_stream& stream, unsigned status, std::string why) {
  const std::string answer = written(refusal(status, why), false, false);
  co_await asio::async_write(stream, asio::buffer(answer), kAwait);
}

// What a handler fails of is one answer, and no end of the others.
Response Server::Inside::answer(const Request& request) const {
  try {
    return handler(request);
  } catch (const std::exception&) {
    return refusal(500, "the answer could not be made; ask again");
  }
}

asio::awaitable<void> Server::Inside::end() {
  boost::system::error_code none;
  acceptor.close(none);
  if (!places.close_all()) {
    asio::steady_timer patience{acceptor.get_executor(), limits.ending};
    co_await patience.async_wait(kAwait);
  }
  io.stop();
}

// True: another request may follow on this connection. `received` holds what came beyond the last one.
asio::awaitable<bool> Server::Inside::answer_one(beast::tcp_stream& stream, std::string& received,
                                                 Places::Taken place) {
  if (received.empty()) {
    stream.expires_after(limits.idle);
    received.resize(1);
    const auto [error, count] = co_await asio::async_read(stream, asio::buffer(received), kAwait);
    if (error || count == 0) co_return false;
  }
  const auto begun = Clock::now();
  stream.expires_at(begun + limits.head);
  Refused refused;
  auto [head_error, head_size] =
      co_await asio::async_read_until(stream, asio::dynamic_buffer(received, limits.head_bytes), "\r\n\r\n", kAwait);
  std::optional<Head> head;
  if (head_error == asio::error::not_found) refused = {431, "the head is too long"};
  else if (head_error) co_return false;
  else head = read_head(std::string_view{received}.substr(0, head_size), limits.body_bytes, refused);
  stream.expires_at(begun + limits.whole);
  if (!head) {
    co_await refuse(stream, refused.status, refused.why);
    co_return false;
  }
  received.erase(0, head_size);
  if (received.size() < head->content_length) {
    const std::size_t there = received.size();
    received.resize(head->content_length);
    const auto [error, count] =
        co_await asio::async_read(stream, asio::buffer(received.data() + there, received.size() - there), kAwait);
    if (error) co_return false;
  }
  places.is_answered(place);
  Request request;
  request.method = head->method;
  request.path = head->target.substr(0, head->target.find('?'));
  request.body = received.substr(0, head->content_length);
  request.fields = head->own;
  received.erase(0, head->content_length);
  boost::system::error_code gone;
  const tcp::endpoint caller = stream.socket().remote_endpoint(gone);
  request.is_local = !gone && !head->is_forwarded && is_of_this_machine(caller.address());
  const std::string all = written(answer(request), head->keeps_alive, head->method == "HEAD");
  const auto [write_error, written_bytes] = co_await asio::async_write(stream, asio::buffer(all), kAwait);
  co_return places.waits_again(place) && !write_error && head->keeps_alive;
}

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::listen(const std::string& address, Handler handler, Limits limits,
                                               Refusal refusal) {
  const std::size_t colon = address.rfind(':');
  const auto no_address = [&] {
    return fail(Fault::misuse, "listen.address", address, "an address to listen on is IP:PORT, as 127.0.0.1:8480");
  };
  if (colon == std::string::npos) return no_address();
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const std::string digits = address.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  boost::system::error_code error;
  const auto ip = asio::ip::make_address(host, error);
  if (error || wrong != std::errc{} || end != digits.data() + digits.size()) return no_address();
  auto inside = std::make_unique<Inside>(std::move(handler), limits, std::move(refusal));
  const tcp::endpoint endpoint{ip, port};
  inside->acceptor.open(endpoint.protocol(), error);
  if (!error) inside->acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) inside->acceptor.bind(endpoint, error);
  if (!error) inside->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return fail(Fault::unavailable, "listen.failed", address,
                error.message() + "; name another port, or stop what listens there");
  asio::co_spawn(inside->acceptor.get_executor(), inside->accept_all(), asio::detached);
  return std::unique_ptr<Server>{new Server(std::move(inside))};
}

std::uint16_t Server::port() const { return inside_->acceptor.local_endpoint().port(); }

bool Server::is_local() const { return is_of_this_machine(inside_->acceptor.local_endpoint().address()); }

void Server::run(std::size_t threads) {
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back([this] { inside_->io.run(); });
  inside_->io.run();
}

void Server::stop() { asio::co_spawn(inside_->acceptor.get_executor(), inside_->end(), asio::detached); }

}  // namespace sillok::http
