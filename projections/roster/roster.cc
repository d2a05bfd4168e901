#include "projections/roster/roster.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "projections/base/keys.h"

namespace sillok {
namespace {

std::optional<Holding> decode_holding(BytesView in) {
  Holding holding;
  std::uint64_t kind = 0, since = 0, source = 0;
  if (!get_varint(in, kind) || kind > 2 || !get_varint(in, since) || !get_varint(in, source)) return std::nullopt;
  holding.kind = static_cast<Holding::Kind>(kind);
  holding.since = Date{static_cast<std::int32_t>(static_cast<std::uint32_t>(since) ^ 0x80000000u)};
  holding.source = source - 1;
  holding.unit = Bytes(in);
  return holding;
}

Error damaged() {
  return Error{Fault::damaged, "views.damaged", "roster",
               "an entry can't be read; build the views anew with `sillok rebuild`"};
}

// The posts that anybody ever held in a unit.
Result<std::set<Bytes>> posts_of_unit(const ViewStore& store, std::string_view unit) {
  std::set<Bytes> posts;
  const Bytes prefix = text_key(kUnitPostsKey, unit);
  SILLOK_CHECK(store.scan_prefix(prefix, [&](BytesView key, BytesView) {
    posts.emplace(key.substr(prefix.size()));
    return true;
  }));
  return posts;
}

// Who holds one post, by what is summed up to that day.
Result<Ok> add_holders(const ViewStore& store, std::string_view post, Date on, Position cut,
                       std::optional<std::string_view> unit, std::vector<Holder>& holders) {
  const Bytes begin = text_key(kRosterKey, post);
  Bytes end = begin;
  put_date(end, on.next());
  std::map<std::pair<Bytes, Bytes>, std::int64_t> sums;  // (person, holding)
  bool holds = true;
  SILLOK_CHECK(store.scan(begin, end, [&](BytesView key, BytesView value) {
    key.remove_prefix(begin.size() + 4);
    if (get_u64(key) >= cut) return true;
    const Bytes person(key.substr(8));
    holds = each_change(value, [&](std::int64_t count, BytesView holding) { sums[{person, Bytes(holding)}] += count; });
    return holds;
  }));
  for (const auto& [who, count] : sums) {
    if (count <= 0) continue;
    const auto holding = decode_holding(who.second);
    holds = holds && holding;
    if (!holding) break;
    if (unit && holding->unit != *unit) continue;
    holders.push_back({who.first, Bytes(post), holding->unit, holding->kind, holding->since, holding->source});
  }
  if (!holds) return tl::unexpected{damaged()};
  return Ok{};
}

}  // namespace

Bytes encode_holding(const Holding& holding) {
  Bytes out;
  put_varint(out, static_cast<std::uint64_t>(holding.kind));
  put_varint(out, static_cast<std::uint32_t>(holding.since.days) ^ 0x80000000u);
  put_varint(out, holding.source + 1);
  out.append(holding.unit);
  return out;
}

void put_roster_entry(ViewStore& store, std::string_view person, Position position, const Change& first,
                      BytesView changes) {
  Bytes key = text_key(kRosterKey, first.post);
  put_date(key, first.date);
  put_u64(key, position);
  key.append(person);
  store.put(key, changes);
  each_change(changes, [&](std::int64_t, BytesView value) {
    if (const auto holding = decode_holding(value))
      store.put(text_key(kUnitPostsKey, holding->unit).append(first.post), {});
  });
}

Result<bool> was_ever_held(const ViewStore& store, std::string_view post_or_unit, Position cut) {
  bool found = false;
  const auto look = [&](std::string_view post, std::optional<std::string_view> unit) -> Result<Ok> {
    const Bytes prefix = text_key(kRosterKey, post);
    return store.scan_prefix(prefix, [&](BytesView key, BytesView value) {
      key.remove_prefix(prefix.size() + 4);
      if (get_u64(key) >= cut) return true;
      found = !unit;
      each_change(value, [&](std::int64_t, BytesView change) {
        const auto holding = decode_holding(change);
        found = found || (holding && holding->unit == *unit);
      });
      return !found;
    });
  };
  SILLOK_CHECK(look(post_or_unit, std::nullopt));
  SILLOK_TRY(posts, posts_of_unit(store, post_or_unit));
  for (const Bytes& post : posts) {
    if (!found) SILLOK_CHECK(look(post, post_or_unit));
  }
  return found;
}

Result<std::vector<Holder>> holders_on(const ViewStore& store, std::string_view post_or_unit, Date on, Position cut) {
  std::vector<Holder> holders;
  SILLOK_CHECK(add_holders(store, post_or_unit, on, cut, std::nullopt, holders));
  SILLOK_TRY(posts, posts_of_unit(store, post_or_unit));
  for (const Bytes& post : posts) {
    if (post != post_or_unit) SILLOK_CHECK(add_holders(store, post, on, cut, post_or_unit, holders));
  }
  std::sort(holders.begin(), holders.end(), [](const Holder& a, const Holder& b) {
    return std::tie(a.post, a.kind, a.since, a.person) < std::tie(b.post, b.kind, b.since, b.person);
  });
  return holders;
}

namespace {

// The main holders of one post as days go by.
class Seat {
 public:
  explicit Seat(const std::function<void(const Holder&, const Holder&)>& each) : each_(each) {}

