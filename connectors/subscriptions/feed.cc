#include "connectors/subscriptions/feed.h"

#include <fmt/format.h>

#include <algorithm>

#include "projections/answers/event_json.h"
#include "projections/opened_ledger.h"

namespace sillok {
namespace {

Result<boost::json::object> cloud_event(const OpenedLedger& reading, EventJson& events, BytesView entry) {
  SILLOK_TRY(data, events.of(entry, *reading.views));
  boost::json::object event{{"specversion", "1.0"},
                            {"id", std::to_string(EventView::trust(entry).position())},
                            {"source", reading.ledger->genesis().origin},
                            {"type", fmt::format("sillok.act.{}.v1", std::string_view{data.at("act").as_string()})}};
  if (!data.at("person").is_null()) event["subject"] = data.at("person");
  event["time"] = data.at("recorded_at");
  event["datacontenttype"] = "application/json";
  event["data"] = std::move(data);
  return event;
}

}  // namespace

Result<std::uint64_t> Feed::tell(std::uint64_t limit, const Sink& sink) {
  SILLOK_TRY(reading, open_to_read(directory_));
  const Position size = reading.ledger->log().head().size;
  if (next_ >= size) return std::uint64_t{0};
  const Position first = next_;
  EventJson events{*reading.ledger, false};
  Result<Ok> told{};
  SILLOK_CHECK(reading.ledger->log().scan(first, first + std::min<std::uint64_t>(size - first, limit),
                                          [&](Position position, BytesView entry) {
                                            const auto event = cloud_event(reading, events, entry);
                                            if (!event) {
                                              told = tl::unexpected{event.error()};
                                              return false;
                                            }
                                            next_ = position + 1;
                                            return sink(*event);
                                          }));
  SILLOK_CHECK(told);
  return next_ - first;
}

Result<bool> Feed::has_more() const {
  SILLOK_TRY(size, Ledger::acknowledged(directory_));
  return size > next_;
}

}  // namespace sillok
