#include "projections/answers/point.h"

#include <algorithm>

namespace sillok {

Instant now_of(const Ledger& ledger) {
  if (ledger.is_sandbox()) return ledger.newest_recorded_at();
  // A clock that went back is no reason to say that what was recorded is not known yet.
  return std::max(wall_clock_now(), ledger.newest_recorded_at());
}

void PointStamp::write_to(boost::json::object& answer) const {
  answer["known_at"] = to_string(known_at);
  answer["final"] = is_final;
  answer["position"] = position ? boost::json::value(*position) : boost::json::value(nullptr);
}

Result<PointStamp> stamp(const Ledger& ledger, const Views& views, std::optional<Instant> known_at) {
  SILLOK_TRY(cut, views.cut(known_at));
  PointStamp out;
  out.known_at = known_at.value_or(now_of(ledger));
  if (cut > 0) out.position = cut - 1;
  out.is_final = known_at.has_value() && cut < views.position();
  return out;
}

}  // namespace sillok
