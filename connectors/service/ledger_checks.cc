// Whether the ledger can be answered from, and its figures.
#include <fmt/format.h>

#include <algorithm>

#include "connectors/service/service.h"

namespace sillok::service {
namespace {

constexpr std::chrono::seconds kUnseenMax{60};  // a disk that hangs
constexpr double kMicrosecond = 1e-6;

std::optional<std::string> log_trouble(const FollowedLedger& followed) {
  const Look look = followed.now();
  if (look.log) return trouble_of(*look.log);
  const auto unseen = std::chrono::steady_clock::now() - look.at;
  if (unseen < kUnseenMax) return std::nullopt;
  return fmt::format("not looked at for {} s", std::chrono::duration_cast<std::chrono::seconds>(unseen).count());
}

std::optional<std::string> views_trouble(const FollowedLedger& followed) {
  const Look look = followed.now();
  const std::uint64_t size = std::max(look.acknowledged, look.seen->size());
  const std::uint64_t behind = size - std::min(size, look.seen->views_size);
  if (behind > followed.pace().views_behind_max) return fmt::format("behind by {} events", behind);
  return look.seen->no_views ? std::optional{trouble_of(*look.seen->no_views)} : std::nullopt;
}

}  // namespace

void add_ledger_checks(Readiness& readiness, const FollowedLedger& followed) {
  readiness.add("log", [&followed] { return log_trouble(followed); });
  readiness.add("views", [&followed] { return views_trouble(followed); });
}

void add_checkpoint_check(Readiness& readiness, const FollowedLedger& followed) {
  readiness.add("checkpoint", [&followed]() -> std::optional<std::string> {
    const Look look = followed.now();
    return look.checkpoint ? std::optional{trouble_of(*look.checkpoint)} : std::nullopt;
  });
}

void add_ledger_figures(Metrics& metrics, const FollowedLedger& followed, const Readiness& readiness) {
  const auto figure = [&followed](auto of) {
    return [&followed, of] { return static_cast<double>(of(followed.now())); };
  };
  metrics.add_gauge("sillok_log_size", "Events of the log that this process answers from.",
                    figure([](const Look& look) { return look.size(); }));
  metrics.add_gauge("sillok_log_acknowledged_size", "Events that were acknowledged, by the head anchor.",
                    figure([](const Look& look) { return look.acknowledged; }));
  metrics.add_gauge("sillok_staleness_seconds",
                    "Since what this process answers from was known to be all there is; of a replica, in its topic.",
                    figure([](const Look& look) { return look.staleness().count(); }));
  metrics.add_gauge("sillok_checkpoint_size", "Events that the newest published checkpoint covers.",
                    figure([](const Look& look) { return look.seen->published_size(); }));
  metrics.add_gauge("sillok_views_size", "Events that the views have read.",
                    figure([](const Look& look) { return look.seen->views_size; }));
  metrics.add_gauge("sillok_log_newest_recorded_timestamp_seconds",
                    "When the newest event was recorded, seconds since 1970.", figure([](const Look& look) {
                      return static_cast<double>(look.seen->ledger().newest_recorded_at().micros) * kMicrosecond;
                    }));
  for (const std::string& name : readiness.names()) {
    metrics.add_gauge("sillok_ready", "1 for each check of /readyz that holds.",
                      [&readiness, name] { return readiness.holds(name) ? 1.0 : 0.0; }, {"check", name});
  }
}

}  // namespace sillok::service