  void begin_post(Bytes post) {
    end_day();
    post_ = std::move(post);
    sums_.clear();
    held_.clear();
  }
  const Bytes& post() const { return post_; }
  bool is_on(Date day) const { return day_ == day; }
  void begin_day(Date day) {
    end_day();
    day_ = day;
  }
  void add(const Bytes& person, BytesView holding, std::int64_t count) { sums_[{person, Bytes(holding)}] += count; }

  // Who holds it when all changes of a day are summed up, against who held it before.
  void end_day() {
    std::map<Bytes, Holder> now;
    for (auto at = sums_.begin(); at != sums_.end();) {
      if (at->second == 0) {
        at = sums_.erase(at);
        continue;
      }
      const auto holding = decode_holding(at->first.second);
      if (at->second > 0 && holding && holding->kind == Holding::Kind::kMain)
        now[at->first.first] = {at->first.first, post_, holding->unit, holding->kind, holding->since, holding->source};
      ++at;
    }
    for (const auto& [person, holder] : now) {
      if (now.size() < 2 || held_.contains(person)) continue;
      const auto other = std::find_if(now.begin(), now.end(), [&](const auto& each) {
        return each.first != person && (held_.contains(each.first) || each.second.source < holder.source);
      });
      if (other != now.end()) each_(holder, other->second);
    }
    held_ = std::move(now);
  }

 private:
  const std::function<void(const Holder&, const Holder&)>& each_;
  Bytes post_;
  Date day_{INT32_MIN};
  std::map<std::pair<Bytes, Bytes>, std::int64_t> sums_;  // (person, holding)
  std::map<Bytes, Holder> held_;
};

}  // namespace

Result<Ok> posts_held_twice(const ViewStore& store, Position cut,
                            const std::function<void(const Holder& second, const Holder& first)>& each) {
  Seat seat{each};
  bool holds = true;
  const Bytes prefix(1, kRosterKey);
  SILLOK_CHECK(store.scan_prefix(prefix, [&](BytesView key, BytesView value) {
    key.remove_prefix(1);
    const std::size_t end = key.find('\0');
    if (end == BytesView::npos) return holds = false;
    const BytesView post = key.substr(0, end);
    key.remove_prefix(end + 1);
    const Date day = get_date(key);
    key.remove_prefix(4);
    if (get_u64(key) >= cut) return true;
    if (seat.post() != post) seat.begin_post(Bytes(post));
    if (!seat.is_on(day)) seat.begin_day(day);
    const Bytes person(key.substr(8));
    holds = each_change(value, [&](std::int64_t count, BytesView holding) { seat.add(person, holding, count); });
    return holds;
  }));
  seat.end_day();
  if (!holds) return tl::unexpected{damaged()};
  return Ok{};
}

}  // namespace sillok
