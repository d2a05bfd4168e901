// The fold itself, and the timeline read off while folding.
#include "ledger/record/person_fold.h"

#include <algorithm>

namespace sillok {
namespace {

// An event is counted by its subject; what was moved to her is not one of her events.
void count_events(PersonState& state, std::string_view person, std::span<const StoredAct> acts) {
  state.revision = static_cast<std::uint64_t>(
      std::count_if(acts.begin(), acts.end(), [&](const StoredAct& act) { return act.body.subject() == person; }));
  state.last_position = acts.empty() ? kNoPosition : acts.back().position;
}

}  // namespace

PersonState fold(std::string_view person, std::span<const StoredAct> acts, std::optional<Date> as_of) {
  PersonState state;
  for (const Fact& fact : resolve(person, acts)) {
    if (as_of && fact.effective_on() > *as_of) break;
    evolve(state, fact);
  }
  if (as_of) advance(state, *as_of);
  count_events(state, person, acts);
  return state;
}

std::string_view name_of(Holding::Kind kind) {
  static constexpr std::string_view kNames[] = {"main", "concurrent", "acting"};
  return kNames[static_cast<std::size_t>(kind)];
}

Standing standing_of(const PersonState& state) {
  Standing standing;
  standing.status = state.status;
  if (!standing.is_present()) return standing;
  standing.unit = state.unit;
  standing.class_code = state.class_code;
  standing.series = state.series;
  standing.leave_ground = state.leave_ground;
  standing.grade = state.grade;
  standing.sex = state.sex;
  standing.birth_half = state.birth_half;
  standing.hired_on = state.hired_on;
  return standing;
}

std::vector<Holding> holdings_of(const PersonState& state) {
  std::vector<Holding> holdings;
  if (!state.post.empty()) {
    holdings.push_back({state.post, state.unit, Holding::Kind::kMain, state.post_since.value_or(Date{}),
                        state.source(RecordField::kPost)});
  }
  for (const SidePost& post : state.concurrent) {
    holdings.push_back({post.post, post.unit, Holding::Kind::kConcurrent, post.since, post.source});
  }
  for (const SidePost& post : state.acting) {
    holdings.push_back({post.post, post.unit, Holding::Kind::kActing, post.since, post.source});
  }
  std::sort(holdings.begin(), holdings.end());
  return holdings;
}

namespace {

class TimelineWriter {
 public:
  // What holds from `from` on, until the next call.
  void at(Date from, const PersonState& state) {
    TimelineSegment segment{from, kEndOfTime, standing_of(state), holdings_of(state)};
    if (!segments_.empty()) {
      TimelineSegment& last = segments_.back();
      if (last.standing == segment.standing && last.holdings == segment.holdings) return;
      last.to = from;
    }
    segments_.push_back(std::move(segment));
  }
  // What ends by itself before `until`.
  void run_on(PersonState& state, Date from, std::optional<Date> until) {
    for (auto due = next_change(state, from); due && (!until || *due < *until); due = next_change(state, from)) {
      advance(state, *due);
      at(*due, state);
      from = *due;
    }
  }
  std::vector<TimelineSegment> take() { return std::move(segments_); }

 private:
  std::vector<TimelineSegment> segments_;
};

}  // namespace

std::vector<TimelineSegment> timeline(std::string_view person, std::span<const StoredAct> acts) {
  return timeline(PersonState{}, resolve(person, acts));
}

std::vector<TimelineSegment> timeline(PersonState state, std::span<const Fact> facts) {
  TimelineWriter writer;
  Date last = state.latest_effective;
  if (state.status != Status::kNone) {
    advance(state, last);
    writer.at(last, state);
  }
  for (std::size_t i = 0; i < facts.size();) {
    const Date day = facts[i].effective_on();
    writer.run_on(state, last, day);
    bool has_changed = false;
    for (; i < facts.size() && facts[i].effective_on() == day; ++i) {
      evolve(state, facts[i]);
      has_changed |= changes_standing(facts[i].act());
    }
    advance(state, day);
    if (has_changed || next_change(state, day)) writer.at(day, state);
    last = day;
  }
  writer.run_on(state, last, std::nullopt);
  return writer.take();
}

std::vector<TimelineSegment> timeline_from(const PersonState& state, Date from) {
  TimelineWriter writer;
  PersonState copy = state;
  advance(copy, from);
  writer.at(from, copy);
  writer.run_on(copy, from, std::nullopt);
  return writer.take();
}

}  // namespace sillok
