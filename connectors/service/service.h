#pragma once
// What this process answers over HTTP to whoever asks, without a login (contract §9): how it is, the newest published
// checkpoint, tiles of hashes up to it. Everything else is 401 to a stranger, be it there or not. It decides nothing
// and writes nothing. Any thread.
//
// Who has just recorded elsewhere, on another replica, asks with `Sillok-At-Least-Position: N` for an answer that knows
// of that position: it is waited for shortly, else 503 (position.not_yet).
#include <atomic>
#include <optional>
#include <string>

#include "connectors/http/http.h"
#include "connectors/service/followed_ledger.h"
#include "connectors/service/metrics.h"
#include "connectors/service/readiness.h"

namespace sillok::service {

class Service {
 public:
  // All of them must outlive it; `version` is the program's.
  Service(FollowedLedger& followed, const Readiness& readiness, Metrics& metrics, std::string version)
      : followed_(followed), readiness_(readiness), metrics_(metrics), version_(std::move(version)) {}

  // Both are counted, and say position and checkpoint size.
  http::Response answer(const http::Request& request) const;             // http::Handler
  http::Response refuse(unsigned status, const std::string& why) const;  // http::Refusal

 private:
  struct Route;
  static const Route kRoutes[];

  // As followed_.now(), or with what the caller knows to be recorded already; nothing where that is not here in time.
  std::optional<Look> look_for(Position wanted) const;
  http::Response answer_by(const Route& route, const http::Request& request, const Look& look) const;
  http::Response livez(const http::Request& request, const Look& look) const;
  http::Response readyz(const http::Request& request, const Look& look) const;
  http::Response version(const http::Request& request, const Look& look) const;
  http::Response metrics(const http::Request& request, const Look& look) const;
  http::Response checkpoint(const http::Request& request, const Look& look) const;
  http::Response tile(const http::Request& request, const Look& look) const;
  http::Response not_there_yet(const http::Request& request, const Look& look) const;
  http::Response stranger(const http::Request& request, const Look& look) const;

  FollowedLedger& followed_;
  const Readiness& readiness_;
  Metrics& metrics_;
  mutable std::atomic<int> waiting_{0};
  const std::string version_;
};

// `log` and `views`, and `checkpoint` where this process does not publish (Publisher::add_to()).
void add_ledger_checks(Readiness& readiness, const FollowedLedger& followed);
void add_checkpoint_check(Readiness& readiness, const FollowedLedger& followed);
// Sizes and times of the ledger, and the checks.
void add_ledger_figures(Metrics& metrics, const FollowedLedger& followed, const Readiness& readiness);

}  // namespace sillok::service
