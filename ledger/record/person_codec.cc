// PersonState ↔ bytes: a version byte, then every member in the order of the type. Numbers are
// varints (signed ones zigzag), texts are length-prefixed; sources are distances back from the
// last position, so that they stay short. A change of the type is a new version.
#include <array>

#include "ledger/record/person_state.h"

namespace sillok {
namespace {

constexpr char kVersion = 5;  // below 0x80: a number of one byte

class Writer {
 public:
  explicit Writer(Position last) : last_(last) {}
  void number(std::uint64_t value) {
    if (room_.size() - used_ < kNumberBytesMax) move_out();
    while (value >= 0x80) {
      room_[used_++] = static_cast<char>(value | 0x80);
      value >>= 7;
    }
    room_[used_++] = static_cast<char>(value);
  }
  void signed_number(std::int64_t value) {
    number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view text) {
    number(text.size());
    if (room_.size() - used_ < text.size()) move_out();
    if (room_.size() < text.size()) {
      out_.append(text);
      return;
    }
    text.copy(room_.data() + used_, text.size());
    used_ += text.size();
  }
  void date(Date date) { signed_number(date.days); }
  void flag(bool value) { number(value ? 1 : 0); }
  void maybe(const std::optional<Date>& date) {
    flag(date.has_value());
    if (date) signed_number(date->days);
  }
  template <class Integer>
  void maybe(const std::optional<Integer>& value) {
    flag(value.has_value());
    if (value) signed_number(*value);
  }
  // 0: none. Sources lie at or before the last position.
  void source(Position position) { number(position == kNoPosition ? 0 : last_ - position + 1); }
  template <class List, class Each>
  void list(const List& entries, const Each& each) {
    number(entries.size());
    for (const auto& entry : entries) each(entry);
  }
  Bytes finish() {
    move_out();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kNumberBytesMax = 10;
  void move_out() {
    out_.append(room_.data(), used_);
    used_ = 0;
  }

  Position last_;
  std::array<char, 1024> room_;  // most records fit: one allocation, of the right size
  std::size_t used_ = 0;
  Bytes out_;
};

class Reader {
 public:
  explicit Reader(BytesView in) : in_(in) {}
  bool is_good() const { return is_good_; }
  bool is_at_end() const { return in_.empty(); }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (in_.empty()) break;
      const auto byte = static_cast<std::uint8_t>(in_.front());
      in_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    is_good_ = false;
    return 0;
  }
  std::int64_t signed_number() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  std::string text() {
    const std::uint64_t size = number();
    if (size > in_.size()) {
      is_good_ = false;
      return {};
    }
    std::string text(in_.substr(0, size));
    in_.remove_prefix(size);
    return text;
  }
  Date date() { return Date{static_cast<std::int32_t>(signed_number())}; }
  bool flag() { return number() != 0; }
  void maybe(std::optional<Date>& date_out) {
    if (flag()) date_out = date();
  }
  template <class Integer>
  void maybe(std::optional<Integer>& value) {
    if (flag()) value = static_cast<Integer>(signed_number());
  }
  Position source() {
    const std::uint64_t back = number();
    return back == 0 ? kNoPosition : last_ - (back - 1);
  }
  template <class List, class Each>
  void list(List& entries, const Each& each) {
    const std::uint64_t count = number();
    if (count > in_.size()) is_good_ = false;  // an entry has at least one byte
    for (std::uint64_t i = 0; is_good_ && i < count; ++i) each(entries.emplace_back());
  }
  void set_last(Position last) { last_ = last; }

