#include "connectors/http/client.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <optional>

namespace sillok::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::uint64_t kBodyMax = 1 << 20;

struct Url {
  bool is_secure = false;
  std::string host, port, target;
};

std::optional<Url> parse_url(std::string_view text) {
  Url url;
  for (const char c : text) {
    if (c <= ' ' || c >= '\x7f') return std::nullopt;
  }
  if (text.starts_with("https://")) url.is_secure = true;
  else if (!text.starts_with("http://")) return std::nullopt;
  text.remove_prefix(text.find("//") + 2);
  const std::size_t slash = text.find('/');
  std::string_view authority = text.substr(0, slash);
  url.target = slash == std::string_view::npos ? "/" : text.substr(slash);
  if (authority.find('@') != std::string_view::npos || text.find('#') != std::string_view::npos) return std::nullopt;
  url.port = url.is_secure ? "443" : "80";
  const std::size_t colon = authority.rfind(':'), bracket = authority.rfind(']');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || bracket < colon)) {
    url.port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
    const bool is_number =
        !url.port.empty() && url.port.size() <= 5 && url.port.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number) return std::nullopt;
  }
  if (authority.starts_with('[') && authority.ends_with(']')) authority = authority.substr(1, authority.size() - 2);
  if (authority.empty()) return std::nullopt;
  url.host = authority;
  return url;
}

using Message = beast::http::request<beast::http::string_body>;
// What came, or what the system said.
using Came = tl::expected<Response, boost::system::error_code>;

template <class Stream>
asio::awaitable<Came> exchange(Stream& stream, const Message& message) {
  const auto [write_error, written] = co_await beast::http::async_write(stream, message, kAwait);
  if (write_error) co_return tl::unexpected{write_error};
  beast::flat_buffer buffer;
  beast::http::response_parser<beast::http::string_body> parser;
  parser.body_limit(kBodyMax);
  const auto [read_error, read] = co_await beast::http::async_read(stream, buffer, parser, kAwait);
  if (read_error) co_return tl::unexpected{read_error};
  const auto& answer = parser.get();
  Response response;
  response.status = answer.result_int();
  response.body = answer.body();
  const auto type = answer[beast::http::field::content_type];
  response.content_type = {type.data(), type.size()};
  co_return response;
}

asio::awaitable<Came> ask(const Url& url, const Message& message, std::chrono::milliseconds timeout) {
  const auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver{executor};
  auto [resolve_error, places] = co_await resolver.async_resolve(url.host, url.port, kAwait);
  if (resolve_error) co_return tl::unexpected{resolve_error};
  if (!url.is_secure) {
    beast::tcp_stream stream{executor};
    stream.expires_after(timeout);
    const auto [error, place] = co_await stream.async_connect(places, kAwait);
    if (error) co_return tl::unexpected{error};
    co_return co_await exchange(stream, message);
  }
  boost::system::error_code error;
  asio::ssl::context secure{asio::ssl::context::tls_client};
  secure.set_default_verify_paths(error);
  secure.set_verify_mode(asio::ssl::verify_peer);
  secure.set_verify_callback(asio::ssl::host_name_verification{url.host});
  beast::ssl_stream<beast::tcp_stream> stream{executor, secure};
  SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
  beast::get_lowest_layer(stream).expires_after(timeout);
  const auto [connect_error, place] = co_await beast::get_lowest_layer(stream).async_connect(places, kAwait);
  if (connect_error) co_return tl::unexpected{connect_error};
  const auto [shake_error] = co_await stream.async_handshake(asio::ssl::stream_base::client, kAwait);
  if (shake_error) co_return tl::unexpected{shake_error};
  co_return co_await exchange(stream, message);
}

}  // namespace

Result<Response> post(const std::string& url, const std::string& body, std::chrono::milliseconds timeout) {
  const auto parsed = parse_url(url);
  if (!parsed) return fail(Fault::misuse, "url.malformed", url, "an address is http://HOST[:PORT]/… or https://…");
  Message message{beast::http::verb::post, parsed->target, 11};
  message.set(beast::http::field::host, parsed->host + ':' + parsed->port);
  message.set(beast::http::field::user_agent, "sillok");
  message.keep_alive(false);
  message.set(beast::http::field::content_type, "text/plain; charset=utf-8");
  message.body() = body;
  message.prepare_payload();
  asio::io_context io;
  std::optional<Came> came;
  asio::co_spawn(io, ask(*parsed, message, timeout), [&](std::exception_ptr, Came it) { came = std::move(it); });
  // The name may take longer to look up than the rest may.
  io.run_for(timeout + std::chrono::seconds{1});
  if (came && *came) return std::move(**came);
  const std::string why = came ? came->error().message() : "no answer in time";
  return fail(Fault::unavailable, "url.unreachable", url, why + "; see that it is served there, and ask again");
}

bool is_url(const std::string& url) { return parse_url(url).has_value(); }

}  // namespace sillok::http
