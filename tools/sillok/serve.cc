// sillok serve: the ledger over HTTP, beside whoever records in it. So far what needs no login.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

#include "connectors/http/server.h"
#include "connectors/service/publisher.h"
#include "connectors/service/service.h"
#include "connectors/service/surroundings.h"
#include "ledger/desk/ledger_files.h"
#include "tools/sillok/context.h"
#include "tools/sillok/following.h"
#include "tools/sillok/publishing.h"
#include "tools/sillok/until_signal.h"

namespace sillok::cli {
namespace {

constexpr std::size_t kThreads = 4;
// Nobody has anything to send yet.
constexpr std::size_t kBodyBytesMax = 16 << 10;
constexpr std::uint64_t kPublishEveryMax = 86'400;  // seconds
constexpr std::chrono::seconds kPauseAfterFailure{1};

struct Options {
  std::string listen = "127.0.0.1:8480";
  std::uint64_t publish_every = 10;
};

// As `sillok checkpoint` does it: with the map of persons, and the witnesses that are asked for.
Result<service::Published> publish(const Context& context, const Ledger& ledger, const Views& views) {
  SILLOK_TRY(persons, PersonsLog::open(ledger, views));
  SILLOK_TRY(both, publish_both(context, ledger, *persons));
  return service::Published{both.events.size, both.events.warning ? both.events.warning : both.persons.warning};
}

// A part of the service: adds its checks and figures, and gives what it does on a thread of its own until the service
// ends; nothing where it has nothing to do.
using Part = Result<service::Beside> (*)(const Context&, const Options&, const service::Surroundings&);

Result<service::Beside> follow_ledger(const Context&, const Options&, const service::Surroundings& here) {
  service::add_ledger_checks(here.readiness, here.followed);
  return [&followed = here.followed](const std::stop_token& stop) { followed.follow(stop); };
}

Result<service::Beside> publish_checkpoints(const Context& context, const Options& options,
                                            const service::Surroundings& here) {
  const auto signer = here.followed.now().seen->ledger().ledger_signer();
  if (options.publish_every == 0 || !signer) {
    service::add_checkpoint_check(here.readiness, here.followed);
    if (options.publish_every == 0) return service::Beside{};
    Error error = signer.error();
    error.message = "no checkpoints are published by this process: " + error.message;
    here.tell(error);
    return service::Beside{};
  }
  const service::PublishingPace::Rules rules{std::chrono::seconds{options.publish_every}};
  const auto publisher = std::make_shared<service::Publisher>(
      here.followed, rules,
      [context](const Ledger& ledger, const Views& views) { return publish(context, ledger, views); }, here.tell);
  publisher->add_to(here.readiness, here.metrics);
  return [publisher](const std::stop_token& stop) { publisher->work(stop); };
}

Result<service::Beside> follow_topic(const Context& context, const Options&, const service::Surroundings& here) {
  if (!is_replica(context.directory)) return service::Beside{};
  const auto following = std::make_shared<TopicFollowing>(context.directory, here);
  following->add_to(here.readiness, here.metrics);
  return [following](const std::stop_token& stop) { following->work(stop); };
}

// In the order in which `/readyz` shows their checks.
constexpr Part kParts[] = {follow_ledger, follow_topic, publish_checkpoints};

// No more connections than leave files to be opened for the ledger itself.
http::Limits limits_here() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  ::getrlimit(RLIMIT_NOFILE, &files);
  http::Limits limits;
  limits.body_bytes = kBodyBytesMax;
  limits.connections = std::min<std::size_t>(limits.connections, files.rlim_cur / 2);
  return limits;
}

// Whatever it fails of ends neither the answers nor itself.
void run_beside(const service::Beside& work, const service::Tell& tell, const std::stop_token& stop) {
  do {
    try {
      work(stop);
    } catch (const std::exception& error) {
      tell({Fault::unavailable, "service.failed", "", std::string{error.what()} + "; it is tried again"});
    }
  } while (service::pause(stop, kPauseAfterFailure));
}

void say_listening(const Context& context, const Options& options, const http::Server& server) {
  const std::string address = options.listen.substr(0, options.listen.rfind(':')) + ':' + std::to_string(server.port());
  if (!server.is_local())
    fmt::print(stderr, "sillok: {} can be reached from other machines, and there is neither TLS nor a login yet\n",
               address);
  if (context.json) print_json(boost::json::object{{"listening", address}, {"url", "http://" + address}});
  else fmt::print("listening on http://{}\n", address);
  std::fflush(stdout);
}

Outcome run_serve(const Context& context, const Options& options) {
  if (options.publish_every > kPublishEveryMax)
    return fail(Fault::misuse, "option.seconds", "--publish-every",
                fmt::format("once a day at least, so at most {} seconds; 0: never", kPublishEveryMax));
  UntilSignal until;
  const service::Tell tell = [&](const Error& error) { print_error(context, error); };
  SILLOK_TRY(followed, service::FollowedLedger::open(context.directory, {}, tell));
  service::Readiness readiness;
  service::Metrics metrics;
  std::vector<service::Beside> beside;
  for (const Part part : kParts) {
    SILLOK_TRY(work, part(context, options, {*followed, readiness, metrics, tell}));
    if (work) beside.push_back(std::move(work));
  }
  service::add_ledger_figures(metrics, *followed, readiness);
  service::add_process_figures(metrics);

  const service::Service service{*followed, readiness, metrics, SILLOK_VERSION};
  SILLOK_TRY(server,
             http::Server::listen(
                 options.listen, [&](const http::Request& request) { return service.answer(request); }, limits_here(),
                 [&](unsigned status, const std::string& why) { return service.refuse(status, why); }));
  until.then([&] { server->stop(); });
  say_listening(context, options, *server);
  std::vector<std::jthread> threads;
  for (const service::Beside& work : beside)
    threads.emplace_back([&](const std::stop_token& stop) { run_beside(work, tell, stop); });
  server->run(kThreads);
  for (std::jthread& thread : threads) thread.request_stop();
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  auto* command = add_command(app, "serve", "the ledger over HTTP, and its checkpoints published as it grows",
                              "sillok serve\n  sillok serve --listen 127.0.0.1:0 --publish-every 60");
  command->add_option("--listen", options->listen, "address and port (0: any)")->capture_default_str();
  add_number(*command, "--publish-every", options->publish_every,
             "seconds between checkpoints while the ledger grows (default 10, 0: never)");
  on_chosen(command, context, options, run_serve);
}

}  // namespace sillok::cli