 private:
  BytesView in_;
  Position last_ = 0;
  bool is_good_ = true;
};

void write_side_posts(Writer& to, const std::vector<SidePost>& posts) {
  to.list(posts, [&](const SidePost& post) {
    to.text(post.unit);
    to.text(post.post);
    to.date(post.since);
    to.date(post.until);
    to.source(post.source);
  });
}

void read_side_posts(Reader& from, std::vector<SidePost>& posts) {
  from.list(posts, [&](SidePost& post) {
    post.unit = from.text();
    post.post = from.text();
    post.since = from.date();
    post.until = from.date();
    post.source = from.source();
  });
}

void write_lists(Writer& to, const PersonState& state) {
  for (const auto* posts : {&state.concurrent, &state.acting, &state.early_concurrent_ends, &state.early_acting_ends}) {
    write_side_posts(to, *posts);
  }
  to.list(state.sanctions, [&](const Sanction& each) {
    to.text(each.case_id);
    to.text(each.kind);
    to.text(each.misconduct);
    to.maybe(each.months);
    to.date(each.effective_on);
    to.date(each.misconduct_on);
    to.source(each.source);
    to.number(static_cast<std::uint64_t>(each.state));
    to.maybe(each.appealed_on);
  });
  to.list(state.cases, [&](const CaseFile& each) {
    to.text(each.case_id);
    to.text(each.kind);
    to.flag(each.is_request);
    to.text(each.misconduct);
    to.date(each.opened_on);
    to.maybe(each.misconduct_on);
    to.maybe(each.closed_on);
    to.text(each.outcome);
    to.source(each.source);
  });
  to.list(state.awards, [&](const Award& each) {
    to.date(each.effective_on);
    to.source(each.source);
    to.text(each.kind);
    to.text(each.halves);
  });
  to.list(state.credits, [&](const Credit& each) {
    to.date(each.effective_on);
    to.source(each.source);
    to.signed_number(each.months);
    to.signed_number(each.percent);
    to.text(each.ground);
  });
  to.list(state.prior_career, [&](const PriorCareer& each) {
    to.date(each.from);
    to.date(each.to);
    to.maybe(each.grade);
    to.signed_number(each.percent);
  });
  to.list(state.spells, [&](const Spell& each) {
    to.date(each.from);
    to.date(each.to);
    for (const auto* text : {&each.class_code, &each.unit, &each.post, &each.series, &each.ground}) to.text(*text);
    to.maybe(each.grade);
    to.source(each.hired_by);
    to.source(each.ended_by);
  });
  to.list(state.phases, [&](const Phase& each) {
    to.number(static_cast<std::uint64_t>(each.kind));
    to.text(each.ground);
    to.text(each.case_id);
    to.date(each.from);
    to.date(each.to);
    to.maybe(each.until);
    to.signed_number(each.number);
    to.source(each.source);
    to.number(each.is_expunged ? 1 : 0);
  });
  Date before;  // dates of marks are near each other
  to.list(state.rank_marks, [&](const RankMark& each) {
    to.number(static_cast<std::uint64_t>(each.cause) << 1 | (each.is_special ? 1 : 0));
    to.signed_number(each.on.days - before.days);
    before = each.on;
    to.maybe(each.grade);
    to.maybe(each.step);
    to.signed_number(each.remainder_months);
    to.source(each.named);
    to.source(each.source);
    to.signed_number(each.known_on.days - each.on.days);
  });
}

void read_lists(Reader& from, PersonState& state) {
  for (auto* posts : {&state.concurrent, &state.acting, &state.early_concurrent_ends, &state.early_acting_ends}) {
    read_side_posts(from, *posts);
  }
  from.list(state.sanctions, [&](Sanction& each) {
    each.case_id = from.text();
    each.kind = from.text();
    each.misconduct = from.text();
    from.maybe(each.months);
    each.effective_on = from.date();
    each.misconduct_on = from.date();
    each.source = from.source();
    each.state = static_cast<Sanction::State>(from.number());
    from.maybe(each.appealed_on);
  });
  from.list(state.cases, [&](CaseFile& each) {
    each.case_id = from.text();
    each.kind = from.text();
    each.is_request = from.flag();
    each.misconduct = from.text();
    each.opened_on = from.date();
    from.maybe(each.misconduct_on);
    from.maybe(each.closed_on);
    each.outcome = from.text();
    each.source = from.source();
  });
  from.list(state.awards, [&](Award& each) {
    each.effective_on = from.date();
    each.source = from.source();
    each.kind = from.text();
    each.halves = from.text();
  });
  from.list(state.credits, [&](Credit& each) {
    each.effective_on = from.date();
    each.source = from.source();
    each.months = from.signed_number();
    each.percent = from.signed_number();
    each.ground = from.text();
  });
  from.list(state.prior_career, [&](PriorCareer& each) {
    each.from = from.date();
    each.to = from.date();
    from.maybe(each.grade);
    each.percent = from.signed_number();
  });
  from.list(state.spells, [&](Spell& each) {
    each.from = from.date();
    each.to = from.date();
    for (auto* text : {&each.class_code, &each.unit, &each.post, &each.series, &each.ground}) *text = from.text();
    from.maybe(each.grade);
    each.hired_by = from.source();
    each.ended_by = from.source();
  });
  from.list(state.phases, [&](Phase& each) {
    each.kind = static_cast<Phase::Kind>(from.number());
    each.ground = from.text();
    each.case_id = from.text();
    each.from = from.date();
    each.to = from.date();
    from.maybe(each.until);
    each.number = from.signed_number();
    each.source = from.source();
    each.is_expunged = from.number() != 0;
  });
  Date before;
  from.list(state.rank_marks, [&](RankMark& each) {
    const std::uint64_t cause = from.number();
    each.cause = static_cast<RankMark::Cause>(cause >> 1);
    each.is_special = (cause & 1) != 0;
    each.on = Date{static_cast<std::int32_t>(before.days + from.signed_number())};
    before = each.on;
    from.maybe(each.grade);
    from.maybe(each.step);
    each.remainder_months = from.signed_number();
    each.named = from.source();
    each.source = from.source();
    each.known_on = Date{static_cast<std::int32_t>(each.on.days + from.signed_number())};
  });
}

}  // namespace

Bytes encode(const PersonState& state) {
  Writer to(state.last_position == kNoPosition ? 0 : state.last_position);
  to.number(kVersion);
  to.number(state.revision);
  to.number(state.last_position + 1);  // wraps to 0 for none
  to.date(state.latest_effective);
  to.number(static_cast<std::uint64_t>(state.status));
  for (const auto* text : {&state.route, &state.class_code, &state.series, &state.unit, &state.post, &state.seconded_to,
                           &state.secondment_ground, &state.leave_ground, &state.removal_ground, &state.removal_case,
                           &state.merged_into}) {
    to.text(*text);
  }
  for (const auto* value : {&state.grade, &state.step, &state.probation_months, &state.hours_per_week}) {
    to.maybe(*value);
  }
  to.signed_number(state.step_remainder_months);
  to.signed_number(state.leave_child);
  for (const auto* day :
       {&state.hired_on, &state.regularized_on, &state.grade_since, &state.post_since, &state.unit_since,
        &state.step_since, &state.term_until, &state.seconded_since, &state.seconded_until, &state.leave_since,
        &state.leave_until, &state.removed_since, &state.suspended_until, &state.dead_on}) {
    to.maybe(*day);
  }
  to.flag(state.is_on_probation);
  to.flag(state.has_separate_quota);
  to.number(static_cast<std::uint64_t>(state.sex));
  to.maybe(state.birth_half);
  for (const Position position : state.sources) to.source(position);
  for (const Position position : state.personal) to.source(position);
  write_lists(to, state);
  return to.finish();
}

Result<PersonState> decode(BytesView bytes) {
  const auto damaged = [] {
    return fail(Fault::damaged, "views.damaged", "person record", "a stored record can't be read; rebuild the views");
  };
  if (bytes.empty() || bytes.front() != kVersion) return damaged();
  Reader from(bytes.substr(1));
  PersonState state;
  state.revision = from.number();
  state.last_position = from.number() - 1;
  from.set_last(state.last_position == kNoPosition ? 0 : state.last_position);
  state.latest_effective = from.date();
  state.status = static_cast<Status>(from.number());
  for (auto* text : {&state.route, &state.class_code, &state.series, &state.unit, &state.post, &state.seconded_to,
                     &state.secondment_ground, &state.leave_ground, &state.removal_ground, &state.removal_case,
                     &state.merged_into}) {
    *text = from.text();
  }
  for (auto* value : {&state.grade, &state.step, &state.probation_months, &state.hours_per_week}) from.maybe(*value);
  state.step_remainder_months = from.signed_number();
  state.leave_child = from.signed_number();
  for (auto* day :
       {&state.hired_on, &state.regularized_on, &state.grade_since, &state.post_since, &state.unit_since,
        &state.step_since, &state.term_until, &state.seconded_since, &state.seconded_until, &state.leave_since,
        &state.leave_until, &state.removed_since, &state.suspended_until, &state.dead_on}) {
    from.maybe(*day);
  }
  state.is_on_probation = from.flag();
  state.has_separate_quota = from.flag();
  state.sex = static_cast<Sex>(from.number());
  from.maybe(state.birth_half);
  for (Position& position : state.sources) position = from.source();
  for (Position& position : state.personal) position = from.source();
  read_lists(from, state);
  if (!from.is_good() || !from.is_at_end() || state.status > Status::kSeparated || state.sex > Sex::kMale) {
    return damaged();
  }
  return state;
}

}  // namespace sillok
