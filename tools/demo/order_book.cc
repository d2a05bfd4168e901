#include "tools/demo/order_book.h"

#include <fmt/format.h>

#include <algorithm>

#include "ledger/base/invariant.h"

namespace sillok::demo {
namespace {
constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kHour = 3'600 * kSecond;
}  // namespace

OrderBook::OrderBook(const DemoSink& sink, Position first_position, std::uint64_t seed)
    : sink_(sink), next_(first_position), random_(seed ^ 0x6f72646572730000u) {}

void OrderBook::open_day(Date day) {
  SILLOK_INVARIANT(day > today_ || now_.micros == 0, "days are opened in their order");
  today_ = day;
  now_ = {start_of_korean_day(day).micros + 9 * kHour};
  closing_ = {start_of_korean_day(day).micros + 18 * kHour};
}

Result<Position> OrderBook::record(std::string_view authority, std::string_view legal_basis, Date issued_on,
                                   std::vector<PlainAct> acts) {
  SILLOK_INVARIANT(!acts.empty(), "an order holds an act");
  // Some seconds between two orders, ever fewer as closing time comes near: it is never passed.
  const std::int64_t pause = random_.between(15, 75) * kSecond;
  now_.micros += std::min(pause, (closing_.micros - now_.micros) / 512);
  const int year = split(issued_on).year;
  const std::uint32_t number = ++numbers_[{std::string{authority}, year}];

  PlainOrder order;
  order.header.order = fmt::format("{}-{}-{:05}", authority, year, number);
  order.header.authority = authority;
  order.header.issued_on = issued_on;
  order.header.legal_basis.emplace_back(legal_basis);
  order.acts = std::move(acts);
  const Position first = next_;
  next_ += order.acts.size();
  SILLOK_CHECK(sink_(order, now_));
  return first;
}

}  // namespace sillok::demo
