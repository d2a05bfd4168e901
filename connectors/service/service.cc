#include "connectors/service/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <iterator>
#include <thread>

#include "connectors/service/problem.h"
#include "connectors/service/tile_path.h"

namespace sillok::service {
namespace {

constexpr std::string_view kTiles = "/tile/";
// Whoever waits holds a thread.
constexpr int kWaitingMax = 2;
constexpr std::chrono::milliseconds kWaitMax{2'000}, kWaitStep{10};
// A tile never changes, whatever is recorded later; tlog-tiles wants it kept long.
constexpr const char* kForEver = "public, max-age=31536000, immutable";

// An answer whoever asks for it may not have, and one that is not there, are told apart by nothing.
http::Response login_required() {
  return problem(401, code_of_refusal(401), "this is answered to those who have signed in");
}

http::Response no_such_tile() {
  return problem(404, "tile.unknown", "the newest published checkpoint covers no such tile");
}

http::Response not_a_position() {
  return problem(400, code_of_refusal(400), "Sillok-At-Least-Position is one position, a number");
}

http::Response not_yet() {
  http::Response response = problem(503, "position.not_yet", "what was asked for is not known here yet; ask again");
  response.headers.push_back({"Retry-After", "1"});
  return response;
}

// Nothing: not asked for. Of a number that is none the value is none.
std::optional<std::optional<std::uint64_t>> wanted_position(const http::Request& request) {
  std::optional<std::optional<std::uint64_t>> out;
  for (const http::Header& field : request.fields) {
    if (field.name != "sillok-at-least-position") continue;
    std::uint64_t number = 0;
    const char* const end = field.value.data() + field.value.size();
    const auto [rest, error] = std::from_chars(field.value.data(), end, number);
    const bool is_number = !out && error == std::errc{} && rest == end && !field.value.empty();
    out.emplace(is_number ? std::optional{number} : std::nullopt);
  }
  return out;
}

void say_where_it_stands(http::Response& response, const Look& look) {
  response.headers.push_back({"Sillok-Staleness", fmt::format("{:.3f}", look.staleness().count())});
  response.headers.push_back({"Sillok-Position", std::to_string(look.size() - 1)});
  response.headers.push_back({"Sillok-Checkpoint-Size", std::to_string(look.seen->published_size())});
}

}  // namespace

struct Service::Route {
  std::string_view path;     // one that ends with a slash: all below it
  std::string_view pattern;  // as it is counted
  bool is_public;            // else it is for this machine alone
  http::Response (Service::*answer)(const http::Request&, const Look&) const;

  bool leads(std::string_view asked) const {
    return asked == path || (path.size() > 1 && path.ends_with('/') && asked.starts_with(path));
  }
};

// The first that leads there answers.
const Service::Route Service::kRoutes[] = {
    {"/livez", "/livez", true, &Service::livez},
    {"/healthz", "/healthz", true, &Service::livez},
    {"/readyz", "/readyz", true, &Service::readyz},
    {"/version", "/version", true, &Service::version},
    {"/metrics", "/metrics", false, &Service::metrics},
    {"/checkpoint", "/checkpoint", true, &Service::checkpoint},
    {"/tile/entries/", "/tile/entries/{N}", false, &Service::stranger},
    {"/tile/", "/tile/{L}/{N}", true, &Service::tile},
    {"/", "/", true, &Service::not_there_yet},
    {"/openapi.json", "/openapi.json", true, &Service::not_there_yet},
    {"/verify", "/verify", true, &Service::not_there_yet},
    {"", "other", false, &Service::stranger},
};

http::Response Service::answer(const http::Request& request) const {
  const auto begun = std::chrono::steady_clock::now();
  const auto wanted = wanted_position(request);
  const bool is_asked_right = !wanted || *wanted;
  const std::optional<Look> at_least = wanted && *wanted ? look_for(**wanted) : followed_.now();
  const Look look = at_least.value_or(followed_.now());
  const Route* const none = std::end(kRoutes) - 1;
  const Route* const route =
      std::find_if(std::begin(kRoutes), none, [&](const Route& each) { return each.leads(request.path); });
  http::Response response = !is_asked_right ? not_a_position()
                            : at_least      ? answer_by(*route, request, look)
                                            : not_yet();
  say_where_it_stands(response, look);
  metrics_.answered(route->pattern, response.status, std::chrono::steady_clock::now() - begun);
  return response;
}

std::optional<Look> Service::look_for(Position wanted) const {
  Look look = followed_.now();
  const auto is_there = [&] { return look.size() > wanted; };
  const auto deadline = std::chrono::steady_clock::now() + kWaitMax;
  if (is_there()) return look;
  const bool may_wait = ++waiting_ <= kWaitingMax;
  while (may_wait && !is_there() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(kWaitStep);
    look = followed_.now();
  }
  --waiting_;
  return is_there() ? std::optional{look} : std::nullopt;
}

http::Response Service::answer_by(const Route& route, const http::Request& request, const Look& look) const {
  if (!route.is_public && !request.is_local) return login_required();
  const bool is_read = request.method == "GET" || request.method == "HEAD";
  if (!is_read && route.answer != &Service::stranger)
    return problem(405, code_of_refusal(405), "only GET and HEAD are answered there");
  return (this->*route.answer)(request, look);
}

http::Response Service::refuse(unsigned status, const std::string& why) const {
  http::Response response = problem(status, code_of_refusal(status), why);
  say_where_it_stands(response, followed_.now());
  metrics_.answered("refused", status, {});
  return response;
}

http::Response Service::livez(const http::Request&, const Look&) const { return {200, "ok\n"}; }

http::Response Service::readyz(const http::Request&, const Look&) const {
  const auto found = readiness_.look();
  return {all_hold(found) ? 200u : 503u, to_lines(found)};
}

http::Response Service::version(const http::Request&, const Look& look) const {
  const Genesis& genesis = look.seen->ledger().genesis();
  const boost::json::object told{{"name", "sillok"},
                                 {"version", version_},
                                 {"acceptance", genesis.acceptance},
                                 {"origin", genesis.origin},
                                 {"genesis", to_hex(view(genesis.hash))},
                                 {"sandbox", genesis.sandbox}};
  return {200, boost::json::serialize(told) + '\n', "application/json"};
}

http::Response Service::metrics(const http::Request&, const Look&) const {
  return {200, metrics_.text(), Metrics::kContentType};
}

http::Response Service::checkpoint(const http::Request&, const Look& look) const {
  if (look.checkpoint) return problem(*look.checkpoint);
  if (!look.seen->published) return problem(404, "checkpoint.none", "no checkpoint of this ledger was published yet");
  return {200, look.seen->published->note};
}

// Never a hash that the newest published checkpoint does not cover, whatever the log holds.
http::Response Service::tile(const http::Request& request, const Look& look) const {
  const auto path = parse_tile_path(std::string_view{request.path}.substr(kTiles.size()));
  if (!path || !is_within(*path, look.seen->published_size())) return no_such_tile();
  auto hashes = look.seen->ledger().log().tree().tile(path->id, path->width);
  if (!hashes) {
    followed_.failed(hashes.error());
    return problem(hashes.error());
  }
  return {200, *std::move(hashes), "application/octet-stream", kForEver};
}

http::Response Service::not_there_yet(const http::Request&, const Look&) const {
  return problem(404, code_of_refusal(404), "this is not served yet");
}

http::Response Service::stranger(const http::Request&, const Look&) const { return login_required(); }

}  // namespace sillok::service
